// The keys of a page. A list in a dialog tells them, and ? opens it. Each entry names a key, and what is clicked,
// focused or left with it: <div data-key="j" data-click="a[rel=next]">. Single letters can be switched off, and rest
// while somebody writes; keys with Control work there too.

const BUSY =
  "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], video, audio, dialog, [role=application]";

class PageKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.dialog = this.querySelector("dialog");
    this.box = this.querySelector("input[type=checkbox]");
    const kept = `jeevi-keys-${this.getAttribute("name")}`;
    this.box.checked = localStorage.getItem(kept) !== "off";
    this.box.addEventListener("change", () => localStorage.setItem(kept, this.box.checked ? "on" : "off"));
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    // Before anybody else: Wagtail's admin has a list of keys of its own behind the same sign.
    document.addEventListener("keydown", (event) => this.ask(event), { signal, capture: true });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  isFree(target) {
    return this.box.checked && !target.closest(BUSY);
  }

  ask(event) {
    if (event.key !== "?" || event.repeat || !this.isFree(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.dialog.showModal();
  }

  press(event) {
    const { key, target } = event;
    if (event.repeat || event.altKey || event.defaultPrevented || target.closest("dialog")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (!isCommand && key !== "Escape" && !this.isFree(target)) return;
    const name = [isCommand && "Control", isCommand && event.shiftKey && "Shift", key].filter(Boolean).join("+");
    const entry = [...this.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === name);
    if (entry && this.act(entry.dataset, target)) event.preventDefault();
  }

  // Returns whether there was something to do.
  act({ click, focus, leave }, target) {
    if (leave) return target.matches(leave) && (target.blur(), true);
    const found = document.querySelector(click ?? focus);
    if (click) found?.click();
    else found?.focus();
    return Boolean(found);
  }
}

customElements.define("page-keys", PageKeys);
