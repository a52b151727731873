import { t } from "../lib/i18n.js";

const view = /** @type {HTMLElement} */ (document.getElementById("view"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
// The skeleton stands in popup.html, so that it is there with the popup's first frame.
const skeleton = /** @type {HTMLElement} */ (view.firstElementChild);
const skeletonLabel = /** @type {HTMLElement} */ (skeleton.querySelector(".loading-label"));

/**
 * Tells that there is something to wait for.
 * @param {string} message  key of the message
 */
export function showLoading(message) {
  skeletonLabel.textContent = t(message);
  announce(message);
  view.setAttribute("aria-busy", "true");
  view.replaceChildren(skeleton);
}

/**
 * Shows what came of it.
 * @param {HTMLElement} content
 */
export function show(content) {
  view.setAttribute("aria-busy", "false");
  status.textContent = "";
  view.replaceChildren(content);
}

/**
 * Says something to screen readers, without moving the focus.
 * @param {string} message  key of the message
 */
export function announce(message) {
  status.textContent = t(message);
}
