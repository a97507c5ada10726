// Keeps what a grader has written and not saved in this browser, and brings it back: going to the next student,
// a closed tab or a lost connection costs nothing.

const PREFIX = "jeevi.grading";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "seen", "go_on"]);

class KeptForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.key = [PREFIX, this.getAttribute("owner"), this.getAttribute("name")].join(" ");
    this.asLoaded = this.written();
    this.seen = this.form.elements.seen;
    this.bringBack(JSON.parse(localStorage.getItem(this.key) ?? "null"));
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", () => this.keep(true));
  }

  written() {
    return JSON.stringify([...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name)));
  }

  keep(isSent = false) {
    const entries = this.written();
    if (entries === this.asLoaded) return localStorage.removeItem(this.key);
    try {
      localStorage.setItem(this.key, JSON.stringify({ entries, isSent, seen: this.seen.value }));
    } catch {
      // A full storage; the form itself still has it.
    }
  }

  bringBack(kept) {
    // Sent, and there is a newer grading now: it was taken.
    const wasTaken = kept?.isSent && kept.seen !== this.seen.value;
    if (!kept || wasTaken || kept.entries === this.asLoaded) return localStorage.removeItem(this.key);
    // A colleague's grading that these words don't know of is not to be overruled unseen.
    this.seen.value = kept.seen;
    for (const radio of this.form.querySelectorAll("input[type=radio]")) radio.checked = false;
    for (const [name, value] of JSON.parse(kept.entries)) {
      const field = this.form.elements[name];
      if (field) field.value = value;
    }
    this.querySelector("rubric-points")?.compute?.();
    this.querySelector("[data-part=said]").textContent = this.dataset.restored;
  }
}

customElements.define("kept-form", KeptForm);
