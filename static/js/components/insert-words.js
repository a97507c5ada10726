// <insert-words for="id" label="Insert %s">: each word inside becomes a button that puts it where the cursor stands
// in that field.

customElements.define(
  "insert-words",
  class extends HTMLElement {
    connectedCallback() {
      const field = document.getElementById(this.getAttribute("for"));
      for (const word of this.querySelectorAll("[data-word]")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "letter-words__insert";
        button.textContent = word.textContent;
        button.setAttribute("aria-label", this.getAttribute("label").replace("%s", word.textContent));
        button.addEventListener("click", () => {
          field.setRangeText(word.textContent, field.selectionStart, field.selectionEnd, "end");
          field.focus();
          field.dispatchEvent(new Event("input", { bubbles: true }));
        });
        word.replaceWith(button);
      }
    }
  },
);
