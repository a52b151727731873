/**
 * The last reading of each tab, kept until the browser closes: a popup vanishes as soon as it loses focus.
 *
 * `storage.session` stays in memory. Only what the popup shows is kept, so that hundreds of tabs fit its 10 MB.
 *
 * @typedef {import("./api.js").Reading} Reading
 * @typedef {import("./tab.js").Capture} Capture
 * @typedef {object} Entry
 * @property {string} page  fingerprint of what was read
 * @property {string} url
 * @property {string} selection
 * @property {import("./changes.js").Measure} measure
 * @property {Reading} reading
 * @property {number} sentences  the most that the summary may have
 */

import { hasChanged, measure } from "./changes.js";
import { fnv1a } from "./hash.js";

const PREFIX = "reading:";

/**
 * @param {number} tabId
 * @param {Capture} capture  what the tab shows now
 * @returns {Promise<{ entry: Entry, changed: boolean } | null>}  what was read at this address, if it was kept, and
 *   whether the page says something else by now
 */
export async function recall(tabId, capture) {
  const key = PREFIX + tabId;
  const entry = /** @type {Entry | undefined} */ ((await chrome.storage.session.get(key))[key]);
  if (entry?.url !== capture.url || entry.selection !== capture.selection) {
    return null;
  }
  const same = entry.page === fingerprint(capture) || capture.selection !== "";
  return { entry, changed: !same && hasChanged(entry.measure, measure(capture.html, entry.reading.blocks)) };
}

/**
 * Keeps a reading. A full store is emptied, never an error: the reading is on the screen already.
 * @param {number} tabId
 * @param {Capture} capture
 * @param {Reading} reading
 * @param {number} sentences  the most that its summary may have
 */
export async function remember(tabId, capture, reading, sentences) {
  const { title, byline, date, site, language, minutes_saved, summary, short, stripped, warnings, url } = reading;
  // Blocks are what the page is searched for; the rest of what is said of them stands in `stripped`.
  const blocks = (reading.blocks ?? []).map(({ id, text, tag, role, reason }) => ({ id, text, tag, role, reason }));
  const shown = { title, byline, date, site, language, minutes_saved, summary, short, stripped, warnings, url, blocks };
  try {
    // First of all, because the popup may be gone at any moment.
    const { url: address, selection } = capture;
    const about = { page: fingerprint(capture), url: address, selection, measure: measure(capture.html, blocks) };
    await chrome.storage.session.set({ [PREFIX + tabId]: { ...about, reading: shown, sentences } });
    performance.mark("kept");
    await forgetClosedTabs();
  } catch {
    await chrome.storage.session.clear();
  }
}

/**
 * Opens a reading in a tab of its own, which keeps it as any tab keeps its own.
 * @param {Reading} reading
 * @param {number} sentences
 */
export async function openReader(reading, sentences) {
  // In the background first: the popup that calls this ends as soon as another tab is shown.
  const { id } = await chrome.tabs.create({ url: "/reader/reader.html", active: false });
  await chrome.storage.session.set({ [PREFIX + id]: { reading, sentences } });
  if (id !== undefined) {
    await chrome.tabs.update(id, { active: true });
  }
}

async function forgetClosedTabs() {
  const open = new Set((await chrome.tabs.query({})).map((tab) => PREFIX + tab.id));
  const kept = Object.keys(await chrome.storage.session.get(null));
  await chrome.storage.session.remove(kept.filter((key) => key.startsWith(PREFIX) && !open.has(key)));
}

/**
 * @param {Capture} capture
 * @returns {string}  the same for the same HTML
 */
function fingerprint(capture) {
  return `${fnv1a(capture.html)} ${capture.html.length}`;
}
