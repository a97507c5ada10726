// Uploads files one after the other as soon as they are chosen, and says how far each is. What fails stays in the
// list with the reason, to be tried again. The buttons of the list work without leaving the page.

import { ask, tokenOf } from "./asking.js";

class FileUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.input = this.querySelector("input[type=file]");
    this.part("plain").hidden = true;
    this.queue = Promise.resolve();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.input.addEventListener("change", () => this.take(this.input.files), { signal });
    this.addEventListener("click", (event) => this.press(event), { signal });
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event), { signal });
    const drop = this.querySelector(".work__drop");
    drop.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files);
    }, { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  get rows() {
    return [...this.part("uploads").children];
  }

  take(files) {
    for (const file of files) this.add(file);
    this.input.value = ""; // so that the form itself doesn't send them again
  }

  add(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector(".files__name").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    row.file = file;
    this.part("uploads").append(row);
    this.start(row);
  }

  start(row) {
    row.dataset.state = "waiting";
    row.querySelector("[data-do=retry]").hidden = true;
    row.querySelector(".files__said").textContent = "";
    if (row.file.size > Number(this.dataset.maxBytes)) return this.fail(row, this.words("tooBig", row));
    this.queue = this.queue.then(() => row.isConnected && this.send(row));
  }

  send(row) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("files", row.file);
      request.open("POST", this.getAttribute("action"));
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", tokenOf(this.form));
      request.upload.addEventListener("progress", (event) => this.progress(row, event));
      request.addEventListener("load", () => this.answered(row, request));
      request.addEventListener("error", () => this.fail(row, this.words("failed", row)));
      request.addEventListener("loadend", resolve);
      row.request = request;
      row.dataset.state = "sending";
      request.send(body);
    });
  }

  progress(row, { loaded, total }) {
    const percent = Math.floor((loaded / total) * 100);
    row.querySelector("progress").value = percent;
    row.querySelector(".files__said").textContent = `${percent} %`;
  }

  answered(row, request) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // The log-in page, or a proxy's.
    }
    if (answer.html !== undefined && request.status === 200) {
      this.draw(answer.html);
      row.remove();
      this.say(this.words("done", row));
    } else {
      this.fail(row, answer.error ?? (request.status < 500 ? this.dataset.ended : this.words("failed", row)));
    }
  }

  fail(row, reason) {
    row.dataset.state = "failed";
    row.querySelector(".files__said").textContent = reason;
    row.querySelector("[data-do=retry]").hidden = row.file.size > Number(this.dataset.maxBytes);
    this.say(reason);
  }

  async press(event) {
    const row = event.target.closest("#files [data-part=uploads] > li");
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (action === "retry") return this.start(row);
    if (action === "cancel") {
      row.request?.abort();
      row.remove();
      return this.input.focus();
    }
    const button = event.target.closest("[data-part=files] button");
    if (!button) return;
    event.preventDefault();
    const fields = button.name ? { [button.name]: button.value } : {};
    const { status, answer } = await ask(this.form, button.getAttribute("formaction"), fields);
    if (status === 200) this.draw(answer.html);
    else this.say(answer.error ?? this.dataset.ended);
    this.input.focus();
  }

  draw(html) {
    this.part("files").innerHTML = html;
  }

  words(name, row) {
    return this.dataset[name].replace("{name}", row.file.name);
  }

  say(words) {
    this.part("said").textContent = words;
  }

  // Handing in without a file that was chosen would lose it.
  beforeSubmit(event) {
    if (!this.rows.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const isBusy = this.rows.some((row) => row.dataset.state !== "failed");
    const said = this.rows.at(-1).querySelector(".files__said");
    said.textContent = `${said.textContent} ${this.dataset[isBusy ? "busy" : "open"]}`.trim();
    this.say(this.dataset[isBusy ? "busy" : "open"]);
    said.scrollIntoView({ block: "center" });
  }
}

customElements.define("file-upload", FileUpload);
