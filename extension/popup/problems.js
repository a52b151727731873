// What the reader is told when there is no reading: what happened, and what to do next.
import { permissionFor } from "../lib/api.js";
import { element, pageText } from "../lib/elements.js";
import { t } from "../lib/i18n.js";
import { DEFAULT_SERVER } from "../lib/settings.js";
import { copyButton } from "./copy.js";

/**
 * @typedef {import("../lib/failure.js").Failure} Failure
 * @typedef {Record<string, string>} Facts
 * @typedef {object} Message
 * @property {string} title
 * @property {string} text
 * @property {string} [detail]
 * @property {string[]} [commands]  one of them is to be run
 * @property {boolean} [final]  trying again would change nothing
 */

/** @type {Record<import("../lib/failure.js").FailureKind, (facts: Facts) => Message>} */
const MESSAGES = {
  unreadable: () => ({ title: t("unreadableTitle"), text: t("unreadableText"), final: true }),
  down: ({ address }) => ({
    title: t("downTitle"),
    text: t("downText"),
    detail: t("downDetail", address),
    commands: startCommands(address),
  }),
  permission: ({ address }) => ({ title: t("permissionTitle"), text: t("permissionText", address) }),
  "other-program": ({ address }) => ({
    title: t("otherProgramTitle"),
    text: t("otherProgramText", address),
    commands: startCommands(address),
  }),
  "other-version": ({ server, extension, older }) => ({
    title: t("otherVersionTitle"),
    text: t("otherVersionText", extension, server),
    detail: t(older === "server" ? "otherVersionServer" : "otherVersionExtension"),
    commands: older === "server" ? ["git pull && make run"] : ["git pull"],
  }),
  "no-article": ({ page }) => ({ title: t("noArticleTitle"), text: noArticleText(page) }),
  token: () => ({ title: t("tokenTitle"), text: t("tokenText") }),
  cancelled: () => ({ title: t("cancelledTitle"), text: t("cancelledText") }),
  timeout: () => ({ title: t("timeoutTitle"), text: t("timeoutText") }),
  other: ({ title, detail }) => ({ title: title || t("otherTitle"), text: detail || t("otherText") }),
};

/**
 * @param {Failure} failure
 * @param {() => Promise<void>} retry
 * @returns {HTMLElement}
 */
export function problemView({ kind, facts }, retry) {
  const { title, text, detail, commands = [], final } = MESSAGES[kind](facts);
  return element(
    "section",
    { class: "problem", role: "alert", "data-kind": kind },
    pageText("h1", title),
    pageText("p", text),
    ...commands.map(commandLine),
    pageText("p", detail, "detail"),
    final ? null : element("div", { class: "buttons" }, ...buttons(kind, facts, retry)),
  );
}

/**
 * What a page without an article looks like, and what to do.
 * @param {string} page  one of the server's kinds of pages; anything else is told in general
 * @returns {string}
 */
function noArticleText(page) {
  switch (page) {
    case "front": return t("noArticleFront");
    case "section": return t("noArticleSection");
    case "search": return t("noArticleSearch");
    case "forum": return t("noArticleForum");
    case "product": return t("noArticleProduct");
    case "login": return t("noArticleLogin");
    case "error": return t("noArticleError");
    case "signup": return t("noArticleSignup");
    case "frame": return t("noArticleFrame");
    case "video": return t("noArticleVideo");
    default: return t("noArticleText");
  }
}

/**
 * How the server is started so that it answers where it is looked for.
 * @param {string} address
 * @returns {string[]}
 */
function startCommands(address) {
  if (address === DEFAULT_SERVER) {
    return ["make run", "nutgraf serve"];
  }
  const { port } = new URL(address);
  return [`NUTGRAF_PORT=${port} make run`, `nutgraf serve --port ${port}`];
}

/** @param {string} command */
function commandLine(command) {
  return element("div", { class: "command", dir: "ltr" }, element("code", {}, command), copyButton("copyCommand", command, command));
}

/**
 * @param {import("../lib/failure.js").FailureKind} kind
 * @param {Facts} facts
 * @param {() => Promise<void>} retry
 * @returns {HTMLElement[]}
 */
function buttons(kind, facts, retry) {
  if (kind === "permission") {
    return [grantButton(facts, retry)];
  }
  return kind === "token" ? [settingsButton(), retryButton(retry)] : [retryButton(retry)];
}

function settingsButton() {
  const button = element("button", { type: "button" }, t("openSettings"));
  button.addEventListener("click", () => chrome.runtime.openOptionsPage());
  return button;
}

/** @param {() => Promise<void>} retry */
function retryButton(retry) {
  const button = element("button", { type: "button" }, t("retry"));
  button.addEventListener("click", retry);
  return button;
}

/**
 * @param {Facts} facts
 * @param {() => Promise<void>} retry
 */
function grantButton({ address }, retry) {
  const button = element("button", { type: "button" }, t("grant"));
  button.addEventListener("click", async () => {
    if (await chrome.permissions.request({ origins: [permissionFor(address)] })) {
      await retry();
    }
  });
  return button;
}
