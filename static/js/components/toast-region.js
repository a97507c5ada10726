// Shows what the server says by HX-Trigger: {"toast": {"text": ..., "kind": ...}}. Good news goes by
// itself; anything else waits until it is put away.

const GOES_AFTER = 7000;

class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.away = new AbortController();
    document.addEventListener("toast", (event) => this.show(event.detail), { signal: this.away.signal });
  }

  disconnectedCallback() {
    this.away.abort();
  }

  show({ text, kind = "notice" }) {
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true);
    toast.classList.add(`alert--${kind}`);
    toast.querySelector("p").textContent = text;
    toast.querySelector("button").addEventListener("click", () => toast.remove());
    this.append(toast);
    if (kind === "positive") this.dismissLater(toast);
  }

  dismissLater(toast) {
    setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) this.dismissLater(toast);
      else toast.remove();
    }, GOES_AFTER);
  }
}

customElements.define("toast-region", ToastRegion);
