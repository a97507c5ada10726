// <ask-first dialog="id">: asks in that dialog before the form inside is sent. A button of the dialog that
// belongs to the form (form="…") sends it. Without the script the form is sent at once.

customElements.define(
  "ask-first",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", (event) => {
        const dialog = document.getElementById(this.getAttribute("dialog"));
        if (dialog.contains(event.submitter)) return dialog.close();
        event.preventDefault();
        dialog.showModal();
      });
    }
  },
);
