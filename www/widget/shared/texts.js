// @ts-check
/**
 * The texts of one language, from the files that `cargo xtask build` makes of `www/widget/locales/`: one text a line, in the
 * order of the keys. The page's own words (the property `texts`) stand in the place of ours. English is in the module,
 * so nothing is fetched for it as long as the page says nothing else. It must not know what the texts are for.
 */

import { file } from "./files.js";

/** What a tag is called here; all others are called by the language alone, as `de-AT` is `de`. @type {Record<string, string>} */
const CALLED = { nb: "no", nn: "no", "pt-pt": "pt-PT" };

/**
 * The name of the file for a tag of which the loader has found that it is there.
 * @param {string} tag
 */
export const nameOf = (tag) => {
  // Some pages write it as POSIX does: `de_DE`.
  const lower = tag.toLowerCase().replace(/_/g, "-");
  const [language] = lower.match(/^pt-pt\b|^\w+/) ?? ["en"];
  return /^zh-(hant|tw|hk|mo)\b/.test(lower) ? "zh-Hant" : (CALLED[language] ?? language);
};

/** @type {Map<string, Promise<string[]>>} */
const files = new Map();
/** The lines of a file beside this one. @param {string} name @returns {Promise<string[]>} */
function lines(name) {
  const known = files.get(name);
  if (known) return known;
  const ask = () => file(`locales/${name}.txt`);
  const texts = ask()
    .catch(ask)
    .then(async (answer) => (await answer.text()).split("\n"));
  files.set(name, texts);
  // Twice, and no more: it would be at each opening.
  texts.catch((error) => console.error("support-ticket-widget: no texts", name, error));
  return texts;
}

/** One text as a line, as the files have them: plural forms side by side. @param {unknown} text */
const line = (text) =>
  (text instanceof Object
    ? Object.entries(text)
        .map((form) => form.join(":"))
        .join("|")
    : String(text)
  ).replace(/\s+/g, " ");

/**
 * The texts for a tag, in the page's own words where it has them. What cannot be fetched is English, and said on the
 * console: a form in the wrong language is better than none.
 * @param {string} tag
 * @param {Record<string, unknown> | undefined} own
 * @param {string} [part] of the texts: `.late` for what few visitors read
 * @returns {Promise<{ language: string, keys: string[], words: string[] }>}
 */
export async function textsIn(tag, own, part = "") {
  const language = nameOf(tag);
  const changed = Object.entries(own ?? {}).filter(([, text]) => text != null);
  try {
    if (language == "en" && !part && !changed.length) return { language, keys: [], words: [] };
    const [words, keys] = await Promise.all([
      lines(language + part),
      part || changed.length ? lines("keys" + part) : /** @type {string[]} */ ([]),
    ]);
    const said = words.slice();
    for (const [key, text] of changed) if (keys.includes(key)) said[keys.indexOf(key)] = line(text);
    return { language, keys, words: said };
  } catch (error) {
    // It is on the console already.
    if (part && language == "en") throw error;
    return language == "en" ? { language, keys: [], words: [] } : textsIn("en", own, part);
  }
}
