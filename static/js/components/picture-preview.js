// <picture-preview>: shows the picture that was chosen, before it is sent.

customElements.define(
  "picture-preview",
  class extends HTMLElement {
    connectedCallback() {
      const input = this.querySelector("input[type=file]");
      input?.addEventListener("change", () => this.show(input.files[0]));
    }

    show(file) {
      if (!file?.type.startsWith("image/")) return;
      const reader = new FileReader();
      reader.onload = () => {
        const image = new Image();
        image.alt = "";
        image.src = reader.result;
        // Only what the browser can draw takes the old picture's place.
        image.onload = () => this.querySelector(".account-picture__now").replaceChildren(image);
      };
      reader.readAsDataURL(file);
    }
  },
);
