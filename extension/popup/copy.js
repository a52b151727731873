import { element } from "../lib/elements.js";
import { t } from "../lib/i18n.js";
import { announce } from "./view.js";

const CONFIRMED_MS = 2_000;

/**
 * A button that puts a text on the clipboard and says that it did.
 * @param {string} label  key of the message on the button
 * @param {string} text  what is copied
 * @param {string} [description]  key of a longer name for screen readers
 * @returns {HTMLButtonElement}
 */
export function copyButton(label, text, description) {
  const button = element("button", { type: "button", class: "quiet" }, t(label));
  if (description) {
    button.setAttribute("aria-label", `${t(label)}: ${description}`);
  }
  button.addEventListener("click", () => copy(button, label, text));
  return button;
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} label
 * @param {string} text
 */
async function copy(button, label, text) {
  const outcome = await navigator.clipboard.writeText(text).then(
    () => "copied",
    () => "copyFailed",
  );
  button.textContent = t(outcome);
  announce(outcome);
  setTimeout(() => (button.textContent = t(label)), CONFIRMED_MS);
}
