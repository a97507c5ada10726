// Suggests titles while somebody types: a combobox with a list box, as the ARIA practices describe it.
// The focus stays in the field; arrows lead through the list, Enter opens what they point at, Escape
// closes it. Without JavaScript, or without an answer, it is a plain field of its form.

const PAUSE = 180; // milliseconds without a key before the server is asked
const SHORTEST = 2;

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]") ?? this.makeList();
    this.status = this.querySelector("[role=status]") ?? this.makeStatus();
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.away = new AbortController();
    const { signal } = this.away;
    this.input.addEventListener("input", () => this.wait(), { signal });
    this.input.addEventListener("keydown", (event) => this.steer(event), { signal });
    this.input.addEventListener("blur", () => this.close(), { signal });
    this.input.form?.addEventListener("submit", () => this.close(), { signal });
    // The field keeps the focus while the pointer is on the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")), { signal });
  }

  disconnectedCallback() {
    this.away.abort();
    this.asking?.abort();
    clearTimeout(this.timer);
  }

  makeList() {
    const list = document.createElement("ul");
    list.className = "search-box__list";
    list.id = `${this.input.id}-options`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.dataset.label);
    list.hidden = true;
    return this.appendChild(list);
  }

  makeStatus() {
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    return this.appendChild(status);
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.input.value.trim().length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking = new AbortController();
    const { signal } = this.asking;
    const address = `${this.getAttribute("suggest")}?${new URLSearchParams({ q: this.input.value })}`;
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) return;
      const html = await answer.text();
      if (!signal.aborted && document.activeElement === this.input) this.show(html);
    } catch {
      // The next key asks again; the form works without suggestions.
    }
  }

  show(html) {
    this.list.innerHTML = html;
    this.options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.point(-1);
    const { length } = this.options;
    this.list.hidden = !length;
    this.input.setAttribute("aria-expanded", String(length > 0));
    this.status.textContent = length ? this.options[0].dataset.said : "";
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show("");
  }

  point(place) {
    this.options.forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  steer(event) {
    if (this.list.hidden || event.isComposing) return;
    const { length } = this.options;
    const steps = { ArrowDown: this.active + 1, ArrowUp: this.active < 0 ? length - 1 : this.active - 1 };
    if (event.key in steps) this.point(steps[event.key] < length ? steps[event.key] : -1);
    else if (event.key === "Enter" && this.active >= 0) this.open(this.options[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }
}

customElements.define("search-box", SearchBox);
