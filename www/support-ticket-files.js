// @ts-check
/**
 * Where the widget's other files are: beside this script. The npm package has another such file (www/package/), of which
 * a bundler can tell what is loaded. It must not know what is in them.
 */

/** Another script. @param {string} name such as `./outbox.js`, perhaps with a query, by which it is another one for the browser */
export const part = (name) => import(name);

/** @param {Response} answer */
export const good = (answer) => {
  if (answer.ok) return answer;
  throw Error(`${answer.status} for ${answer.url}`);
};

/** Anything else. @param {string} name */
export const file = (name) => fetch(new URL(name, import.meta.url)).then(good);
