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
import { waiting } from "./support-ticket-extras-outbox.js";
import { meant } from "./support-ticket-extras-meant.js";
import { summary } from "./support-ticket-extras-summary.js";
import { chips } from "./support-ticket-extras-tags.js";
import { leftTo, rescue } from "./support-ticket-extras-rescue.js";
import { submitting } from "./support-ticket-extras-sandbox.js";
import { follow } from "./support-ticket-extras-viewport.js";
import { say as sayIn } from "./support-ticket-say.js";

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
 * @param {Promise<any>} outbox
 * @param {(host: any) => string[]} language the loader's own way to find it
 * @param {import("./support-ticket-form-element.js").Hearers} hearers of what breaks in the form's module
 * @returns {Promise<() => void>} to be called when the form is taken away
 */
export async function attach(host, root, form, typed, texts, outbox, language, hearers) {
  let said = await texts();
  if (!dressed.has(root)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets.push(sheet);
    dressed.add(root);
  }
  const gone = new AbortController();
  /** @type {Extra["say"]} */
  const say = (key, value) => sayIn(said, key, value);
  const extra = { host, root, form, typed, signal: gone.signal, say, language: () => said.language };
  const leave = () => {
    gone.abort();
    return draft.leave();
  };
  const safely = rescue(extra, hearers, language, () => waits.isKept(), leave);
  for (const name of ["configure", "free", "prefill", "speak", "ticket"]) {
    const call = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...all) => safely(() => call(...all));
  }
  const { prefill } = form;
  form.prefill = (/** @type {any} */ fields) => {
    form.info = fields.info ?? form.info;
    prefill(fields);
  };
  host.addEventListener("ticket-created", () => (form.info = undefined), { capture: true, signal: gone.signal });
  const draft = drafts(extra, () => waits.takeBack(), leftTo(host));
  const waits = waiting(extra, outbox, language, draft);
  /** @type {Part[]} */
  const parts = [draft, chips(extra), meant(extra), summary(extra), follow(extra), above(extra), copying(extra), submitting(extra), waits];
  const speak = late(extra);
  const refresh = () => parts.forEach((part) => part.refresh?.());

  // What the page does to the form is heard here; what the visitor does is heard as the form's own events.
  for (const name of ["configure", "prefill", "speak"]) {
    const call = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...all) => {
      // What is on its way stays.
      const isReset = name == "configure" && all[0] === false && !root.querySelector("[part~=form].sending");
      // First, or the text that goes would be taken for one that the page has changed.
      if (isReset) waits.forget();
      call(...all);
      if (gone.signal.aborted) return;
      if (isReset) draft.forget();
      if (name == "speak") texts().then((now) => ((said = now), refresh(), speak()));
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
