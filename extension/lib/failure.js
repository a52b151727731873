/**
 * Why there is no reading. Each kind has a message of its own in `popup/problems.js`.
 *
 * - `unreadable`     the browser does not let any extension look at this page, or it is no HTML
 * - `down`           nothing answers at the server's address
 * - `permission`     the reader has taken back the permission to talk to 127.0.0.1
 * - `other-program`  something answers there, and it is not nutgraf
 * - `other-version`  nutgraf answers, in a version that does not go with this extension
 * - `no-article`     the page holds nothing that could be read as an article; `page` is what it looks like, or empty
 * - `token`          the server asks for a token, and the one that is set is none of its own
 * - `cancelled`      the reader did not want to wait
 * - `timeout`        the page took longer than the server allows
 * - `other`          anything else, in the server's own words
 * @typedef {"unreadable" | "down" | "permission" | "other-program" | "other-version" | "no-article" | "token" | "cancelled" | "timeout" | "other"} FailureKind
 */

/** A failure that the reader is told about, with the facts that its message names. */
export class Failure extends Error {
  /**
   * @param {FailureKind} kind
   * @param {Record<string, string>} [facts]
   */
  constructor(kind, facts = {}) {
    super(kind);
    this.name = "Failure";
    this.kind = kind;
    this.facts = facts;
  }
}

/**
 * Whatever was thrown, as something that can be shown.
 * @param {unknown} error
 * @returns {Failure}
 */
export function asFailure(error) {
  return error instanceof Failure ? error : new Failure("other", { detail: String(error) });
}
