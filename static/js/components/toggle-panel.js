// Opens and closes what its first button controls, or the <details> inside. With `dismiss` it also
// closes on Escape, on a click elsewhere, and when the focus leaves.

class TogglePanel extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector(":scope > details");
    this.button = this.details?.querySelector("summary") ?? this.querySelector("[aria-expanded]");
    this.away = new AbortController();
    const { signal } = this.away;
    if (!this.details) this.button.addEventListener("click", () => this.toggle(), { signal });
    for (const close of this.querySelectorAll(":scope [data-close]")) {
      close.addEventListener("click", () => this.close(), { signal });
    }
    if (!this.hasAttribute("dismiss")) return;
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close(event), { signal });
    this.addEventListener("focusout", (event) => this.leave(event.relatedTarget), { signal });
    document.addEventListener("pointerdown", (event) => this.leave(event.target), { signal });
  }

  disconnectedCallback() {
    this.away.abort();
  }

  get isOpen() {
    return this.details ? this.details.open : this.hasAttribute("open");
  }

  toggle(open = !this.isOpen) {
    if (this.details) this.details.open = open;
    else {
      this.toggleAttribute("open", open);
      this.button.setAttribute("aria-expanded", String(open));
    }
  }

  close(event) {
    if (!this.isOpen) return;
    event?.stopPropagation();
    this.toggle(false);
    this.button.focus();
  }

  leave(target) {
    if (this.isOpen && target && !this.contains(target)) this.toggle(false);
  }
}

customElements.define("toggle-panel", TogglePanel);
