// The two keyboards of a bot: buttons below a message, and buttons instead of the letters.

import { api } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { startPayload } from "./entities.js";
import { on } from "./store.js";

const PATIENCE = 30_000; // Telegram's own spinner gives up at about this time

const waiting = new Map(); // "chat/message/row/column" -> true while unanswered
const pressedBy = new Map(); // callback_query_id -> what to do with the answer
const early = new Map(); // answers that overtook the reply to our own POST

const keyOf = (message, row, column) => `${message.chat.id}/${message.message_id}/${row}/${column}`;

on("pressed", (answer) => {
  const settle = pressedBy.get(answer.callback_query_id);
  if (settle) settle(answer);
  else early.set(answer.callback_query_id, answer);
});

async function press(message, row, column, act) {
  const key = keyOf(message, row, column);
  if (waiting.has(key)) return;
  setWaiting(key, true);
  act.acted(message);
  try {
    const { callback_query_id: id } = await api.press(message.chat.id, { person: act.person(), message_id: message.message_id, row, column });
    const giveUp = setTimeout(() => settle({ silent: true }), PATIENCE);
    const settle = (answer) => {
      clearTimeout(giveUp);
      pressedBy.delete(id);
      setWaiting(key, false);
      if (answer.silent) act.toast("机器人一直没有应答这次点击。");
      else if (answer.text && answer.show_alert) act.alert(answer.text);
      else if (answer.text) act.toast(answer.text);
      if (/^https?:/.test(answer.url ?? "")) window.open(answer.url, "_blank", "noopener");
    };
    pressedBy.set(id, settle);
    if (early.has(id)) settle(early.get(id));
  } catch (error) {
    setWaiting(key, false);
    act.toast(error.message);
  }
}

function setWaiting(key, is) {
  if (is) waiting.set(key, true);
  else waiting.delete(key);
  for (const node of document.querySelectorAll(`[data-press="${key}"]`)) mark(node, is);
}

function mark(node, is) {
  node.classList.toggle("waiting", is);
  node.setAttribute("aria-busy", is);
}

function openLink(url, act) {
  const payload = startPayload(url);
  if (payload) return act.start(payload);
  if (/^(https?|tg):/i.test(url)) window.open(url, "_blank", "noopener");
}

function inlineButton(button, row, column, message, act) {
  const url = button.url ?? button.web_app?.url ?? button.login_url?.url;
  const copy = button.copy_text?.text;
  const known = button.callback_data !== undefined || url || copy;
  const run = () => {
    if (button.callback_data !== undefined) press(message, row, column, act);
    else if (url) openLink(url, act);
    else if (copy) navigator.clipboard?.writeText(copy).then(() => act.toast("已复制"));
    else act.toast("沙盒不模拟这种按钮。");
  };
  const key = keyOf(message, row, column);
  const node = h("button", { type: "button", class: `inline-button${known ? "" : " odd"}`, dataset: { press: key }, onClick: run },
    h("span", { dir: "auto" }, button.text), url && icon("link"), copy && icon("copy"), h("i", { class: "spinner", "aria-hidden": "true" }));
  if (waiting.has(key)) mark(node, true);
  return node;
}

export function inlineKeyboard(message, act) {
  const rows = message.reply_markup.inline_keyboard;
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "消息按钮" },
    rows.map((row, r) => h("div", { class: "keys" }, row.map((button, c) => inlineButton(button, r, c, message, act)))));
}

/** The newest message that said anything about the keyboard decides. `person` matters for selective ones. */
export function currentKeyboard(messages, person) {
  for (const message of messages.toReversed()) {
    if (!message.keyboard || message.deleted) continue;
    if (message.keyboard.selective && !meant(message, person)) continue;
    return message.keyboard.remove_keyboard ? null : { markup: message.keyboard, message };
  }
  return null;
}

function meant(message, person) {
  const mentioned = (message.entities ?? []).some((entity) => entity.user?.id === person.id
    || entity.type === "mention" && message.text.substr(entity.offset + 1, entity.length - 1) === person.username);
  return mentioned || message.reply_to_message?.from?.id === person.id || message.chat.type === "private";
}

export function replyKeyboard({ markup, message }, act) {
  const rows = markup.keyboard ?? [];
  const button = (given) => {
    const key = typeof given === "string" ? { text: given } : given;
    const mark = key.request_location ? "pin" : key.request_contact ? "phone" : null;
    return h("button", { type: "button", class: "reply-key", onClick: () => act.key(key, message) }, mark && icon(mark), h("span", { dir: "auto" }, key.text));
  };
  return h("div", { class: "reply-keyboard", role: "group", "aria-label": "机器人键盘" },
    rows.map((row) => h("div", { class: "keys" }, row.map(button))));
}

/** Used by the tour: the newest inline button whose label starts so, or null. */
export function findButton(root, label) {
  const all = [...root.querySelectorAll(".inline-button")].reverse();
  return all.find((node) => node.querySelector("span").textContent.startsWith(label)) ?? null;
}
