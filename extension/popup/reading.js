import { openReader } from "../lib/cache.js";
import { element, pageText } from "../lib/elements.js";
import { t, tCount } from "../lib/i18n.js";
import { copyButton } from "./copy.js";
import { lineButton, pageTools } from "./tools.js";
import { reasonsOf } from "./why.js";

/**
 * @typedef {import("../lib/api.js").Reading} Reading
 * @typedef {import("../lib/api.js").StrippedBlock} StrippedBlock
 * @typedef {import("./popup.js").Visit} Visit
 */

/**
 * A reading as the popup shows it. What the page does not say is left out.
 * @param {Visit} visit
 * @param {{ another: (sentences: number) => Promise<void>, again: () => Promise<void> }} readAnew  in so many sentences,
 *   or as the page is by now
 * @returns {Promise<HTMLElement>}
 */
export async function readingView(visit, { another, again }) {
  const { reading, capture } = visit;
  const story = element(
    "div",
    { class: "story", ...(reading.language ? { lang: reading.language } : {}) },
    eyebrow(reading),
    pageText("h1", reading.title),
    pageText("p", reading.byline, "byline"),
    visit.changed ? changedNote(again) : null,
    ...notes(reading, capture.selection),
    summaryList(visit),
    await pageTools(visit, another),
    strippedList(visit),
  );
  return element("article", { class: "reading" }, story, actions(visit));
}

/** @param {Reading} reading */
function eyebrow({ site, date, language }) {
  const tongue = language ? languageOf(language) : null;
  if (!site && !date && !tongue) {
    return null;
  }
  // The line runs the way the site's name does.
  const name = site ? element("span", { class: "site" }, site) : null;
  return element("div", { class: "eyebrow", dir: "auto" }, name, date ? dateOf(date) : null, tongue);
}

/**
 * @param {string} language  ISO 639-1
 * @returns {HTMLElement | null}  its name in the browser's language; null where it is the browser's own
 */
function languageOf(language) {
  const own = t("languageCode");
  if (own.startsWith(language)) {
    return null;
  }
  return element("span", { lang: own }, new Intl.DisplayNames(own, { type: "language" }).of(language) ?? language);
}

/**
 * @param {string} date  ISO 8601
 * @returns {HTMLTimeElement}  in the browser's language; as the server gave it where that is no date
 */
function dateOf(date) {
  const parsed = new Date(date);
  const language = t("languageCode");
  const words = Number.isNaN(parsed.valueOf())
    ? date
    : new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(parsed);
  return element("time", { datetime: date, lang: language }, words);
}

/**
 * What is to be said of the page as a whole: doubts whether it is an article, and that it is short already.
 * @param {Reading} reading
 * @param {string} selection  what was read in place of the page, if anything
 * @returns {HTMLElement[]}
 */
function notes({ warnings = [], short = false }, selection) {
  // The server gives its doubts in English.
  const doubts = warnings.map((text) => element("p", { class: "note", lang: "en", dir: "ltr" }, text));
  const own = [selection ? "ofSelection" : "", short ? "alreadyShort" : ""].filter(Boolean);
  return [...doubts, ...own.map((key) => element("p", { class: "note", lang: t("languageCode") }, t(key)))];
}

/** @param {() => Promise<void>} again */
function changedNote(again) {
  const button = element("button", { type: "button", class: "quiet" }, t("readAgain"));
  button.addEventListener("click", again);
  return element("div", { class: "note changed", lang: t("languageCode") }, element("p", {}, t("pageChanged")), button);
}

/** @param {Visit} visit */
function summaryList(visit) {
  const sentences = visit.reading.summary.map((sentence, i) =>
    element("li", { dir: "auto" }, lineButton(visit, "sentence", i, sentence.text), reasonsOf(sentence)),
  );
  // Safari and Chromium drop the list role with its bullets; the role brings it back.
  return element("ul", { class: "summary", role: "list", "aria-label": t("summaryLabel") }, ...sentences);
}

/**
 * @param {Visit} visit
 * @returns {HTMLElement | null}
 */
function strippedList(visit) {
  const { stripped } = visit.reading;
  if (!stripped.length) {
    return null;
  }
  const language = t("languageCode");
  const count = element("summary", { lang: language }, tCount("leftOut", stripped.length));
  const lines = stripped.map((block) => strippedLine(visit, block));
  return element("details", {}, count, element("ul", { class: "stripped", role: "list" }, ...lines));
}

/**
 * @param {Visit} visit
 * @param {StrippedBlock} block
 */
function strippedLine(visit, { id, text, reason }) {
  // The server gives its reasons in English.
  const why = reason ? element("p", { class: "reason", lang: "en", dir: "ltr" }, sentenceCase(reason)) : null;
  return element("li", { dir: "auto" }, lineButton(visit, "block", id, text), why);
}

/** @param {string} text */
function sentenceCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Visit} visit */
function actions({ reading, sentences }) {
  const read = element("button", { type: "button" }, t("readArticle"));
  read.addEventListener("click", () => openReader(reading, sentences));
  return element(
    "div",
    { class: "actions" },
    timeSaved(reading.minutes_saved),
    element("div", { class: "buttons" }, copyButton("copySummary", asText(reading)), read),
  );
}

/** @param {number | null} minutes */
function timeSaved(minutes) {
  if (!minutes || minutes <= 0) {
    return null;
  }
  const words = minutes < 1 ? t("savesUnderOne") : tCount("saves", Math.round(minutes));
  return element("p", { class: "saved" }, words);
}

/**
 * @param {Reading} reading
 * @returns {string}  title, sentences and address, a blank line between them
 */
function asText({ title, summary, url }) {
  const sentences = summary.map(({ text }) => text).join("\n");
  return [title, sentences, url].filter(Boolean).join("\n\n");
}
