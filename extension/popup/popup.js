// The whole way of a click: look at the page, ask the server, show the reading or what went wrong.
import { checkServer, serverAddress, summarize } from "../lib/api.js";
import { recall, remember } from "../lib/cache.js";
import { asFailure } from "../lib/failure.js";
import { localize } from "../lib/i18n.js";
import { capturePage, currentTab } from "../lib/tab.js";
import { problemView } from "./problems.js";
import { readingView } from "./reading.js";
import { announce, showLoading, show } from "./view.js";

localize(document);
await run();

async function run() {
  showLoading("loading");
  try {
    show(readingView(await readCurrentPage()));
    announce("summaryShown");
  } catch (error) {
    show(problemView(asFailure(error), run));
  }
  requestAnimationFrame(() => performance.mark("shown"));
}

/**
 * The marks let `tools/click_time.py` say where the time of a click goes.
 * @returns {Promise<import("../lib/api.js").Reading>}
 */
async function readCurrentPage() {
  performance.mark("start");
  const tabId = await currentTab();
  const capture = await capturePage(tabId);
  performance.mark("captured");
  const reading = (await recall(tabId, capture)) ?? (await requestReading(tabId, capture));
  performance.mark("answered");
  return { ...reading, title: reading.title || capture.title };
}

/**
 * @param {number} tabId
 * @param {import("../lib/tab.js").Capture} capture
 */
async function requestReading(tabId, capture) {
  const address = await serverAddress();
  const health = await checkServer(address);
  performance.mark("checked");
  if (health.state === "starting") {
    showLoading("loadingStarting");
  }
  const reading = await summarize(address, capture);
  // Kept in the background: the reader need not wait for it.
  void remember(tabId, capture, reading);
  return reading;
}
