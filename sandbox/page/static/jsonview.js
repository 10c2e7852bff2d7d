// JSON that folds. Text nodes only, as everywhere.

import { h } from "./dom.js";

const OPEN_DEPTH = 2;

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return h("span", { class: `json-${kind}`, dir: "ltr" }, JSON.stringify(value));
}

function node(key, value, depth) {
  const label = key === null ? "" : h("span", { class: "json-key" }, `${key}: `);
  if (value === null || typeof value !== "object") return h("div", { class: "json-line" }, label, leaf(value));
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (!entries.length) return h("div", { class: "json-line" }, label, size);
  return h("details", { open: depth < OPEN_DEPTH }, h("summary", {}, label, h("span", { class: "json-size" }, size)),
    entries.map(([name, inner]) => node(name, inner, depth + 1)));
}

export function jsonView(value) {
  return h("div", { class: "json-tree" }, node(null, value, 0));
}
