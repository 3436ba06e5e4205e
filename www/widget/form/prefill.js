// @ts-check
/**
 * What a page fills in beforehand, in all its ways, as one object by the contract's names: what `prefill()` is called
 * with, an opener's data-, what was thrown, and the page's address. It must not know what the form does with it.
 */

/** What may be filled in. */
const KEYS = ["username", "email_address", "subject", "body", "type", "tags"];

/** `email_address` is `emailAddress`, as property and in a `dataset`. @param {string} key */
const camel = (key) => key.replace(/_./, (pair) => pair[1].toUpperCase());

/** The keys that the last opener of an element filled in: the next one's form has none of them. @type {WeakMap<object, string[]>} */
const filledIn = new WeakMap();

/**
 * @param {any} what an object of fields, one with what was thrown as `error`, or an element with data-
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
  // After closing, the focus goes back to what had it. Safari gives it to no button that is clicked.
  opener.focus({ preventScroll: true });
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const key of filledIn.get(host) ?? []) fields[key] = host[camel(key)];
  const named = KEYS.filter((key) => opener.dataset[camel(key)] != null);
  for (const key of named) fields[key] = opener.dataset[camel(key)];
  filledIn.set(host, named);
  return fields;
}

/** Anything can be thrown. @param {any} error */
function described(error) {
  const words = { name: "", message: "", stack: "" };
  try {
    ({ name: words.name = "", stack: words.stack = "", message: words.message = String(error) } = Object(error));
  } catch {
    // An object without a prototype, or one of the page's that throws when it is asked: there are no more words for it.
  }
  return words;
}

/** What the page's address has under the keys that the page named in `prefill-from-url`. @param {any} host */
export function fromAddress(host) {
  const address = new URLSearchParams(location.search);
  const named = host.prefillFromUrl
    .split(/[\s,]+/)
    .filter((/** @type {string} */ key) => KEYS.includes(key) && address.has(key));
  return Object.fromEntries(named.map((/** @type {string} */ key) => [key, address.get(key)]));
}
