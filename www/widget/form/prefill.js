// @ts-check
/**
 * Everything that a page can fill in, as one object with the contract's names: the argument of `prefill()`, an opener's
 * data-, an error, and the page's address.
 */

/** The fields that can be filled in. */
const KEYS = ["username", "email_address", "subject", "body", "type", "tags"];

/** The name of a property and in a `dataset`: `email_address` is `emailAddress`. @param {string} key */
const camel = (key) => key.replace(/_./, (pair) => pair[1].toUpperCase());

/** The keys that the last opener of an element filled in; the next opener clears them. */
class LastOpener {
  /** @type {WeakMap<object, string[]>} */
  static keys = new WeakMap();
}

/**
 * @param {any} what an object of fields, perhaps with an `error`, or an element with data-
 * @param {any} host
 * @returns {Record<string, unknown>}
 */
export function fieldsOf(what, host) {
  if (what instanceof Element) return fromOpener(/** @type {HTMLElement} */ (what), host);
  if (Array.isArray(what.tags)) what = { ...what, tags: what.tags.join() };
  if (!("error" in what)) return what;
  const { error, ...fields } = what;
  return { ...fields, type: "problem", info: { ...fields.info, error: described(error) } };
}

/** @param {HTMLElement} opener @param {any} host */
function fromOpener(opener, host) {
  // When the form closes, the focus returns to the opener. Safari does not focus a button that is clicked.
  opener.focus({ preventScroll: true });
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const key of LastOpener.keys.get(host) ?? []) fields[key] = host[camel(key)];
  const named = KEYS.filter((key) => opener.dataset[camel(key)] != null);
  for (const key of named) fields[key] = opener.dataset[camel(key)];
  LastOpener.keys.set(host, named);
  return fields;
}

/** Describes an error; anything can be thrown. @param {any} error */
function described(error) {
  const words = { name: "", message: "", stack: "" };
  try {
    ({ name: words.name = "", stack: words.stack = "", message: words.message = String(error) } = Object(error));
  } catch {
    // An object without a prototype, or one whose getters throw: it cannot be described further.
  }
  return words;
}

/** The fields in the page's query string that `prefill-from-url` names. @param {any} host */
export function fromAddress(host) {
  const address = new URLSearchParams(location.search);
  const named = host.prefillFromUrl
    .split(/[\s,]+/)
    .filter((/** @type {string} */ key) => KEYS.includes(key) && address.has(key));
  return Object.fromEntries(named.map((/** @type {string} */ key) => [key, address.get(key)]));
}
