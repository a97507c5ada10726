// What the blocks of a lesson need, on pages that show them.
import "./components/assessed-state.js";
import "./components/code-block.js";
import "./components/math-formula.js";
import "./components/pdf-viewer.js";
import "./components/video-player.js";
