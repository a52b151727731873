import { element, pageText } from "../lib/elements.js";
import { t, tCount } from "../lib/i18n.js";
import { copyButton } from "./copy.js";

/**
 * @typedef {import("../lib/api.js").Reading} Reading
 * @typedef {import("../lib/api.js").StrippedBlock} StrippedBlock
 */

/**
 * A reading as the popup shows it. What the page does not say is left out.
 * @param {Reading} reading
 * @returns {HTMLElement}
 */
export function readingView(reading) {
  const story = element(
    "div",
    { class: "story", ...(reading.language ? { lang: reading.language } : {}) },
    eyebrow(reading),
    pageText("h1", reading.title),
    pageText("p", reading.byline, "byline"),
    ...notes(reading),
    summaryList(reading),
    strippedList(reading.stripped),
  );
  return element("article", { class: "reading" }, story, actions(reading));
}

/** @param {Reading} reading */
function eyebrow({ site, date }) {
  if (!site && !date) {
    return null;
  }
  // The line runs the way the site's name does.
  const name = site ? element("span", { class: "site" }, site) : null;
  return element("div", { class: "eyebrow", dir: "auto" }, name, date ? dateOf(date) : null);
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
 * @returns {HTMLElement[]}
 */
function notes({ warnings = [], short = false }) {
  // The server gives its doubts in English.
  const doubts = warnings.map((text) => element("p", { class: "note", lang: "en", dir: "ltr" }, text));
  return short ? [...doubts, element("p", { class: "note", lang: t("languageCode") }, t("alreadyShort"))] : doubts;
}

/** @param {Reading} reading */
function summaryList({ summary }) {
  const sentences = summary.map(({ text }) => pageText("li", text));
  // Safari and Chromium drop the list role with its bullets; the role brings it back.
  return element("ul", { class: "summary", role: "list", "aria-label": t("summaryLabel") }, ...sentences);
}

/**
 * @param {StrippedBlock[]} stripped
 * @returns {HTMLElement | null}
 */
function strippedList(stripped) {
  if (!stripped.length) {
    return null;
  }
  const language = t("languageCode");
  const count = element("summary", { lang: language }, tCount("leftOut", stripped.length));
  return element("details", {}, count, element("ul", { class: "stripped", role: "list" }, ...stripped.map(strippedLine)));
}

/** @param {StrippedBlock} block */
function strippedLine({ text, reason }) {
  // The server gives its reasons in English.
  const why = reason ? element("p", { class: "reason", lang: "en", dir: "ltr" }, sentenceCase(reason)) : null;
  return element("li", {}, pageText("p", text, "stripped-text"), why);
}

/** @param {string} text */
function sentenceCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Reading} reading */
function actions(reading) {
  return element("div", { class: "actions" }, timeSaved(reading.minutes_saved), copyButton("copySummary", asText(reading)));
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
