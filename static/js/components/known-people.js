// Looks, while a counselor types, for people who asked before. Saving finds the same number and
// address without it.

const PAUSE = 300; // milliseconds without a key
const FIELDS = ["name", "phone", "email"];

class KnownPeople extends HTMLElement {
  connectedCallback() {
    this.address = this.getAttribute("src");
    this.found = this.querySelector("[data-part=found]");
    this.form = this.querySelector("form");
    this.form.addEventListener("input", ({ target }) => {
      if (!FIELDS.includes(target.name)) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    if (FIELDS.some((name) => this.form.elements[name].value)) this.look();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    const typed = new URLSearchParams(FIELDS.map((name) => [name, this.form.elements[name].value]));
    const asked = (this.asked = typed.toString());
    try {
      const answer = await fetch(`${this.address}?${asked}`, { headers: { Accept: "text/html" } });
      // A slower answer to fewer letters must not come over a newer one.
      if (answer.ok && asked === this.asked) this.found.innerHTML = await answer.text();
    } catch {
      // Offline: saving will say so.
    }
  }
}

customElements.define("known-people", KnownPeople);
