// The first screen of a phone: one row per chat, newest on top.

import { arrowKeys, bdi, h } from "./dom.js";
import { avatar } from "./avatar.js";
import { nameOf, snippet } from "./media.js";
import { chatsOf, isGroup, store, titleOf, virtualNow } from "./store.js";
import { listTime } from "./time.js";

function preview(view, person) {
  const last = view.last;
  if (!last) return isGroup(view.chat.id) ? "还没有消息" : "点开，和机器人说说话";
  const who = last.from?.id === person ? "我：" : isGroup(view.chat.id) ? `${nameOf(last.from)}：` : "";
  return who + snippet(last);
}

function row(view, phone) {
  const id = view.chat.id;
  const unread = view.unread?.[phone.person] ?? 0;
  const title = titleOf(view);
  return h("button", { type: "button", class: `chat-row${unread ? " unread" : ""}`, dataset: { chat: id },
    "aria-label": `${title}${unread ? `，${unread} 条未读` : ""}`, onClick: () => phone.open(id) },
    avatar(title, id, isGroup(id) ? "group" : "bot"),
    h("span", { class: "chat-words" },
      h("span", { class: "chat-top" }, bdi(title, "name"), view.last && h("time", {}, listTime(view.last.date * 1000, virtualNow()))),
      h("span", { class: "chat-low" }, bdi(preview(view, phone.person), "last"), unread > 0 && h("span", { class: "badge" }, unread > 99 ? "99+" : unread))));
}

export class ChatList {
  constructor(phone) {
    this.phone = phone;
    this.rows = h("nav", { class: "chat-rows", "aria-label": "聊天列表" });
    arrowKeys(this.rows, ".chat-row");
    this.root = h("div", { class: "list-view" }, h("header", { class: "app-bar" }, h("h2", {}, "消息")), this.rows);
  }

  draw() {
    const focused = document.activeElement?.closest?.(".chat-row")?.dataset.chat;
    if (!store.people.has(this.phone.person)) return this.empty();
    this.rows.replaceChildren(...chatsOf(this.phone.person).map((view) => row(view, this.phone)));
    if (focused) this.rows.querySelector(`[data-chat="${focused}"]`)?.focus();
  }

  empty() {
    this.rows.replaceChildren(h("div", { class: "nobody" }, h("p", {}, `还没有${this.phone.role}。`),
      h("button", { type: "button", class: "strong", onClick: () => this.phone.switchPerson() }, "请一位来")));
  }
}
