// The messages of one chat: drawn once, then only what changed.

import { calm, h } from "./dom.js";
import { avatar } from "./avatar.js";
import { bubble } from "./bubble.js";
import { serviceText } from "./media.js";
import { load, loadOlder, revised, store, thread } from "./store.js";
import { dayKey, monthDay, weekday } from "./time.js";
import { icon } from "./icons.js";

const GENERAL = 1;
const RIDE = 700; // a smooth scroll takes about this long

/** Albums become one block; a new day starts with its date. */
function blocksOf(messages) {
  const blocks = [];
  let day = "";
  for (const message of messages) {
    const today = dayKey(message.date * 1000);
    if (today !== day) blocks.push({ key: `day-${today}`, day: message.date * 1000, version: today });
    day = today;
    const last = blocks.at(-1);
    if (message.media_group_id && last.group === message.media_group_id) {
      last.messages.push(message);
      last.version += `+${revised(message)}`;
    } else {
      blocks.push({ key: `m-${message.message_id}`, group: message.media_group_id, messages: [message], version: String(revised(message)) });
    }
  }
  return blocks;
}

export class ChatLog {
  constructor(phone, act) {
    Object.assign(this, { phone, act, chat: null, topic: null, drawn: new Map() });
    this.typing = h("div", { class: "typing", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.box = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: 0, "aria-label": "消息，上下键逐条浏览" });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onClick: () => this.bottom(true) }, icon("down"), h("span", {}, "新消息"));
    this.root = h("div", { class: "log-box" }, this.box, this.jump);
    this.box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.box.addEventListener("keydown", (event) => this.key(event));
    // A keyboard that opens or a photo that loads must not hide the newest message.
    this.sticking = true;
    this.riding = -Infinity;
    for (const kind of ["wheel", "touchstart"]) this.box.addEventListener(kind, () => { this.riding = -Infinity; }, { passive: true });
    new ResizeObserver(() => this.sticking && this.bottom()).observe(this.box);
    this.box.addEventListener("load", () => this.sticking && this.bottom(), true);
  }

  async open(chat, topic = null) {
    Object.assign(this, { chat, topic, drawn: new Map() });
    this.box.replaceChildren();
    this.jump.hidden = true;
    this.box.setAttribute("aria-busy", "true");
    try {
      await load(chat, this.phone.person);
    } catch (error) {
      this.phone.toast(error.message);
    }
    if (this.chat !== chat) return;
    this.draw();
    this.bottom();
    this.box.setAttribute("aria-busy", "false");
  }

  messages() {
    const { items } = thread(this.chat);
    if (this.topic === null) return items;
    return items.filter((message) => (message.is_topic_message ? message.message_thread_id : GENERAL) === this.topic);
  }

  draw() {
    const before = this.drawn;
    this.drawn = new Map();
    const nodes = blocksOf(this.messages()).map((block) => {
      const old = before.get(block.key);
      const same = old?.version === block.version;
      const node = same ? old.node : this.node(block);
      if (old && !same) this.changed(node, block);
      else if (!old && before.size) node.classList.add("fresh");
      this.drawn.set(block.key, { version: block.version, node });
      return node;
    });
    this.place([...nodes.length ? nodes : [this.nothing()], this.typing]);
  }

  /** Moves only what is out of place: replacing everything would lose focus, playback and scroll. */
  place(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...this.box.children]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, i) => {
      if (this.box.children[i] !== node) this.box.insertBefore(node, this.box.children[i] ?? null);
    });
  }

  nothing() {
    const begun = store.people.get(this.phone.person)?.started;
    const words = this.chat < 0 ? "群里还没有消息。" : begun ? "还没有聊过。写一句试试。" : "还没有聊过。点一下开始，机器人才能给您发消息。";
    return h("div", { class: "nothing" }, avatar("", this.chat, this.chat < 0 ? "group" : "bot"), h("p", {}, words));
  }

  node(block) {
    if (block.day) return h("div", { class: "day" }, `${monthDay(block.day)} ${weekday(block.day)}`);
    return bubble(block.messages, this.act);
  }

  changed(node, block) {
    if (block.messages?.length === 1 && !serviceText(block.messages[0])) node.classList.add("flash");
  }

  /** Something new: stay at the bottom if one was there, otherwise offer to jump. */
  update(message) {
    const near = this.sticking;
    this.draw();
    const mine = message && this.act.mine(message);
    if (near || mine) this.bottom(true);
    else if (message) this.jump.hidden = false;
  }

  nearBottom() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 120;
  }

  bottom(smooth = false) {
    this.jump.hidden = true;
    this.sticking = true;
    this.riding = performance.now();
    const far = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight > 900;
    this.box.scrollTo({ top: this.box.scrollHeight, behavior: smooth && !far && !calm() ? "smooth" : "instant" });
  }

  async scrolled() {
    // On the way down by itself it is not yet near the bottom, but means to be.
    this.sticking = this.nearBottom() || performance.now() - this.riding < RIDE;
    if (this.sticking) this.jump.hidden = true;
    if (this.box.scrollTop > 80 || !this.chat) return;
    const height = this.box.scrollHeight;
    if (await loadOlder(this.chat, this.phone.person).catch(() => false)) {
      this.draw();
      this.box.scrollTop += this.box.scrollHeight - height;
    }
  }

  setTyping(is) {
    const near = this.sticking;
    this.typing.hidden = !is;
    if (is && near) this.bottom(true);
  }

  find(id) {
    const node = this.line(id);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
  }

  line(id) {
    return this.box.querySelector(`:scope > [data-message-id="${id}"]`);
  }

  key(event) {
    const bubbles = [...this.box.querySelectorAll(".bubble")];
    const at = bubbles.indexOf(document.activeElement);
    if (!["ArrowUp", "ArrowDown"].includes(event.key) || (at < 0 && document.activeElement !== this.box)) return;
    event.preventDefault();
    const to = at < 0 ? bubbles.length - 1 : at + (event.key === "ArrowUp" ? -1 : 1);
    bubbles[Math.min(Math.max(to, 0), bubbles.length - 1)]?.focus();
  }
}
