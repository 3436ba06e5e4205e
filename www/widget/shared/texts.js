// @ts-check
/**
 * The texts of one language, from the files that `cargo xtask build` makes of `www/widget/locales/`: one text a line, in
 * the order of the keys. The page's own texts (the property `texts`) replace ours. The English texts of the form come with
 * its script, so nothing is fetched for them.
 */

import { file } from "./files.js";

/** @typedef {{ language: string, keys: string[], words: string[] }} Texts */

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

/** @param {Texts} texts @param {Record<string, unknown> | undefined} own the page's own texts @returns {Texts} with them */
function withOwn({ language, keys, words }, own) {
  const said = words.slice();
  for (const [key, text] of Object.entries(own ?? {}))
    if (text != null && keys.includes(key)) said[keys.indexOf(key)] = line(text);
  return { language, keys, words: said };
}

/**
 * The texts of the form for a language tag. If they cannot be fetched, they are English: a form in the wrong language is
 * better than none.
 * @param {string} tag @param {Record<string, unknown> | undefined} own
 * @param {Record<string, string>} english the English texts by their keys
 * @returns {Promise<Texts>}
 */
export async function formTexts(tag, own, english) {
  const [keys, words] = [Object.keys(english), Object.values(english)];
  const language = nameOf(tag);
  if (language != "en")
    try {
      return withOwn({ language, keys, words: await TextFiles.lines(language) }, own);
    } catch {
      // The error was logged.
    }
  return withOwn({ language: "en", keys, words }, own);
}

/**
 * The other texts, which are not on the first screen. Falls back to English, and throws if that cannot be fetched either.
 * @param {string} tag @param {Record<string, unknown> | undefined} own @returns {Promise<Texts>}
 */
export async function lateTexts(tag, own) {
  const keys = await TextFiles.lines("keys.late");
  const language = nameOf(tag);
  try {
    return withOwn({ language, keys, words: await TextFiles.lines(`${language}.late`) }, own);
  } catch (error) {
    // The error was logged.
    if (language == "en") throw error;
    return withOwn({ language: "en", keys, words: await TextFiles.lines("en.late") }, own);
  }
}
