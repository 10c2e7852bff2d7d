// Chinese dates in the zone of the virtual clock: the viewer's own time zone must not leak into the story.

let zoneMinutes = 480;

export function learnZone(iso) {
  const found = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  if (found) zoneMinutes = (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

const local = (milliseconds) => new Date(milliseconds + zoneMinutes * 60000);
const two = (number) => String(number).padStart(2, "0");
const DAYS = "日一二三四五六";

export function hourMinute(milliseconds) {
  const date = local(milliseconds);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

export function hourMinuteSecond(milliseconds) {
  return `${hourMinute(milliseconds)}:${two(local(milliseconds).getUTCSeconds())}`;
}

export function monthDay(milliseconds) {
  const date = local(milliseconds);
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

export function weekday(milliseconds) {
  return `周${DAYS[local(milliseconds).getUTCDay()]}`;
}

export function fullDate(milliseconds) {
  return `${local(milliseconds).getUTCFullYear()}年${monthDay(milliseconds)} ${weekday(milliseconds)}`;
}

export function shortDate(milliseconds) {
  return `${monthDay(milliseconds)} ${weekday(milliseconds)}`;
}

export function dayKey(milliseconds) {
  return local(milliseconds).toISOString().slice(0, 10);
}

/** Time today, otherwise the date: what a chat list shows. */
export function listTime(milliseconds, now) {
  return dayKey(milliseconds) === dayKey(now) ? hourMinute(milliseconds) : monthDay(milliseconds);
}

export function secondsUntil(now, hour, minute) {
  const target = local(now);
  target.setUTCHours(hour, minute, 0, 0);
  if (target <= local(now)) target.setUTCDate(target.getUTCDate() + 1);
  return Math.ceil((target - local(now)) / 1000);
}

export function duration(seconds) {
  return `${Math.floor(seconds / 60)}:${two(Math.round(seconds) % 60)}`;
}
