// The paper clip: sample photos drawn by the sandbox, own files, place, card, sticker.

import { h } from "./dom.js";
import { sampleDrawing } from "./icons.js";
import { askLine } from "./dialogs.js";
import { pickPlace } from "./map.js";
import { menu } from "./sheet.js";
import { chooseFile } from "./voice.js";


const SAMPLES = [["lamp", "路灯"], ["rubbish", "垃圾"], ["manhole", "井盖"], ["pothole", "坑洼"], ["done", "办结"]];
const STICKERS = ["👍", "🙏", "😀", "😡", "❤️"];
const PHOTO_LIMIT = 10 * 1024 * 1024; // Telegram refuses larger photos; as a document they pass

function fieldFor(file) {
  if (file.type.startsWith("image/") && file.size <= PHOTO_LIMIT) return "photo";
  if (file.type.startsWith("video/")) return "video";
  if (file.type.startsWith("audio/")) return "voice";
  return "document";
}

async function sendFiles(phone, files, field) {
  for (const file of files) await phone.sendFile(field ?? fieldFor(file), file);
}

/** One tap sends one photo; after "选几张" taps gather an album of 2 to 5. */
function samples(phone, done) {
  const picked = [];
  const send = h("button", { type: "button", class: "strong small", hidden: true, onClick: () => { done(); phone.send({ album: picked, ...phone.caption() }); } }, "发相册");
  const several = h("button", { type: "button", class: "plain small", "aria-pressed": "false", onClick: () => {
    several.setAttribute("aria-pressed", several.getAttribute("aria-pressed") !== "true");
  } }, "选几张");
  const tap = (name, node) => {
    if (several.getAttribute("aria-pressed") !== "true") {
      done();
      phone.send({ sample: name, ...phone.caption() });
      return;
    }
    if (picked.includes(name)) picked.splice(picked.indexOf(name), 1);
    else picked.push(name);
    node.setAttribute("aria-pressed", picked.includes(name));
    send.hidden = picked.length < 2;
  };
  const tiles = SAMPLES.map(([name, label]) => {
    const node = h("button", { type: "button", class: "sample", dataset: { sample: name }, "aria-label": `样片：${label}`, onClick: () => tap(name, node) },
      sampleDrawing(name), h("span", {}, label));
    return node;
  });
  return h("div", { class: "samples" }, h("div", { class: "samples-head" }, h("span", {}, "样片（输入框里的字会作为说明）"), several, send),
    h("div", { class: "sample-row" }, tiles));
}

export function ownNumber(person) {
  return `+86138${String(Math.abs(person) % 100000000).padStart(8, "0")}`;
}

export async function shareContact(phone, extra = {}) {
  const number = await askLine("把您的电话发给机器人？", { value: ownNumber(phone.person), note: "沙盒里的号码是编的，可以改。", action: "发送" });
  if (number) await phone.send({ contact: { phone_number: number }, ...extra });
}

export async function sharePlace(phone, extra = {}) {
  const point = await pickPlace();
  if (point) await phone.send({ location: point, ...extra });
}

async function shareVenue(phone) {
  const point = await pickPlace("地点在哪里？");
  const title = point && await askLine("这个地点叫什么？", { placeholder: "比如：阳光里小区东门" });
  if (title) await phone.send({ venue: { ...point, title, address: "沙盒地图上的一点" } });
}

export function attachMenu(phone) {
  const one = (icon, label, run, note) => ({ icon, label, run, note });
  const close = menu(phone.device, "发点什么", [
    one("photo", "照片或视频", async () => sendFiles(phone, await chooseFile("image/*,video/*", true)), "从这台电脑里选"),
    one("file", "文件", async () => sendFiles(phone, await chooseFile("", true), "document")),
    one("mic", "语音文件", async () => sendFiles(phone, await chooseFile("audio/*"), "voice")),
    one("video", "圆形视频", async () => sendFiles(phone, await chooseFile("video/*"), "video_note")),
    one("pin", "位置", () => sharePlace(phone), "在地图上点一下"),
    one("link", "地点（带名称）", () => shareVenue(phone)),
    one("phone", "我的电话", () => shareContact(phone)),
    one("sticker", "贴纸", () => stickerMenu(phone)),
  ], samples(phone, () => close()));
}

function stickerMenu(phone) {
  const row = h("div", { class: "sticker-row" }, STICKERS.map((sticker) =>
    h("button", { type: "button", "aria-label": `贴纸 ${sticker}`, onClick: () => { close(); phone.send({ sticker }); } }, sticker)));
  const close = menu(phone.device, "贴纸", [], row);
}
