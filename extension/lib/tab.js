import { Failure } from "./failure.js";

const LOADING_MS = 2_500;
// A page of 10 MB takes two or three seconds to copy.
const COPYING_MS = 20_000;
// Characters of a selection from which it is meant to be summed up: a word or two are selected by accident.
const SELECTION = 400;

/**
 * A page as `page/capture.js` saw it.
 * @typedef {object} Capture
 * @property {string} html
 * @property {string} url
 * @property {string} title
 * @property {string} selection  the text that is selected on the page; empty where it is too short to be summed up
 * @property {string} language  the page's own `lang`; may be empty
 * @property {string} contentType
 * @property {boolean} framed  whether most of what is seen stands in a frame of another site, which cannot be read
 */

/**
 * The tab that the reader is looking at.
 * @returns {Promise<number>}  its id
 */
export async function currentTab() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) {
    throw new Failure("unreadable");
  }
  return tab.id;
}

/**
 * Reads the page in a tab, without changing it.
 * @param {number} tabId
 * @returns {Promise<Capture>}
 * @throws {Failure} `unreadable` for the browser's own pages, extension stores, source views, PDF files and images
 */
export async function capturePage(tabId) {
  const capture = await inject(tabId);
  if (!capture || !isDocument(capture.contentType)) {
    throw new Failure("unreadable");
  }
  return capture.selection.length < SELECTION ? { ...capture, selection: "" } : capture;
}

/**
 * @param {number} tabId
 * @returns {Promise<Capture | null | undefined>}
 */
async function inject(tabId) {
  const frame = await executeIn(tabId);
  // Firefox hands over what a script throws, where Chromium leaves the result empty.
  if (frame && "error" in frame) {
    throw frame.error;
  }
  return frame?.result;
}

/**
 * A page that is still loading is waited for, but not for ever: then it is read as far as it has come.
 * @param {number} tabId
 */
async function executeIn(tabId) {
  // From the root: Firefox takes a bare path from the folder of the page that asks.
  const script = { target: { tabId }, files: ["/page/capture.js"] };
  try {
    const frames =
      (await inTime(chrome.scripting.executeScript(script), LOADING_MS)) ??
      (await inTime(chrome.scripting.executeScript({ ...script, injectImmediately: true }), COPYING_MS));
    return /** @type {{ result?: Capture | null, error?: unknown } | undefined} */ (frames?.[0]);
  } catch {
    // The browsers word it differently and per kind of page; none of the words would help the reader.
    throw new Failure("unreadable");
  }
}

/**
 * @template Value
 * @param {Promise<Value>} promise
 * @param {number} milliseconds
 * @returns {Promise<Value | undefined>}  undefined when it takes too long
 */
function inTime(promise, milliseconds) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
}

/**
 * @param {string} contentType
 * @returns {boolean}  false for what the browser wraps in a viewer of its own
 */
function isDocument(contentType) {
  return contentType.startsWith("text/") || contentType.endsWith("xml");
}
