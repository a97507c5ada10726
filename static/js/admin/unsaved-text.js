// What somebody writes in the page editor stays in this browser until the server has it. Wagtail saves drafts
// by itself; this is for when it can't: no connection, a session that ended, a tab that was closed too early.

const PREFIX = "jeevi.unsaved";
const DAYS_KEPT = 60;
const TRY_AGAIN = 15000;
const UNNOTICED = 3000;
// Of the visit, not of the text.
const NOT_TEXT = new Set(["csrfmiddlewaretoken", "next", "unsaved_text", "loaded_revision_id", "loaded_revision_created_at"]);

const keptTexts = (owner) =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`${PREFIX} ${owner} `))
    .map((key) => ({ key, path: key.split(" ")[2], id: key.split(" ")[3], ...JSON.parse(localStorage.getItem(key)) }))
    .sort((one, other) => other.at - one.at);

const forgetSaved = (owner, saved) => {
  for (const text of keptTexts(owner)) if (saved.includes(text.id)) localStorage.removeItem(text.key);
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX} `)))
    if (Date.now() - JSON.parse(localStorage.getItem(key)).at > DAYS_KEPT * 86400000) localStorage.removeItem(key);
};

const inWords = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

class UnsavedText extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.closest("form");
    this.form.prepend(this);
    this.owner = this.getAttribute("owner");
    forgetSaved(this.owner, this.getAttribute("saved").split(" "));
    this.startRecord();
    this.offer();
    this.addEventListener("click", (event) => this[event.target.closest("[data-do]")?.dataset.do]?.(event));

    // The first touch says what the page was; later looks say whether it is another.
    for (const touch of ["keydown", "pointerdown", "beforeinput", "focusin"])
      this.form.addEventListener(touch, () => (this.base ??= this.written()), true);
    setInterval(() => this.keep(), 500);
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.keep() : this.tryAgain()));

    this.form.addEventListener("w-autosave:save", () => (this.sent = this.written()));
    this.form.addEventListener("w-autosave:success", (event) => this.saved(event.detail.response));
    this.form.addEventListener("w-autosave:error", (event) => this.failed(event.detail.type));
    addEventListener("submit", (event) => event.target === this.form && this.beforeSubmit(event), true);
    addEventListener("online", () => this.tryAgain());
    setInterval(() => this.tryAgain(), TRY_AGAIN);
  }

  written() {
    const entries = [...new FormData(this.form)].filter(([name, value]) => !NOT_TEXT.has(name) && typeof value === "string");
    return JSON.stringify(entries);
  }

  // --- Keeping

  startRecord() {
    const field = this.form.elements.unsaved_text;
    this.kept = null;
    // The server sent the number back: it refused the text, and shows it here.
    if (field.value) this.base = "";
    this.id = field.value ||= `${Date.now()}-${String(Math.random()).slice(2)}`;
    this.key = keptTexts(this.owner).find((text) => text.id === this.id)?.key;
  }

  keep() {
    if (this.base === undefined || this.isLeaving) return;
    const written = this.written();
    if (written === (this.kept ?? this.base)) return;
    this.drop();
    this.key = [PREFIX, this.owner, new URL(this.form.action).pathname, this.id].join(" ");
    const title = this.form.elements.title?.value || "";
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), title, revision: this.revision(), entries: JSON.parse(written) }));
      this.show("full", false);
    } catch {
      this.show("full");
    }
    this.kept = written;
    // Wagtail takes what is typed in the first two seconds for what was there before.
    clearTimeout(this.unnoticed);
    this.unnoticed = setTimeout(() => this.kept === written && this.sent !== written && this.saveNow(), UNNOTICED);
  }

  drop() {
    if (this.key) localStorage.removeItem(this.key);
  }

  // What this text goes on from.
  revision() {
    const { loaded_revision_id: id, loaded_revision_created_at: at } = this.form.elements;
    return this.savedRevision ?? `${id?.value ?? ""} ${at?.value ?? ""}`;
  }

  saved({ revision_id: id, revision_created_at: at }) {
    this.savedRevision = `${id} ${at}`;
    this.trouble("");
    this.keep();
    if (this.sent !== (this.kept ?? this.base)) return;
    this.drop();
    this.base = this.sent;
    this.kept = null;
  }

  // --- When it can't be saved

  saveNow() {
    this.form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  }

  async failed(reason) {
    if (reason === "network_error") return this.trouble("offline");
    if (reason !== "server_error") return; // the editor says it itself
    const answer = await this.knock();
    // Somebody who logged in again, in another tab, goes on here.
    if (answer === "welcome" && !this.knocked) this.saveNow();
    else this.trouble(answer === "welcome" ? "failing" : answer);
    this.knocked = answer === "welcome";
  }

  async knock() {
    try {
      const response = await fetch(this.form.action, { redirect: "manual", headers: { Accept: "text/html" } });
      if (response.type === "opaqueredirect") return "ended";
      if (!response.ok) return "failing";
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (page.querySelector("unsaved-text")?.getAttribute("owner") !== this.owner) return "ended";
      const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      window.wagtailConfig.CSRF_TOKEN = token;
      return "welcome";
    } catch {
      return "offline";
    }
  }

  tryAgain() {
    if (!this.state || document.hidden) return;
    this.knocked = false;
    this.saveNow();
  }

  trouble(state) {
    this.state = state;
    for (const part of ["offline", "ended", "failing"]) this.show(part, part === state);
  }

  beforeSubmit(event) {
    this.keep();
    if (navigator.onLine && !["offline", "ended"].includes(this.state)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.state) this.trouble("offline");
    this.scrollIntoView({ block: "center" });
    // The button waits for a page that doesn't come.
    setTimeout(() => event.submitter?.setAttribute("data-w-progress-loading-value", "false"), 50);
    this.tryAgain();
  }

  logIn(event) {
    this.keep();
    event.target.search = new URLSearchParams({ next: location.pathname });
    addEventListener("w-unsaved:confirm", (event) => event.preventDefault());
  }

  // --- Giving it back

  offer() {
    const path = new URL(this.form.action).pathname;
    [this.offered] = keptTexts(this.owner).filter((text) => text.path === path && text.id !== this.id);
    this.show("offer", Boolean(this.offered));
    if (!this.offered) return;
    this.querySelector("time").textContent = inWords(this.offered.at);
    this.show("newer", this.offered.revision !== this.revision());
  }

  // Sent as a draft, as if it had been typed here: the server checks and draws it.
  restore() {
    const form = document.createElement("form");
    form.method = "post";
    form.action = this.form.action;
    const token = this.form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...this.offered.entries, ["csrfmiddlewaretoken", token], ["unsaved_text", this.offered.id]]) {
      const field = document.createElement("textarea"); // keeps line breaks
      Object.assign(field, { name, value });
      form.append(field);
    }
    form.hidden = true;
    document.body.append(form);
    this.isLeaving = true;
    form.submit();
  }

  discard() {
    localStorage.removeItem(this.offered.key);
    this.offer();
  }

  show(part, shown = true) {
    this.querySelector(`[data-part=${part}]`).hidden = !shown;
  }
}

class UnsavedTexts extends HTMLElement {
  connectedCallback() {
    const owner = this.getAttribute("owner");
    forgetSaved(owner, this.getAttribute("saved").split(" "));
    const texts = keptTexts(owner);
    for (const { path, title, at } of texts) {
      const row = this.querySelector("template").content.cloneNode(true);
      Object.assign(row.querySelector("a"), { href: path, textContent: title || path });
      row.querySelector("time").textContent = inWords(at);
      this.querySelector("ul").append(row);
    }
    this.closest("[data-unsaved-panel]").hidden = !texts.length;
  }
}

customElements.define("unsaved-text", UnsavedText);
customElements.define("unsaved-texts", UnsavedTexts);
