/**
 * What the reader has set, with what holds where nothing is.
 *
 * @typedef {"careful" | "normal" | "strict"} Mode
 * @typedef {object} Settings
 * @property {string} server  its origin
 * @property {string} token  of a server for several people; empty for one's own
 * @property {number} sentences  how long a summary is
 * @property {Mode | ""} mode  how much is taken for clutter; empty leaves it to the server
 * @property {boolean} memory  whether the server may learn from the pages that it is sent, and use what it has learnt
 * @property {boolean} menu  whether there is an entry in the context menu
 */

export const DEFAULT_SERVER = "http://127.0.0.1:8731";
export const SENTENCES = 3;
export const MOST_SENTENCES = 10;
export const MODES = /** @type {const} */ (["careful", "normal", "strict"]);

/**
 * Settings as they are kept, whatever is wrong in them set right.
 * @returns {Promise<Settings>}
 */
export async function readSettings() {
  const kept = await chrome.storage.local.get(["server", "token", "sentences", "mode", "memory", "menu"]);
  return {
    server: originOf(kept.server) ?? DEFAULT_SERVER,
    token: typeof kept.token === "string" ? kept.token : "",
    sentences: Number.isInteger(kept.sentences) ? inRange(/** @type {number} */ (kept.sentences)) : SENTENCES,
    mode: MODES.find((mode) => mode === kept.mode) ?? "",
    memory: kept.memory !== false,
    menu: kept.menu === true,
  };
}

/**
 * Keeps settings. Readings that were made with others are forgotten.
 * @param {Partial<Settings>} changed
 */
export async function writeSettings(changed) {
  await chrome.storage.local.set(changed);
  await chrome.storage.session.clear();
}

/**
 * @param {unknown} address
 * @returns {string | null}  null where it is none of http or https
 */
export function originOf(address) {
  if (typeof address !== "string" || !URL.canParse(address)) {
    return null;
  }
  const { protocol, origin } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? origin : null;
}

/** @param {number} sentences */
export function inRange(sentences) {
  return Math.min(MOST_SENTENCES, Math.max(1, sentences));
}
