// Goes round: as the system, light, dark. Remembered in this browser.

const ROUND = { auto: "light", light: "dark", dark: "auto" };

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.choose(ROUND[this.theme]));
    this.show();
  }

  get theme() {
    return document.documentElement.dataset.theme ?? "auto";
  }

  choose(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Not remembered, but seen.
    }
    this.show();
    document.dispatchEvent(new CustomEvent("themechange"));
  }

  show() {
    this.setAttribute("theme", this.theme);
    this.button.setAttribute("aria-label", this.dataset[this.theme]);
    this.button.title = this.dataset[this.theme];
  }
}

customElements.define("theme-switch", ThemeSwitch);
