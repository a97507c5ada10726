// n, p and m turn the pages of a course; ? tells so. They can be switched off, and rest while somebody writes.

const SWITCH = "jeevi-lesson-keys";
const BUSY = "input, textarea, select, [contenteditable], video, audio, dialog, [role=application]";

class LessonKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.dialog = this.querySelector("dialog");
    this.box = this.querySelector("input[type=checkbox]");
    this.box.checked = localStorage.getItem(SWITCH) !== "off";
    this.box.addEventListener("change", () => localStorage.setItem(SWITCH, this.box.checked ? "on" : "off"));
    this.listen = (event) => this.turn(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listen);
  }

  turn(event) {
    if (!this.box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest(BUSY)) return;
    if (event.key === "n") document.querySelector("a[rel=next]")?.click();
    else if (event.key === "p") document.querySelector("a[rel=prev]")?.click();
    else if (event.key === "m") document.querySelector("#done form")?.requestSubmit();
    else if (event.key === "?" && !this.dialog.open) this.dialog.showModal();
  }
}

customElements.define("lesson-keys", LessonKeys);
