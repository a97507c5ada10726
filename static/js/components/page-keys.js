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
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  press(event) {
    const { key, target } = event;
    if (event.repeat || event.altKey || event.defaultPrevented || target.closest("dialog")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const isFree = isCommand || key === "Escape" || (this.box.checked && !target.closest(BUSY));
    if (!isFree) return;
    if (key === "?") return this.dialog.showModal();
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
