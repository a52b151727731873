/**
 * What is left of a text where spaces, marks and case are of no account.
 * @param {string} text
 * @returns {string}  its letters and digits, in lower case
 */
export function lettersOf(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
