// Colours source code when it comes into view, and puts a copy button on it.

import { loadScript, whenSeen } from "./loading.js";

const COPIED_FOR = 2000;

class CodeBlock extends HTMLElement {
  connectedCallback() {
    this.code = this.querySelector("code");
    if (!this.hasAttribute("sources")) return; // what a program printed
    this.offerCopy();
    const sources = this.getAttribute("sources").split(" ").filter(Boolean);
    if (sources.length) whenSeen(this, () => this.highlight(sources));
  }

  offerCopy() {
    if (!navigator.clipboard || this.querySelector(".code__copy")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet code__copy";
    button.textContent = this.dataset.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.code.textContent);
      button.textContent = this.dataset.copied;
      setTimeout(() => (button.textContent = this.dataset.copy), COPIED_FOR);
    });
    this.querySelector(".code__head").append(button);
  }

  async highlight(sources) {
    window.Prism ??= { manual: true };
    try {
      for (const source of sources) await loadScript(source);
      window.Prism.highlightElement(this.code);
    } catch {
      // Plain code reads well enough.
    }
  }
}

customElements.define("code-block", CodeBlock);
