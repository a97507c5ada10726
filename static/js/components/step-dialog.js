// Opens the forms of the next step in place: a click on <a data-step> fetches the form by htmx and shows it. What was
// saved comes back as the event "step-saved"; the desk takes the row away itself, any other page is loaded anew.
// Without the script, or without htmx, the link leads to the same form in a page of its own.

class StepDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.panel = this.querySelector("[data-panel]");
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("click", (event) => this.click(event), { signal });
    document.body.addEventListener("htmx:afterSettle", (event) => this.settled(event), { signal });
    document.body.addEventListener("step-saved", (event) => this.saved(event.detail), { signal });
    this.dialog.addEventListener("close", () => this.closed());
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  click(event) {
    if (event.target.closest("step-dialog [data-close]")) {
      event.preventDefault();
      return this.dialog.close();
    }
    const link = event.target.closest("a[data-step]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // The key that was pressed, or the small sign that was clicked: the row is where to come back to.
    this.from = link.closest("[data-row]")?.dataset.row;
    this.link = link;
    window.htmx.ajax("GET", link.href, { target: this.panel, swap: "innerHTML" });
  }

  settled({ detail }) {
    if (detail.target !== this.panel || !this.panel.firstElementChild) return;
    if (!this.dialog.open) this.dialog.showModal();
    const wrong = this.panel.querySelector("[aria-invalid=true]");
    (wrong ?? this.panel.querySelector("[name=outcome], [name=next_at]"))?.focus();
  }

  saved(detail) {
    this.isSaved = true;
    this.dialog.close();
    if (!document.querySelector("desk-list")) location.reload();
    else document.dispatchEvent(new CustomEvent("desk-done", { detail }));
  }

  closed() {
    this.panel.replaceChildren();
    const row = this.from && document.querySelector(`[data-row="${this.from}"] [data-person]`);
    if (!this.isSaved) (row ?? this.link)?.focus();
    this.isSaved = false;
  }
}

customElements.define("step-dialog", StepDialog);
