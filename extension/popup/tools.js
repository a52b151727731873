// What can be done with a reading in its page: mark the summary, dim the clutter, go to a line, ask for another length.
import { element } from "../lib/elements.js";
import { t, tCount } from "../lib/i18n.js";
import { clearMarks, goTo, marksShown, showMarks } from "../lib/marks.js";
import { MOST_SENTENCES } from "../lib/settings.js";
import { say } from "./view.js";

/**
 * @typedef {import("./popup.js").Visit} Visit
 * @typedef {"mark" | "dim"} Toggle
 */

/** @type {Record<Toggle, { label: string, on: string, off: string }>} */
const TOGGLES = {
  mark: { label: "markSummary", on: "marked", off: "unmarked" },
  dim: { label: "dimClutter", on: "dimmed", off: "undimmed" },
};

/**
 * @param {Visit} visit
 * @param {(sentences: number) => Promise<void>} another
 * @returns {Promise<HTMLElement>}
 */
export async function pageTools(visit, another) {
  // The page may have gone elsewhere meanwhile, and the right to look at it with it: the summary is shown all the same.
  const shown = await marksShown(visit.tabId).catch(() => ({ mark: false, dim: false }));
  const note = element("p", { class: "tools-note", "aria-live": "polite" });
  const tools = element(
    "div",
    { class: "tools", lang: t("languageCode"), role: "group", "aria-label": t("toolsLabel") },
    stepper(visit, another),
    toggleButton(visit, "mark", shown.mark, note),
    visit.reading.stripped.length ? toggleButton(visit, "dim", shown.dim, note) : null,
    whySwitch(),
    note,
  );
  if (shown.mark || shown.dim) {
    // The marks of an earlier summary give way to those of this one.
    await showMarks(visit.tabId, visit.reading, shown).catch(() => {});
  }
  return tools;
}

/**
 * A line of the page as a button: the page scrolls to it.
 * @param {Visit} visit
 * @param {"sentence" | "block"} kind
 * @param {number} index
 * @param {string} text
 * @returns {HTMLButtonElement}
 */
export function lineButton(visit, kind, index, text) {
  const button = element("button", { type: "button", class: "line", title: t("showOnPage") }, text);
  button.addEventListener("click", async () => {
    const found = await goTo(visit.tabId, visit.reading, kind, index).catch(() => false);
    button.classList.toggle("lost", !found);
    button.title = t(found ? "showOnPage" : "notOnPage");
    say(t(found ? "shownOnPage" : "notOnPage"));
  });
  return button;
}

/**
 * @param {Visit} visit
 * @param {Toggle} name
 * @param {boolean} on
 * @param {HTMLElement} note
 */
function toggleButton({ tabId, reading }, name, on, note) {
  const button = element("button", { type: "button", class: "quiet toggle", "aria-pressed": String(on) }, t(TOGGLES[name].label));
  button.dataset.toggle = name;
  button.addEventListener("click", async () => {
    try {
      const { wanted, words } = await turned(tabId, reading, name);
      note.textContent = words;
      button.setAttribute("aria-pressed", String(wanted[name]));
      say(t(wanted[name] ? TOGGLES[name].on : TOGGLES[name].off));
    } catch {
      note.textContent = t("pageLeft");
    }
  });
  return button;
}

/**
 * Turns one of the two on or off in the page.
 * @param {number} tabId
 * @param {import("../lib/api.js").Reading} reading
 * @param {Toggle} name
 */
async function turned(tabId, reading, name) {
  const shown = await marksShown(tabId);
  const wanted = { ...shown, [name]: !shown[name] };
  if (wanted.mark || wanted.dim) {
    return { wanted, words: lost(await showMarks(tabId, reading, wanted)) };
  }
  await clearMarks(tabId);
  return { wanted, words: "" };
}

/**
 * What was not found on the page, in words; empty where all was.
 * @param {import("../lib/marks.js").Outcome} outcome
 */
function lost({ mark, dim, missing, undimmed }) {
  const lines = (mark ? missing.length : 0) + (dim ? undimmed.length : 0);
  return lines ? tCount("lost", lines) : "";
}

/**
 * @param {Visit} visit
 * @param {(sentences: number) => Promise<void>} another
 */
function stepper({ sentences }, another) {
  /** @type {(label: string, sign: string, wanted: number) => HTMLButtonElement} */
  const step = (label, sign, wanted) => {
    const button = element("button", { type: "button", class: "quiet step", "aria-label": t(label) }, sign);
    button.disabled = wanted < 1 || wanted > MOST_SENTENCES;
    button.dataset.step = label;
    button.addEventListener("click", async () => {
      await another(wanted);
      // The buttons are new ones now: whoever came by keyboard is still there.
      /** @type {HTMLButtonElement | null} */ (document.querySelector(`[data-step=${label}]`))?.focus();
    });
    return button;
  };
  return element(
    "div",
    { class: "stepper", role: "group", "aria-label": t("lengthLabel") },
    step("fewerSentences", "−", sentences - 1),
    element("span", {}, tCount("sentences", sentences)),
    step("moreSentences", "+", sentences + 1),
  );
}

function whySwitch() {
  const button = element("button", { type: "button", class: "quiet toggle", "aria-pressed": "false" }, t("whyThese"));
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    for (const why of document.querySelectorAll(".why")) {
      why.toggleAttribute("hidden", !on);
    }
  });
  return button;
}
