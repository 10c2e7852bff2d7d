// One phone: whose it is, which chat is open, and what happens when something lands.

import { api, upload } from "./api.js";
import { bdi, h, soon } from "./dom.js";
import { alertBox, menu, toast } from "./sheet.js";
import { avatar } from "./avatar.js";
import { ChatList } from "./chatlist.js";
import { ChatView } from "./chatview.js";
import { icon } from "./icons.js";
import { nameOf, snippet } from "./media.js";
import { othersUnread, pickPerson } from "./picker.js";
import { shareContact, sharePlace } from "./attach.js";
import { chatView, emit, isGroup, store, thread, titleOf, unreadOf, virtualNow } from "./store.js";
import { hourMinute } from "./time.js";

const HANDS_OFF = 5000; // after touching a phone by hand, following waits this long
const HOLD = 2500; // two switches at once would be a blur
const LULL = 500; // what colleagues hear within so short a time is one event
const CROWD = 3; // more colleagues than this told at once: it is for everybody, the morning's reports for one

export class Phone {
  constructor(setup, index, saved) {
    Object.assign(this, { role: setup.role, index, person: null, chat: null, followed: -Infinity, touched: -Infinity, payload: null, muted: false, heard: [] });
    this.follow = saved?.follow ?? !!setup.follow;
    this.lull = soon(() => this.hushed(), LULL);
    this.act = this.actions();
    this.list = new ChatList(this);
    this.view = new ChatView(this);
    this.build();
    const first = [saved?.person, setup.person, this.someone()].find((id) => store.people.has(id));
    const chat = saved?.person === first && saved ? saved.chat : setup.chat ?? first;
    this.show(first ?? null, chat && chatView(chat) ? chat : null);
  }

  someone() {
    for (const person of store.people.values()) if (person.role === this.role) return person.id;
    return undefined;
  }

