import { t } from "../lib/i18n.js";

const view = /** @type {HTMLElement} */ (document.getElementById("view"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
// The skeleton stands in popup.html, so that it is there with the popup's first frame.
const skeleton = /** @type {HTMLElement} */ (view.firstElementChild);
const skeletonLabel = /** @type {HTMLElement} */ (skeleton.querySelector(".loading-label"));
const cancelButton = /** @type {HTMLButtonElement} */ (skeleton.querySelector("button"));
// A page is mostly there before a reader would want to stop.
const PATIENCE_MS = 1_500;
let patience = 0;

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
 * Offers to stop, once it takes long.
 * @param {() => void} cancel
 */
export function offerCancel(cancel) {
  cancelButton.hidden = true;
  cancelButton.onclick = cancel;
  clearTimeout(patience);
  patience = setTimeout(() => (cancelButton.hidden = false), PATIENCE_MS);
}

/**
 * Shows what came of it.
 * @param {HTMLElement} content
 */
export function show(content) {
  clearTimeout(patience);
  view.setAttribute("aria-busy", "false");
  status.textContent = "";
  view.replaceChildren(content);
}

/**
 * Says something to screen readers, without moving the focus.
 * @param {string} message  key of the message
 */
export function announce(message) {
  say(t(message));
}

/**
 * The same with words that are put together already.
 * @param {string} words
 */
export function say(words) {
  status.textContent = words;
}
