// Shows a PDF page by page. Where PDF.js can't, the line below offers the file.

import { whenSeen } from "./loading.js";

class PdfViewer extends HTMLElement {
  connectedCallback() {
    this.canvas = this.querySelector("canvas");
    this.counter = this.querySelector("[aria-live]");
    for (const step of this.querySelectorAll("[data-step]")) {
      step.addEventListener("click", () => this.show(this.number + Number(step.dataset.step)));
    }
    whenSeen(this, () => this.open());
  }

  disconnectedCallback() {
    this.loading?.destroy();
  }

  async open() {
    try {
      const pdf = await import(this.getAttribute("library"));
      pdf.GlobalWorkerOptions.workerSrc = this.getAttribute("worker");
      this.loading = pdf.getDocument({
        url: this.getAttribute("src"),
        standardFontDataUrl: this.getAttribute("fonts"), // for files that name Times or Helvetica and bring none
        isEvalSupported: false,
      });
      this.pages = await this.loading.promise;
      await this.show(1);
    } catch {
      return; // the note and the download link say what to do
    }
    this.dataset.state = "open";
    this.querySelector(".pdf__note").hidden = true;
  }

  async show(number) {
    if (number < 1 || number > this.pages.numPages) return;
    this.number = number;
    const page = await this.pages.getPage(number);
    const sharpness = Math.min(window.devicePixelRatio || 1, 2);
    const width = this.clientWidth || 720;
    const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * sharpness });
    this.canvas.width = viewport.width;
    this.canvas.height = viewport.height;
    await this.drawing?.cancel();
    this.drawing = page.render({ canvasContext: this.canvas.getContext("2d"), viewport });
    await this.drawing.promise;
    this.counter.textContent = this.dataset.page
      .replace("{page}", number)
      .replace("{pages}", this.pages.numPages);
    for (const step of this.querySelectorAll("[data-step]")) {
      const there = number + Number(step.dataset.step);
      step.disabled = there < 1 || there > this.pages.numPages;
    }
  }
}

customElements.define("pdf-viewer", PdfViewer);
