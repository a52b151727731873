// What can be set. Every change is kept at once; nothing has to be.
import { checkServer, permissionFor } from "../lib/api.js";
import { forgetLines } from "../lib/corrections.js";
import { asFailure } from "../lib/failure.js";
import { localize, t } from "../lib/i18n.js";
import { inRange, MODES, originOf, readSettings, SENTENCES, writeSettings } from "../lib/settings.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const server = /** @type {HTMLInputElement} */ (document.getElementById("server"));
const token = /** @type {HTMLInputElement} */ (document.getElementById("token"));
const sentences = /** @type {HTMLInputElement} */ (document.getElementById("sentences"));
const mode = /** @type {HTMLSelectElement} */ (document.getElementById("mode"));
const memory = /** @type {HTMLInputElement} */ (document.getElementById("memory"));
const menu = /** @type {HTMLInputElement} */ (document.getElementById("menu"));
const outcome = /** @type {HTMLElement} */ (document.getElementById("outcome"));

localize(document);
await fill();
form.addEventListener("change", keep);
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("test")?.addEventListener("click", test);
document.getElementById("forget")?.addEventListener("click", forgetLines);
document.getElementById("shortcuts")?.addEventListener("click", changeShortcut);

async function fill() {
  const settings = await readSettings();
  server.value = settings.server;
  token.value = settings.token;
  sentences.value = String(settings.sentences);
  mode.value = settings.mode;
  memory.checked = settings.memory;
  menu.checked = settings.menu;
  const commands = await chrome.commands.getAll();
  const shortcut = commands.find(({ name }) => name === "_execute_action")?.shortcut;
  /** @type {HTMLElement} */ (document.getElementById("shortcut")).textContent = shortcut || t("settingsShortcutNone");
}

/**
 * Keeps what was changed, and that alone.
 * @param {Event} event
 */
async function keep({ target }) {
  const origin = originOf(server.value);
  server.setCustomValidity(origin || !server.value ? "" : t("settingsAddressWrong"));
  server.reportValidity();
  if (target === server && (origin || !server.value)) {
    await writeSettings({ server: origin ?? "" });
  } else if (target === token) {
    await writeSettings({ token: token.value.trim() });
  } else if (target === sentences) {
    await writeSettings({ sentences: inRange(Number.parseInt(sentences.value, 10) || SENTENCES) });
  } else if (target === mode) {
    await writeSettings({ mode: MODES.find((each) => each === mode.value) ?? "" });
  } else if (target === memory) {
    await writeSettings({ memory: memory.checked });
  } else if (target === menu) {
    await writeSettings({ menu: menu.checked });
  }
}

/** Asks for the right to reach the address first: browsers grant it only on a press. */
async function test() {
  const origin = originOf(server.value);
  if (!origin) {
    outcome.textContent = t("settingsAddressWrong");
    return;
  }
  outcome.textContent = t("settingsTesting");
  const granted = await chrome.permissions.request({ origins: [permissionFor(origin)] }).catch(() => false);
  outcome.textContent = granted ? await inWords(origin) : t("settingsTestPermission", origin);
}

/**
 * @param {string} origin
 * @returns {Promise<string>}
 */
async function inWords(origin) {
  try {
    const { version } = await checkServer(origin);
    return t("settingsTestGood", version);
  } catch (error) {
    switch (asFailure(error).kind) {
      case "other-program": return t("otherProgramTitle");
      case "other-version": return t("otherVersionTitle");
      default: return t("downDetail", origin);
    }
  }
}

async function changeShortcut() {
  const { commands } = /** @type {any} */ (globalThis).browser ?? {};
  if (commands?.openShortcutSettings) {
    await commands.openShortcutSettings(); // Firefox
  } else {
    await chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
  }
}
