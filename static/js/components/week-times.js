// <week-times>: offers one more line for a day that is full. Without it, saving does so.

customElements.define(
  "week-times",
  class extends HTMLElement {
    connectedCallback() {
      for (const spans of this.querySelectorAll(".week__spans")) {
        spans.addEventListener("input", () => this.offer(spans));
      }
    }

    offer(spans) {
      const all = [...spans.children];
      const last = all.at(-1);
      const isEmpty = [...last.querySelectorAll("input")].every((input) => !input.value);
      if (isEmpty || all.length >= Number(this.dataset.most)) return;
      const next = last.cloneNode(true);
      for (const input of next.querySelectorAll("input")) {
        input.value = "";
        input.setAttribute(
          "aria-label",
          input.getAttribute("aria-label").replace(String(all.length), String(all.length + 1)),
        );
      }
      spans.append(next);
    }
  },
);
