// The virtual clock in the header: what time it is in the story, and how fast it runs.

import { api } from "./api.js";
import { byId } from "./dom.js";
import { on, store, virtualNow } from "./store.js";
import { fullDate, hourMinuteSecond, secondsUntil, shortDate } from "./time.js";

// Even steps on a logarithmic scale, rounded to speeds one can say aloud.
const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];

function saying(speed) {
  if (speed <= 1) return "与真实时间一样快";
  if (speed < 60) return `一秒过 ${Math.round(speed)} 秒`;
  if (speed < 3600) return `一秒过 ${Math.round(speed / 60)} 分钟`;
  return "一秒过一小时";
}

function nearest(speed) {
  const distance = (step) => Math.abs(Math.log(step) - Math.log(Math.max(1, speed)));
  return SPEEDS.reduce((best, step, i) => (distance(step) < distance(SPEEDS[best]) ? i : best), 0);
}

export function startClock(tick, failed) {
  const change = (body) => api.clock(body).catch((error) => failed(error.message));
  const slider = byId("speed");
  slider.max = SPEEDS.length - 1;
  const show = (speed) => {
    byId("speed-words").textContent = store.clock.frozen ? "已停住" : `×${Math.round(speed)}`;
    slider.setAttribute("aria-valuetext", saying(speed));
    slider.title = saying(speed);
  };
  slider.addEventListener("input", () => show(SPEEDS[slider.value]));
  slider.addEventListener("change", () => change({ speed: SPEEDS[slider.value], frozen: false }));
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => change({ advance_seconds: Number(button.dataset.advance) }));
  }
  byId("to-morning").addEventListener("click", () => change({ advance_seconds: secondsUntil(virtualNow(), 8, 30) }));
  byId("freeze").addEventListener("click", () => change({ frozen: !store.clock.frozen }));
  const adopt = () => {
    slider.value = nearest(store.clock.speed);
    show(store.clock.speed);
    byId("freeze").setAttribute("aria-pressed", store.clock.frozen);
    byId("freeze").textContent = store.clock.frozen ? "继续走" : "停住";
    draw();
  };
  const draw = () => {
    const now = virtualNow();
    byId("clock-date").textContent = shortDate(now);
    byId("clock-date").title = fullDate(now);
    byId("clock-time").textContent = hourMinuteSecond(now);
    tick();
  };
  on("clock", adopt);
  adopt();
  setInterval(draw, 500);
}
