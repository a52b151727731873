// A reading as something to take along: Markdown, plain text, a link that marks a sentence on its page.

/**
 * @typedef {import("../lib/api.js").Reading} Reading
 * @typedef {import("../lib/api.js").Block} Block
 */

/**
 * @param {Reading} reading
 * @returns {string}
 */
export function asMarkdown({ title, byline, site, date, url, summary, blocks }) {
  const about = [byline, site, date].filter(Boolean).join(" · ");
  const quoted = summary.map(({ text }) => `> ${escaped(text)}`).join("\n>\n");
  const parts = [
    title && `# ${escaped(title)}`,
    escaped(about),
    url && `<${url}>`,
    quoted,
    ...blocks.filter(isRead).map(markdownOf),
  ];
  return `${parts.filter(Boolean).join("\n\n").replaceAll(/^(- .*)\n\n(?=- )/gm, "$1\n")}\n`;
}

/**
 * @param {Reading} reading
 * @returns {string}
 */
export function asPlainText({ title, byline, site, date, url, blocks }) {
  const about = [byline, site, date].filter(Boolean).join(" · ");
  return `${[title, about, url, ...blocks.filter(isRead).map(({ text }) => text)].filter(Boolean).join("\n\n")}\n`;
}

/**
 * A link to the page that marks the first sentence of the summary there (https://wicg.github.io/scroll-to-text-fragment/).
 * @param {Reading} reading
 * @returns {string | null}  null where the page has no address on the web
 */
export function asLink({ url, summary }) {
  if (!url || !/^https?:/.test(url)) {
    return null;
  }
  const words = summary[0]?.text.trim().split(/\s+/) ?? [];
  const ends = words.length > 10 ? [words.slice(0, 5), words.slice(-5)] : [words];
  const text = ends.map((part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D")).join(",");
  return words.length ? `${url.replace(/#.*$/, "")}#:~:text=${text}` : url;
}

/**
 * @param {string | null} title
 * @returns {string}  a file's name on any system
 */
export function fileName(title) {
  const name = (title ?? "").replaceAll(/[\p{C}/\\:*?"<>|]+/gu, " ").trim().slice(0, 80).replace(/[. ]+$/, "");
  return `${name || "nutgraf"}.md`;
}

/** @param {Block} block */
export function isRead({ role }) {
  return role !== "boilerplate";
}

/** @param {Block} block */
function markdownOf({ tag, text }) {
  switch (tag) {
    case "head": return `## ${escaped(text)}`;
    case "item": return `- ${escaped(text)}`;
    case "quote": return `> ${escaped(text)}`;
    case "code": return `    ${text.replaceAll("\n", "\n    ")}`;
    default: return escaped(text);
  }
}

/**
 * @param {string} text
 * @returns {string}  with nothing in it that Markdown would take for its own
 */
function escaped(text) {
  return text.replaceAll(/[\\`*_[\]<>]/g, "\\$&").replace(/^(\d+)([.)]\s)/, "$1\\$2").replace(/^([#+-])/, "\\$1");
}
