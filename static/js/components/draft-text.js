// Saves a text while it is written: on the server, and in the browser's storage until the server has it.
// What was saved from elsewhere is never overwritten: both texts are shown, and the writer chooses.

import { ask } from "./asking.js";

const PAUSE = 1200; // milliseconds without a key
const TRY_AGAIN = 15000;

class DraftText extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.field = this.querySelector("textarea");
    this.state = this.querySelector("[role=status]");
    this.seen = this.form.elements.seen;
    this.key = `jeevi.draft ${this.getAttribute("owner")} ${this.getAttribute("action")}`;
    this.savedText = this.field.defaultValue;
    this.part("choice").hidden = false;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.field.addEventListener("input", () => this.written(), { signal });
    this.addEventListener("click", (event) => this[event.target.closest("[data-do]")?.dataset.do]?.(), { signal });
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event), { signal });
    addEventListener("online", () => this.save(), { signal });
    addEventListener("pagehide", () => this.save(), { signal });
    this.clock = setInterval(() => this.isWaiting && this.save(), TRY_AGAIN);
    if (this.hasConflict) this.savedText = this.part("other").textContent;
    else {
      this.catchUp();
      this.bringBack();
    }
  }

  disconnectedCallback() {
    clearInterval(this.clock);
    clearTimeout(this.timer);
    this.stop.abort();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  get hasConflict() {
    return !this.part("conflict").hidden;
  }

  // A page that was drawn while the text was being saved is behind it; stamps are times.
  catchUp() {
    const saved = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!saved || saved.seen <= this.seen.value) return sessionStorage.removeItem(this.key);
    this.field.value = this.savedText = saved.text;
    this.seen.value = saved.seen;
    this.say("saved");
  }

  // What an earlier visit could not save.
  bringBack() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept || kept.text === this.field.value) return localStorage.removeItem(this.key);
    if (kept.seen !== this.seen.value) return this.disagree(kept.text);
    this.field.value = kept.text;
    this.say("restored");
    this.save();
  }

  written() {
    this.store(localStorage, this.field.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  store(storage, text) {
    try {
      storage.setItem(this.key, JSON.stringify({ text, seen: this.seen.value }));
    } catch {
      // A full storage: the server has it, or soon.
    }
  }

  save() {
    clearTimeout(this.timer);
    if (this.hasConflict || this.field.value === this.savedText) return;
    this.saving ??= this.send().finally(() => {
      this.saving = null;
      if (!this.isWaiting) this.save(); // what was written meanwhile
    });
    return this.saving;
  }

  async send() {
    const text = this.field.value;
    this.say("saving");
    const { status, answer } = await ask(this.form, this.getAttribute("action"), { text, seen: this.seen.value });
    this.isWaiting = status === 0 || status === 401 || status >= 500;
    if (status === 200) return this.saved(text, answer.seen);
    if (status === 401) return this.say("ended");
    if (this.isWaiting) return this.say("offline");
    if (answer.text === undefined) {
      this.isWaiting = true; // refused; it stays here
      this.state.textContent = answer.error ?? this.dataset.offline;
      return;
    }
    this.seen.value = answer.seen;
    this.disagree(answer.text);
  }

  saved(text, seen) {
    this.savedText = text;
    this.seen.value = seen;
    if (this.field.value === text) localStorage.removeItem(this.key);
    this.store(sessionStorage, text);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    this.state.textContent = `${this.dataset.saved}, ${time}`;
  }

  say(word) {
    this.state.textContent = this.dataset[word];
  }

  // --- Two texts

  disagree(other) {
    this.part("other").textContent = other;
    this.part("conflict").hidden = false;
    this.state.textContent = "";
  }

  swap() {
    const other = this.part("other");
    [this.field.value, other.textContent] = [other.textContent, this.field.value];
    this.written();
  }

  keep() {
    this.part("conflict").hidden = true;
    this.savedText = null;
    this.save();
    this.field.focus();
  }

  // A text on its way arrives first, so that the form doesn't look like another window's.
  async beforeSubmit(event) {
    clearTimeout(this.timer);
    if (!this.saving) return;
    event.preventDefault();
    await this.saving;
    this.form.requestSubmit(event.submitter);
  }
}

customElements.define("draft-text", DraftText);
