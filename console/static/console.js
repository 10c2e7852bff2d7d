// What a page needs beyond links and forms: it looks again when something has happened, and two keys for the hand that stays on the keyboard.
"use strict";

function busy() {
  const at = document.activeElement;
  return Boolean(at && at.closest("input, select, textarea, dialog, main form"));
}

async function again() {
  const main = document.querySelector("main[data-live]");
  if (!main || busy()) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main[data-live]");
  const focused = document.activeElement && document.activeElement.getAttribute("href");
  if (busy() || !fresh) return;
  main.replaceWith(document.adoptNode(fresh));
  if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

const live = document.querySelector("main[data-live]");
if (live) {
  new EventSource(`/live?since=${live.dataset.live}`).addEventListener("changed", again);
}

document.addEventListener("keydown", (event) => {
  if (busy() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector("[role=search] input:not([type=hidden])");
    if (search) { event.preventDefault(); search.focus(); }
  }
  if (event.key !== "j" && event.key !== "k") return;
  const links = [...document.querySelectorAll(".cases a.number")];
  const here = links.indexOf(document.activeElement);
  const next = links[event.key === "j" ? here + 1 : Math.max(here - 1, 0)];
  if (next) next.focus();
});

document.addEventListener("submit", (event) => {
  const asked = event.target.dataset.ask;
  if (asked && !confirm(asked)) event.preventDefault();
});

function away(event) {
  const file = event.target.closest?.(".files li");
  if (file) file.textContent = file.dataset.away;
}

for (const file of document.querySelectorAll(".files img, .files audio, .files video")) {
  file.addEventListener("error", away);
  if (file.complete && file.naturalWidth === 0 && file.currentSrc) away({ target: file });
}
