// Puts a "close" button on a message. Without it the message simply stays.

class DismissibleAlert extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(":scope > button")) return;
    const button = document.querySelector("toast-region template")?.content.querySelector("button");
    if (!button) return;
    this.append(document.importNode(button, true));
    this.lastElementChild.addEventListener("click", () => this.remove());
  }
}

customElements.define("dismissible-alert", DismissibleAlert);
