// Bad weather on demand. Each switch says what the bot should do when it comes.

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { on, store } from "./store.js";

const ODDS = [[0.2, "偶尔"], [0.5, "一半"], [1, "总是"]];

const SWITCHES = [
  ["too_many_requests", "限流 429", "Telegram 让机器人慢一点：它应按要求的秒数等一等再发，一条不丢、不重。"],
  ["server_error", "服务器错误 5xx", "Telegram 自己出错：机器人应隔一会儿重试，居民最多晚一点收到。"],
  ["time_out", "超时", "请求石沉大海：机器人不能卡住，过时就当没成，再试。"],
  ["lost_answer", "回执丢失", "消息其实发出去了，机器人却没得到回答：宁可认出重复，也不能漏发。"],
  ["late_answer", "回执迟迟不来", "消息其实发出去了，连接却一直挂着，最后断开：过时不等于没发，再发时要标明是重发。"],
  ["duplicate_update", "重复投递", "同一个更新来两次：诉求只能登记一件，按钮只能算一次。"],
  ["reorder_update", "乱序投递", "后说的先到：机器人一句也不能落下，同一句也不能算两次。"],
];
const PLAIN = [
  ["offline", "断网", "机器人连不上 Telegram：大家说的话先攒着，网一通就照顺序补办。"],
  ["strict_rates", "严格限速", "按官方公布的每秒、每群上限来拦：机器人应自己排队，不去撞线。"],
];

function save(change, failed) {
  api.faults(change).catch((error) => failed(error.message));
}

function toggle(name, label, isOn, run) {
  return h("button", { type: "button", class: "switch", role: "switch", "aria-checked": isOn, dataset: { fault: name }, "aria-describedby": `fault-${name}`, onClick: run },
    h("i", { "aria-hidden": "true" }), label);
}

function odds(name, value, failed) {
  return h("span", { class: "odds", role: "group", "aria-label": "多常发生" }, ODDS.map(([chance, label]) =>
    h("button", { type: "button", "aria-pressed": value === chance, onClick: () => save({ [name]: chance }, failed) }, label)));
}

function row(name, label, words, failed) {
  const value = store.faults[name];
  const chance = typeof value === "number";
  const isOn = chance ? value > 0 : !!value;
  const plain = PLAIN.some(([known]) => known === name);
  return h("div", { class: `weather-row${isOn ? " on" : ""}` },
    h("div", { class: "weather-head" }, toggle(name, label, isOn, () => save({ [name]: plain ? !isOn : isOn ? 0 : 0.5 }, failed)), !plain && isOn && odds(name, value, failed)),
    h("p", { id: `fault-${name}` }, words));
}

export function active() {
  return [...SWITCHES, ...PLAIN].filter(([name]) => Number(store.faults[name]) > 0).map(([, label]) => label);
}

export function startWeather(failed) {
  const box = byId("weather");
  const draw = () => {
    const focused = document.activeElement?.dataset?.fault;
    box.replaceChildren(h("p", { class: "lead" }, "机器人怕的坏天气，在这里下。开着的时候，看看话还到不到得了。"),
      ...[...SWITCHES, ...PLAIN].map(([name, label, words]) => row(name, label, words, failed)));
    if (focused) box.querySelector(`[data-fault="${focused}"]`)?.focus();
    const storms = active();
    const sign = byId("weather-sign");
    sign.hidden = !storms.length;
    sign.textContent = storms.length > 1 ? `${storms[0]}等 ${storms.length} 样` : storms[0] ?? "";
  };
  on("faults", draw);
  draw();
}
