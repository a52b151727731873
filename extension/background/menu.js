// The entry in the context menu, for those who want one: it opens the popup, as the icon does.
import { t } from "../lib/i18n.js";
import { readSettings } from "../lib/settings.js";

const ID = "summarize";

chrome.runtime.onInstalled.addListener(draw);
chrome.runtime.onStartup.addListener(draw);
chrome.storage.local.onChanged.addListener((changed) => {
  if ("menu" in changed) {
    void draw();
  }
});
// The press on the entry gives the right to look at the page; the popup reads what is selected there by itself.
chrome.contextMenus.onClicked.addListener(() => chrome.action.openPopup());

async function draw() {
  const { menu } = await readSettings();
  await chrome.contextMenus.removeAll();
  if (menu) {
    chrome.contextMenus.create({ id: ID, title: t("menuTitle"), contexts: ["page", "selection"] });
  }
}
