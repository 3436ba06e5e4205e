// @ts-check
/** Says a text of a language, with a value in its placeholder; a number chooses the plural. It must not know what for. */

import { counted } from "./support-ticket-browser.js";

/**
 * @param {{ language: string, keys: string[], words: string[] }} texts
 * @param {string} key @param {string | number} [value]
 */
export function say({ language, keys, words }, key, value = "") {
  let text = words[keys.indexOf(key)] ?? "";
  if (typeof value == "number") {
    const plurals = Object.fromEntries(text.split("|").map((form) => form.match(/^(\w+):(.*)/)?.slice(1) ?? ["other", form]));
    text = plurals[counted(language, value).split(":")[0]] ?? plurals.other;
  }
  return value === "" ? text : text.replace(/\{\w+\}/, () => value.toLocaleString(language));
}
