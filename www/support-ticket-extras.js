// @ts-check
/**
 * What makes the form better once it stands, fetched right after it: drafts, tags as chips, "did you mean …?" and a
 * summary of what is wrong. All of it goes through the form's own inputs and events, so that the form is whole without
 * it. It must not know how the form decides.
 */

import { above } from "./support-ticket-extras-above.js";
import { copying } from "./support-ticket-extras-copy.js";
import { drafts } from "./support-ticket-extras-drafts.js";
import { late } from "./support-ticket-extras-late.js";
import { CSS } from "./support-ticket-extras-looks.js";
import { meant } from "./support-ticket-extras-meant.js";
import { summary } from "./support-ticket-extras-summary.js";
import { chips } from "./support-ticket-extras-tags.js";
import { follow } from "./support-ticket-extras-viewport.js";

export { better } from "./support-ticket-extras-meant.js";

/**
 * @typedef {{
 *   host: HTMLElement, root: ShadowRoot, form: any, typed: Set<string>, signal: AbortSignal,
 *   say(key: string, value?: string | number): string, language(): string,
 * }} Extra what each of the parts gets; `typed` has the names of the inputs that the visitor has
 *   changed, `signal` says that the form is gone
 * @typedef {{ refresh?(): void }} Part
 */

/** Roots that have the stylesheet. @type {WeakSet<ShadowRoot>} */
const dressed = new WeakSet();

/**
 * Adds all of it to a form.
 * @param {HTMLElement} host @param {ShadowRoot} root
 * @param {any} form the module's; what is called on it goes through here from now on
 * @param {Set<string>} typed the inputs that the visitor has changed already
 * @param {() => Promise<{ language: string, keys: string[], words: string[] }>} texts those of the language that is wanted now
 * @returns {Promise<() => void>} to be called when the form is taken away
 */
export async function attach(host, root, form, typed, texts) {
  let said = await texts();
  if (!dressed.has(root)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets.push(sheet);
    dressed.add(root);
  }
  const gone = new AbortController();
  /** A text, with a value in its placeholder; a number chooses the plural. @type {Extra["say"]} */
  const say = (key, value = "") => {
    let text = said.words[said.keys.indexOf(key)] ?? "";
    if (typeof value == "number") {
      const plurals = Object.fromEntries(text.split("|").map((form) => form.match(/^(\w+):(.*)/)?.slice(1) ?? ["other", form]));
      text = plurals[new Intl.PluralRules(said.language).select(value)] ?? plurals.other;
    }
    return value === "" ? text : text.replace(/\{\w+\}/, () => value.toLocaleString(said.language));
  };
  const extra = { host, root, form, typed, signal: gone.signal, say, language: () => said.language };
  const draft = drafts(extra);
  /** @type {Part[]} */
  const parts = [draft, chips(extra), meant(extra), summary(extra), follow(extra), above(extra), copying(extra)];
  late(extra);
  const refresh = () => parts.forEach((part) => part.refresh?.());

  // What the page does to the form is heard here; what the visitor does is heard as the form's own events.
  for (const name of ["configure", "prefill", "speak"]) {
    const call = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...all) => {
      call(...all);
      if (name == "configure" && all[0] === false) draft.forget();
      if (name == "speak") texts().then((now) => ((said = now), refresh()));
      else refresh();
    };
  }
  refresh();
  return () => {
    draft.keep();
    gone.abort();
  };
}

/**
 * Makes an element and puts it somewhere.
 * @param {string} tag @param {string} part @param {object} properties @param {(made: HTMLElement) => void} put
 */
export function make(tag, part, properties, put) {
  const made = Object.assign(document.createElement(tag), { className: part }, properties);
  made.setAttribute("part", part);
  put(made);
  return made;
}

/** Does what a visitor does who types. @param {any} input @param {string} value */
export function type(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
