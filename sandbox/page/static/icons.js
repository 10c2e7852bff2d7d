// Every pictogram is drawn here: the page must make sense on a machine without an emoji font.

import { s } from "./dom.js";

const STROKES = {
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  more: "M12 5v.9M12 11.5v.9M12 18v.9",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
  send: "M4 12l16-8-5 17-4-7zM11 14l9-10",
  mic: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  stop: "M7 7h10v10H7z",
  slash: "M15.5 4l-7 16",
  keys: "M3.5 6.5h17v11h-17zM7 10v.01M10.5 10v.01M14 10v.01M17.5 10v.01M8 14h8",
  close: "M6 6l12 12M18 6L6 18",
  reply: "M9 6l-5 5 5 5M4.5 11H14a6 6 0 0 1 6 6v1",
  forward: "M15 6l5 5-5 5M19.5 11H10a6 6 0 0 0-6 6v1",
  edit: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19z",
  copy: "M8 8h11v12H8zM5 16V4h11",
  code: "M8.5 7L4 12l4.5 5M15.5 7l4.5 5-4.5 5",
  pin: "M12 21s-7-6.2-7-11.2a7 7 0 0 1 14 0C19 14.8 12 21 12 21zM12 12.4a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  group: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5a3.3 3.3 0 0 1 0 6.2M17.5 14a6 6 0 0 1 4 5.5",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  video: "M3.5 6.5h12v11h-12zM15.5 10.5l5-3v9l-5-3",
  play: "M8 5l11 7-11 7z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  sticker: "M12 3.5a8.5 8.5 0 1 0 8.5 8.5h-4a4.5 4.5 0 0 1-4.5-4.5zM12 3.5l8.5 8.5",
  album: "M7 7h13v13H7zM4 16V4h12M7 17l4-4 3 3 2-2 4 4",
  phone: "M6 3.5h3l1.5 4-2 1.7a12 12 0 0 0 6.3 6.3l1.7-2 4 1.5v3c0 1.4-1 2.3-2.3 2.2C10.6 19.7 4.3 13.4 3.8 5.8 3.7 4.5 4.6 3.5 6 3.5z",
  link: "M10 14l8.5-8.5M13 5h6v6M18 14v5H5V6h5",
  block: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM6 6l12 12",
  up: "M12 19V5M6 11l6-6 6 6",
  follow: "M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  weather: "M7 18h10a4 4 0 0 0 .6-7.9A6 6 0 0 0 6 9.5 4.3 4.3 0 0 0 7 18z",
  stage: "M3.5 5h17v14h-17zM7 9l3 3-3 3M12 15.5h5",
  info: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.8v.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M4.5 12.5l5 5 10-11",
  clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3.2 2",
  topic: "M4 5h16v11H11l-4.5 4V16H4z",
};

export function icon(name, className = "") {
  return s("svg", { viewBox: "0 0 24 24", class: `icon ${className}`, "aria-hidden": "true" }, s("path", { d: STROKES[name] }));
}

/** The five sample photographs as small drawings, so that one sees what one is about to send. */
const SAMPLES = {
  lamp: ["#26364a", ["M12 42V10q0-4 4-4h9", "#8fa1b3"], ["M21 6h9l2 6H19z", "#f0c75e"]],
  rubbish: ["#dfe6d4", ["M14 20h20l-2 22H16z", "#4d7a52"], ["M8 42q4-9 10-6t10 0 12 6z", "#8a6b4a"]],
  manhole: ["#b9b5ab", ["M24 14c10 0 16 5 16 11s-6 11-16 11S8 31 8 25s6-11 16-11z", "#2a2c2d"], ["M24 18c7 0 11 3 11 7", "#55595b"]],
  pothole: ["#7d7f80", ["M6 30q6-14 18-10t18 6-4 14-20 2-12-12z", "#393b3c"], ["M22 4h4v8h-4zM22 40h4v6h-4z", "#f4efe6"]],
  done: ["#d9ebe6", ["M24 8a16 16 0 1 1 0 32 16 16 0 0 1 0-32z", "#0d5c57"], ["M17 24l5 6 10-12-2-2-8 10-3-4z", "#ffffff"]],
};

export function sampleDrawing(name) {
  const [ground, ...shapes] = SAMPLES[name];
  return s("svg", { viewBox: "0 0 48 48", class: "sample-drawing", "aria-hidden": "true" },
    s("rect", { width: 48, height: 48, fill: ground }),
    shapes.map(([d, fill]) => s("path", { d, fill: d === "M12 42V10q0-4 4-4h9" || d.startsWith("M24 18") ? "none" : fill, stroke: fill, "stroke-width": 2 })));
}

export function seal() {
  return s("svg", { viewBox: "0 0 48 48", class: "seal", "aria-hidden": "true" },
    s("rect", { x: 2, y: 2, width: 44, height: 44, rx: 9, class: "seal-ground" }),
    s("rect", { x: 5, y: 5, width: 38, height: 38, rx: 6, class: "seal-line" }),
    s("text", { x: 24, y: 34.2, class: "seal-word" }, document.createTextNode("应")));
}
