// The cleaned article in a tab of its own: how it looks, what was left out on demand, and ways to take it along.
import { sendCorrection } from "../lib/api.js";
import { corrected, keepLine } from "../lib/corrections.js";
import { element, pageText } from "../lib/elements.js";
import { localize, t } from "../lib/i18n.js";
import { readSettings } from "../lib/settings.js";
import { asLink, asMarkdown, asPlainText, fileName, isRead } from "./export.js";
import { lookTools } from "./look.js";

/**
 * @typedef {import("../lib/api.js").Reading} Reading
 * @typedef {import("../lib/api.js").Block} Block
 */

const article = /** @type {HTMLElement} */ (document.getElementById("article"));
const tools = /** @type {HTMLElement} */ (document.getElementById("tools"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
const TRIES = 20;
const TRY_MS = 50;
/** @type {Reading | null} */
let reading = null;
let strippedShown = false;

localize(document);
await open();

async function open() {
  const tab = await chrome.tabs.getCurrent();
  const key = `reading:${tab?.id}`;
  const kept = await arrived(key);
  tools.setAttribute("aria-label", t("readerTools"));
  if (!kept) {
    article.replaceChildren(element("h1", {}, t("readerGoneTitle")), element("p", {}, t("readerGoneText")));
    article.setAttribute("aria-busy", "false");
    return;
  }
  reading = await corrected(kept.reading);
  document.title = reading.title ?? "nutgraf";
  tools.replaceChildren(...(await lookTools()), strippedSwitch(), ...takeAlong());
  draw();
}

/**
 * The popup opens this tab first and puts the reading there then: only so does it know the tab.
 * @param {string} key
 * @returns {Promise<any>}  undefined where none comes
 */
async function arrived(key) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const kept = (await chrome.storage.session.get(key))[key];
    if (kept) {
      return kept;
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  return undefined;
}

function draw() {
  if (!reading) {
    return;
  }
  const { language, title, blocks } = reading;
  article.lang = language ?? "";
  article.replaceChildren(
    ...[about(reading), pageText("h1", title)].filter((part) => part !== null),
    ...blocks.filter((block) => strippedShown || isRead(block)).map((block) => (isRead(block) ? line(block) : stripped(block))),
  );
  article.setAttribute("aria-busy", "false");
}

/** @param {Reading} reading */
function about({ site, date, byline, url }) {
  const link = url && /^https?:/.test(url) ? element("a", { href: url, rel: "noreferrer" }, t("readerOriginal")) : null;
  const parts = [site, byline, date].filter((part) => part !== null && part !== "").join(" · ");
  return element("p", { class: "about", dir: "auto" }, parts, parts && link ? " · " : null, link);
}

/**
 * A block, the sentences of the summary marked in it.
 * @param {Block} block
 * @returns {HTMLElement}
 */
function line(block) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let done = 0;
  for (const { start, end } of (reading?.summary ?? []).filter((sentence) => sentence.block === block.id)) {
    parts.push(block.text.slice(done, start), element("mark", {}, block.text.slice(start, end)));
    done = end;
  }
  parts.push(block.text.slice(done));
  const attributes = { dir: "auto", ...(block.role === "aside" ? { class: "aside" } : {}) };
  const shown = element(tagOf(block.tag), attributes, ...parts);
  return strippedShown ? element("div", { class: "judged" }, shown, verdictButton(block, "isClutter", "clutter")) : shown;
}

/**
 * @param {Block} block
 * @param {"isClutter" | "notClutter"} label
 * @param {import("../lib/corrections.js").Verdict} verdict
 */
function verdictButton(block, label, verdict) {
  const button = element("button", { type: "button" }, t(label));
  button.addEventListener("click", () => judge(block, verdict));
  return button;
}

/**
 * @param {string | undefined} tag  of trafilatura's
 * @returns {"h2" | "blockquote" | "pre" | "p"}
 */
function tagOf(tag) {
  switch (tag) {
    case "head": return "h2";
    case "quote": return "blockquote";
    case "code": return "pre";
    default: return "p";
  }
}

/**
 * A line that was left out, why, and the way to put it back.
 * @param {Block} block
 */
function stripped(block) {
  return element(
    "div",
    { class: "stripped" },
    pageText("p", block.text),
    block.reason ? element("p", { class: "reason", lang: "en", dir: "ltr" }, block.reason) : null,
    verdictButton(block, "notClutter", "content"),
  );
}

/**
 * @param {Block} block
 * @param {import("../lib/corrections.js").Verdict} verdict
 */
async function judge(block, verdict) {
  const { url = null, language = null } = reading ?? {};
  await keepLine(url, block.text, verdict);
  reading = reading && (await corrected(reading));
  draw();
  say(t(verdict === "content" ? "putBack" : "takenOut"));
  if (url && /^https?:/.test(url)) {
    // Kept here already: a server that is down, or learns nothing, changes nothing for the reader.
    await sendCorrection(await readSettings(), { url, text: block.text, verdict, language }).catch(() => {});
  }
}

function strippedSwitch() {
  const button = element("button", { type: "button", "aria-pressed": "false" }, t("showLeftOut"));
  button.addEventListener("click", () => {
    strippedShown = !strippedShown;
    button.setAttribute("aria-pressed", String(strippedShown));
    draw();
  });
  return button;
}

/** @returns {HTMLElement[]} */
function takeAlong() {
  const link = reading && asLink(reading);
  return [
    copier("copyMarkdown", asMarkdown),
    copier("copyText", asPlainText),
    ...(link ? [copier("copyLink", () => link)] : []),
    action("saveMarkdown", save),
    action("print", () => window.print()),
  ];
}

/**
 * @param {string} label
 * @param {(reading: Reading) => string} made
 */
function copier(label, made) {
  return action(label, async () => {
    if (reading) {
      const done = await navigator.clipboard.writeText(made(reading)).then(() => "copied", () => "copyFailed");
      say(t(done));
    }
  });
}

/**
 * @param {string} label
 * @param {() => void} work
 */
function action(label, work) {
  const button = element("button", { type: "button" }, t(label));
  button.addEventListener("click", work);
  return button;
}

function save() {
  if (reading) {
    const address = URL.createObjectURL(new Blob([asMarkdown(reading)], { type: "text/markdown" }));
    element("a", { href: address, download: fileName(reading.title) }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

/** @param {string} words */
function say(words) {
  status.textContent = words;
}
