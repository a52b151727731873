/**
 * The extension's side of the server's HTTP interface.
 *
 * Nothing of a page is sent before the program at the address has said that it is nutgraf, in a version that fits.
 *
 * @typedef {object} Sentence
 * @property {string} text
 * @property {number} block  the id of the block that it stands in
 * @property {number} start  where in the block's text
 * @property {number} end
 * @property {string[]} [why]  what it was chosen for, in the server's words
 *
 * @typedef {object} Block
 * @property {number} id
 * @property {string} text
 * @property {string} [tag]  the element of the server's tree: p, head, item, quote, code, row
 * @property {"content" | "aside" | "boilerplate"} role
 * @property {string | null} reason
 *
 * @typedef {object} StrippedBlock
 * @property {number} id
 * @property {string} text
 * @property {string | null} kind
 * @property {string | null} reason
 *
 * @typedef {object} Reading  as far as the popup uses it
 * @property {string | null} url
 * @property {string | null} title
 * @property {string | null} byline
 * @property {string | null} date  ISO 8601, usually the day alone
 * @property {string | null} site
 * @property {string | null} language  ISO 639-1
 * @property {number | null} minutes_saved
 * @property {Sentence[]} summary
 * @property {Block[]} blocks
 * @property {boolean} [short]  whether the page is already as short as a summary
 * @property {StrippedBlock[]} stripped
 * @property {string[]} [warnings]  doubts about the page, in English
 * @property {Record<string, number>} [timings]  the server's own, in milliseconds
 *
 * @typedef {{ name: string, version: string, state: string }} Health
 * @typedef {import("./tab.js").Capture} Capture
 * @typedef {import("./settings.js").Settings} Settings
 */
import { Failure } from "./failure.js";

const HEALTH_TIMEOUT_MS = 5_000;
// Longer than the server's own limit for a page plus its start: its answer says more than a timeout here.
const SUMMARY_TIMEOUT_MS = 90_000;

/**
 * Makes sure that our server, in a version that fits, is what answers.
 * @param {string} address
 * @returns {Promise<Health>}
 */
export async function checkServer(address) {
  const response = await ask(`${address}/healthz`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }, "other-program");
  const health = await asJson(response);
  if (health?.name !== "nutgraf" || typeof health.version !== "string") {
    throw new Failure("other-program", { address });
  }
  requireSameVersion(health.version);
  return health;
}

/**
 * Has a page read.
 * @param {Settings} settings
 * @param {Capture} capture
 * @param {AbortSignal} cancelled
 * @returns {Promise<Reading>}
 */
export async function summarize(settings, capture, cancelled) {
  const { server: address, token } = settings;
  const request = {
    method: "POST",
    headers: headersFor(token),
    body: requestBody(capture, settings),
    signal: AbortSignal.any([AbortSignal.timeout(SUMMARY_TIMEOUT_MS), cancelled]),
  };
  const response = await ask(`${address}/v1/summary`, request, "timeout");
  const answer = await asJson(response);
  if (!response.ok) {
    throw problemOf(answer, response.status, capture);
  }
  if (!Array.isArray(answer?.summary)) {
    throw new Failure("other-program", { address });
  }
  return answer;
}

/**
 * Tells the server what a line is, for its site; it is kept here all the same where the server learns nothing.
 * @param {Settings} settings
 * @param {{ url: string, text: string, verdict: "content" | "clutter" | null, language: string | null }} correction
 */
export async function sendCorrection({ server, token, memory }, correction) {
  if (memory) {
    await checkServer(server);
    const body = JSON.stringify({ ...correction, text: correction.text.toWellFormed() });
    await ask(`${server}/v1/corrections`, { method: "POST", headers: headersFor(token), body }, "timeout");
  }
}

/** @param {string} token */
function headersFor(token) {
  return { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

/**
 * What the server takes: an address that pages come from, and text without halves of surrogate pairs, which pages cut
 * off in the middle of an emoji hold and no UTF-8 can carry.
 * @param {Capture} capture
 * @param {Settings} settings
 * @returns {string}
 */
function requestBody({ html, url, title, selection }, { sentences, mode, memory }) {
  const address = /^(?:https?|file):/.test(url) ? { url: url.toWellFormed() } : {};
  const page = selection ? { text: selection.toWellFormed() } : { html: html.toWellFormed() };
  return JSON.stringify({ ...page, title: title.toWellFormed(), ...address, sentences, memory, ...(mode ? { mode } : {}) });
}

/**
 * @param {string} url
 * @param {RequestInit} request
 * @param {"other-program" | "timeout"} late  what it means when no answer comes in time
 * @returns {Promise<Response>}
 */
async function ask(url, request, late) {
  const address = new URL(url).origin;
  try {
    return await fetch(url, { ...request, credentials: "omit", cache: "no-store" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      throw new Failure(late, { address });
    }
    if (error instanceof DOMException && error.name === "AbortError") {
      throw new Failure("cancelled");
    }
    throw new Failure((await mayAsk(address)) ? "down" : "permission", { address });
  }
}

/**
 * Firefox lets readers take a host permission back at any time.
 * @param {string} address
 */
async function mayAsk(address) {
  return chrome.permissions.contains({ origins: [permissionFor(address)] });
}

/**
 * @param {string} address
 * @returns {string}  the match pattern that covers it: patterns know no port
 */
export function permissionFor(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}

/**
 * @param {Response} response
 * @returns {Promise<any>}  null where the body is no JSON
 */
async function asJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * @param {any} problem  problem+json (RFC 9457), or whatever came in its place
 * @param {number} status
 * @param {Capture} capture
 * @returns {Failure}
 */
function problemOf(problem, status, { framed }) {
  const name = String(problem?.type ?? "").replace(/^.*[/#:]/, "");
  if (name === "no-article") {
    return new Failure("no-article", { page: framed ? "frame" : String(problem.page_kind ?? "") });
  }
  if (name === "no-token") {
    return new Failure("token");
  }
  if (name === "page-timeout") {
    return new Failure("timeout");
  }
  return new Failure("other", { title: String(problem?.title ?? `HTTP ${status}`), detail: String(problem?.detail ?? "") });
}

/**
 * The interface may change with the first two numbers of the version, not with the third.
 * @param {string} server
 */
function requireSameVersion(server) {
  const extension = chrome.runtime.getManifest().version;
  const [ours, theirs] = [extension, server].map((version) => version.split(".", 2).map(Number));
  const difference = ours[0] - theirs[0] || ours[1] - theirs[1];
  if (difference !== 0) {
    throw new Failure("other-version", { server, extension, older: difference > 0 ? "server" : "extension" });
  }
}
