// Makes the gradebook's table a grid: arrow keys go from cell to cell, Enter or a click opens a grade
// in a dialog, and the field of names hides rows while somebody types. Without it, or without htmx,
// the name of a student leads to the same forms.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-10, 0], PageDown: [10, 0] };

class GradeGrid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    if (!this.table) return;
    this.dialog = this.querySelector("dialog");
    this.region = this.querySelector("[role=region]");
    this.heads = [...this.table.tHead.rows].at(-1).cells;
    this.body.addEventListener("keydown", (event) => this.press(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("focusin", (event) => this.arrive(event.target.closest("td, th")));
    this.querySelector("[type=search]").addEventListener("input", (event) => this.sift(event.target.value));
    // What was saved comes back as the student's row; a refusal stays in the dialog.
    // Once it is settled: before that a form would not be sent by htmx.
    document.body.addEventListener("htmx:afterSettle", (event) => this.swapped(event.detail.target));
    this.dialog.addEventListener("close", () => this.here()?.focus());
    // The Tab key comes to one cell, not to five hundred names.
    for (const link of this.body.querySelectorAll("a")) link.tabIndex = -1;
    this.begin();
  }

  get body() {
    return this.table.tBodies[0];
  }

  begin() {
    const first = this.shown()[0]?.cells[1];
    if (first) this.arrive(first);
  }

  here() {
    return this.at && this.body.rows[this.at[0]]?.cells[this.at[1]];
  }

  arrive(cell) {
    const before = this.here();
    if (!cell || cell === before) return;
    before?.removeAttribute("tabindex");
    this.at = [cell.parentElement.sectionRowIndex, cell.cellIndex];
    cell.tabIndex = 0;
  }

  press(event) {
    const cell = event.target.closest("td, th");
    if (!cell || event.altKey || event.metaKey) return;
    if (event.key in STEPS) this.go(cell, ...STEPS[event.key]);
    else if (event.key === "Home") this.focusOn(event.ctrlKey ? this.shown()[0] : cell.parentElement, 0);
    else if (event.key === "End") this.focusOn(event.ctrlKey ? this.shown().at(-1) : cell.parentElement, Infinity);
    else if ((event.key === "Enter" || event.key === "F2") && event.target === cell) this.open(cell);
    else return;
    event.preventDefault();
  }

  shown() {
    return [...this.body.rows].filter((row) => !row.hidden);
  }

  go(cell, down, right) {
    const rows = this.shown();
    const place = Math.min(Math.max(rows.indexOf(cell.parentElement) + down, 0), rows.length - 1);
    this.focusOn(rows[place], cell.cellIndex + right);
  }

  focusOn(row, place) {
    const cell = row?.cells[Math.min(Math.max(place, 0), row.cells.length - 1)];
    if (!cell) return;
    this.arrive(cell);
    cell.focus({ preventScroll: true });
    this.reveal(cell);
  }

  /** Scroll no further than needed, and not below what stays at the top and at the side. */
  reveal(cell) {
    const box = this.region.getBoundingClientRect();
    const own = cell.getBoundingClientRect();
    const top = box.top + this.table.tHead.offsetHeight;
    let left = box.left;
    for (const fixed of cell.parentElement.cells) {
      if (getComputedStyle(fixed).position !== "sticky") break;
      if (fixed === cell) left = -Infinity;
      else left += fixed.offsetWidth;
    }
    const by = (low, high, from, to) => (low < from ? low - from : high > to ? high - to : 0);
    this.region.scrollBy({
      left: left === -Infinity ? 0 : by(own.left, own.right, left, box.right),
      top: by(own.top, own.bottom, top, box.bottom),
      behavior: "instant",
    });
  }

  click(event) {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest("a")) this.open(cell);
  }

  open(cell) {
    const item = this.heads[cell.cellIndex]?.dataset.i;
    if (cell.tagName === "TH") return cell.querySelector("a").click();
    if (!item || !window.htmx) return;
    this.arrive(cell);
    const address = `students/${cell.parentElement.dataset.e}/items/${item}/`;
    window.htmx.ajax("GET", address, { target: this.dialog.querySelector("[data-panel]") });
  }

  swapped(target) {
    if (target.matches("[data-panel]")) {
      if (!this.dialog.open) this.dialog.showModal();
      const field = target.querySelector("[name=points]");
      field?.focus();
      field?.select();
    } else if (this.dialog.open) {
      this.dialog.close();
    }
    // A row drawn anew has forgotten.
    const cell = this.here();
    if (!cell) return;
    cell.tabIndex = 0;
    cell.parentElement.querySelector("a").tabIndex = -1;
  }

  sift(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of this.body.rows) {
      const name = row.cells[0].textContent.toLowerCase();
      row.hidden = !words.every((word) => name.includes(word));
    }
    const nobody = this.querySelector("[data-nobody]");
    nobody.hidden = this.shown().length > 0;
    if (this.here()?.parentElement.hidden) this.begin();
  }
}

customElements.define("grade-grid", GradeGrid);
