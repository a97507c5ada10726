// <ordering-list>: moves the items of a list by buttons, and when a place is chosen. The places that are sent
// are those of the <select>s, which do without this script.

class OrderingList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.keep = this.querySelector("[data-keep]");
    for (const moves of this.querySelectorAll(".ordering__moves")) moves.hidden = false;
    this.list.addEventListener("change", (event) => this.place(event));
    this.list.addEventListener("click", (event) => this.move(event.target.closest("[data-move]")));
    this.keep.addEventListener("click", () => this.number());
    // What the browser kept was put back into the fields.
    this.addEventListener("restored", () => this.sort());
    this.look();
  }

  get items() {
    return [...this.list.children];
  }

  placeOf(item) {
    return item.querySelector("select");
  }

  place(event) {
    if (event.detail?.numbered) return;
    event.stopPropagation();
    const item = event.target.closest("li");
    const wanted = Number(event.target.value);
    if (!wanted) return this.number();
    const others = this.items.filter((each) => each !== item);
    this.put(item, others[wanted - 1] ?? null);
    this.placeOf(item).focus();
  }

  move(button) {
    if (!button) return;
    const item = button.closest("li");
    const up = button.dataset.move === "-1";
    const next = up ? item.previousElementSibling : item.nextElementSibling;
    if (!next) return;
    this.put(item, up ? next : next.nextElementSibling);
    button.focus(); // moving an element takes the focus from it
  }

  put(item, before) {
    this.list.insertBefore(item, before);
    this.number();
    const words = this.dataset.moved.replace("%n", this.items.indexOf(item) + 1);
    this.querySelector("[role=status]").textContent = words;
  }

  number() {
    this.items.forEach((item, place) => (this.placeOf(item).value = String(place + 1)));
    this.look();
    this.list.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { numbered: true } }));
  }

  sort() {
    const placed = this.items.map((item) => [Number(this.placeOf(item).value), item]);
    if (placed.every(([place]) => place)) this.list.append(...placed.sort(([a], [b]) => a - b).map(([, item]) => item));
    this.look();
  }

  look() {
    this.keep.hidden = this.items.every((item) => this.placeOf(item).value);
  }
}

customElements.define("ordering-list", OrderingList);
