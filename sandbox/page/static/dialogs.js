// Windows above the whole page. <dialog> brings the focus trap and Esc; we only fill it.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Shows `children` in a modal; resolves with what `close(value)` was given, null on Esc. */
export function modal(className, label, build) {
  return new Promise((resolve) => {
    let result = null;
    const dialog = h("dialog", { class: `modal ${className}`, "aria-label": label });
    const close = (value = null) => { result = value; dialog.close(); };
    dialog.append(...[build(close)].flat().filter(Boolean));
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(result); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function closeButton(close) {
  return h("button", { type: "button", class: "icon-button close", "aria-label": "关闭", onClick: () => close() }, icon("close"));
}

export function openLightbox(source, caption) {
  return modal("lightbox", "照片", (close) => [
    closeButton(close), h("img", { src: source, alt: caption || "照片" }), caption && h("p", { dir: "auto" }, caption)]);
}

/** A one-line question; resolves with the text or null. */
export function askLine(title, { value = "", note = "", action = "好", placeholder = "" } = {}) {
  return modal("ask", title, (close) => {
    const input = h("input", { type: "text", value, placeholder, "aria-label": title });
    const submit = (event) => { event.preventDefault(); close(input.value.trim() || null); };
    return h("form", { onSubmit: submit }, h("h2", {}, title), note && h("p", {}, note), input,
      h("div", { class: "actions" },
        h("button", { type: "button", class: "plain", onClick: () => close() }, "取消"),
        h("button", { type: "submit", class: "strong" }, action)));
  });
}
