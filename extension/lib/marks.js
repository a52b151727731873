/**
 * The popup's hand in the page: marks of the summary, dimmed clutter, scrolling to a line.
 *
 * @typedef {import("./api.js").Reading} Reading
 * @typedef {{ mark: boolean, dim: boolean, missing: number[], undimmed: number[] }} Outcome
 * @typedef {{ mark: boolean, dim: boolean }} Toggles
 */

const FILES = ["/page/letters.js", "/page/marks.js"];
const STYLE = ["/page/marks.css"];

/**
 * What is marked and dimmed in a tab now.
 * @param {number} tabId
 * @returns {Promise<Toggles>}
 */
export async function marksShown(tabId) {
  const shown = await inPage(tabId, () => /** @type {any} */ (globalThis).nutgrafMarks?.state());
  return shown ?? { mark: false, dim: false };
}

/**
 * Marks the summary and dims what was left out, as far as wished.
 * @param {number} tabId
 * @param {Reading} reading
 * @param {Toggles} toggles
 * @returns {Promise<Outcome>}
 */
export async function showMarks(tabId, { summary, blocks }, toggles) {
  const target = { tabId };
  await chrome.scripting.removeCSS({ target, files: STYLE });
  await Promise.all([
    chrome.scripting.insertCSS({ target, files: STYLE }),
    chrome.scripting.executeScript({ target, files: FILES }),
  ]);
  const wish = { sentences: summary, blocks, ...toggles };
  return inPage(tabId, (wanted) => /** @type {any} */ (globalThis).nutgrafMarks.show(wanted), wish);
}

/**
 * Scrolls the page to a sentence of the summary or to a block.
 * @param {number} tabId
 * @param {Reading} reading
 * @param {"sentence" | "block"} kind
 * @param {number} index  of the sentence, or the block's id
 * @returns {Promise<boolean>}  false where it is not on the page
 */
export async function goTo(tabId, reading, kind, index) {
  await showMarks(tabId, reading, await marksShown(tabId));
  return inPage(tabId, (...place) => /** @type {any} */ (globalThis).nutgrafMarks.goTo(...place), kind, index);
}

/**
 * Leaves the page as it was.
 * @param {number} tabId
 */
export async function clearMarks(tabId) {
  await inPage(tabId, () => /** @type {any} */ (globalThis).nutgrafMarks?.clear());
  await chrome.scripting.removeCSS({ target: { tabId }, files: STYLE });
}

/**
 * @template {any[]} Arguments
 * @param {number} tabId
 * @param {(...given: Arguments) => any} func
 * @param {Arguments} args
 * @returns {Promise<any>}
 */
async function inPage(tabId, func, ...args) {
  const [frame] = await chrome.scripting.executeScript({ target: { tabId }, func, args });
  return frame?.result;
}
