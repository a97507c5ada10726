// Leads from student to student without the mouse; ? tells how. The letters can be switched off, and rest while
// somebody writes; Escape leaves a field.

const SWITCH = "jeevi-grading-keys";
const BUSY = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], video, audio, dialog";

class GradingKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.dialog = this.querySelector("dialog");
    this.box = this.querySelector("input[type=checkbox]");
    this.box.checked = localStorage.getItem(SWITCH) !== "off";
    this.box.addEventListener("change", () => localStorage.setItem(SWITCH, this.box.checked ? "on" : "off"));
    this.stop = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  press(event) {
    if (event.repeat || event.altKey || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.save(event);
    if (event.key === "Escape" && event.target.matches("#grading-form *")) return event.target.blur();
    if (!this.box.checked || event.ctrlKey || event.metaKey || event.target.closest(BUSY)) return;
    const go = {
      j: () => document.querySelector("a[rel=next]")?.click(),
      k: () => document.querySelector("a[rel=prev]")?.click(),
      n: () => document.querySelector("a[data-next-to-grade]")?.click(),
      g: () => document.querySelector("#grading-form input[type=radio], #points")?.focus(),
      c: () => document.querySelector("#comment")?.focus(),
      "?": () => !this.dialog.open && this.dialog.showModal(),
    }[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  }

  save(event) {
    const button = document.querySelector(`[data-key=${event.shiftKey ? "release" : "save"}]`);
    if (!button || event.target.closest("dialog")) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  }
}

customElements.define("grading-keys", GradingKeys);
