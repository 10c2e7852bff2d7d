// Cause and effect: what one phone did makes the bubbles it caused on other phones glow, joined by a passing line.

import { calm, s } from "./dom.js";
import { on } from "./store.js";

const REACH = 8000; // real milliseconds in which an effect still counts as caused by the last action

let cause = null;

function centre(box) {
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function edge(from, to) {
  const [, y] = centre(from);
  return to.left > from.left ? [from.right, y] : [from.left, y];
}

function line(from, to) {
  const a = edge(from, to);
  const b = edge(to, from);
  const lift = Math.min(90, Math.abs(b[0] - a[0]) / 3);
  const path = s("path", { d: `M${a} C${a[0] + (b[0] - a[0]) / 3} ${a[1] - lift} ${a[0] + (2 * (b[0] - a[0])) / 3} ${b[1] - lift} ${b}`, pathLength: 1 });
  const layer = s("svg", { class: "thread", "aria-hidden": "true" }, path, s("circle", { cx: b[0], cy: b[1], r: 4 }));
  document.body.append(layer);
  setTimeout(() => layer.remove(), 2200);
}

function onScreen(box, inside) {
  return box.width > 0 && box.bottom > inside.top && box.top < inside.bottom;
}

function join(phone, node) {
  node.classList.remove("glow");
  requestAnimationFrame(() => node.classList.add("glow"));
  setTimeout(() => node.classList.remove("glow"), 3200);
  if (calm() || cause.phone.root.hidden || phone.root.hidden) return;
  const shape = (line) => (line?.querySelector(".bubble") ?? line ?? cause.phone.device).getBoundingClientRect();
  const [from, to] = [shape(cause.node()), shape(node)];
  if (onScreen(from, cause.phone.device.getBoundingClientRect()) && onScreen(to, phone.device.getBoundingClientRect())) line(from, to);
}

export function watchCauses(phones) {
  on("acted", ({ phone, node }) => { cause = { phone, node, at: performance.now() }; });
  const effect = ({ chat, message }) => {
    if (!cause || performance.now() - cause.at > REACH) return;
    for (const phone of phones) {
      if (phone === cause.phone) continue;
      const look = () => {
        const node = phone.chat === chat && phone.view.log.line(message.message_id);
        if (node) join(phone, node);
        return !!node;
      };
      // A phone that follows waits for a lull and then opens the chat, so look twice.
      setTimeout(() => look() || setTimeout(look, 700), 350);
    }
  };
  on("message", effect);
  on("edited", effect);
}

/** A ring around a phone that the tour is about to use. */
export function spotlight(phones, chosen) {
  for (const phone of phones) phone.root.classList.toggle("spotlit", phone === chosen);
}
