// The board: cards are dragged, or picked up with a key (crm-board-keys.js), into another column.
// A card goes there at once; the server answers with the columns as they stand, or with a question
// in the dialog. Without script each card has a link that asks where it goes.

import { BoardKeys } from "./crm-board-keys.js";

class CrmBoard extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.keys = new BoardKeys(this);
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.rest());
    this.addEventListener("keydown", (event) => this.keys.press(event));
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("board-said", ({ detail }) => this.say(detail.sentence, detail.refused));
    this.dialog.addEventListener("close", () => this.putBack());
    // A board that others changed is not drawn anew below somebody's hand, nor behind a question.
    this.addEventListener("htmx:beforeSwap", ({ detail }) => {
      const isNews = detail.target.id === "board-columns" && detail.requestConfig.verb === "get";
      if (isNews && (this.dragged || this.keys.held || this.undo || this.dialog.open)) detail.shouldSwap = false;
    });
    this.addEventListener("htmx:afterSettle", (event) => this.settled(event.detail.target.id));
    for (const name of ["htmx:responseError", "htmx:sendError"]) this.addEventListener(name, (event) => this.fail(event));
  }

  // Puts the card into the column and asks. `undo` leads back to where it came from.
  move(card, column, undo = this.wayBack(card)) {
    this.undo = undo;
    this.placed = card.id;
    this.place(card, column);
    card.classList.add("is-moving");
    const values = { status: column.dataset.column, expected: card.dataset.status };
    window.htmx.ajax("POST", card.dataset.move, { source: card, target: "#board-columns", swap: "innerHTML", values });
  }

  place(card, column) {
    column.querySelector("[data-cards]").prepend(card);
  }

  wayBack(card) {
    const [list, next] = [card.parentNode, card.nextSibling];
    return () => {
      card.classList.remove("is-moving", "is-held");
      list.insertBefore(card, next);
    };
  }

  putBack() {
    this.undo?.();
    this.undo = null;
    this.focusPlaced();
  }

  settled(id) {
    if (id === "move-dialog-body" && !this.dialog.open) this.dialog.showModal();
    if (id !== "board-columns") return;
    this.undo = null;
    if (this.dialog.open) this.dialog.close();
    this.focusPlaced();
  }

  focusPlaced() {
    const card = this.placed && document.getElementById(this.placed);
    this.placed = null;
    card?.querySelector("a").focus({ preventScroll: true });
  }

  fail(event) {
    if (event.target.id === "board-columns") return; // it is asked for again with the next change
    this.putBack();
    if (this.dialog.open) this.dialog.close();
    this.say(this.dataset.failed, true);
    document.body.dispatchEvent(new CustomEvent("board-refresh"));
  }

  say(sentence, isRefused = false) {
    const said = this.querySelector("[data-said]");
    said.textContent = sentence;
    said.classList.toggle("is-refused", isRefused);
    clearTimeout(this.silence);
    if (!this.keys.held) this.silence = setTimeout(() => (said.textContent = ""), 8000);
  }

  click(event) {
    const card = event.target.closest(".board-card__move") && event.target.closest("[data-card]");
    if (card && window.htmx) this.placed = card.id;
    if (!event.target.closest("[data-cancel]")) return;
    event.preventDefault();
    this.dialog.close();
  }

  lift(event) {
    this.dragged = event.target.closest("[data-card]");
    if (!this.dragged || !window.htmx) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.dragged.querySelector("a").textContent);
    this.dragged.classList.add("is-held");
  }

  hover(event) {
    const column = this.dragged && event.target.closest("[data-column]");
    for (const each of this.querySelectorAll(".is-over")) if (each !== column) each.classList.remove("is-over");
    if (!column) return;
    event.preventDefault();
    column.classList.add("is-over");
  }

  drop(event) {
    const [card, column] = [this.dragged, event.target.closest("[data-column]")];
    if (!card || !column) return;
    event.preventDefault();
    this.rest();
    if (column !== card.closest("[data-column]")) this.move(card, column);
  }

  rest() {
    this.dragged?.classList.remove("is-held");
    this.dragged = null;
    for (const each of this.querySelectorAll(".is-over")) each.classList.remove("is-over");
  }
}

customElements.define("crm-board", CrmBoard);
