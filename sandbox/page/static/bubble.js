// One message, or one album, as a bubble.

import { bdi, h } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { media, nameOf, serviceText, snippet } from "./media.js";
import { hourMinute } from "./time.js";

const HUES = 6;

function quote(message, act) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  return h("button", { type: "button", class: "quote", "aria-label": `回复的是 ${nameOf(original.from)}：${snippet(original)}`,
    onClick: () => act.find(original.message_id) },
    h("b", {}, bdi(nameOf(original.from))), h("span", { dir: "auto" }, snippet(original).slice(0, 90)));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user ? nameOf(origin.sender_user) : origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "某人";
  return h("div", { class: "forwarded" }, icon("forward"), "转发自 ", bdi(name));
}

function sender(message, act) {
  if (!act.group || act.mine(message)) return null;
  return h("div", { class: `sender hue-${Math.abs(message.from?.id ?? 0) % HUES}` }, bdi(nameOf(message.from)));
}

function meta(message, mine) {
  const edited = message.edited || message.edit_date;
  return h("span", { class: "meta" }, edited && h("span", { class: "edited" }, "已编辑 "),
    h("time", {}, hourMinute(message.date * 1000)), mine && icon("check", "tick"));
}

function body(messages, act) {
  const [first] = messages;
  if (first.deleted) return [h("div", { class: "text gone" }, "这条消息已删除")];
  const captioned = messages.find((message) => message.caption) ?? first;
  const words = captioned.text ?? captioned.caption;
  const carried = messages.length > 1
    ? h("div", { class: `album of-${Math.min(messages.length, 5)}` }, messages.map((message) => media(message)))
    : media(first);
  return [carried, words && richText(words, captioned.entities ?? captioned.caption_entities, act)];
}

export function bubble(messages, act) {
  const [message] = messages;
  const service = serviceText(message);
  if (service) return h("div", { class: "service", dataset: { messageId: message.message_id } }, service);
  const mine = act.mine(message);
  const bare = !!message.sticker && !message.deleted;
  const inside = [sender(message, act), forwarded(message), quote(message, act), ...body(messages, act), meta(message, mine)];
  const visual = !!(message.photo || message.video || message.location || message.venue) && !message.deleted;
  const shape = h("article", {
    class: ["bubble", mine ? "out" : "in", visual && "visual", bare && "bare", message.deleted && "deleted"].filter(Boolean).join(" "),
    tabindex: -1, dataset: { messageId: message.message_id },
    "aria-label": `${mine ? "我" : nameOf(message.from)}，${hourMinute(message.date * 1000)}`,
  }, inside);
  listenForMenu(shape, message, act);
  const keyboard = !message.deleted && message.reply_markup?.inline_keyboard && inlineKeyboard(message, act);
  return h("div", { class: `line ${mine ? "out" : "in"}`, dataset: { messageId: message.message_id, from: message.from?.is_bot ? "bot" : "person" } },
    shape, keyboard);
}

/** Right click, long press, Enter or the context-menu key: the same menu for a mouse, a thumb and a keyboard. */
function listenForMenu(shape, message, act) {
  let timer = 0;
  const own = (event) => !event.target.closest("a,button,video");
  shape.addEventListener("contextmenu", (event) => { event.preventDefault(); act.menu(message, shape); });
  shape.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && own(event)) timer = setTimeout(() => act.menu(message, shape), 550);
  });
  for (const kind of ["pointerup", "pointercancel", "pointermove"]) shape.addEventListener(kind, () => clearTimeout(timer));
  shape.addEventListener("click", (event) => own(event) && act.inspect(message));
  shape.addEventListener("dblclick", (event) => own(event) && act.reply(message));
  shape.addEventListener("keydown", (event) => {
    if (event.target === shape && (event.key === "Enter" || event.key === "ContextMenu")) {
      event.preventDefault();
      act.menu(message, shape);
    }
  });
}
