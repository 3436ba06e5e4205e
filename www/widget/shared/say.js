// @ts-check
/** Fills in texts: a value in its placeholder, the plural for a number, a list. */

/**
 * @param {{ language: string, keys: string[], words: string[] }} texts
 * @param {string} key @param {string | number} [value]
 */
export function say({ language, keys, words }, key, value = "") {
  let text = words[keys.indexOf(key)] ?? "";
  if (typeof value == "number") {
    const plurals = Object.fromEntries(
      text.split("|").map((form) => form.match(/^(\w+):(.*)/)?.slice(1) ?? ["other", form]),
    );
    text = plurals[counted(language, value).split(":")[0]] ?? plurals.other;
  }
  return value === "" ? text : text.replace(/\{\w+\}/, () => value.toLocaleString(language));
}

/**
 * The plural category of a number in a language, and the number in that language's notation, such as `one:1`. If the page
 * has broken Intl, the number is written plainly.
 * @param {string} language @param {number} number
 */
export function counted(language, number) {
  try {
    return new Intl.PluralRules(language).select(number) + ":" + number.toLocaleString(language);
  } catch {
    return "other:" + number;
  }
}
