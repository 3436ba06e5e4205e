// @ts-check
/** What the loader fetches once the visitor reaches for the button: the form's first screen, which can be typed in at once. */

// @ts-ignore: made by `cargo xtask build` of locales/en.json
import { ENGLISH } from "./english.js";
import css from "./form/form.css";
import { LiveForm } from "./form/live-form.js";
import table from "./form/screen.txt";
import { prepare } from "./form/prepare.js";
import { formTexts } from "./shared/texts.js";

const PARTS = { table, css, english: ENGLISH };

/**
 * Prepares the form of an element, and puts it in place if it is needed now.
 * @param {any} host @param {{ module: Promise<any> }} files as the loader fetches them @param {boolean} [isNeeded]
 */
export async function loadForm(host, files, isNeeded) {
  prepare(host.shadowRoot);
  const [, tag] = host.constructor.language(host);
  const texts = formTexts(tag, host.texts, ENGLISH);
  if (isNeeded) LiveForm.start(host, PARTS, await texts, tag, files);
}
