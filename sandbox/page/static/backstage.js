// 幕后: a tape of what went between bot and Telegram, and the JSON behind any bubble.

import { api } from "./api.js";
import { arrowKeys, byId, h } from "./dom.js";
import { jsonView } from "./jsonview.js";
import { on, store, virtualNow } from "./store.js";
import { hourMinuteSecond } from "./time.js";

const KEPT = 400;
const NOISY = new Set(["getUpdates"]); // a long poll every few seconds says nothing

const rows = [];
const filter = { words: "", kind: "all" };
let paused = false;

function chatName(chat) {
  if (!chat) return "";
  return store.people.get(chat)?.name ?? store.chats.get(chat)?.chat.title ?? String(chat);
}

function fromCall(call) {
  return { what: "call", at: Date.parse(call.at), name: call.method, ok: call.ok, ms: call.milliseconds, chat: chatName(Number(call.chat)),
    words: call.ok ? call.summary ?? "" : `${call.error_code ?? ""} ${call.description ?? ""}`, cause: call.cause, raw: call };
}

function fromUpdate(event) {
  const id = typeof event.chat === "object" ? event.chat?.id : event.chat;
  return { what: "update", at: virtualNow(), name: event.update_kind ?? event.kind, ok: true, chat: chatName(Number(id)),
    words: `#${event.update_id}`, cause: event.update_id, raw: event };
}

function shows(row) {
  if (row.what === "call" && NOISY.has(row.name) && row.ok && filter.words !== row.name) return false;
  if (filter.kind === "errors" && row.ok) return false;
  if (["call", "update"].includes(filter.kind) && row.what !== filter.kind) return false;
  return !filter.words || `${row.name} ${row.chat} ${row.words}`.toLowerCase().includes(filter.words);
}

function line(row) {
  const state = row.what === "update" ? "更新" : row.ok ? "✓" : "✗";
  return h("button", { type: "button", class: `tape-row ${row.what}${row.ok ? "" : " bad"}`, dataset: { cause: row.cause ?? "" }, onClick: () => inspect(row.raw, row.name) },
    h("time", {}, row.at ? hourMinuteSecond(row.at) : ""), h("b", { "aria-label": row.what === "update" ? "更新" : row.ok ? "成功" : "失败" }, state),
    h("span", { class: "tape-name" }, row.name), h("span", { class: "tape-chat", dir: "auto" }, row.chat),
    h("span", { class: "tape-ms" }, row.ms === undefined ? "" : `${Math.round(row.ms)} ms`), h("span", { class: "tape-words", dir: "auto" }, row.words));
}

function add(row) {
  rows.push(row);
  if (rows.length > KEPT) rows.shift();
  const tape = byId("tape");
  if (paused || !shows(row)) return;
  const near = tape.scrollHeight - tape.scrollTop - tape.clientHeight < 60;
  tape.append(line(row));
  if (tape.childElementCount > KEPT) tape.firstElementChild.remove();
  if (near) tape.scrollTop = tape.scrollHeight;
}

function redraw() {
  const tape = byId("tape");
  tape.replaceChildren(...rows.filter(shows).map(line));
  tape.scrollTop = tape.scrollHeight;
}

export function isOpen() {
  return !byId("backstage").hidden;
}

export function openBackstage(tab) {
  byId("backstage").hidden = false;
  document.body.classList.add("with-backstage");
  byId("open-backstage").setAttribute("aria-expanded", "true");
  turn(tab);
  redraw();
}

export function closeBackstage() {
  byId("backstage").hidden = true;
  document.body.classList.remove("with-backstage");
  byId("open-backstage").setAttribute("aria-expanded", "false");
  byId("open-backstage").focus();
}

function turn(tab) {
  for (const button of document.querySelectorAll("[data-tab]")) {
    const is = button.dataset.tab === tab;
    button.setAttribute("aria-selected", is);
    button.tabIndex = is ? 0 : -1;
    byId(`tab-${button.dataset.tab}`).hidden = !is;
  }
}

export function inspect(value, title) {
  byId("json-title").textContent = title;
  byId("json").replaceChildren(jsonView(value));
  if (!isOpen()) openBackstage("json");
  else turn("json");
}

/** Rows that share a cause light up together when one of them is pointed at. */
function joinCauses(tape) {
  const light = (cause) => {
    for (const node of tape.children) node.classList.toggle("same-cause", !!cause && node.dataset.cause === cause);
  };
  tape.addEventListener("pointerover", (event) => light(event.target.closest(".tape-row")?.dataset.cause));
  tape.addEventListener("pointerleave", () => light(""));
}

export async function startBackstage() {
  on("call", (event) => add(fromCall(event.call ?? event)));
  on("update", (event) => add(fromUpdate(event)));
  on("inspect", ({ message, asked }) => (asked || isOpen()) && inspect(message, `消息 ${message.message_id}`));
  joinCauses(byId("tape"));
  byId("open-backstage").addEventListener("click", () => (isOpen() ? closeBackstage() : openBackstage("tape")));
  byId("open-weather").addEventListener("click", () => openBackstage("weather"));
  byId("close-backstage").addEventListener("click", closeBackstage);
  byId("backstage").addEventListener("keydown", (event) => event.key === "Escape" && closeBackstage());
  for (const button of document.querySelectorAll("[data-tab]")) button.addEventListener("click", () => turn(button.dataset.tab));
  arrowKeys(document.querySelector(".drawer-tabs"), "[role=tab]", { vertical: false });
  byId("tape-filter").addEventListener("input", (event) => { filter.words = event.target.value.trim().toLowerCase(); redraw(); });
  byId("tape-kind").addEventListener("change", (event) => { filter.kind = event.target.value; redraw(); });
  byId("tape-pause").addEventListener("click", (event) => {
    paused = !paused;
    event.target.setAttribute("aria-pressed", paused);
    event.target.textContent = paused ? "继续" : "暂停";
    if (!paused) redraw();
  });
  const past = await api.calls(0).catch(() => []);
  rows.unshift(...past.slice(-KEPT).map(fromCall));
  if (isOpen()) redraw();
}
