/** The home page: what is pasted goes to the server, the reading comes back. Text only ever becomes text. */

/** @typedef {{text: string, kind: string | null, reason: string | null}} Stripped */
/**
 * @typedef {object} Reading
 * @property {string | null} title
 * @property {string | null} byline
 * @property {string | null} date
 * @property {string | null} site
 * @property {string | null} language
 * @property {number} words
 * @property {number} minutes
 * @property {number} minutes_saved
 * @property {string} text
 * @property {{text: string, why: string[]}[]} summary
 * @property {boolean} short
 * @property {Stripped[]} stripped
 * @property {string[]} warnings
 * @property {Record<string, number>} timings
 */
/** @typedef {{title: string, detail: string, errors?: {field: string, message: string}[]}} Problem */

const PLACEHOLDERS = {
  text: "Paragraphs, with a blank line between them",
  html: "The page's source, as View Source shows it",
};

/** @type {Problem} */
const NO_ANSWER = {
  title: "The server does not answer",
  detail: "It may have been stopped. Start it again with nutgraf serve, then try once more.",
};

const form = /** @type {HTMLFormElement} */ (element("form"));
const source = /** @type {HTMLTextAreaElement} */ (element("source"));
const title = /** @type {HTMLInputElement} */ (element("title"));
const sentences = /** @type {HTMLInputElement} */ (element("sentences"));
const button = /** @type {HTMLButtonElement} */ (element("read"));

form.addEventListener("change", () => {
  source.placeholder = PLACEHOLDERS[kind()];
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  show({ busy: true });
  try {
    show(await ask());
  } catch {
    show({ problem: NO_ANSWER });
  }
});

/**
 * Send what is in the form.
 * @returns {Promise<{reading: Reading} | {problem: Problem}>}
 */
async function ask() {
  const body = { [kind()]: source.value, title: title.value || null, sentences: sentences.valueAsNumber };
  const answer = await fetch("/v1/summary", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const value = await answer.json();
  return answer.ok ? { reading: value } : { problem: value };
}

/**
 * Show one state of the page: waiting, a reading or a problem.
 * @param {{busy?: boolean, reading?: Reading, problem?: Problem}} state
 */
function show({ busy = false, reading, problem }) {
  button.disabled = busy;
  put("status", busy ? "Reading…" : "");
  element("reading").hidden = !reading;
  element("problem").hidden = !problem;
  if (problem) showProblem(problem);
  if (reading) showReading(reading);
}

/** @param {Problem} problem */
function showProblem({ title, detail, errors = [] }) {
  put("problem-title", title);
  put("problem-detail", detail);
  fill("problem-fields", errors.map(({ field, message }) => make("li", `${field}: ${message}`)));
}

/** @param {Reading} reading */
function showReading(reading) {
  put("about", [reading.site, reading.byline, reading.date, reading.language].filter(Boolean).join(" · "));
  put("reading-title", reading.title ?? "The story in short");
  fill("notes", notes(reading).map((text) => make("p", text)));
  fill("summary", reading.summary.map(({ text }) => make("li", text)));
  put("measures", measures(reading));
  put("stripped-count", `Left out: ${reading.stripped.length}`);
  element("stripped-box").hidden = reading.stripped.length === 0;
  fill("stripped", reading.stripped.map(strippedItem));
  fill("text", reading.text.split("\n").map((paragraph) => make("p", paragraph)));
  element("reading").lang = reading.language ?? "";
  element("reading").dir = "auto";
  element("reading-title").focus();
}

/**
 * What is to be said of the page as a whole.
 * @param {Reading} reading
 * @returns {string[]}
 */
function notes({ warnings, short }) {
  return short ? [...warnings, "The page is already as short as a summary."] : warnings;
}

/**
 * @param {Reading} reading
 * @returns {string}
 */
function measures({ words, minutes, minutes_saved, timings }) {
  const parts = [`${words} words`, `${minutes} min to read`, `${minutes_saved} min saved`];
  if (timings.total !== undefined) parts.push(`read in ${Math.round(timings.total)} ms`);
  return parts.join(" · ");
}

/**
 * A line that was left out, its kind and the reason.
 * @param {Stripped} stripped
 * @returns {HTMLElement}
 */
function strippedItem({ text, kind, reason }) {
  const item = make("li", "");
  const why = make("p", "");
  const label = make("span", kind ?? "other");
  label.className = "kind";
  why.className = "muted";
  why.append(label, reason ?? "");
  item.append(make("p", text), why);
  return item;
}

/** @returns {"text" | "html"} */
function kind() {
  return new FormData(form).get("kind") === "html" ? "html" : "text";
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * @param {string} tag
 * @param {string} text
 * @returns {HTMLElement}
 */
function make(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/**
 * @param {string} id
 * @param {string} text
 */
function put(id, text) {
  element(id).textContent = text;
}

/**
 * @param {string} id
 * @param {HTMLElement[]} children
 */
function fill(id, children) {
  element(id).replaceChildren(...children);
}
