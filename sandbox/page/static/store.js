// What the sandbox knows, kept in step by its events. Views listen; only `hear` and the loaders write.

import { api, listen } from "./api.js";
import { learnZone } from "./time.js";

const listeners = new Map();
let revision = 0;

export const store = {
  bot: { id: 0, first_name: "机器人" },
  people: new Map(),
  chats: new Map(),
  threads: new Map(),
  clock: { now: 0, speed: 1, frozen: false, at: 0 },
  faults: {},
  scenario: {},
  seq: 0,
};

export function on(kind, fn) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(fn);
  return () => listeners.get(kind).delete(fn);
}

export function emit(kind, detail) {
  for (const fn of listeners.get(kind) ?? []) fn(detail);
}

const chatId = (chat) => Number(typeof chat === "object" ? chat.id : chat);

/** A message object is replaced whenever it changes, so `revised` tells a view whether to draw it again. */
const revisions = new WeakMap();
export const revised = (message) => revisions.get(message) ?? 0;

function setClock(clock) {
  learnZone(clock.now);
  store.clock = { now: Date.parse(clock.now), speed: clock.speed ?? 1, frozen: !!clock.frozen, at: performance.now() };
}

export function virtualNow() {
  const { now, speed, frozen, at } = store.clock;
  return frozen ? now : now + (performance.now() - at) * speed;
}

function setState(state) {
  store.bot = state.bot;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.chats = new Map(state.chats.map((view) => [view.chat.id, view]));
  store.threads.clear();
  store.faults = state.faults ?? {};
  store.scenario = state.scenario ?? {};
  store.seq = state.seq ?? 0;
  setClock(state.clock);
}

/** The private chat of someone the bot has never met is not on the server yet; the phone still shows it. */
export function chatView(id) {
  const known = store.chats.get(id);
  if (known) return known;
  const person = store.people.get(id);
  if (!person) return null;
  return { chat: { id, type: "private", first_name: person.name }, members: [id], topics: [], last: null, unread: {} };
}

export function chatsOf(person) {
  const own = [...store.chats.values()].filter((view) => view.chat.id !== person && view.members?.includes(person));
  const when = (view) => view?.last?.date ?? 0;
  return [chatView(person), ...own.filter((view) => view.chat.id < 0)].filter(Boolean).sort((a, b) => when(b) - when(a));
}

export function unreadOf(person, except) {
  return chatsOf(person).reduce((sum, view) => sum + (view.chat.id === except ? 0 : view.unread?.[person] ?? 0), 0);
}

export function isGroup(id) {
  return id < 0;
}

export function titleOf(view) {
  if (view.chat.id > 0) return store.bot.first_name;
  return view.chat.title ?? "群聊";
}

export function thread(chat) {
  if (!store.threads.has(chat)) store.threads.set(chat, { items: [], loaded: false, whole: false, loading: null });
  return store.threads.get(chat);
}

function put(chat, message) {
  const items = thread(chat).items;
  const fresh = { ...message };
  revisions.set(fresh, ++revision);
  const at = items.findLastIndex((item) => item.message_id === message.message_id);
  if (at >= 0) items[at] = fresh;
  else items.push(fresh);
  const before = items.at(-2);
  if (at < 0 && before && before.message_id > fresh.message_id) items.sort((a, b) => a.message_id - b.message_id);
  return fresh;
}

export async function load(chat, person) {
  const held = thread(chat);
  if (held.loaded) return held;
  held.loading ??= api.messages(chat, person).then((messages) => {
    for (const message of messages) put(chat, message);
    Object.assign(held, { loaded: true, whole: messages.length < 50 });
  }).finally(() => { held.loading = null; });
  await held.loading;
  return held;
}

export async function loadOlder(chat, person) {
  const held = thread(chat);
  if (held.whole || held.loading || !held.items.length) return false;
  held.loading = api.messages(chat, person, held.items[0].message_id);
  try {
    const older = await held.loading;
    for (const message of older) put(chat, message);
    held.whole = older.length < 50;
    return older.length > 0;
  } finally {
    held.loading = null;
  }
}

function heardMessage(event, edited) {
  const chat = chatId(event.chat);
  const message = put(chat, event.message);
  const view = store.chats.get(chat) ?? chatView(chat);
  if (view) {
    store.chats.set(chat, view);
    if (!edited || view.last?.message_id === message.message_id) view.last = message;
  }
  emit(edited ? "edited" : "message", { chat, message });
}

const hear = {
  message: (event) => heardMessage(event, false),
  edited: (event) => heardMessage(event, true),
  deleted: (event) => {
    const chat = chatId(event.chat);
    const old = thread(chat).items.find((item) => item.message_id === event.message_id);
    const message = old && put(chat, { ...old, deleted: true });
    const view = store.chats.get(chat);
    if (message && view?.last?.message_id === event.message_id) view.last = message;
    emit("deleted", { chat, message_id: event.message_id, message });
  },
  unread: (event) => {
    const view = store.chats.get(chatId(event.chat));
    if (view) (view.unread ??= {})[event.person] = event.count;
    emit("unread", event);
  },
  people: (event) => {
    for (const person of event.people ?? []) store.people.set(person.id, person);
    if (event.people) emit("people", event);
    else refresh();
  },
  chat: (event) => {
    const view = event.view ?? (event.chat?.chat ? event.chat : event);
    if (view.chat?.id) store.chats.set(view.chat.id, view);
    emit("chat", view);
  },
  clock: (event) => { setClock(event.clock ?? event); emit("clock"); },
  faults: (event) => { store.faults = event.faults ?? event; emit("faults"); },
  scenario: (event) => { store.scenario = event.scenario ?? event; emit("scenario"); },
  reset: () => refresh(),
};

async function refresh() {
  setState(await api.state());
  for (const kind of ["people", "reset", "clock", "faults", "scenario"]) emit(kind, {});
}

export async function connect() {
  setState(await api.state());
  listen(store.seq, (event) => {
    if (event.seq) store.seq = event.seq;
    if (event.update_id !== undefined) emit("update", event);
    else if (hear[event.kind]) hear[event.kind](event);
    else emit(event.kind, event);
  }, (up) => emit("connection", up));
}
