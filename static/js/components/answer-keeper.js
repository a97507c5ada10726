// <answer-keeper>: saves each answer of an attempt as soon as it is given.
//
// What is given goes into a queue in the browser's storage, under the student and the attempt, and stays there
// until the server has said that it is saved: a closed tab, a lost connection or a session that ended lose nothing.
// One request is under way at a time. What was sent once is sent again as it was before anything newer for the same
// question, so that the server can tell a repetition from an older answer. The server's word is the last one.

const PREFIX = "jeevi.answers";
const DAYS_KEPT = 60;
const PAUSE_IN_TYPING = 600;
const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between tries
const PATIENCE = 15000;
const REPORTS_EVERY = 120; // seconds of reading after which the time spent is told
// No answer of this attempt will be taken any more.
const OVER = ["submitted", "time_up"];

const keptUnder = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
};

const forgetOld = () => {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX} `))) {
    const times = Object.values(keptUnder(key)).map(({ now, next }) => (next ?? now).at);
    if (Date.now() - Math.max(0, ...times) > DAYS_KEPT * 86400000) localStorage.removeItem(key);
  }
};

const isChecked = ({ type }) => ["radio", "checkbox"].includes(type);

// What stood in a field when the server sent it.
const served = (field) => (field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value : field.defaultValue);

class AnswerKeeper extends HTMLElement {
  connectedCallback() {
    this.key = `${PREFIX} ${this.getAttribute("attempt")}`;
    this.seen = new Map();
    this.last = new Map();
    this.spent = new Map();
    this.failures = 0;
    this.sections = [...this.querySelectorAll("[data-question]")];
    for (const section of this.sections) {
      this.seen.set(section.dataset.question, section.dataset.seen);
      this.last.set(section.dataset.question, this.fieldsOf(section, true));
    }
    this.here = this.sections[0]?.dataset.question;
    this.queue = keptUnder(this.key);
    forgetOld();
    this.restore();

    this.addEventListener("input", (event) => this.note(event, PAUSE_IN_TYPING));
    this.addEventListener("change", (event) => this.note(event, 0));
    this.addEventListener("focusin", (event) => (this.here = this.sectionOf(event)?.dataset.question ?? this.here));
    this.addEventListener("click", (event) => event.target.closest("[data-clear]") && this.clear(event));
    this.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => this.isWaiting && !this.isLeaving && !this.isOver && event.preventDefault());
    // Who leaves may not come back; a computer that slept asks how late it is.
    document.addEventListener("visibilitychange", () => this.isLeaving || this.flush().then(() => this.report(!document.hidden)));
    document.addEventListener("quiz:ending", () => this.flush());
    document.addEventListener("quiz:over", () => (this.isLeaving = true));
    setInterval(() => this.tick(), 1000);
    for (const button of this.querySelectorAll("[data-clear]")) button.hidden = false;
    // Somebody was faster than this script.
    for (const section of this.sections) this.note({ target: section }, 0);
    this.flush();
  }

  // --- What is given

  sectionOf(event) {
    return event.target.closest("[data-question]");
  }

  fieldsOf(section, asServed = false) {
    const fields = [...section.querySelectorAll("[name]")].filter(
      (field) => !isChecked(field) || (asServed ? field.defaultChecked : field.checked),
    );
    return new URLSearchParams(fields.map((field) => [field.name, asServed ? served(field) : field.value])).toString();
  }

  note(event, pause) {
    const section = this.sectionOf(event);
    if (!section || this.isOver) return;
    this.goal = null;
    const position = section.dataset.question;
    const fields = this.fieldsOf(section);
    const waiting = this.queue[position]?.next ?? this.queue[position]?.now;
    if (fields === (waiting?.fields ?? this.last.get(position))) return;
    const entry = (this.queue[position] ??= { seen: this.seen.get(position) ?? "" });
    entry.next = { fields, at: Date.now() };
    delete entry.isRefused;
    this.store();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flush(), pause);
  }

  clear(event) {
    for (const field of this.sectionOf(event).querySelectorAll("[type=radio]")) field.checked = false;
    this.note(event, 0);
  }

  // A tab that was closed before the server had them: they stand in the page again.
  restore() {
    for (const section of this.sections) {
      const entry = this.queue[section.dataset.question];
      if (!entry) continue;
      const given = new URLSearchParams((entry.next ?? entry.now).fields);
      for (const field of section.querySelectorAll("[name]")) {
        if (isChecked(field)) field.checked = given.getAll(field.name).includes(field.value);
        else field.value = given.get(field.name) ?? "";
      }
      for (const part of section.querySelectorAll("ordering-list, word-count")) {
        customElements.whenDefined(part.localName).then(() => part.dispatchEvent(new Event("restored")));
      }
    }
  }

  store() {
    try {
      if (Object.keys(this.queue).length) localStorage.setItem(this.key, JSON.stringify(this.queue));
      else localStorage.removeItem(this.key);
    } catch {
      this.show("full");
    }
  }

  get isWaiting() {
    return Object.keys(this.queue).length > 0;
  }

  // --- Sending

  flush() {
    clearTimeout(this.typing);
    clearTimeout(this.retry);
    return (this.running ??= this.work().finally(() => (this.running = null)));
  }

  async work() {
    for (let position; !this.isOver && (position = Object.keys(this.queue).find((each) => !this.queue[each].isRefused)); ) {
      const entry = this.queue[position];
      if (!entry.now) {
        entry.now = entry.next;
        delete entry.next;
        this.store();
      }
      if (!(await this.send(position, entry))) return;
    }
    if (this.goal && !this.isWaiting) this.go(this.goal);
  }

  // Returns whether to go on with the next.
  async send(position, entry) {
    const { fields, at } = entry.now;
    const age = Math.max(0, Math.round((Date.now() - at) / 1000));
    const seconds = this.spent.get(position) ?? 0;
    const answer = await this.post(position, `${fields}&${new URLSearchParams({ age, seconds, seen: entry.seen })}`);
    if (answer?.status === 200) return this.saved(position, entry, seconds, answer.body);
    if (answer?.body.code) return this.refused(position, entry, answer.body);
    // Not logged in, or as somebody else: what is given stays here until its student is back.
    this.show(answer && [0, 401, 403, 404].includes(answer.status) ? "ended" : "waiting");
    const wait = WAITS[Math.min(this.failures++, WAITS.length - 1)];
    this.retry = setTimeout(() => this.flush(), wait * 1000);
    return false;
  }

  async post(position, body, keepalive = false) {
    // Whoever logs in again gets another token, in the cookie.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? this.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token };
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const answer = await fetch(`${this.getAttribute("answers")}${position}/`, { method: "POST", body, headers, signal, keepalive, redirect: "manual" });
      return { status: answer.status, body: await answer.json().catch(() => ({})) };
    } catch {
      return null;
    }
  }

  saved(position, entry, seconds, { at, time, is_answered: isAnswered, seconds_left: left }) {
    this.failures = 0;
    this.seen.set(position, (entry.seen = at));
    this.last.set(position, entry.now.fields);
    this.mark(position, isAnswered);
    this.spent.set(position, (this.spent.get(position) ?? 0) - seconds);
    this.drop(position);
    this.querySelector("[data-part=saved] time").textContent = time;
    if (!this.isWaiting) this.show("saved");
    this.sync(left);
    return true;
  }

  refused(position, entry, { code, error }) {
    if (code === "newer") {
      this.drop(position);
      this.show("newer");
      return true;
    }
    if (OVER.includes(code)) {
      this.isOver = true;
      this.queue = {};
      this.store();
      this.show("over", error);
      for (const section of this.sections) section.querySelector("fieldset").disabled = true;
      return false;
    }
    this.show("refused", error);
    if (code === "denied") this.isOver = true; // kept here, should the course open again
    else {
      entry.next ??= entry.now; // until it is changed
      delete entry.now;
      entry.isRefused = true;
    }
    return code !== "denied";
  }

  drop(position) {
    delete this.queue[position].now;
    if (!this.queue[position].next) delete this.queue[position];
    this.store();
  }

  // --- Time

  tick() {
    if (document.hidden || !this.here) return;
    const seconds = (this.spent.get(this.here) ?? 0) + 1;
    this.spent.set(this.here, seconds);
    if (seconds >= REPORTS_EVERY) this.report();
  }

  // Tells the time that was spent reading, and hears what is left.
  async report(asks = false) {
    const position = this.here;
    const seconds = this.spent.get(position) ?? 0;
    if (!position || !(seconds || asks) || this.isWaiting || this.isOver) return;
    this.spent.set(position, 0);
    const answer = await this.post(position, new URLSearchParams({ seconds }).toString(), true);
    if (answer?.status === 200) this.sync(answer.body.seconds_left);
    else if (OVER.includes(answer?.body.code)) this.refused(position, {}, answer.body);
    else this.spent.set(position, this.spent.get(position) + seconds);
  }

  sync(seconds) {
    if (seconds !== null) document.dispatchEvent(new CustomEvent("quiz:clock", { detail: { seconds } }));
  }

  // --- Going on

  leave(event) {
    if (event.defaultPrevented || this.isLeaving || this.isOver) return;
    const { submitter, target } = event;
    const goal = submitter?.dataset.href;
    if (goal === undefined && !this.isWaiting) return;
    event.preventDefault();
    this.goal = goal ?? (() => target.submit());
    this.flush().then(() => this.flush());
  }

  go(goal) {
    this.goal = null;
    this.report();
    this.isLeaving = true;
    if (typeof goal === "string") location.assign(goal);
    else goal();
  }

  // --- What the page shows of it

  mark(position, isAnswered) {
    const number = this.querySelector(`.navigator [data-number="${position}"]`);
    if (!number) return;
    const given = new URLSearchParams(this.last.get(position));
    number.toggleAttribute("data-answered", isAnswered);
    number.toggleAttribute("data-flagged", given.has(`${position}-flag`));
    const all = this.querySelectorAll(".navigator [data-number]").length;
    const done = this.querySelectorAll(".navigator [data-number][data-answered]").length;
    const bar = this.querySelector(".attempt__progress");
    bar.querySelector("progress").value = (100 * done) / all;
    bar.querySelector(".progress__value").textContent = this.dataset.note.replace("%n", done);
  }

  show(name, sentence = "") {
    for (const part of this.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
    const words = this.querySelector(`[data-part=${name}] [data-sentence]`);
    if (words) words.textContent = sentence;
  }
}

customElements.define("answer-keeper", AnswerKeeper);
