// Shows the result of a changed filter at once: submits the form inside, which htmx answers in
// place. Without JavaScript, or without htmx, the form's own button does the same.

const PAUSE = 400; // milliseconds without a key before typed words are sent

class LiveFilters extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.submit(event.target.form));
    this.addEventListener("input", (event) => {
      if (event.target.type !== "search") return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.submit(event.target.form), PAUSE);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  submit(form) {
    clearTimeout(this.timer);
    if (window.htmx) form?.requestSubmit();
  }
}

customElements.define("live-filters", LiveFilters);
