// A round picture for everyone: the bot carries the seal, people the last character of their name.

import { h } from "./dom.js";
import { icon, seal } from "./icons.js";

export function avatar(name, id, kind = "person") {
  if (kind === "bot") return h("span", { class: "avatar bot", "aria-hidden": "true" }, seal());
  if (kind === "group") return h("span", { class: `avatar hue-${Math.abs(id) % 6}`, "aria-hidden": "true" }, icon("group"));
  const letter = [...(name ?? "").replace(/[^\p{L}\p{N}]/gu, "")].at(-1) ?? "?";
  return h("span", { class: `avatar hue-${Math.abs(id) % 6}`, "aria-hidden": "true" }, letter);
}
