/**
 * Whether a page still says what it said when it was read: clocks, counters and advertisements change all the time,
 * and nobody wants to hear of them.
 *
 * @typedef {import("./api.js").Block} Block
 * @typedef {{ letters: number, lines: number }} Measure  of its text as a whole, and of the story's lines that stand in it
 */
import { lettersOf } from "./text.js";

// Letters that a page may grow by: about two lines of text.
const GROWTH = 120;

/**
 * @param {string} html
 * @param {Block[]} blocks  of the reading
 * @returns {Measure}
 */
export function measure(html, blocks) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("script, style, noscript").forEach((unseen) => unseen.remove());
  const letters = lettersOf(page.body.textContent ?? "");
  const story = blocks.filter((block) => block.role === "content");
  return { letters: letters.length, lines: story.filter((block) => letters.includes(lettersOf(block.text))).length };
}

/**
 * @param {Measure} before
 * @param {Measure} now
 * @returns {boolean}  whether a line of the story is gone, or there is a paragraph more
 */
export function hasChanged(before, now) {
  return now.lines < before.lines || now.letters > before.letters + GROWTH;
}
