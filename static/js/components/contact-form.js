// Helps to fill in what came of a contact: number keys choose the outcome, the next date follows it until somebody
// types another one, and of "contact again" and "lost" only the chosen one is shown. Ctrl+Enter saves.

class ContactForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.suggestions = JSON.parse(this.querySelector("#step-suggestions")?.textContent ?? "{}");
    this.form.addEventListener("change", (event) => this.change(event.target));
    this.form.addEventListener("input", (event) => this.typed(event.target));
    this.addEventListener("keydown", (event) => this.press(event));
    this.show();
  }

  get then() {
    return this.form.elements.then?.value;
  }

  change({ name, value }) {
    if (name === "outcome") this.suggest(this.suggestions[value]);
    this.show();
  }

  typed({ name }) {
    if (["next_at", "next_medium", "lost_reason"].includes(name)) this.isChosen = true;
  }

  suggest(suggestion) {
    if (!suggestion || !this.then) return;
    this.querySelector("[data-part=suggested]").textContent = suggestion.title;
    if (this.isChosen) return;
    const { next_at, next_medium, then, lost_reason } = this.form.elements;
    next_at.value = suggestion.at;
    next_medium.value = suggestion.medium;
    then.value = suggestion.lost ? "lost" : "next";
    lost_reason.value = suggestion.lost;
  }

  show() {
    for (const part of this.querySelectorAll("[data-then]")) part.hidden = part.dataset.then !== this.then;
  }

  press(event) {
    const { key, target } = event;
    if (event.altKey || event.repeat) return;
    if ((event.ctrlKey || event.metaKey) && key === "Enter") {
      event.preventDefault();
      return this.form.requestSubmit();
    }
    const writes = target.matches("input:not([type=radio]), textarea, select");
    const radio = /^[1-9]$/.test(key) && [...this.form.querySelectorAll("[name=outcome]")][key - 1];
    if (writes || !radio || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  }
}

customElements.define("contact-form", ContactForm);
