/**
 * A new element. Text always goes in as text: nothing that a page or the server says is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string | null)} children  null is left out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * An element for words of a page, whose direction only the words themselves tell; null where there are none.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string | null | undefined} text
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[Tag] | null}
 */
export function pageText(tag, text, className) {
  if (!text) {
    return null;
  }
  return element(tag, { dir: "auto", ...(className ? { class: className } : {}) }, text);
}
