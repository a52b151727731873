/**
 * What a reader said of a site's lines: "this is no clutter". It holds for the same line on every page of the site.
 *
 * A line is kept by a number made from its letters, never as text.
 *
 * @typedef {import("./api.js").Reading} Reading
 * @typedef {import("./api.js").Block} Block
 */

import { fnv1a } from "./hash.js";
import { lettersOf } from "./text.js";

const KEY = "notClutter";
const OTHER_BASIS = 0x01234567;
// Lines of a site that are remembered; the oldest give way.
const MOST = 500;

/**
 * A reading with the lines that are no clutter on its site put back.
 * @param {Reading} reading
 * @returns {Promise<Reading>}
 */
export async function corrected(reading) {
  const kept = new Set(await lines(hostOf(reading.url)));
  if (!kept.size) {
    return reading;
  }
  const blocks = reading.blocks.map((block) =>
    block.role === "boilerplate" && kept.has(numberOf(block.text)) ? { ...block, role: /** @type {const} */ ("content") } : block,
  );
  const left = new Set(blocks.filter((block) => block.role === "boilerplate").map((block) => block.id));
  return { ...reading, blocks, stripped: reading.stripped.filter((block) => left.has(block.id)) };
}

/**
 * @param {string | null} url
 * @param {string} text
 * @param {boolean} keep  false takes it back
 */
export async function keepLine(url, text, keep) {
  const host = hostOf(url);
  const others = (await lines(host)).filter((line) => line !== numberOf(text));
  const all = /** @type {Record<string, number[]>} */ ((await chrome.storage.local.get(KEY))[KEY] ?? {});
  await chrome.storage.local.set({ [KEY]: { ...all, [host]: keep ? [...others, numberOf(text)].slice(-MOST) : others } });
}

/** Forgets what was said of all sites. */
export async function forgetLines() {
  await chrome.storage.local.remove(KEY);
}

/**
 * @param {string} host
 * @returns {Promise<number[]>}
 */
async function lines(host) {
  const all = /** @type {Record<string, number[]> | undefined} */ ((await chrome.storage.local.get(KEY))[KEY]);
  return all?.[host] ?? [];
}

/** @param {string | null} url */
function hostOf(url) {
  return url && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

/**
 * @param {string} text
 * @returns {number}  the same for the same letters, 52 bits
 */
function numberOf(text) {
  const letters = lettersOf(text);
  return (fnv1a(letters) >>> 12) * 2 ** 32 + fnv1a(letters, OTHER_BASIS);
}
