// Says what the reader did in a quiz or an assignment. The page is the same for everybody and kept;
// this piece is asked for by each reader. Without it the card still leads there.

import { whenSeen } from "./loading.js";

class AssessedState extends HTMLElement {
  connectedCallback() {
    whenSeen(this.parentElement, () => this.load()); // empty, it takes no room to be seen in
    // Back from the quiz, the browser may show the page as it was left.
    addEventListener("pageshow", (event) => event.persisted && this.load());
  }

  async load() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "text/html" } });
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      // Offline: the card leads to the page, which says the same.
    }
  }
}

customElements.define("assessed-state", AssessedState);
