// What every page may use. Elements of one kind of page are loaded by that page.
import "./components/dialogs.js";
import "./components/dismissible-alert.js";
import "./components/first-visit.js";
import "./components/jeevi-chart.js";
import "./components/search-box.js";
import "./components/theme-switch.js";
import "./components/toast-region.js";
import "./components/toggle-panel.js";
