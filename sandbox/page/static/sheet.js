// Small windows inside one phone: menus, alerts and toasts. Other phones stay usable meanwhile.

import { arrowKeys, h } from "./dom.js";
import { icon } from "./icons.js";

/** Puts `panel` over the phone; Esc or the veil closes it and the focus returns to where it was. */
export function overlay(device, panel, className = "") {
  const before = document.activeElement;
  const veil = h("div", { class: `overlay ${className}` }, panel);
  const close = () => {
    if (!veil.isConnected) return;
    const hadFocus = veil.contains(document.activeElement);
    veil.remove();
    if (hadFocus) before?.focus?.();
  };
  veil.addEventListener("click", (event) => event.target === veil && close());
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab") keepInside(event, panel);
  });
  device.append(veil);
  return close;
}

function keepInside(event, panel) {
  const stops = [...panel.querySelectorAll("button,input,a[href],[tabindex='0']")].filter((node) => !node.disabled);
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first) return;
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (leaving) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

/** `items`: {icon, label, note?, danger?, run}. */
export function menu(device, title, items, top = null) {
  const list = h("div", { class: "menu-items", role: "menu" }, items.filter(Boolean).map((item) =>
    h("button", { type: "button", role: "menuitem", class: item.danger ? "danger" : "", onClick: () => { close(); item.run(); } },
      icon(item.icon), h("span", {}, item.label, item.note && h("small", {}, item.note)))));
  const panel = h("div", { class: "sheet", role: "dialog", "aria-label": title }, h("i", { class: "grip", "aria-hidden": "true" }), top, list);
  arrowKeys(list, "[role=menuitem]");
  const close = overlay(device, panel, "low");
  panel.querySelector("button")?.focus();
  return close;
}

export function alertBox(device, title, text) {
  const ok = h("button", { type: "button", class: "strong", onClick: () => close() }, "知道了");
  const panel = h("div", { class: "alert", role: "alertdialog", "aria-label": title }, h("h3", {}, title), h("p", { dir: "auto" }, text), ok);
  const close = overlay(device, panel, "middle");
  ok.focus();
}

export function toast(device, text) {
  device.querySelector(".toast")?.remove();
  const note = h("div", { class: "toast", role: "status", dir: "auto" }, text);
  device.append(note);
  setTimeout(() => note.remove(), Math.max(2800, text.length * 140));
}
