// The whole way of a click: look at the page, ask the server, show the reading or what went wrong.
import { checkServer, summarize } from "../lib/api.js";
import { recall, remember } from "../lib/cache.js";
import { corrected } from "../lib/corrections.js";
import { asFailure } from "../lib/failure.js";
import { localize } from "../lib/i18n.js";
import { inRange, readSettings } from "../lib/settings.js";
import { capturePage, currentTab } from "../lib/tab.js";
import { problemView } from "./problems.js";
import { readingView } from "./reading.js";
import { announce, offerCancel, show, showLoading } from "./view.js";

/**
 * What the popup is at.
 * @typedef {object} Visit
 * @property {number} tabId
 * @property {import("../lib/tab.js").Capture} capture
 * @property {import("../lib/api.js").Reading} reading
 * @property {number} sentences  the most that its summary may have
 */

localize(document);
await run();

async function run() {
  await attempt(firstReading);
}

/**
 * Shows a reading, or why there is none.
 * @param {(cancelled: AbortSignal) => Promise<Visit>} read
 */
async function attempt(read) {
  const controller = new AbortController();
  showLoading("loading");
  offerCancel(() => controller.abort());
  try {
    const visit = await read(controller.signal);
    show(await readingView(visit, (sentences) => attempt((signal) => anotherLength(visit, sentences, signal))));
    announce("summaryShown");
  } catch (error) {
    show(problemView(asFailure(error), run));
  }
  requestAnimationFrame(() => performance.mark("shown"));
}

/**
 * The marks let `tools/click_time.py` say where the time of a click goes.
 * @param {AbortSignal} cancelled
 * @returns {Promise<Visit>}
 */
async function firstReading(cancelled) {
  performance.mark("start");
  const tabId = await currentTab();
  const capture = await capturePage(tabId);
  performance.mark("captured");
  const settings = await readSettings();
  const kept = await recall(tabId, capture);
  const sentences = kept?.sentences ?? settings.sentences;
  const reading = kept?.reading ?? (await requestReading(tabId, capture, settings, cancelled));
  performance.mark("answered");
  return { tabId, capture, sentences, reading: await corrected({ ...reading, title: reading.title || capture.title }) };
}

/**
 * The same page in more or fewer sentences.
 * @param {Visit} visit
 * @param {number} sentences
 * @param {AbortSignal} cancelled
 * @returns {Promise<Visit>}
 */
async function anotherLength({ tabId, capture }, sentences, cancelled) {
  const settings = { ...(await readSettings()), sentences: inRange(sentences) };
  const reading = await requestReading(tabId, capture, settings, cancelled);
  const titled = { ...reading, title: reading.title || capture.title };
  return { tabId, capture, sentences: settings.sentences, reading: await corrected(titled) };
}

/**
 * @param {number} tabId
 * @param {import("../lib/tab.js").Capture} capture
 * @param {import("../lib/settings.js").Settings} settings
 * @param {AbortSignal} cancelled
 */
async function requestReading(tabId, capture, settings, cancelled) {
  const health = await checkServer(settings.server);
  performance.mark("checked");
  if (health.state === "starting") {
    showLoading("loadingStarting");
  }
  const reading = await summarize(settings, capture, cancelled);
  // Kept in the background: the reader need not wait for it.
  void remember(tabId, capture, reading, settings.sentences);
  return reading;
}
