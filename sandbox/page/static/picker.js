// Whose phone is this? A search over everyone, drawing only the rows in view: 1,500 people must scroll like 15.

import { bdi, clamp, h, soon } from "./dom.js";
import { avatar } from "./avatar.js";
import { api } from "./api.js";
import { icon } from "./icons.js";
import { overlay } from "./sheet.js";
import { store } from "./store.js";

const ROW = 56;
const HEAD = 34;
const SPARE = 6;

/** Unread for everybody in one pass over the chats, instead of one pass for each of 1,500 rows. */
export function unreadCounts() {
  const counts = new Map();
  for (const view of store.chats.values()) {
    for (const [id, count] of Object.entries(view.unread ?? {})) {
      if (count) counts.set(Number(id), (counts.get(Number(id)) ?? 0) + count);
    }
  }
  return counts;
}

function rowsFor(query, role) {
  const words = query.trim().toLowerCase();
  const fits = (person) => !words || [person.name, person.note, person.username, String(person.id)].some((text) => text?.toLowerCase().includes(words));
  const groups = new Map([[role, []]]);
  for (const person of store.people.values()) {
    if (!fits(person)) continue;
    const group = person.role || "其他人";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(person);
  }
  const rows = [];
  for (const [name, people] of groups) {
    if (people.length) rows.push({ head: name, count: people.length, height: HEAD }, ...people.map((person) => ({ person, height: ROW })));
  }
  let top = 0;
  for (const row of rows) { row.top = top; top += row.height; }
  return { rows, height: top };
}

class Picker {
  constructor(phone, chosen) {
    Object.assign(this, { phone, chosen, rows: [], height: 0, active: -1, counts: unreadCounts() });
    this.id = `people-${phone.index}`;
    this.input = h("input", { type: "search", placeholder: "搜姓名、网格、编号", "aria-label": "搜索人物", role: "combobox",
      "aria-expanded": "true", "aria-controls": this.id, autocomplete: "off" });
    this.sheet = h("div", { class: "people-rows" });
    this.box = h("div", { class: "people", id: this.id, role: "listbox", "aria-label": "人物", tabindex: -1 }, this.sheet);
    this.add = h("button", { type: "button", class: "add-person", onClick: () => this.create() });
    const close = h("button", { type: "button", class: "icon-button", "aria-label": "关闭", onClick: () => this.close() }, icon("close"));
    const panel = h("div", { class: "picker", role: "dialog", "aria-label": `换一位${phone.role}` },
      h("div", { class: "picker-top" }, h("label", { class: "search" }, icon("search"), this.input), close), this.box, this.add);
    this.close = overlay(phone.device, panel, "full");
    this.input.addEventListener("input", soon(() => this.search(), 60));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("scroll", () => this.draw(), { passive: true });
    this.search();
    this.input.focus();
  }

  search() {
    Object.assign(this, rowsFor(this.input.value, this.phone.role));
    this.active = this.rows.findIndex((row) => (this.input.value ? row.person : row.person?.id === this.phone.person));
    const name = this.input.value.trim();
    this.add.replaceChildren(icon("plus"), name ? `新来一位${this.phone.role}「${name}」` : `新来一位${this.phone.role}`);
    this.sheet.style.height = `${this.height}px`;
    this.box.scrollTop = 0;
    this.reveal();
    this.draw();
  }

  reveal() {
    const row = this.rows[this.active];
    if (!row) return;
    const { scrollTop, clientHeight } = this.box;
    if (row.top < scrollTop + HEAD) this.box.scrollTop = row.top - HEAD;
    else if (row.top + ROW > scrollTop + clientHeight) this.box.scrollTop = row.top + ROW - clientHeight;
  }

  draw() {
    const { scrollTop, clientHeight } = this.box;
    let from = this.rows.findIndex((row) => row.top + row.height > scrollTop);
    from = Math.max(0, from - SPARE);
    const nodes = [];
    for (let i = from; i < this.rows.length && this.rows[i].top < scrollTop + clientHeight + SPARE * ROW; i++) {
      nodes.push(this.row(this.rows[i], i));
    }
    this.sheet.replaceChildren(...nodes);
    this.input.setAttribute("aria-activedescendant", this.active >= 0 ? `${this.id}-${this.active}` : "");
  }

  row(row, index) {
    const style = { top: `${row.top}px`, height: `${row.height}px` };
    if (row.head) return h("div", { class: "people-head", style, role: "presentation" }, row.head, h("small", {}, `${row.count} 人`));
    const { person } = row;
    const unread = this.counts.get(person.id);
    const state = person.blocked ? "已拉黑机器人" : person.started ? "" : "未开始";
    return h("div", { class: `person-row${index === this.active ? " active" : ""}`, style, role: "option", id: `${this.id}-${index}`,
      "aria-selected": person.id === this.phone.person, dataset: { person: person.id }, onClick: () => this.choose(person) },
      avatar(person.name, person.id), h("span", { class: "person-words" }, bdi(person.name, "name"), h("small", {}, bdi(person.note ?? ""))),
      state && h("small", { class: "person-state" }, state), unread && h("span", { class: "badge", "aria-label": `${unread} 条未读` }, unread));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === "Enter" && !event.isComposing && this.rows[this.active]?.person) {
      event.preventDefault();
      this.choose(this.rows[this.active].person);
    }
    if (!step) return;
    event.preventDefault();
    let to = clamp(this.active + step, 0, this.rows.length - 1);
    if (this.rows[to]?.head) to = clamp(to + Math.sign(step), 0, this.rows.length - 1);
    if (this.rows[to]?.person) this.active = to;
    this.reveal();
    this.draw();
  }

  choose(person) {
    this.close();
    this.chosen(person.id);
  }

  async create() {
    const name = this.input.value.trim() || `${this.phone.role}${store.people.size + 1}`;
    try {
      const [person] = await api.people([{ name, role: this.phone.role }]);
      store.people.set(person.id, person);
      this.choose(person);
    } catch (error) {
      this.phone.toast(error.message);
    }
  }
}

export function pickPerson(phone, chosen) {
  return new Picker(phone, chosen);
}

/** Unread messages of everybody else in this role: the badge on the person's name. */
export function othersUnread(role, except) {
  let sum = 0;
  for (const [id, count] of unreadCounts()) if (id !== except && store.people.get(id)?.role === role) sum += count;
  return sum;
}
