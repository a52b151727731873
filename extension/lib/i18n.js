/**
 * A message in the browser's language, from `_locales`.
 * @param {string} key
 * @param {...(string | number)} values  for $1, $2 … of the message
 * @returns {string}
 */
export function t(key, ...values) {
  return chrome.i18n.getMessage(key, values.map(String)) || key;
}

/**
 * A message that counts: `<key>One` for 1, `<key>Many` with the number as $1 for the rest.
 * @param {string} key
 * @param {number} count
 * @returns {string}
 */
export function tCount(key, count) {
  return count === 1 ? t(`${key}One`) : t(`${key}Many`, count);
}

/**
 * Fills every element that names its message in `data-i18n`, and says which language the page speaks, and which way it runs.
 * @param {Document} page
 */
export function localize(page) {
  page.documentElement.lang = t("languageCode");
  // Not the browser's own @@bidi_dir: headless Chromium calls Arabic ltr.
  page.documentElement.dir = /^(?:ar|fa|he|ur)\b/.test(t("languageCode")) ? "rtl" : "ltr";
  for (const element of page.querySelectorAll("[data-i18n]")) {
    element.textContent = t(element.getAttribute("data-i18n") ?? "");
  }
}
