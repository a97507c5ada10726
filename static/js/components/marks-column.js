// Lets marks be entered down a column: Enter and the arrow keys lead from student to student, and
// what was copied from a spreadsheet is pasted downwards. Without it the Tab key does.

class MarksColumn extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("paste", (event) => this.paste(event));
    this.addEventListener("input", () => (this.isChanged = true));
    this.addEventListener("submit", () => (this.isChanged = false));
    this.away = new AbortController();
    addEventListener("beforeunload", (event) => this.isChanged && event.preventDefault(), { signal: this.away.signal });
  }

  disconnectedCallback() {
    this.away.abort();
  }

  get fields() {
    return [...this.querySelectorAll(".marks__points")];
  }

  press(event) {
    const place = this.fields.indexOf(event.target);
    if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = this.fields[place + step];
    if (next) {
      next.focus();
      next.select();
    } else if (event.key === "Enter") this.querySelector(".marks__actions button").focus();
  }

  paste(event) {
    const place = this.fields.indexOf(event.target);
    const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    if (place < 0 || lines.length < 2) return;
    event.preventDefault();
    lines.forEach((line, number) => {
      const field = this.fields[place + number];
      if (field) field.value = line.split("\t")[0].trim();
    });
    this.isChanged = true;
  }
}

customElements.define("marks-column", MarksColumn);
