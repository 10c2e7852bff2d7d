// The control API, one function per call. A refusal becomes an Error whose message is the server's Chinese sentence.

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("连不上沙盒服务，请确认它还在运行。");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `沙盒没有办成这件事（${answer.status}）。`);
  return body;
}

const get = (path) => ask(path);
const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  state: () => get("/api/state"),
  calls: (after = 0) => get(`/api/calls?after=${after}`),
  pending: () => get("/api/updates"),
  messages: (chat, person, before) =>
    get(`/api/chats/${chat}/messages?person=${person}&limit=50${before ? `&before=${before}` : ""}`),
  commands: (chat, person) => get(`/api/commands?chat=${chat}&person=${person}`),
  send: (chat, body) => post(`/api/chats/${chat}/send`, body),
  edit: (chat, body) => post(`/api/chats/${chat}/edit`, body),
  press: (chat, body) => post(`/api/chats/${chat}/press`, body),
  answer: (callback) => get(`/api/presses/${callback}`),
  read: (chat, person) => post(`/api/chats/${chat}/read`, { person }),
  people: (people) => post("/api/people", people),
  block: (person) => post(`/api/people/${person}/block`),
  unblock: (person) => post(`/api/people/${person}/unblock`),
  migrate: (chat) => post(`/api/groups/${chat}/migrate`),
  topic: (chat, name) => post(`/api/groups/${chat}/topics`, { name }),
  clock: (change) => post("/api/clock", change),
  faults: (change) => post("/api/faults", change),
  file: (id) => `/api/files/${encodeURIComponent(id)}`,
};

/** `kind` is the Bot API field: photo, document, voice, video or video_note. */
export function upload(chat, fields, kind, file, name) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) if (value !== undefined && value !== null) form.append(key, value);
  form.append(kind, file, name ?? file.name ?? kind);
  return ask(`/api/chats/${chat}/send`, { method: "POST", body: form });
}

/** The browser reconnects by itself and sends Last-Event-ID, so nothing is missed; we only report the gap. */
export function listen(after, hear, connected) {
  const source = new EventSource(`/api/events?after=${after}`);
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  return source;
}
