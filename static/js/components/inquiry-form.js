// The form with which visitors ask. <inquiry-form> fetches it into a page that is kept for
// everybody; <inquiry-proof> does the proof of work that keeps machines out, while the person
// types. Without either the form can be sent all the same, with one page more.

import { whenSeen } from "./loading.js";
import { firstVisit } from "./first-visit.js";

class InquiryForm extends HTMLElement {
  connectedCallback() {
    whenSeen(this, () => this.load());
  }

  async load() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "text/html" } });
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      // Offline: the button leads to the same form.
    }
  }
}

class InquiryProof extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.bringVisit();
    this.addEventListener("focusin", () => this.solve(), { once: true });
    this.form.addEventListener("submit", (event) => this.send(event));
    // Back from the page of thanks: the buttons are there again.
    addEventListener("pageshow", (event) => event.persisted && this.rest());
  }

  /** What led the person to the site stands in the address of their first page, not of this one. */
  bringVisit() {
    for (const [name, value] of Object.entries(firstVisit())) {
      const field = this.form.elements[name];
      if (field && !field.value) field.value = value;
    }
  }

  solve() {
    if (this.solution || this.form.elements.solution.value) return this.solution;
    this.solution = new Promise((resolve) => {
      if (!window.isSecureContext) return resolve(""); // no SubtleCrypto
      const worker = new Worker(this.getAttribute("worker"));
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve("");
      worker.postMessage({
        ticket: this.form.elements.ticket.value,
        bits: Number(this.getAttribute("bits")),
      });
    });
    this.solution.then((number) => {
      this.form.elements.solution.value = number;
    });
    return this.solution;
  }

  async send(event) {
    if (this.isSent) return event.preventDefault();
    if (this.form.elements.solution.value || this.isUnsolvable) {
      this.isSent = true;
      return;
    }
    event.preventDefault();
    const label = this.form.querySelector("button span");
    this.said ??= label.textContent;
    label.textContent = this.getAttribute("waiting");
    this.isUnsolvable = (await this.solve()) === "";
    this.form.requestSubmit();
  }

  rest() {
    this.isSent = false;
    if (this.said) this.form.querySelector("button span").textContent = this.said;
  }
}

customElements.define("inquiry-form", InquiryForm);
customElements.define("inquiry-proof", InquiryProof);
