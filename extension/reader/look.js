// How the reading view looks: size, width, face and theme, kept for the next article.
import { element } from "../lib/elements.js";
import { t } from "../lib/i18n.js";

/**
 * @typedef {object} Look
 * @property {number} size  pixels of a letter's height
 * @property {number} width  of the column, in ems
 * @property {string} face
 * @property {string} theme
 */

const KEY = "look";
/** @type {Look} */
const DEFAULT = { size: 19, width: 38, face: "serif", theme: "auto" };
const SIZES = { least: 13, most: 34, step: 2 };
const WIDTHS = { least: 24, most: 64, step: 6 };
const FACES = { serif: "faceSerif", sans: "faceSans" };
const THEMES = { auto: "themeAuto", light: "themeLight", sepia: "themeSepia", dark: "themeDark" };

/**
 * The controls, with the look of last time applied.
 * @returns {Promise<HTMLElement[]>}
 */
export async function lookTools() {
  /** @type {Look} */
  const look = { ...DEFAULT, .../** @type {any} */ ((await chrome.storage.local.get(KEY))[KEY]) };
  apply(look);
  return [
    step(look, "size", "smallerText", "A−", -SIZES.step, SIZES),
    step(look, "size", "largerText", "A+", SIZES.step, SIZES),
    step(look, "width", "narrower", "→←", -WIDTHS.step, WIDTHS),
    step(look, "width", "wider", "←→", WIDTHS.step, WIDTHS),
    choice(look, "face", "faceLabel", FACES),
    choice(look, "theme", "themeLabel", THEMES),
  ];
}

/** @param {Look} look */
function apply({ size, width, face, theme }) {
  const root = document.documentElement;
  root.style.setProperty("--size", `${size}px`);
  root.style.setProperty("--width", `${width}em`);
  root.dataset.face = face;
  root.dataset.theme = theme;
}

/** @param {Look} look */
async function keep(look) {
  apply(look);
  await chrome.storage.local.set({ [KEY]: look });
}

/**
 * @param {Look} look
 * @param {"size" | "width"} name
 * @param {string} label
 * @param {string} sign
 * @param {number} by
 * @param {{ least: number, most: number }} limits
 */
function step(look, name, label, sign, by, { least, most }) {
  const button = element("button", { type: "button", "aria-label": t(label), title: t(label) }, sign);
  button.addEventListener("click", () => {
    look[name] = Math.min(most, Math.max(least, look[name] + by));
    void keep(look);
  });
  return button;
}

/**
 * @param {Look} look
 * @param {"face" | "theme"} name
 * @param {string} label
 * @param {Record<string, string>} choices  value and key of its message
 */
function choice(look, name, label, choices) {
  const options = Object.entries(choices).map(([value, key]) => element("option", { value }, t(key)));
  const select = element("select", { "aria-label": t(label), title: t(label) }, ...options);
  select.value = look[name] in choices ? look[name] : DEFAULT[name];
  select.addEventListener("change", () => {
    look[name] = select.value;
    void keep(look);
  });
  return select;
}
