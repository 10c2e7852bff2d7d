// 演示一遍: plays the scenario's steps slowly across the phones; any step can be taken over by hand.

import { byId, calm, wait } from "./dom.js";
import { findButton } from "./keyboard.js";
import { on, store } from "./store.js";
import { spotlight } from "./glow.js";

const READ = 1500; // time to read what is about to happen
const AFTER = 1800; // time to see what it did
const LETTER = 55;
const PATIENCE = 15_000; // how long to wait for a button to appear
const SEARCH = 3000; // after this long, look whether a colleague got it
const WORD_PER_MS = 170; // reading speed for a narrator's sentence

const SAMPLES = { lamp: "路灯", rubbish: "垃圾", manhole: "井盖", pothole: "坑洼", done: "办结" };

function announceOf(step) {
  const who = roleOf(step) ?? "";
  if (step.say) return step.say;
  if (step.wait) return "稍等片刻……";
  if (step.send) return `${who}：说「${step.send}」`;
  if (step.press_label) return `${who}：点〔${step.press_label}〕`;
  if (step.sample) return `${who}：发一张${SAMPLES[step.sample] ?? ""}照片${step.text ? `，说「${step.text}」` : ""}`;
  return "";
}

/** Following may have been held back; the newest chat of that role that shows such a button is where the step belongs. */
function holderOf(role, label) {
  const shows = (view) => view.last?.reply_markup?.inline_keyboard?.flat().some((button) => button.text.startsWith(label));
  const theirs = [...store.chats.values()].filter((view) => store.people.get(view.chat.id)?.role === role && shows(view));
  return theirs.sort((a, b) => b.last.date - a.last.date)[0]?.chat.id;
}

const roleOf = (step) => step.role ?? store.people.get(step.person)?.role;

export class Tour {
  constructor(phones, reveal) {
    Object.assign(this, { phones, reveal, running: null, byHand: false });
    byId("tour").addEventListener("click", () => (this.running ? this.stop() : this.play()));
    byId("tour-stop").addEventListener("click", () => this.stop());
    byId("tour-hand").addEventListener("click", () => this.hand(!this.byHand));
    byId("tour-skip").addEventListener("click", () => this.skip?.());
    on("acted", ({ phone }) => this.byHand && this.step && phone.role === roleOf(this.step) && this.handDone?.());
    on("scenario", () => this.offer());
    this.offer();
  }

  offer() {
    byId("tour").hidden = !store.scenario.steps?.length;
  }

  async play() {
    const control = new AbortController();
    this.running = control;
    byId("tour-bar").hidden = false;
    byId("tour").setAttribute("aria-pressed", "true");
    const steps = store.scenario.steps;
    try {
      for (const [i, step] of steps.entries()) {
        byId("tour-count").textContent = `${i + 1}/${steps.length}`;
        await this.take(step, control.signal);
      }
      await this.show("演示完了。现在三部手机都归您，随便说一句试试。", control.signal, 4000);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    } finally {
      this.end(control);
    }
  }

  end(control) {
    if (this.running !== control) return;
    this.running = this.step = null;
    this.hand(false);
    spotlight(this.phones, null);
    byId("tour-bar").hidden = true;
    byId("tour").setAttribute("aria-pressed", "false");
  }

  stop() {
    this.running?.abort();
  }

  /** Taking over: the tour waits until the same role does anything, or until one clicks 继续. */
  hand(is) {
    this.byHand = is;
    byId("tour-hand").setAttribute("aria-pressed", is);
    byId("tour-hand").textContent = is ? "继续演示" : "这步我来";
    if (!is) this.handDone?.();
  }

  async show(words, signal, milliseconds) {
    byId("tour-words").textContent = words;
    const skipped = new Promise((resolve) => { this.skip = resolve; });
    await Promise.race([wait(milliseconds, signal), skipped]);
  }

  phoneOf(step) {
    return this.phones.find((phone) => phone.role === roleOf(step)) ?? this.phones[0];
  }

  async take(step, signal) {
    this.step = step;
    if (step.say) return this.show(step.say, signal, Math.max(2600, step.say.length * WORD_PER_MS));
    if (step.wait) return this.show(announceOf(step), signal, step.wait * 1000);
    const phone = this.phoneOf(step);
    this.reveal(phone);
    spotlight(this.phones, phone);
    for (const left of phone.device.querySelectorAll(".overlay")) left.remove(); // an alert nobody dismissed
    if (step.person && step.person !== phone.person) await phone.show(step.person);
    else if (!phone.chat) await phone.show(phone.person);
    await this.show(announceOf(step), signal, READ);
    if (this.byHand) await this.waitForHand(signal);
    else await this.act(phone, step, signal);
    await this.show(announceOf(step), signal, AFTER);
  }

  async waitForHand(signal) {
    byId("tour-words").textContent = `请您来：${announceOf(this.step)}`;
    const aborted = new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")), { once: true }));
    await Promise.race([new Promise((resolve) => { this.handDone = resolve; }), aborted]);
    this.handDone = null;
    this.hand(false);
  }

  async act(phone, step, signal) {
    if (step.send) await this.write(phone, step.send, signal);
    else if (step.press_label) await this.press(phone, step.press_label, signal);
    else if (step.sample) await phone.send({ sample: step.sample, ...(step.text && { text: step.text }) });
  }

  async write(phone, text, signal) {
    const { composer } = phone.view;
    if (composer.bar.hidden || calm()) return phone.send({ text });
    for (let i = 1; i <= text.length; i++) {
      composer.fill(text.slice(0, i));
      await wait(LETTER, signal).catch((error) => { composer.fill(""); throw error; });
    }
    await wait(300, signal);
    return composer.submit();
  }

  async press(phone, label, signal) {
    const until = performance.now() + PATIENCE;
    let button = findButton(phone.view.log.box, label);
    while (!button && performance.now() < until) {
      await wait(250, signal);
      const holder = !this.step.person && performance.now() > until - PATIENCE + SEARCH && holderOf(phone.role, label);
      if (holder && holder !== phone.person) await phone.show(holder);
      button = findButton(phone.view.log.box, label);
    }
    if (!button) return this.show(`没有等到〔${label}〕按钮，先往下走。`, signal, 2500);
    button.scrollIntoView({ block: "nearest" });
    button.classList.add("about-to-press");
    await wait(700, signal).finally(() => button.classList.remove("about-to-press"));
    button.click();
    return undefined;
  }
}
