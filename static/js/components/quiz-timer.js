// <quiz-timer seconds="90.5" form="id">: counts down from what the server said was left, and sends the form at
// the end. The server closes the attempt by its own clock, whatever stands here.

const SOON = 3; // seconds before the end at which what isn't saved yet should be

class QuizTimer extends HTMLElement {
  connectedCallback() {
    const [navigation] = performance.getEntriesByType("navigation");
    // The page was on its way for a while before this script began.
    this.set(Number(this.getAttribute("seconds")) - (performance.now() - (navigation?.responseStart ?? 0)) / 1000);
    this.away = new AbortController();
    document.addEventListener("quiz:clock", ({ detail }) => this.set(detail.seconds), { signal: this.away.signal });
    this.clock = setInterval(() => this.tick(), 250);
    this.passed = this.left;
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
    this.away.abort();
  }

  // Both clocks: that of the page stands still while a computer sleeps, that of the day may be set.
  set(seconds) {
    this.page = performance.now() + seconds * 1000;
    this.day = Date.now() + seconds * 1000;
  }

  get left() {
    return Math.min(this.page - performance.now(), this.day - Date.now()) / 1000;
  }

  tick() {
    const left = this.left;
    const whole = Math.max(0, Math.ceil(left));
    const [hours, minutes, seconds] = [whole / 3600, (whole / 60) % 60, whole % 60].map(Math.floor);
    const two = (number) => String(number).padStart(2, "0");
    const words = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
    const shown = this.querySelector("[data-left]");
    if (shown.textContent !== words) shown.textContent = words;
    this.toggleAttribute("data-low", left < 60);
    this.announce(left);
    if (left <= SOON && this.passed > SOON) document.dispatchEvent(new CustomEvent("quiz:ending"));
    this.passed = left;
    if (left <= 0) this.end();
  }

  announce(left) {
    for (const { dataset, textContent } of this.querySelector("template").content.children) {
      const at = Number(dataset.at);
      if (left <= at && this.passed > at) this.querySelector("[role=status]").textContent = textContent;
    }
  }

  end() {
    clearInterval(this.clock);
    document.dispatchEvent(new CustomEvent("quiz:over"));
    // Not requestSubmit(): nobody is asked any more.
    document.getElementById(this.getAttribute("form")).submit();
  }
}

customElements.define("quiz-timer", QuizTimer);
