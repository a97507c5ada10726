// Knows which row of the desk is selected: j and k (see page-keys.js) and the arrows go from row to row, the letters act
// on the selected one. Draws the lists anew without losing the place. Rows are links and forms all the same.

class DeskList extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("focusin", (event) => this.select(event.target.closest("[data-row]")), { signal });
    this.addEventListener("keydown", (event) => this.press(event), { signal });
    document.addEventListener("desk-done", ({ detail }) => this.done(detail.inquiry), { signal });
    this.begin();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }

  row(uuid) {
    return this.rows.find((row) => row.dataset.row === uuid);
  }

  // Nobody is there yet: letters mean the first row, and j goes there.
  begin() {
    const [first] = this.rows;
    first?.toggleAttribute("data-selected", true);
    first?.toggleAttribute("data-next", true);
  }

  select(row) {
    if (!row) return;
    const { rows } = this;
    const place = rows.indexOf(row);
    rows.forEach((each, number) => {
      each.toggleAttribute("data-selected", number === place);
      each.toggleAttribute("data-next", number === place + 1);
      each.toggleAttribute("data-previous", number === place - 1);
    });
    this.selected = row.dataset.row;
    row.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const mark = { ArrowDown: "data-next", ArrowUp: "data-previous" }[event.key];
    if (!mark || event.target.matches("select, input, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    const link = this.querySelector(`[${mark}] [data-person]`);
    if (!link) return;
    event.preventDefault();
    link.focus();
  }

  // The row of `uuid` was dealt with: its neighbour is next.
  async done(uuid) {
    const { rows } = this;
    const place = rows.findIndex((row) => row.dataset.row === uuid);
    const after = [...rows.slice(place + 1), ...rows.slice(0, place).reverse()].map((row) => row.dataset.row);
    await this.refresh();
    const next = after.map((each) => this.row(each)).find(Boolean) ?? this.rows[0];
    next?.querySelector("[data-person]").focus();
  }

  async refresh() {
    // Somebody chooses a counselor in a row: not while they do.
    if (!window.htmx || this.querySelector("select:focus")) return;
    const active = this.contains(document.activeElement) ? document.activeElement : null;
    const { selected } = this;
    const how = active && (active.dataset.log ?? (active.matches("[data-person]") ? "person" : ""));
    await window.htmx.ajax("GET", location.href, { target: "#desk-lists", swap: "outerHTML" });
    const row = this.row(selected);
    if (!row) return this.begin();
    const again = how === "person" || !how ? "[data-person]" : `[data-log="${how}"]`;
    if (active) row.querySelector(again)?.focus({ preventScroll: true });
    else this.select(row);
  }
}

customElements.define("desk-list", DeskList);
