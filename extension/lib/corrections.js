/**
 * What a reader said of a site's lines: "this is no clutter", "this is clutter". It holds for the same line on every page
 * of the site, and is told to the server too, which learns from it.
 *
 * Here a line is kept by a number made from its letters, never as text.
 *
 * @typedef {import("./api.js").Reading} Reading
 * @typedef {import("./api.js").Block} Block
 * @typedef {"content" | "clutter"} Verdict
 * @typedef {Record<string, Partial<Record<Verdict, number[]>>>} Said  by host
 */

import { fnv1a } from "./hash.js";
import { lettersOf } from "./text.js";

const KEY = "said";
const OTHER_BASIS = 0x01234567;
// Lines of a site that are remembered; the oldest give way.
const MOST = 500;

/**
 * A reading with what its reader said of the site's lines.
 * @param {Reading} reading
 * @returns {Promise<Reading>}
 */
export async function corrected(reading) {
  const { content = [], clutter = [] } = (await said())[hostOf(reading.url)] ?? {};
  if (!content.length && !clutter.length) {
    return reading;
  }
  const [kept, dropped] = [new Set(content), new Set(clutter)];
  const blocks = reading.blocks.map((block) => {
    const line = numberOf(block.text);
    const role = kept.has(line) ? /** @type {const} */ ("content") : dropped.has(line) ? /** @type {const} */ ("boilerplate") : block.role;
    return { ...block, role };
  });
  const out = new Set(blocks.filter((block) => block.role === "boilerplate").map((block) => block.id));
  const stripped = blocks
    .filter((block) => out.has(block.id))
    .map((block) => reading.stripped.find(({ id }) => id === block.id) ?? { ...block, kind: null });
  return { ...reading, blocks, stripped, summary: reading.summary.filter((sentence) => !out.has(sentence.block)) };
}

/**
 * @param {string | null} url
 * @param {string} text
 * @param {Verdict} verdict
 */
export async function keepLine(url, text, verdict) {
  const [host, line, all] = [hostOf(url), numberOf(text), await said()];
  const { content = [], clutter = [] } = all[host] ?? {};
  const others = { content: content.filter((other) => other !== line), clutter: clutter.filter((other) => other !== line) };
  const lines = { ...others, [verdict]: [...others[verdict], line].slice(-MOST) };
  await chrome.storage.local.set({ [KEY]: { ...all, [host]: lines } });
}

/** Forgets what was said of all sites. */
export async function forgetLines() {
  await chrome.storage.local.remove(KEY);
}

/** @returns {Promise<Said>} */
async function said() {
  return /** @type {Said | undefined} */ ((await chrome.storage.local.get(KEY))[KEY]) ?? {};
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
