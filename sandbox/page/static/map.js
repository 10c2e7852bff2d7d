// The district drawn from the scenario's grid rings: no tiles, no network, and a point can be set with the keyboard too.

import { bdi, clamp, h, s } from "./dom.js";
import { closeButton, modal } from "./dialogs.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const WIDTH = 1000;
const FALLBACK = { west: 113.6, east: 113.7, south: 34.7, north: 34.77 };

/** Longitude is squeezed by the cosine of the latitude, which is all the projection a district needs. */
function projection() {
  const rings = (store.scenario.map?.grids ?? []).filter((grid) => grid.ring?.length);
  if (projection.rings === store.scenario.map && projection.held) return projection.held;
  const box = rings.length ? extent(rings.flatMap((grid) => grid.ring)) : FALLBACK;
  const squeeze = Math.cos(((box.north + box.south) / 2) * Math.PI / 180);
  const scale = WIDTH / ((box.east - box.west) * squeeze);
  const x = (longitude) => (longitude - box.west) * squeeze * scale;
  const y = (latitude) => (box.north - latitude) * scale;
  const shapes = rings.map((grid) => {
    const points = grid.ring.map(([lon, lat]) => [x(lon), y(lat)]);
    return { ...grid, points, d: `M${points.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("L")}Z` };
  });
  projection.rings = store.scenario.map;
  projection.held = {
    x, y, shapes, height: y(box.south),
    back: (px, py) => ({ longitude: box.west + px / (squeeze * scale), latitude: box.north - py / scale }),
  };
  return projection.held;
}

function extent(points) {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [lon, lat] of points) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

function inside(points, x, y) {
  let is = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i];
    const [bx, by] = points[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is;
  }
  return is;
}

function gridAt(point) {
  const { x, y, shapes } = projection();
  return shapes.find((shape) => inside(shape.points, x(point.longitude), y(point.latitude))) ?? null;
}

const pinShape = () => s("g", { class: "pin" }, s("path", { d: "M0 0C-5-8-9-12-9-18a9 9 0 0 1 18 0c0 6-4 10-9 18z" }), s("circle", { cy: -18, r: 3.4 }));

function ground(shapes) {
  const paper = shapes.map((shape, i) => s("path", { d: shape.d, class: `grid tone-${i % 4}` }));
  return s("g", { class: "ground" }, paper);
}

/** A still picture of the surroundings, for a bubble. */
export function miniMap(point) {
  const { x, y, shapes } = projection();
  const [cx, cy] = [x(point.longitude), y(point.latitude)];
  const near = shapes.filter((shape) => shape.points.some(([px, py]) => Math.abs(px - cx) < 160 && Math.abs(py - cy) < 110) || inside(shape.points, cx, cy));
  const pin = pinShape();
  pin.setAttribute("transform", `translate(${cx} ${cy})`);
  return s("svg", { viewBox: `${cx - 90} ${cy - 60} 180 96`, class: "map mini", role: "img", "aria-label": "位置示意图" }, ground(near), pin);
}

