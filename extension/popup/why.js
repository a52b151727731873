// Why a sentence was chosen, for the curious: one line under each, shown by a switch.
import { element } from "../lib/elements.js";
import { t } from "../lib/i18n.js";

/**
 * @param {import("../lib/api.js").Sentence} sentence
 * @returns {HTMLElement | null}
 */
export function reasonsOf({ why = [] }) {
  const language = t("languageCode");
  const words = new Intl.ListFormat(language, { type: "unit" }).format(why.map(inWords));
  return why.length ? element("p", { class: "why", lang: language, hidden: "" }, words) : null;
}

/**
 * @param {string} reason  one of the server's; any other is shown as it is
 * @returns {string}
 */
function inWords(reason) {
  switch (reason) {
    case "lead": return t("whyLead");
    case "standfirst": return t("whyStandfirst");
    case "title words": return t("whyTitle");
    case "centrality": return t("whyCentrality");
    case "opens a paragraph": return t("whyOpens");
    case "names and numbers": return t("whyNames");
    case "context": return t("whyContext");
    default: return reason;
  }
}
