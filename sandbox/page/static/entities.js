// Rich text. Entity offsets count UTF-16 units, which is what JavaScript strings count too.

import { h } from "./dom.js";
import { store } from "./store.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

function safeUrl(url) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  return /^(https?|tg|mailto|tel):/i.test(full) ? full : null;
}

/** t.me/<bot>?start=P opens the chat and offers START with that payload, as the app does. */
export function startPayload(url) {
  const found = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)[?&]start=([A-Za-z0-9_-]{1,64})$/.exec(url);
  return found && found[1].toLowerCase() === store.bot.username?.toLowerCase() ? found[2] : null;
}

function link(url, children, act) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, children);
  const payload = startPayload(href);
  const follow = payload && act.start ? (event) => { event.preventDefault(); act.start(payload); } : null;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onClick: follow }, children);
}

function spoiler(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "隐藏的内容，按回车显示" }, children);
  const show = () => { cover.classList.add("shown"); cover.removeAttribute("aria-label"); };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return cover;
}

function wrap(entity, text, children, act) {
  switch (entity.type) {
    case "url": case "text_link": return link(entity.url ?? text, children, act);
    case "email": return link(`mailto:${text}`, children, act);
    case "phone_number": return link(`tel:${text}`, children, act);
    case "bot_command":
      return h("button", { type: "button", class: "command-link", onClick: () => act.command?.(text) }, children);
    case "mention": case "text_mention": case "hashtag": case "cashtag":
      return h("span", { class: "mention" }, children);
    case "spoiler": return spoiler(children);
    default: return TAGS[entity.type] ? h(TAGS[entity.type], {}, children) : h("span", {}, children);
  }
}

function render(text, from, to, entities, act) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const start = entity.offset;
    const end = Math.min(start + entity.length, to);
    if (start < at || start >= to) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inside = entities.slice(i + 1).filter((other) => other.offset >= start && other.offset < end);
    nodes.push(wrap(entity, text.slice(start, end), render(text, start, end, inside, act), act));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

export function richText(text, entities = [], act = {}) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return h("div", { class: "text", dir: "auto" }, render(text, 0, text.length, ordered, act));
}
