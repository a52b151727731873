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
 * @property {boolean} changed  whether the page says something else by now
 */

localize(document);
await run();

async function run() {
  await attempt((cancelled) => firstReading(cancelled, true));
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
    show(
      await readingView(visit, {
        another: (sentences) => attempt((signal) => anotherLength(visit, sentences, signal)),
        again: () => attempt((signal) => firstReading(signal, false)),
      }),
    );
    announce("summaryShown");
  } catch (error) {
    show(problemView(asFailure(error), run));
  }
  requestAnimationFrame(() => performance.mark("shown"));
}

/**
 * The marks let `make bench-click` say where the time of a click goes.
 * @param {AbortSignal} cancelled
 * @param {boolean} mayRecall  whether what was read before will do
 * @returns {Promise<Visit>}
 */
async function firstReading(cancelled, mayRecall) {
  performance.mark("start");
  const tabId = await currentTab();
  const capture = await capturePage(tabId);
  performance.mark("captured");
  const settings = await readSettings();
  const kept = mayRecall ? await recall(tabId, capture) : null;
  const sentences = kept?.entry.sentences ?? settings.sentences;
  const reading = kept?.entry.reading ?? (await requestReading(tabId, capture, settings, cancelled));
  performance.mark("answered", { detail: reading.timings?.total });
  const changed = kept?.changed ?? false;
  return { tabId, capture, sentences, changed, reading: await corrected(titled(reading, capture)) };
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
  return { tabId, capture, sentences: settings.sentences, changed: false, reading: await corrected(titled(reading, capture)) };
}

/**
 * @param {import("../lib/api.js").Reading} reading
 * @param {import("../lib/tab.js").Capture} capture
 */
function titled(reading, capture) {
  return { ...reading, title: reading.title || capture.title };
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
