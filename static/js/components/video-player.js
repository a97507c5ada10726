// The browser's own player, with HLS where the browser lacks it, and a memory: it begins at `position`
// and sends `video:position` as the film goes on. Whoever wants to remember it listens.

import { loadScript } from "./loading.js";

const TELLS_EVERY = 10;
const STREAM = "application/vnd.apple.mpegurl";

class VideoPlayer extends HTMLElement {
  static observedAttributes = ["position"];

  connectedCallback() {
    this.video = this.querySelector("video");
    this.told = 0;
    this.video.addEventListener("loadedmetadata", () => this.resume(), { once: true });
    this.video.addEventListener("timeupdate", () => this.tell(TELLS_EVERY));
    for (const moment of ["pause", "ended"]) this.video.addEventListener(moment, () => this.tell(1));
    if (this.hasAttribute("hls")) this.stream(this.getAttribute("hls"));
    else if (this.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.resume();
  }

  disconnectedCallback() {
    this.hls?.destroy();
    this.hls = null;
  }

  // The page may learn the position after the film has come.
  attributeChangedCallback() {
    const waits = this.video?.paused && this.video.currentTime === 0;
    if (waits && this.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.resume();
  }

  resume() {
    const start = Number(this.getAttribute("position")) || 0;
    // Somebody who has seen it to the end begins anew.
    if (start && start < this.video.duration - 2) this.video.currentTime = start;
  }

  async stream(address) {
    if (this.video.canPlayType(STREAM)) {
      this.video.src = address;
      return;
    }
    try {
      await loadScript(this.getAttribute("library"));
    } catch {
      return; // the link inside <video> remains
    }
    if (!this.isConnected || !window.Hls.isSupported()) return;
    this.hls = new window.Hls();
    this.hls.loadSource(address);
    this.hls.attachMedia(this.video);
  }

  tell(after) {
    const seconds = Math.floor(this.video.currentTime);
    if (Math.abs(seconds - this.told) < after) return;
    this.told = seconds;
    const detail = { seconds, duration: this.video.duration, ended: this.video.ended, block: this.dataset.block };
    this.dispatchEvent(new CustomEvent("video:position", { bubbles: true, detail }));
  }
}

customElements.define("video-player", VideoPlayer);
