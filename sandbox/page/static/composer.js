// Where one writes: text, quote, edit, commands, attachments, voice and the START button.

import { api } from "./api.js";
import { bdi, h, soon } from "./dom.js";
import { attachMenu } from "./attach.js";
import { chooseFile, canRecord, record } from "./voice.js";
import { icon } from "./icons.js";
import { menu } from "./sheet.js";
import { nameOf, snippet } from "./media.js";
import { replyKeyboard } from "./keyboard.js";
import { duration } from "./time.js";
import { store } from "./store.js";

const tool = (name, label, run) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onClick: run }, icon(name));

export class Composer {
  constructor(phone) {
    Object.assign(this, { phone, quoted: null, editing: null, forced: false, keys: null, keysOpen: true, drafts: new Map(), recording: null, commands: [] });
    this.input = h("textarea", { rows: 1, "aria-label": "写消息", dir: "auto", enterkeyhint: "send" });
    this.context = h("div", { class: "context", hidden: true });
    this.suggest = h("div", { class: "suggest", hidden: true, role: "listbox", "aria-label": "命令" });
    this.attach = tool("clip", "附件：样片、照片、位置……", () => attachMenu(phone));
    this.slash = tool("slash", "机器人命令", () => this.commandMenu());
    this.slash.hidden = true;
    this.toggle = tool("keys", "显示或收起机器人键盘", () => { this.keysOpen = !this.keysOpen; this.drawKeys(); });
    this.go = h("button", { type: "button", class: "send-button", onClick: () => this.primary() });
    this.timer = h("span", { class: "recording", hidden: true, role: "status" });
    this.bar = h("div", { class: "composer-bar" }, this.attach, h("div", { class: "field" }, this.input, this.timer, this.slash, this.toggle), this.go);
    this.start = h("button", { type: "button", class: "start-button", hidden: true, onClick: () => phone.pressStart() });
    this.keyBox = h("div", { class: "key-box" });
    this.root = h("footer", { class: "composer" }, this.suggest, this.context, this.bar, this.start, this.keyBox);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.paste(event));
    this.learn = soon(() => this.learnCommands(), 150);
    this.mode();
  }

  usual() {
    return this.phone.index === 0 ? "说一句，哪里有什么事" : "写消息";
  }

  busy() {
    return !!(this.input.value.trim() || this.recording || this.editing || (this.quoted && !this.forced));
  }

  /** Text in the field and what it answers, as the fields of a photo or album; the field is emptied. */
  caption() {
    const text = this.input.value.trim();
    const body = { ...(text && { text }), ...(this.quoted && { reply_to: this.quoted.message_id }) };
    this.clear();
    return body;
  }

  /** Another chat on this phone: its draft, no quote, its own state. */
  turn(key) {
    if (this.keyOf && !this.editing) this.drafts.set(this.keyOf, this.input.value);
    this.keyOf = key;
    this.quoted = this.editing = null;
    this.forced = false;
    this.keysOpen = true;
    this.input.value = this.drafts.get(key) ?? "";
    this.drawContext();
    this.mode();
    this.grow();
    this.learn();
  }

  async learnCommands() {
    const { chat, person } = this.phone;
    if (!chat || !person) return;
    this.commands = await api.commands(chat, person).catch(() => []);
    this.slash.hidden = !this.commands.length;
  }

  mode() {
    const person = store.people.get(this.phone.person);
    const privately = this.phone.chat === this.phone.person;
    const closed = privately && person && (person.blocked || !person.started);
    this.bar.hidden = !!closed;
    this.start.hidden = !closed;
    this.start.textContent = person?.blocked ? "解除拉黑，重新开始" : "开始 START";
    const text = this.input.value.trim();
    this.go.replaceChildren(icon(this.recording || text || this.editing ? "send" : "mic"));
    this.go.setAttribute("aria-label", this.recording ? "发送语音" : text || this.editing ? "发送" : "录语音");
    this.go.classList.toggle("ready", !!(text || this.recording));
  }

  typed() {
    this.phone.touch();
    this.grow();
    this.mode();
    this.offerCommands();
  }

  grow() {
    this.input.style.height = "";
    const wanted = this.input.scrollHeight;
    if (this.input.value && wanted) this.input.style.height = `${Math.min(wanted, 132)}px`;
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return; // Enter that only confirms a Chinese candidate
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const offered = !this.suggest.hidden && this.suggest.querySelector(".active");
      if (offered) offered.click();
      else this.submit();
    } else if (event.key === "Escape" && (this.quoted || this.editing || !this.suggest.hidden)) {
      event.stopPropagation();
      this.clear(!this.editing);
    } else if (event.key === "ArrowUp" && !this.input.value && !this.editing) {
      const last = this.phone.lastOwn();
      if (last) { event.preventDefault(); this.edit(last); }
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !this.suggest.hidden) {
      event.preventDefault();
      this.moveOffer(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  paste(event) {
    const file = [...event.clipboardData?.files ?? []].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    this.phone.sendFile("photo", file);
  }

  offerCommands() {
    const typed = /^\/(\w*)$/.exec(this.input.value)?.[1];
    const fitting = typed === undefined ? [] : this.commands.filter((one) => one.command.startsWith(typed));
    this.suggest.hidden = !fitting.length;
    this.suggest.replaceChildren(...fitting.map((one, i) => h("button", { type: "button", class: i ? "" : "active", role: "option", tabindex: -1,
      onClick: () => this.command(one.command) }, h("b", {}, `/${one.command}`), h("span", {}, one.description))));
  }

  moveOffer(step) {
    const options = [...this.suggest.children];
    const at = options.findIndex((node) => node.classList.contains("active"));
    options[at]?.classList.remove("active");
    const next = options[(at + step + options.length) % options.length];
    next.classList.add("active");
    next.scrollIntoView({ block: "nearest" });
  }

  async commandMenu() {
    await this.learnCommands();
    menu(this.phone.device, "机器人命令", this.commands.map((one) => ({
      icon: "slash", label: one.description, note: `/${one.command}`, run: () => this.command(one.command) })));
  }

  command(name) {
    this.clear();
    const addressed = this.phone.chat < 0 && store.bot.username ? `/${name}@${store.bot.username}` : `/${name}`;
    this.phone.send({ text: addressed });
  }

  primary() {
    if (this.recording) return this.finishVoice();
    if (this.input.value.trim() || this.editing) return this.submit();
    return this.startVoice();
  }

  async submit() {
    const text = this.input.value.replace(/\s+$/, "");
    if (!text.trim()) return;
    const { editing, quoted } = this;
    this.clear();
    const sent = editing ? await this.phone.edit(editing, text) : await this.phone.send({ text, ...(quoted && { reply_to: quoted.message_id }) });
    if (!sent && !this.input.value) this.fill(text);
  }

  async startVoice() {
    if (!canRecord()) return this.voiceFile("这台浏览器不能录音，请选一个声音文件。");
    try {
      this.recording = await record();
    } catch {
      return this.voiceFile("没有拿到麦克风，请选一个声音文件。");
    }
    this.phone.touch();
    const since = performance.now();
    const tick = () => { this.timer.textContent = `正在录音 ${duration((performance.now() - since) / 1000)} · Esc 取消`; };
    tick();
    this.ticking = setInterval(tick, 500);
    this.timer.hidden = false;
    this.input.hidden = true;
    this.go.addEventListener("keydown", (event) => event.key === "Escape" && this.endVoice()?.drop(), { once: true });
    this.mode();
  }

  endVoice() {
    const { recording } = this;
    clearInterval(this.ticking);
    this.recording = null;
    this.timer.hidden = true;
    this.input.hidden = false;
    this.mode();
    return recording;
  }

  async finishVoice() {
    const { file } = await this.endVoice().finish();
    await this.phone.sendFile("voice", file);
  }

  async voiceFile(why) {
    this.phone.toast(why);
    for (const file of await chooseFile("audio/*")) await this.phone.sendFile("voice", file);
  }

  fill(text) {
    this.input.value = text;
    this.grow();
    this.mode();
  }

  reply(message, forced = false) {
    Object.assign(this, { quoted: message, editing: null, forced });
    if (forced) this.input.placeholder = this.forcedHint ?? "直接回复";
    this.drawContext();
    if (!forced) this.input.focus();
  }

  edit(message) {
    Object.assign(this, { editing: message, quoted: null, forced: false });
    this.fill(message.text ?? message.caption ?? "");
    this.drawContext();
    this.input.focus();
  }

  clear(keepText = false) {
    Object.assign(this, { quoted: null, editing: null, forced: false });
    this.suggest.hidden = true;
    this.drawContext();
    if (!keepText) this.fill("");
  }

  drawContext() {
    const about = this.editing ?? this.quoted;
    this.context.hidden = !about;
    if (!about) return;
    this.context.replaceChildren(icon(this.editing ? "edit" : "reply"),
      h("span", { class: "context-words" }, h("b", {}, this.editing ? "修改消息" : bdi(`回复 ${nameOf(about.from)}`)), bdi(snippet(about), "last")),
      tool("close", "取消", () => this.clear(!this.editing)));
  }

  /** `found`: {markup, message} of the newest keyboard, or null. */
  setKeyboard(found, answered) {
    const force = found?.markup.force_reply && !answered ? found : null;
    if (force && this.quoted?.message_id !== force.message.message_id && !this.editing) {
      this.forcedHint = force.markup.input_field_placeholder;
      this.reply(force.message, true);
    } else if (!force && this.forced) this.clear(true);
    const keys = found?.markup.keyboard ? found : null;
    if (keys?.message.message_id !== this.keys?.message.message_id) this.keysOpen = true;
    if (keys?.markup.one_time_keyboard && answered) this.keysOpen = false;
    this.keys = keys;
    this.input.placeholder = (force ?? keys)?.markup.input_field_placeholder || this.usual();
    this.drawKeys();
  }

  drawKeys() {
    this.toggle.hidden = !this.keys;
    this.toggle.setAttribute("aria-expanded", !!(this.keys && this.keysOpen));
    this.keyBox.replaceChildren(...(this.keys && this.keysOpen && !this.bar.hidden ? [replyKeyboard(this.keys, this.phone.act)] : []));
  }
}
