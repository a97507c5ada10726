// Keeps the time that somebody really studies, the block that is being read, and where each film stands.

const REPORTS_EVERY = 30; // seconds
const IDLE_AFTER = 120; // seconds without a sign of life

class LessonStudy extends HTMLElement {
  connectedCallback() {
    this.seconds = 0;
    this.positions = {};
    this.place = "";
    this.alive = performance.now();
    this.token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    this.restore();
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const sign of ["pointermove", "keydown", "scroll", "touchstart"]) {
      addEventListener(sign, () => (this.alive = performance.now()), { signal, passive: true });
    }
    addEventListener("scroll", () => (this.hasScrolled = true), { signal, passive: true });
    document.addEventListener("video:position", (event) => this.filmMoved(event), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.report(), { signal });
    addEventListener("pagehide", () => this.report(), { signal });
    this.clock = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() {
    this.giveUp();
  }

  giveUp() {
    clearInterval(this.clock);
    this.stop.abort();
  }

  restore() {
    const known = JSON.parse(document.getElementById("lesson-positions").textContent);
    for (const [block, seconds] of Object.entries(known)) {
      const film = document.querySelector(`video-player[data-block="${CSS.escape(block)}"]`);
      film?.setAttribute("position", seconds);
    }
  }

  filmMoved({ detail }) {
    this.alive = performance.now();
    if (detail.block) this.positions[detail.block] = detail.ended ? 0 : detail.seconds;
  }

  tick() {
    const idle = (performance.now() - this.alive) / 1000 > IDLE_AFTER;
    if (document.hidden || idle) return;
    this.seconds += 1;
    if (this.seconds >= REPORTS_EVERY) this.report();
  }

  // The last block that begins in the upper part of the window.
  whereReading() {
    if (!this.hasScrolled) return "";
    const blocks = [...document.querySelectorAll(".lesson-body > [data-block-id]")];
    return blocks.findLast((block) => block.getBoundingClientRect().top < innerHeight * 0.4)?.dataset.blockId ?? "";
  }

  async report() {
    const place = this.whereReading();
    const news = this.seconds || Object.keys(this.positions).length || (place && place !== this.place);
    if (!news) return;
    const body = JSON.stringify({ seconds: this.seconds, place, positions: this.positions });
    this.seconds = 0;
    this.positions = {};
    this.place = place;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    try {
      const answer = await fetch(this.getAttribute("address"), { method: "POST", body, headers, keepalive: true });
      // Logged out, dropped or removed elsewhere: nothing more to report from this page.
      if ([401, 403, 409].includes(answer.status)) this.giveUp();
    } catch {
      // Offline: the next report carries on; a lost half minute harms nobody.
    }
  }
}

customElements.define("lesson-study", LessonStudy);
