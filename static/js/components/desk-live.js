// Keeps a page of inquiries as they are: the socket says that something changed, the desk's list in here is asked for anew,
// and what is worth a word is said. Other pages hear the event "board-refresh" on the body. Where there is no socket, all
// this is done each minute. A page about one person, whose uuid is `data-about`, shows that something changed there. See
// docs/websocket.md.

const TOGETHER = 300; // changes within so many milliseconds are one
const WITHOUT_SOCKET = 60_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const REFUSED = 4400; // 4401, 4403: coming back would not help
const WORDS = { captured: "new", asked_again: "again", due: "due", assigned: "assigned" };

class DeskLive extends HTMLElement {
  connectedCallback() {
    this.pause = FIRST_PAUSE;
    this.heard = new Map();
    this.clock = setInterval(() => this.isOpen || document.hidden || this.refresh(), WITHOUT_SOCKET);
    this.onVisible = () => document.hidden || this.refresh();
    document.addEventListener("visibilitychange", this.onVisible);
    this.connect();
  }

  disconnectedCallback() {
    this.isGone = true;
    clearInterval(this.clock);
    clearTimeout(this.later);
    clearTimeout(this.again);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.socket?.close();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    const address = new URL(this.getAttribute("socket"), location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => this.opened());
    this.socket.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    this.socket.addEventListener("close", ({ code }) => this.closed(code));
  }

  opened() {
    this.pause = FIRST_PAUSE;
    if (this.wasOpen) this.refresh(); // what happened meanwhile nobody told us
    this.wasOpen = true;
  }

  closed(code) {
    if (this.isGone) return;
    if (code >= REFUSED && code < REFUSED + 100) {
      clearInterval(this.clock);
      return this.say(this.dataset.lost);
    }
    this.again = setTimeout(() => this.connect(), this.pause * (0.5 + Math.random()));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  hear({ type, what, inquiry }) {
    if (type !== "desk.changed") return;
    if (inquiry === this.dataset.about) this.querySelector("[data-part=changed]").hidden = false;
    if (what in WORDS) this.heard.set(inquiry, what);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.refresh(), TOGETHER);
  }

  async refresh() {
    document.body.dispatchEvent(new CustomEvent("board-refresh"));
    const list = this.querySelector("desk-list");
    if (!list) return;
    const before = new Set(list.rows.map((row) => row.dataset.row));
    await list.refresh();
    const said = [...this.heard].map(([inquiry, what]) => this.words(list.row(inquiry), what, before)).filter(Boolean);
    this.heard.clear();
    if (said.length) this.say(said.join(" · "));
  }

  words(row, what, before) {
    // What somebody has just taken up from their own desk is no news to them.
    if (!row || (what === "assigned" && before.has(row.dataset.row))) return "";
    row.classList.add("desk-row--fresh");
    return `${this.dataset[WORDS[what]]}: ${row.dataset.says}`;
  }

  say(words) {
    this.querySelector("[data-part=said]").textContent = words;
  }
}

customElements.define("desk-live", DeskLive);
