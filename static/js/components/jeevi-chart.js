// Draws the numbers of a table as a picture, in the page's own colours. Without it, or when the
// library can't be loaded, the table below says the same.

import { loadScript, whenSeen } from "./loading.js";
import { optionsFor } from "./chart-options.js";

class JeeviChart extends HTMLElement {
  connectedCallback() {
    this.away = new AbortController();
    const redraw = () => this.chart && this.draw();
    document.addEventListener("themechange", redraw, { signal: this.away.signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw, { signal: this.away.signal });
    whenSeen(this, () => this.start());
  }

  disconnectedCallback() {
    this.away.abort();
    this.sizes?.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }

  async start() {
    const data = document.getElementById(this.dataset.id);
    try {
      await loadScript(this.getAttribute("library"));
      this.numbers = JSON.parse(data.textContent);
    } catch {
      this.querySelector("details")?.setAttribute("open", "");
      return;
    }
    if (!this.isConnected) return;
    this.dataset.state = "drawn";
    const canvas = this.querySelector(".chart__canvas");
    this.chart = window.echarts.init(canvas);
    this.draw();
    this.sizes = new ResizeObserver(() => this.chart?.resize());
    this.sizes.observe(canvas);
  }

  draw() {
    this.chart.setOption(optionsFor(this.getAttribute("kind"), this.numbers, getComputedStyle(this)), true);
  }
}

customElements.define("jeevi-chart", JeeviChart);
