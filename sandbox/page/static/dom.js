// Element building without innerHTML: whatever people write can only ever become a text node.

const SVG = "http://www.w3.org/2000/svg";

function apply(node, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) node.setAttribute(name, String(value)); // "false" is a statement there
    else if (value === false) continue;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "style") for (const [key, set] of Object.entries(value)) node.style.setProperty(key, set);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  apply(node, props);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function s(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  apply(node, props);
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** Names and snippets of strangers: isolated, so that a right-to-left mark cannot turn the sentence around them. */
export function bdi(text, className) {
  return h("bdi", { class: className }, text);
}

export function byId(id) {
  return document.getElementById(id);
}

export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

export function soon(fn, milliseconds) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), milliseconds);
  };
}

/** At most once in so many milliseconds, and once more at the end: a steady stream must not starve the drawing. */
export function paced(fn, milliseconds) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => { timer = 0; fn(); }, milliseconds);
  };
}

export function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException("stopped", "AbortError"));
    if (signal?.aborted) return stop();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", () => { clearTimeout(timer); stop(); }, { once: true });
  });
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Arrow keys, Home and End move between `selector` children of `box`: one tab stop for a whole list. */
export function arrowKeys(box, selector, { vertical = true } = {}) {
  const [next, back] = vertical ? ["ArrowDown", "ArrowUp"] : ["ArrowRight", "ArrowLeft"];
  box.addEventListener("keydown", (event) => {
    const items = [...box.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const to = { [next]: at + 1, [back]: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || at < 0 && document.activeElement !== box) return;
    event.preventDefault();
    items[clamp(to, 0, items.length - 1)]?.focus();
  });
}
