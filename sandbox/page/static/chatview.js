// The second screen of a phone: the open chat with its bar, topics, messages, hints and composer.

import { api } from "./api.js";
import { bdi, h } from "./dom.js";
import { askLine } from "./dialogs.js";
import { avatar } from "./avatar.js";
import { ChatLog } from "./chatlog.js";
import { Composer } from "./composer.js";
import { currentKeyboard } from "./keyboard.js";
import { icon } from "./icons.js";
import { menu } from "./sheet.js";
import { chatView, isGroup, store, thread, titleOf } from "./store.js";

const TYPING = 5000; // Telegram shows a chat action for five seconds
const GENERAL = 1;
const DOING = { upload_photo: "正在发照片…", upload_document: "正在发文件…", record_voice: "正在录音…", upload_voice: "正在发语音…", find_location: "正在找位置…" };

export class ChatView {
  constructor(phone) {
    this.phone = phone;
    this.topic = null;
    const back = h("button", { type: "button", class: "icon-button back", "aria-label": "返回聊天列表", onClick: () => phone.back() }, icon("back"), this.elsewhere = h("span", { class: "badge" }));
    const more = h("button", { type: "button", class: "icon-button", "aria-label": "更多", onClick: () => this.more() }, icon("more"));
    this.face = h("span", { class: "face" });
    this.title = h("span", { class: "chat-title" });
    this.topics = h("div", { class: "topics", role: "tablist", "aria-label": "话题", hidden: true });
    this.hints = h("div", { class: "hints", role: "group", "aria-label": "点一句试试" });
    this.log = new ChatLog(phone, phone.act);
    this.composer = new Composer(phone);
    this.root = h("div", { class: "chat-view" }, h("header", { class: "app-bar" }, back, this.face, this.title, more), this.topics, this.log.root, this.hints, this.composer.root);
  }

  async open(chat) {
    const { person } = this.phone;
    const view = chatView(chat);
    this.topic = null;
    this.phone.act.group = isGroup(chat);
    this.face.replaceChildren(avatar(titleOf(view), chat, isGroup(chat) ? "group" : "bot"));
    this.drawTitle();
    this.drawTopics();
    this.drawHints();
    this.composer.turn(`${person}/${chat}`);
    await this.log.open(chat, this.topic);
    this.refreshKeyboard();
    this.markRead();
  }

  drawTitle(doing = "") {
    const view = chatView(this.phone.chat);
    if (!view) return;
    const person = store.people.get(this.phone.person);
    const calm = isGroup(view.chat.id) ? `${view.members.length} 人` : person?.blocked ? "您已拉黑" : "机器人";
    this.title.replaceChildren(bdi(titleOf(view), "name"), h("small", { class: doing ? "doing" : "", "aria-live": "off" }, doing || calm));
    const unread = this.phone.unreadElsewhere();
    this.elsewhere.textContent = unread > 99 ? "99+" : unread || "";
    this.elsewhere.hidden = !unread;
  }

  drawTopics() {
    const view = chatView(this.phone.chat);
    const forum = view?.chat.is_forum || view?.topics?.length;
    this.topics.hidden = !forum;
    if (!forum) return;
    const tab = (id, name) => h("button", { type: "button", role: "tab", "aria-selected": this.topic === id, onClick: () => this.turnTopic(id) }, bdi(name));
    this.topics.replaceChildren(tab(null, "全部"), tab(GENERAL, "综合"), ...(view.topics ?? []).filter((topic) => topic.message_thread_id !== GENERAL)
      .map((topic) => tab(topic.message_thread_id, topic.name)),
    h("button", { type: "button", "aria-label": "新话题", onClick: () => this.newTopic() }, icon("plus")));
  }

  turnTopic(id) {
    this.topic = id;
    this.drawTopics();
    this.log.open(this.phone.chat, id);
  }

  async newTopic() {
    const name = await askLine("新话题叫什么？", { action: "建立" });
    if (name) await this.phone.attempt(() => api.topic(this.phone.chat, name));
  }

  threadField() {
    return this.topic && this.topic !== GENERAL ? { thread: this.topic } : {};
  }

  drawHints() {
    const quiet = isGroup(this.phone.chat) || !store.people.get(this.phone.person)?.started;
    const hints = quiet ? [] : (store.scenario.hints ?? []).filter((hint) => hint.role === this.phone.role);
    this.hints.replaceChildren(...hints.map((hint) =>
      h("button", { type: "button", class: "hint", onClick: () => { this.phone.touch(); this.phone.send({ text: hint.text }); } }, hint.text)));
    this.hints.hidden = !hints.length;
  }

  message(message) {
    this.log.setTyping(false);
    this.drawTitle();
    this.log.update(message);
    this.refreshKeyboard();
    this.markRead();
  }

  refreshKeyboard() {
    const person = store.people.get(this.phone.person);
    if (!person) return;
    const items = thread(this.phone.chat).items;
    const found = currentKeyboard(items, person);
    const answered = found && items.some((item) => item.from?.id === person.id && item.message_id > found.message.message_id);
    this.composer.setKeyboard(found, answered);
  }

  markRead() {
    const { chat, person } = this.phone;
    if (chat && this.phone.visible() && chatView(chat)?.unread?.[person]) api.read(chat, person).catch(() => {});
  }

  typing(action) {
    clearTimeout(this.quiet);
    this.drawTitle(DOING[action] ?? "正在输入…");
    this.log.setTyping(true);
    this.quiet = setTimeout(() => { this.drawTitle(); this.log.setTyping(false); }, TYPING);
  }

  more() {
    const { phone } = this;
    const person = store.people.get(phone.person);
    const group = isGroup(phone.chat);
    const view = chatView(phone.chat);
    menu(phone.device, "更多", [
      { icon: "person", label: "换一个人", run: () => phone.switchPerson() },
      { icon: "follow", label: phone.follow ? "不再跟随" : "跟随这个角色", note: "谁收到消息就换到谁", run: () => phone.setFollow(!phone.follow) },
      !group && person && (person.blocked
        ? { icon: "check", label: "解除拉黑", note: "机器人会收到 my_chat_member", run: () => phone.attempt(() => api.unblock(person.id)) }
        : { icon: "block", label: "拉黑机器人", note: "此后机器人发消息会得到 403", danger: true, run: () => phone.attempt(() => api.block(person.id)) }),
      group && view.chat.type === "group" && { icon: "up", label: "群升级为超级群", note: "群号会变，机器人要跟着换", run: () => this.migrate() },
      group && view.chat.is_forum && { icon: "topic", label: "新话题", run: () => this.newTopic() },
    ]);
  }

  async migrate() {
    try {
      const view = await api.migrate(this.phone.chat);
      store.chats.set(view.chat.id, view);
      await this.phone.open(view.chat.id);
    } catch (error) {
      this.phone.toast(error.message);
    }
  }
}
