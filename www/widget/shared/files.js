// @ts-check
/**
 * Where the widget's other files are: beside the script that a page loads. In the npm package npm/files.js takes the
 * place of this file; its imports are ones that a bundler can follow.
 */

/** Another script. @param {string} name such as `./support-ticket-form.js`, perhaps with a query to fetch it anew @returns {Promise<any>} */
export const script = (name) => import(name);

/** Any other file. Rejects unless the answer is a success. @param {string} name such as `locales/de.txt` */
export async function file(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw Error(`${response.status} for ${response.url}`);
  return response;
}
