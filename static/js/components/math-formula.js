// Sets a formula with KaTeX. What KaTeX can't read stays as LaTeX.

import { loadScript, loadStyles, whenSeen } from "./loading.js";

class MathFormula extends HTMLElement {
  connectedCallback() {
    this.latex ??= this.textContent;
    whenSeen(this, () => this.draw());
  }

  async draw() {
    loadStyles(this.getAttribute("styles"));
    try {
      await loadScript(this.getAttribute("library"));
      const drawn = document.createElement("span");
      window.katex.render(this.latex, drawn, { displayMode: true, throwOnError: true });
      this.replaceChildren(drawn);
      if (this.scrollWidth > this.clientWidth) this.tabIndex = 0;
    } catch {
      // The LaTeX is still there.
    }
  }
}

customElements.define("math-formula", MathFormula);