class PlaceMap {
  constructor(point, choosing, changed) {
    Object.assign(this, { point, choosing, changed, map: projection() });
    this.view = { x: 0, y: 0, w: WIDTH, h: this.map.height };
    this.pin = pinShape();
    this.lit = s("path", { class: "lit" });
    this.names = s("g", { class: "names" });
    this.svg = s("svg", { class: "map big", tabindex: 0, role: "application",
      "aria-label": choosing ? "地图：方向键移动图钉，加号减号缩放，回车确定" : "地图" }, ground(this.map.shapes), this.lit, this.names, this.pin);
    if (point && this.map.shapes.length > 12) this.zoom(0.4, this.map.x(point.longitude), this.map.y(point.latitude));
    this.listen();
    this.draw();
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  draw() {
    const { x, y, w, h: height } = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${w} ${height}`);
    this.pin.style.display = this.point ? "" : "none";
    const shape = this.point && gridAt(this.point);
    this.lit.setAttribute("d", shape?.d ?? "");
    this.label(w);
    if (!this.point) return;
    this.pin.setAttribute("transform", `translate(${this.map.x(this.point.longitude)} ${this.map.y(this.point.latitude)}) scale(${1.6 / this.pixelsPerUnit()})`);
    this.changed(this.point, shape);
  }

  /** The pin keeps its size on the screen at every zoom. */
  pixelsPerUnit() {
    return this.svg.isConnected ? this.svg.getScreenCTM().a : 660 / this.view.w;
  }

  /** Names appear when few enough grids are in view to read them. */
  label(width) {
    const { x, y, h: height } = this.view;
    const seen = this.map.shapes.map((shape) => ({ name: shape.name, at: centre(shape.points) }))
      .filter(({ at }) => at[0] > x && at[0] < x + width && at[1] > y && at[1] < y + height);
    this.names.replaceChildren(...(seen.length > 30 ? [] : seen).map(({ name, at }) =>
      s("text", { x: at[0], y: at[1], "font-size": width / 42 }, document.createTextNode(name ?? ""))));
  }

  zoom(factor, cx, cy) {
    const { x, y, w, h: height } = this.view;
    const wide = clamp(w * factor, WIDTH / 40, WIDTH * 1.2);
    const ratio = wide / w;
    this.view = { x: cx - (cx - x) * ratio, y: cy - (cy - y) * ratio, w: wide, h: height * ratio };
  }

  zoomBy(factor) {
    const { x, y, w, h: height } = this.view;
    const at = this.point ? [this.map.x(this.point.longitude), this.map.y(this.point.latitude)] : [x + w / 2, y + height / 2];
    this.zoom(factor, ...at);
    this.draw();
  }

  at(event) {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [spot.x, spot.y];
  }

  listen() {
    let from = null;
    let moved = false;
    this.svg.addEventListener("pointerdown", (event) => {
      from = { at: this.at(event), x: event.clientX, y: event.clientY };
      moved = false;
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < 5) return;
      moved = true;
      const [x, y] = this.at(event);
      this.view.x += from.at[0] - x;
      this.view.y += from.at[1] - y;
      this.draw();
    });
    for (const kind of ["pointerup", "pointerleave"]) this.svg.addEventListener(kind, (event) => {
      if (from && !moved && kind === "pointerup" && this.choosing) this.put(...this.at(event));
      from = null;
    });
    this.svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...this.at(event));
      this.draw();
    }, { passive: false });
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const step = this.view.w / 40;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move && this.choosing) {
      event.preventDefault();
      const at = this.point ?? this.map.back(this.view.x + this.view.w / 2, this.view.y + this.view.h / 2);
      this.put(this.map.x(at.longitude) + move[0], this.map.y(at.latitude) + move[1]);
    }
    if (event.key === "+" || event.key === "=") this.zoomBy(0.7);
    if (event.key === "-") this.zoomBy(1 / 0.7);
  }

  put(x, y) {
    const { longitude, latitude } = this.map.back(x, y);
    this.point = { longitude: Number(longitude.toFixed(6)), latitude: Number(latitude.toFixed(6)) };
    this.draw();
  }
}

function centre(points) {
  const sum = points.reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

function frame(title, map, words, foot, close) {
  const button = (name, label, factor) =>
    h("button", { type: "button", class: "icon-button", "aria-label": label, onClick: () => map.zoomBy(factor) }, icon(name));
  return [h("header", {}, h("h2", {}, bdi(title)), closeButton(close)),
    h("div", { class: "map-box" }, map.svg, h("div", { class: "map-tools" }, button("plus", "放大", 0.6), button("minus", "缩小", 1 / 0.6))),
    h("footer", {}, words, foot)];
}

const describe = (point, shape) => `${shape ? `${shape.name ?? shape.code} · ` : ""}${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`;

export function showPlace(point, title) {
  return modal("place-modal", title, (close) => {
    const words = h("p", { class: "place-note" });
    const map = new PlaceMap(point, false, (at, shape) => { words.textContent = describe(at, shape); });
    return frame(title, map, words, null, close);
  });
}

/** Resolves with {latitude, longitude}, or null when the person changed their mind. */
export function pickPlace(title = "发送哪里的位置？") {
  return modal("place-modal", title, (close) => {
    const words = h("p", { class: "place-note", role: "status" }, "在地图上点一下，图钉就落在那里。");
    const confirm = h("button", { type: "button", class: "strong", disabled: true, onClick: () => close(map.point) }, "发送这个位置");
    const map = new PlaceMap(null, true, (at, shape) => {
      words.textContent = describe(at, shape);
      confirm.disabled = false;
    });
    map.svg.addEventListener("keydown", (event) => event.key === "Enter" && map.point && close(map.point));
    return frame(title, map, words, confirm, close);
  });
}
