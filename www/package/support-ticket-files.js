// @ts-check
/**
 * In the npm package and the single file, this is in the place of `www/support-ticket-files.js`: where the widget's other
 * files are, in imports that a bundler can follow. It must not know what is in them.
 */

// @ts-ignore: made by `cargo xtask build`, beside this file
import { LANGUAGES } from "./support-ticket-languages.js";

/** @type {Record<string, () => Promise<any>>} */
const PARTS = {
  "./support-ticket-details.js": () => import("./support-ticket-details.js"),
  "./support-ticket-extras.js": () => import("./support-ticket-extras.js"),
  // Only where it broke it is asked for here.
  // @ts-ignore: made by `cargo xtask build`
  "./support-ticket-form.js": () => import("./support-ticket-form-again.js"),
  "./support-ticket-outbox.js": () => import("./support-ticket-outbox.js"),
  "./support-ticket-tickets.js": () => import("./support-ticket-tickets.js"),
};

/** @type {Record<string, () => Promise<{ bytes(): BodyInit }>>} */
const MODULES = {
  // @ts-ignore: made by `cargo xtask build`
  "support-ticket-form.wasm": () => import("./support-ticket-form.wasm.js"),
  // @ts-ignore: made by `cargo xtask build`
  "support-ticket-outbox.wasm": () => import("./support-ticket-outbox.wasm.js"),
};

/** Another script. @param {string} name such as `./outbox.js`, perhaps with a query */
export const part = (name) => PARTS[name.replace(/\?.*/, "")]();

/** @param {Response} answer */
export const good = (answer) => answer;

/** Anything else. @param {string} name @returns {Promise<Response>} */
export async function file(name) {
  const [, language, late] = /^locales\/(.+?)(\.late)?\.txt$/.exec(name) ?? [];
  if (!language) return new Response((await MODULES[name]()).bytes());
  const texts = await LANGUAGES[language]();
  return new Response(late ? texts.late : texts.now);
}
