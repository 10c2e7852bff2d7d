// What a bubble can carry besides words.

import { api } from "./api.js";
import { bdi, h } from "./dom.js";
import { icon } from "./icons.js";
import { miniMap, showPlace } from "./map.js";
import { openLightbox } from "./dialogs.js";
import { duration } from "./time.js";
import { store } from "./store.js";

function photo(message) {
  const largest = message.photo.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const source = api.file(largest.file_id);
  const caption = message.caption ?? "";
  return h("button", { type: "button", class: "photo", "aria-label": caption ? `照片：${caption}，点开看大图` : "照片，点开看大图",
    style: { "--ratio": `${largest.width} / ${largest.height}` }, onClick: () => openLightbox(source, caption) },
    h("img", { src: source, alt: "", loading: "lazy", width: largest.width, height: largest.height }));
}

function size(bytes) {
  if (!bytes) return "文件";
  return bytes > 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

function documentCard(message) {
  const file = message.document;
  return h("a", { class: "file-card", href: api.file(file.file_id), download: file.file_name ?? "", target: "_blank" },
    h("span", { class: "file-icon" }, icon("file")),
    h("span", { class: "file-name" }, bdi(file.file_name ?? "文件"), h("small", {}, size(file.file_size))));
}

/** Bars from the file's id: the same voice message always looks the same, without decoding it. */
function waveform(id) {
  const bars = [];
  let seed = 7;
  for (let i = 0; i < 26; i++) {
    seed = (seed * 31 + id.charCodeAt(i % id.length)) % 997;
    bars.push(h("i", { style: { height: `${20 + seed % 80}%` } }));
  }
  return h("span", { class: "wave", "aria-hidden": "true" }, bars);
}

function voice(message) {
  const held = message.voice ?? message.audio;
  const audio = new Audio();
  audio.preload = "none";
  const button = h("button", { type: "button", class: "round-button", "aria-label": `播放语音，${held.duration ?? 0} 秒` }, icon("play"));
  const bars = waveform(held.file_unique_id ?? held.file_id);
  button.addEventListener("click", () => {
    audio.src ||= api.file(held.file_id);
    if (audio.paused) audio.play().catch(() => bars.classList.add("silent"));
    else audio.pause();
  });
  const mark = () => button.replaceChildren(icon(audio.paused ? "play" : "pause"));
  for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, mark);
  audio.addEventListener("timeupdate", () => bars.style.setProperty("--played", audio.currentTime / (audio.duration || 1)));
  return h("div", { class: "voice" }, button, bars, h("small", {}, duration(held.duration ?? 0)));
}

function video(message) {
  const held = message.video ?? message.video_note ?? message.animation;
  return h("video", { class: message.video_note ? "video round" : "video", controls: true, preload: "metadata",
    src: api.file(held.file_id), "aria-label": "视频" });
}

function place(message) {
  const point = message.venue?.location ?? message.location;
  const title = message.venue?.title ?? "位置";
  return h("div", { class: "place" },
    h("button", { type: "button", class: "place-map", "aria-label": `${title}，点开地图`, onClick: () => showPlace(point, title) }, miniMap(point)),
    message.venue && h("div", { class: "place-words" }, bdi(message.venue.title), h("small", {}, message.venue.address)));
}

function contact(message) {
  const held = message.contact;
  return h("div", { class: "file-card" }, h("span", { class: "file-icon" }, icon("phone")),
    h("span", { class: "file-name" }, bdi([held.first_name, held.last_name].filter(Boolean).join(" ")), h("small", {}, held.phone_number)));
}

function sticker(message) {
  const { emoji = "", file_id: id, is_animated: moving, is_video: film } = message.sticker;
  if (moving || film) return h("div", { class: "sticker" }, emoji || "贴纸");
  return h("img", { class: "sticker", src: api.file(id), alt: `贴纸 ${emoji}` });
}

export function media(message) {
  if (message.photo) return photo(message);
  if (message.voice || message.audio) return voice(message);
  if (message.video || message.video_note || message.animation) return video(message);
  if (message.document) return documentCard(message);
  if (message.venue || message.location) return place(message);
  if (message.contact) return contact(message);
  if (message.sticker) return sticker(message);
  return null;
}

/** One line for chat lists, quotes and banners. */
export function snippet(message) {
  if (!message) return "";
  if (message.deleted) return "消息已删除";
  const words = message.text ?? message.caption;
  const kinds = [["photo", "照片"], ["voice", "语音"], ["audio", "音频"], ["video", "视频"], ["video_note", "视频"], ["animation", "动图"],
    ["document", "文件"], ["venue", "地点"], ["location", "位置"], ["contact", "名片"], ["sticker", "贴纸"], ["poll", "投票"]];
  const kind = kinds.find(([field]) => message[field]);
  if (kind) return words ? `[${kind[1]}] ${words}` : `[${kind[1]}]`;
  return (words ?? serviceText(message) ?? "").replace(/\s+/g, " ");
}

export function nameOf(user) {
  if (!user) return "";
  if (user.is_bot) return store.bot.first_name;
  return store.people.get(user.id)?.name ?? [user.first_name, user.last_name].filter(Boolean).join(" ");
}

/** Things that happened to the chat, as a centred line; null for ordinary messages. */
export function serviceText(message) {
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join("、")} 加入了群`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} 离开了群`;
  if (message.group_chat_created || message.supergroup_chat_created) return "群已建立";
  if (message.new_chat_title) return `群名改为「${message.new_chat_title}」`;
  if (message.migrate_to_chat_id) return "本群已升级为超级群，请到新群里继续";
  if (message.migrate_from_chat_id) return "本群由普通群升级而来";
  if (message.forum_topic_created) return `新话题「${message.forum_topic_created.name}」`;
  if (message.forum_topic_closed) return "话题已关闭";
  if (message.forum_topic_reopened) return "话题已重新打开";
  if (message.pinned_message) return `置顶了「${snippet(message.pinned_message).slice(0, 30)}」`;
  return null;
}
