// @ts-check
/**
 * Where the widget's other files are, in the npm package and the single file: in imports that a bundler can follow. It
 * takes the place of `www/widget/shared/files.js`.
 */

/** @type {Record<string, () => Promise<any>>} */
const SCRIPTS = {
  // @ts-ignore: the build finds it
  "./support-ticket-details.js": () => import("./support-ticket-details.js"),
  // @ts-ignore: the build finds it
  "./support-ticket-extras.js": () => import("./support-ticket-extras.js"),
  // @ts-ignore: the build finds it
  "./support-ticket-form.js": () => import("./support-ticket-form.js"),
  // @ts-ignore: the build finds it
  "./support-ticket-module.js": () => import("./support-ticket-module.js"),
  // @ts-ignore: the build finds it
  "./support-ticket-outbox.js": () => import("./support-ticket-outbox.js"),
  // @ts-ignore: the build finds it
  "./support-ticket-tickets.js": () => import("./support-ticket-tickets.js"),
};

/** @type {Record<string, () => Promise<{ bytes(): BodyInit }>>} */
const MODULES = {
  // @ts-ignore: made by `cargo xtask build`
  "support-ticket-form.wasm": () => import("./support-ticket-form.wasm.js"),
  // @ts-ignore: made by `cargo xtask build`
  "support-ticket-outbox.wasm": () => import("./support-ticket-outbox.wasm.js"),
};

/** Another script. @param {string} name such as `./support-ticket-form.js`, perhaps with a query @returns {Promise<any>} */
export const script = (name) => SCRIPTS[name.replace(/\?+$/, "")]();

/** Any other file. @param {string} name such as `locales/de.txt` @returns {Promise<Response>} */
export async function file(name) {
  const [, language, late] = /^locales\/(.+?)(\.late)?\.txt$/.exec(name) ?? [];
  if (!language) return new Response((await MODULES[name]()).bytes());
  // @ts-ignore: made by `cargo xtask build`
  const { LANGUAGES } = await import("./support-ticket-languages.js");
  const texts = await LANGUAGES[language]();
  return new Response(late ? texts.late : texts.now);
}
