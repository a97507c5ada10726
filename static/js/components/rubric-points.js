// Says what the levels chosen are worth while they are chosen. The server computes it again, exactly.

class RubricPoints extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.compute());
    this.compute();
  }

  compute() {
    const groups = [...this.querySelectorAll("fieldset")];
    const chosen = groups.map((group) => group.querySelector("input:checked"));
    const sum = chosen.reduce((sum, level) => sum + Number(level?.dataset.points ?? 0), 0);
    const { most, full } = this.dataset;
    const points = Number(most) ? (sum / Number(most)) * Number(full) : 0;
    const isWhole = chosen.every(Boolean);
    this.querySelector("[data-part=sum]").textContent = isWhole
      ? points.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2, useGrouping: false })
      : "–";
  }
}

customElements.define("rubric-points", RubricPoints);
