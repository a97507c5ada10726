// One box that ticks all the boxes of its table. Hidden without JavaScript, where nothing would do it.

class ChooseAll extends HTMLElement {
  connectedCallback() {
    const all = this.querySelector("input");
    const boxes = () => [...this.closest("table").tBodies[0].querySelectorAll("input[type=checkbox]")];
    this.querySelector("label").hidden = false;
    all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
    this.closest("table").addEventListener("change", () => {
      all.checked = boxes().every((box) => box.checked);
    });
  }
}

customElements.define("choose-all", ChooseAll);
