// Do the browsers of the manifest's minimum versions have every interface that the extension's code names?
//
//     node tools/minimum_versions.mjs
//
// Looks names of the form chrome.a.b, Global.member and new Global up in MDN's browser-compat-data (CC0). What
// stands behind a variable is not seen: the browser tests are for that. Ends with 1 when something is newer.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ROOT = new URL("../extension/", import.meta.url);
const compat = createRequire(import.meta.url)("@mdn/browser-compat-data");
const manifest = JSON.parse(readFileSync(new URL("manifest.json", ROOT), "utf8"));
const MINIMUM = {
  chrome: manifest.minimum_chrome_version,
  firefox: manifest.browser_specific_settings.gecko.strict_min_version,
};

const names = new Set();
for (const file of readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js"))) {
  const code = readFileSync(new URL(file, ROOT), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");
  for (const [name] of code.matchAll(/\b(?:chrome(?:\.\w+){1,3}|[A-Z]\w+\.\w+|(?<=new )[A-Z]\w+(?:\.\w+)?)\b/g)) {
    names.add(name);
  }
}

let looked = 0;
const newer = [];
for (const name of [...names].sort()) {
  const entry = featureOf(name.split("."));
  if (!entry) {
    continue;
  }
  looked += 1;
  for (const [browser, minimum] of Object.entries(MINIMUM)) {
    const support = [entry.support[browser]].flat()[0];
    const since = support.version_added;
    if (support.flags || (since !== true && !(Number.parseFloat(String(since).replace("≤", "")) <= Number.parseFloat(minimum)))) {
      newer.push(`${name}: ${browser} has it since ${since}, the manifest allows ${minimum}`);
    }
  }
}
console.log(newer.length ? newer.join("\n") : `${looked} interfaces, all in Chromium ${MINIMUM.chrome} and Firefox ${MINIMUM.firefox}`);
process.exitCode = newer.length || looked < 30 ? 1 : 0;

/**
 * The entry of the longest part of a name that the data has.
 * @param {string[]} path
 */
function featureOf([first, ...rest]) {
  const roots = first === "chrome" ? [compat.webextensions.api] : [compat.api[first], compat.javascript.builtins[first]];
  for (const root of roots.filter(Boolean)) {
    let node = root;
    for (const part of rest) {
      // Static members of built-in objects carry their bare name, those of interfaces end in _static.
      node = node[part] ?? node[`${part}_static`] ?? node;
    }
    if (node.__compat) {
      return node.__compat;
    }
  }
  return null;
}
