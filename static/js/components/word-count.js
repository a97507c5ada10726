// <word-count>: says how many words stand in its text field.

customElements.define(
  "word-count",
  class extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("textarea");
      this.field.addEventListener("input", () => this.count());
      this.addEventListener("restored", () => this.count());
      this.querySelector("[data-count]").hidden = false;
      this.count();
    }

    count() {
      const words = this.field.value.split(/\s+/).filter(Boolean).length;
      const says = words === 1 ? this.dataset.word : this.dataset.words;
      this.querySelector("[data-count]").textContent = says.replace("%n", words);
    }
  },
);
