// @ts-check
/**
 * The texts of one language, from the files that `cargo xtask build` makes of `www/widget/locales/`: one text a line, in
 * the order of the keys. The page's own texts (the property `texts`) replace ours. The English texts of the form are in
 * the module, so nothing is fetched for them unless the page has texts of its own.
 */

import { file } from "./files.js";

/** Files that are not named after the language alone, as `de-AT` uses `de`. @type {Record<string, string>} */
const CALLED = { nb: "no", nn: "no", "pt-pt": "pt-PT" };

/**
 * The file for a language tag that the loader has found.
 * @param {string} tag
 */
export const nameOf = (tag) => {
  // Some pages write tags as POSIX does: `de_DE`.
  const lower = tag.toLowerCase().replace(/_/g, "-");
  const [language] = lower.match(/^pt-pt\b|^\w+/) ?? ["en"];
  return /^zh-(hant|tw|hk|mo)\b/.test(lower) ? "zh-Hant" : (CALLED[language] ?? language);
};

/** The files of texts, each fetched once. */
class TextFiles {
  /** @type {Record<string, Promise<string[]>>} */
  static #fetched = {};

  /** The lines of a file. @param {string} name @returns {Promise<string[]>} */
  static lines(name) {
    return (TextFiles.#fetched[name] ??= fetchLines(name));
  }
}

/** @param {string} name @returns {Promise<string[]>} */
function fetchLines(name) {
  const fetchFile = () => file(`locales/${name}.txt`);
  // Fetched twice at most, or each opening of the form would try again.
  const lines = fetchFile()
    .catch(fetchFile)
    .then(async (response) => (await response.text()).split("\n"));
  lines.catch((error) => console.error("support-ticket-widget: no texts", name, error));
  return lines;
}

/** A text as one line, with plural forms as the files have them. @param {unknown} text */
const line = (text) =>
  (text instanceof Object
    ? Object.entries(text)
        .map((form) => form.join(":"))
        .join("|")
    : String(text)
  ).replace(/\s+/g, " ");

/**
 * The texts for a language tag, with the page's own texts. If a file cannot be fetched, it logs the error and falls back
 * to English: a form in the wrong language is better than none.
 * @param {string} tag
 * @param {Record<string, unknown> | undefined} own
 * @param {string} [part] `.late` for the texts that are not on the first screen
 * @returns {Promise<{ language: string, keys: string[], words: string[] }>}
 */
export async function textsIn(tag, own, part = "") {
  const language = nameOf(tag);
  const changed = Object.entries(own ?? {}).filter(([, text]) => text != null);
  try {
    if (language == "en" && !part && !changed.length) return { language, keys: [], words: [] };
    const [words, keys] = await Promise.all([
      TextFiles.lines(language + part),
      part || changed.length ? TextFiles.lines("keys" + part) : /** @type {string[]} */ ([]),
    ]);
    const said = words.slice();
    for (const [key, text] of changed) if (keys.includes(key)) said[keys.indexOf(key)] = line(text);
    return { language, keys, words: said };
  } catch (error) {
    // The error was logged.
    if (part && language == "en") throw error;
    return language == "en" ? { language, keys: [], words: [] } : textsIn("en", own, part);
  }
}
