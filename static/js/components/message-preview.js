// <message-preview src="…" preview="id">: while somebody writes in the form around or inside it, asks the server
// how that will read and shows the answer in the element of that id. Without it the first preview stays.

const PAUSE = 300;

customElements.define(
  "message-preview",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form") ?? this.closest("form");
      this.target = document.getElementById(this.getAttribute("preview"));
      this.form.addEventListener("input", () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.refresh(), PAUSE);
      });
    }

    disconnectedCallback() {
      clearTimeout(this.waiting);
      this.asking?.abort();
    }

    async refresh() {
      this.asking?.abort();
      this.asking = new AbortController();
      try {
        const answer = await fetch(this.getAttribute("src"), {
          method: "POST",
          body: new FormData(this.form),
          signal: this.asking.signal,
        });
        if (answer.ok && !answer.redirected) this.target.innerHTML = await answer.text();
      } catch {
        // Offline, or overtaken by the next letter: what is shown stays until the server answers.
      }
    }
  },
);
