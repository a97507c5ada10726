// The board by keyboard: arrow keys go from card to card, M picks one up; then the arrow keys choose
// a column, Enter drops and Escape cancels. Each step is spoken.

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class BoardKeys {
  constructor(board) {
    this.board = board;
    this.held = null;
  }

  press(event) {
    const card = event.target.closest("[data-card]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey || !window.htmx) return;
    const isTaken = this.held ? this.carry(card, event.key) : this.look(card, event.key);
    if (isTaken) event.preventDefault();
  }

  look(card, key) {
    if (key === "m" || key === "M") return this.pickUp(card);
    const column = card.closest("[data-column]");
    if (key === "ArrowDown") return this.focus(card.nextElementSibling);
    if (key === "ArrowUp") return this.focus(card.previousElementSibling);
    if (!STEPS[key]) return false;
    const place = [...card.parentNode.children].indexOf(card);
    let next = this.beside(column, STEPS[key]);
    while (next && !next.querySelector("[data-card]")) next = this.beside(next, STEPS[key]);
    const cards = next ? [...next.querySelectorAll("[data-card]")] : [];
    return this.focus(cards[Math.min(place, cards.length - 1)]);
  }

  carry(card, key) {
    if (key === "Escape") return this.letGo(card);
    if (key === "Enter") return this.drop(card);
    const column = STEPS[key] && this.beside(card.closest("[data-column]"), STEPS[key]);
    if (!column) return key.startsWith("Arrow");
    this.board.place(card, column);
    this.tell("over", card);
    return this.focus(card);
  }

  pickUp(card) {
    this.held = { from: card.closest("[data-column]"), undo: this.board.wayBack(card) };
    card.classList.add("is-held");
    return this.tell("picked", card);
  }

  drop(card) {
    const { from, undo } = this.held;
    const column = card.closest("[data-column]");
    if (column === from) return this.letGo(card);
    this.held = null;
    card.classList.remove("is-held");
    this.board.move(card, column, undo);
    return true;
  }

  letGo(card) {
    this.held.undo();
    this.held = null;
    this.tell("cancelled", card);
    return this.focus(card);
  }

  beside(column, step) {
    return step < 0 ? column.previousElementSibling : column.nextElementSibling;
  }

  focus(card) {
    const link = card?.querySelector("a");
    link?.focus();
    link?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return Boolean(link);
  }

  tell(what, card) {
    const column = card.closest("[data-column]").querySelector("[data-label]").textContent;
    const sentence = this.board.dataset[what].replace("{name}", card.querySelector("a").textContent);
    this.board.say(sentence.replace("{column}", column));
    return true;
  }
}