  build() {
    this.owner = h("button", { type: "button", class: "owner", onClick: () => this.switchPerson() });
    this.followSwitch = h("button", { type: "button", class: "follow-switch", role: "switch", onClick: () => this.setFollow(!this.follow) }, icon("follow"), "跟随");
    this.clock = h("time", {}, "");
    this.device = h("div", { class: "device" },
      h("div", { class: "status-bar", "aria-hidden": "true" }, this.clock, h("i", { class: "pill" }), h("span", { class: "signal" })),
      this.list.root, this.view.root, this.banners = h("div", { class: "banners", role: "status" }));
    this.root = h("section", { class: `phone tone-${this.index % 3}`, id: `phone-${this.index}`, dataset: { role: this.role, phone: this.index }, "aria-label": `${this.role}的手机` },
      h("div", { class: "nameplate" }, h("h2", {}, this.role), this.owner, this.followSwitch), this.device);
    for (const kind of ["pointerdown", "keydown"]) this.root.addEventListener(kind, () => this.touch());
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.chat && !event.defaultPrevented) this.back();
    });
    this.setFollow(this.follow);
  }

  touch() {
    this.touched = performance.now();
    emit("touched", this);
  }

  visible() {
    return !this.root.hidden && !document.hidden;
  }

  setFollow(is) {
    this.follow = is;
    this.followSwitch.setAttribute("aria-checked", is);
    this.followSwitch.title = is ? `跟随：这个角色里谁收到消息，就换到谁` : "不跟随：一直看着这个人";
    this.remember();
  }

  remember() {
    sessionStorage.setItem(`minhu-phone-${this.role}`, JSON.stringify({ person: this.person, chat: this.chat, follow: this.follow }));
  }

  /** Shows `person`; `chat` null means the chat list. */
  show(person, chat = person) {
    const turned = person !== this.person || chat !== this.chat;
    Object.assign(this, { person, chat });
    if (turned) this.payload = null;
    this.device.classList.toggle("in-chat", !!chat);
    this.list.root.inert = !!chat;
    this.view.root.inert = !chat;
    this.drawOwner();
    this.list.draw();
    this.remember();
    return chat ? this.view.open(chat) : Promise.resolve();
  }

  open(chat) {
    return this.show(this.person, chat);
  }

  back() {
    const from = this.chat;
    this.show(this.person, null);
    this.list.rows.querySelector(`[data-chat="${from}"]`)?.focus();
  }

  drawOwner() {
    const person = store.people.get(this.person);
    const others = othersUnread(this.role, this.person);
    this.owner.replaceChildren(person ? avatar(person.name, person.id) : icon("person"), bdi(person?.name ?? "请一位来", "name"),
      others > 0 ? h("span", { class: "badge", title: "同角色的其他人有未读" }, others > 99 ? "99+" : others) : "", icon("down"));
    this.owner.setAttribute("aria-label", `${this.role}：${person?.name ?? "无人"}，换人${others ? `，其他人有 ${others} 条未读` : ""}`);
    this.owner.title = person?.note ?? "";
  }

  tick() {
    this.clock.textContent = hourMinute(virtualNow());
  }

  switchPerson() {
    pickPerson(this, (id) => { this.show(id); this.focus(); });
  }

  focus() {
    const { composer } = this.view;
    const target = !this.chat ? this.list.rows.querySelector("button") : composer.start.hidden ? composer.input : composer.start;
    target?.focus({ preventScroll: true });
  }

  // ---- what lands ----

  landed(chat, message) {
    if (message.from?.id === this.person) return;
    const recipients = isGroup(chat) ? chatView(chat)?.members ?? [] : [chat];
    if (recipients.includes(this.person)) {
      if (this.chat && this.chat !== chat) this.announce(titleOf(chatView(chat)), snippet(message), () => this.open(chat));
      return;
    }
    if (!message.from?.is_bot) return;
    const other = recipients.find((id) => store.people.get(id)?.role === this.role);
    if (other && this.follow) this.overhear(other, chat, message);
  }

  /** Waits for a lull: what everybody was told turns nothing; otherwise a card with buttons goes before mere news. */
  overhear(person, chat, message) {
    this.heard.push({ person, chat, message });
    this.lull();
  }

  hushed() {
    const heard = this.heard.splice(0);
    if (new Set(heard.map((one) => one.person)).size > CROWD) return;
    this.turnTo(heard.find((one) => one.message.reply_markup?.inline_keyboard) ?? heard[0]);
  }

  turnTo({ person, chat, message }) {
    if (!this.follow || person === this.person) return;
    if (this.paused()) this.announce(`${this.role} ${store.people.get(person).name} 收到新消息`, snippet(message), () => this.show(person, chat));
    else this.followTo(person, chat);
  }

  paused() {
    const now = performance.now();
    return this.view.composer.busy() || !!this.device.querySelector(".overlay") || now - this.touched < HANDS_OFF || now - this.followed < HOLD;
  }

  followTo(person, chat) {
    const before = { person: this.person, chat: this.chat };
    this.followed = performance.now();
    this.show(person, chat);
    this.device.classList.remove("followed");
    requestAnimationFrame(() => this.device.classList.add("followed"));
    const back = store.people.get(before.person);
    this.announce(`${this.role} ${store.people.get(person).name} 收到新消息`, back ? `点这里回到 ${back.name}` : "", () => this.show(before.person, before.chat), "follow");
  }

  announce(title, text, run, kind = "") {
    const note = h("button", { type: "button", class: `banner ${kind}`, onClick: () => { note.remove(); run(); } },
      avatar("", 0, "bot"), h("span", {}, bdi(title, "name"), bdi(text, "last")));
    this.banners.replaceChildren(note);
    setTimeout(() => note.remove(), 6000);
  }

  // ---- what the person does ----

  actions() {
    return {
      mine: (message) => message.from?.id === this.person,
      group: false,
      person: () => this.person,
      find: (id) => this.view.log.find(id),
      menu: (message, node) => this.messageMenu(message, node),
      inspect: (message) => emit("inspect", { message, asked: false }),
      reply: (message) => this.view.composer.reply(message),
      command: (text) => this.send({ text }),
      start: (payload) => this.openStart(payload),
      toast: (text) => this.toast(text),
      alert: (text) => alertBox(this.device, store.bot.first_name, text),
      acted: (message) => emit("acted", { phone: this, node: () => this.view.log.line(message.message_id) }),
      key: (key, message) => this.replyKey(key, message),
    };
  }

  toast(text) {
    toast(this.device, text);
  }

  caption() {
    return this.view.composer.caption();
  }

  async send(body) {
    return this.attempt(() => api.send(this.chat, { person: this.person, ...this.view.threadField(), ...body }));
  }

  async sendFile(kind, file) {
    const fields = { person: this.person, ...this.view.threadField(), ...this.caption() };
    return this.attempt(() => upload(this.chat, fields, kind, file));
  }

  async edit(message, text) {
    return this.attempt(() => api.edit(this.chat, { person: this.person, message_id: message.message_id, text }));
  }

  async attempt(call) {
    const node = () => [...this.view.log.box.querySelectorAll(".line.out")].at(-1);
    emit("acted", { phone: this, node });
    try {
      await call();
      return true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  async pressStart() {
    const person = store.people.get(this.person);
    const payload = this.payload;
    if (person?.blocked && !await this.attempt(() => api.unblock(this.person))) return;
    this.payload = null;
    await this.send({ text: payload ? `/start ${payload}` : "/start" });
  }

  async openStart(payload) {
    await this.show(this.person);
    this.payload = payload;
    if (store.people.get(this.person)?.started) await this.pressStart();
  }

  replyKey(key, message) {
    const reply = { reply_to: message.message_id };
    if (key.request_location) return sharePlace(this, reply);
    if (key.request_contact) return shareContact(this, reply);
    if (key.web_app) return window.open(key.web_app.url, "_blank", "noopener");
    if (key.request_users || key.request_chat || key.request_poll) return this.toast("沙盒不模拟这种按钮。");
    return this.send({ text: key.text });
  }

  lastOwn() {
    return thread(this.chat).items.findLast((message) => message.from?.id === this.person && message.text && !message.deleted) ?? null;
  }

  messageMenu(message, node) {
    const own = message.from?.id === this.person && message.text && !message.deleted;
    const words = message.text ?? message.caption;
    menu(this.device, `消息：${snippet(message).slice(0, 20)}`, [
      { icon: "reply", label: "回复", run: () => this.view.composer.reply(message) },
      own && { icon: "edit", label: "修改", run: () => this.view.composer.edit(message) },
      words && { icon: "copy", label: "复制文字", run: () => navigator.clipboard?.writeText(words) },
      words && { icon: "forward", label: "转发给机器人", run: () => this.forward(message, words) },
      { icon: "code", label: "看 JSON", run: () => emit("inspect", { message, asked: true }) },
    ]);
    node.classList.add("held");
    setTimeout(() => node.classList.remove("held"), 900);
  }

  async forward(message, text) {
    await this.show(this.person);
    await this.send({ text, forward_of: { name: nameOf(message.from) } });
  }

  unreadElsewhere() {
    return unreadOf(this.person, this.chat);
  }
}
