// Puts the page together: phones, tabs, header, drawer, and who hears which event.

import { byId, h, paced } from "./dom.js";
import { chatsOf, connect, isGroup, on, store } from "./store.js";
import { icon, seal } from "./icons.js";
import { modal, closeButton } from "./dialogs.js";
import { Phone } from "./phone.js";
import { snippet } from "./media.js";
import { startBackstage } from "./backstage.js";
import { startClock } from "./clock.js";
import { startWeather } from "./weather.js";
import { Tour } from "./tour.js";
import { watchCauses } from "./glow.js";

const USUAL = [{ role: "居民" }, { role: "网格员" }, { role: "督办" }];

const phones = [];
let front = 0;

const notice = (text) => phones[front]?.toast(text);

function saved(role) {
  try {
    return JSON.parse(sessionStorage.getItem(`minhu-phone-${role}`));
  } catch {
    return null;
  }
}

function buildPhones() {
  const setups = store.scenario.phones?.length ? store.scenario.phones : USUAL;
  phones.splice(0, phones.length, ...setups.map((setup, i) => new Phone(setup, i, saved(setup.role))));
  byId("phones").replaceChildren(...phones.map((phone) => phone.root));
  byId("tabs").replaceChildren(...phones.map((phone, i) =>
    h("button", { type: "button", role: "tab", id: `phone-tab-${i}`, class: `tone-${i % 3}`, "aria-controls": phone.root.id, onClick: () => bringForward(i) },
      h("span", {}, phone.role), h("span", { class: "badge", hidden: true }))));
  bringForward(Math.min(Number(sessionStorage.getItem("minhu-front") ?? 0), phones.length - 1));
}

const narrow = matchMedia("(max-width: 1099px)");

function bringForward(index) {
  front = index;
  sessionStorage.setItem("minhu-front", index);
  phones.forEach((phone, i) => {
    phone.root.hidden = narrow.matches && i !== index;
    const tab = byId(`phone-tab-${i}`);
    tab.setAttribute("aria-selected", i === index);
    tab.tabIndex = i === index ? 0 : -1;
  });
  const phone = phones[index];
  if (phone?.chat) {
    phone.view.log.bottom();
    phone.view.markRead();
  }
  drawTabs();
}

function drawTabs() {
  phones.forEach((phone, i) => {
    const badge = byId(`phone-tab-${i}`)?.querySelector(".badge");
    const count = chatsOf(phone.person).reduce((sum, view) => sum + (view.unread?.[phone.person] ?? 0), 0);
    if (!badge) return;
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : count;
  });
}

function turnWithArrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  bringForward((front + step + phones.length) % phones.length);
  byId(`phone-tab-${front}`).focus();
}

function shortcuts(event) {
  const index = /^Digit([1-9])$/.exec(event.code)?.[1] - 1;
  if (!(event.ctrlKey || event.altKey) || !phones[index]) return;
  event.preventDefault();
  bringForward(index);
  phones[index].focus();
}

/** A hidden phone cannot show its own banner, so the one in front does. */
function tellFront(phone, message) {
  if (!narrow.matches || phone === phones[front]) return;
  phones[front].announce(`${phone.role}的手机`, snippet(message), () => bringForward(phone.index));
}

function landed({ chat, message }) {
  for (const phone of phones) {
    const before = phone.person;
    phone.landed(chat, message);
    if (phone.chat === chat && phone.person === before) phone.view.message(message);
    const theirs = isGroup(chat) ? store.chats.get(chat)?.members?.includes(phone.person) : chat === phone.person;
    if (theirs && message.from?.id !== phone.person) tellFront(phone, message);
  }
  drawLists();
}

function changed({ chat }) {
  for (const phone of phones) if (phone.chat === chat) {
    phone.view.log.update();
    phone.view.refreshKeyboard();
  }
  drawLists();
}

/** A wave of 1,500 messages must not redraw three lists 1,500 times. */
const drawLists = paced(() => {
  for (const phone of phones) {
    phone.list.draw();
    phone.drawOwner();
    if (phone.chat) phone.view.drawTitle();
  }
  drawTabs();
}, 80);

function peopleChanged() {
  for (const phone of phones) {
    const first = phone.someone();
    if (!store.people.has(phone.person) && first) phone.show(first);
    phone.view.composer.mode();
    phone.view.drawHints();
    phone.view.composer.drawKeys();
  }
  drawLists();
}

function listenToStore() {
  on("message", landed);
  on("edited", changed);
  on("deleted", changed);
  on("unread", ({ chat, person }) => {
    for (const phone of phones) if (phone.chat === Number(chat) && phone.person === person) phone.view.markRead();
    drawLists();
  });
  on("chat", (view) => {
    for (const phone of phones) if (phone.chat === view.chat?.id) { phone.view.drawTitle(); phone.view.drawTopics(); }
    drawLists();
  });
  on("people", peopleChanged);
  on("typing", ({ chat, action }) => { for (const phone of phones) if (phone.chat === Number(chat.id ?? chat)) phone.view.typing(action); });
  on("scenario", () => { drawHeader(); buildPhones(); });
  on("reset", () => { drawHeader(); buildPhones(); });
  on("call", (event) => relearnCommands(event.call ?? event));
  on("connection", (up) => { byId("offline").hidden = up; });
}

function relearnCommands(call) {
  if (/^(set|delete)MyCommands$/.test(call.method)) for (const phone of phones) phone.view.composer.learn();
}

function drawHeader() {
  const { title, links = [] } = store.scenario;
  byId("story").textContent = title ?? "";
  byId("links").replaceChildren(...links.filter((link) => /^(https?:|\/)/.test(link.url)).map((link) =>
    h("a", { href: link.url, target: "_blank", rel: "noopener" }, link.title, icon("link"))));
}

function staticIcons() {
  for (const node of document.querySelectorAll("[data-icon]")) node.prepend(icon(node.dataset.icon));
  byId("brand-seal").append(seal());
}

function showTools(is) {
  document.body.classList.toggle("with-tools", is);
  byId("open-tools").setAttribute("aria-expanded", is);
}

function listenToPage() {
  document.addEventListener("keydown", shortcuts);
  byId("tabs").addEventListener("keydown", turnWithArrows);
  narrow.addEventListener("change", () => bringForward(front));
  document.addEventListener("visibilitychange", () => { for (const phone of phones) phone.view.markRead(); });
  byId("open-differences").addEventListener("click", () => modal("differences", "沙盒与真实 Telegram 的差别", (close) =>
    [closeButton(close), byId("differences").content.cloneNode(true)].map((node) => node instanceof DocumentFragment ? node.firstElementChild : node)));
  byId("open-tools").addEventListener("click", () => showTools(!document.body.classList.contains("with-tools")));
  for (const id of ["open-backstage", "open-weather", "tour"]) byId(id).addEventListener("click", () => showTools(false));
}

async function start() {
  staticIcons();
  listenToPage();
  await connect();
  drawHeader();
  buildPhones();
  listenToStore();
  watchCauses(phones);
  startClock(() => { for (const phone of phones) phone.tick(); }, notice);
  startWeather(notice);
  await startBackstage();
  new Tour(phones, (phone) => bringForward(phone.index));
  document.body.dataset.ready = "yes";
}

start().catch((error) => {
  byId("offline").hidden = false;
  byId("offline").textContent = error.message;
});
