// @ts-check
/**
 * What the browser says or does in one line of JavaScript, and in many bytes through bindings: counting in a language,
 * hiding secrets, changing an object's shape. Rust (src/) calls it and decides. It must not know the form.
 */

/**
 * The plural category of a number in a language and the number as it is written there, such as `one:1`.
 * A page may have broken Intl: then the number is written as it is.
 * @param {string} language @param {number} number
 */
export function counted(language, number) {
  try {
    return new Intl.PluralRules(language).select(number) + ":" + number.toLocaleString(language);
  } catch {
    return "other:" + number;
  }
}

/**
 * Texts, each ended by a line break, in a list as the language writes one.
 * @param {string} language @param {string} lines
 */
export function listed(language, lines) {
  const texts = lines.trim().split("\n");
  try {
    return new Intl.ListFormat(language, { type: "unit" }).format(texts);
  } catch {
    return texts.join(", ");
  }
}

/** What the browser says of the visitor's language, time zone and window, in CSS pixels. */
export function facts() {
  /** @type {any} */
  const facts = { language: navigator.language, viewport: innerWidth + "x" + innerHeight };
  try {
    facts.time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    // A page that has broken Intl gets its tickets without it.
  }
  return facts;
}

/**
 * The seconds that a `Retry-After` asks for: a number, or the time until a date.
 * @param {string} retryAfter
 */
export const seconds = (retryAfter) =>
  Math.ceil(Math.max(0, parseFloat(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000));

/** Names of what is a secret, as keys of an object or of a query. */
const SECRET_NAME = /passw|passphrase|^pass$|pwd|secret|token|(api|access|private|auth).?key|auth(?!or(?!i))|credential|session|signature|jwt|otp|[cx]srf|cookie/i;
/** In an address, a name, after which its value stands; `code` and `state` are the ones of OAuth. */
const PARAMETER = /([?&#;]([^=&#;?]+)=)[^&#;]*/g;
const SECRET_PARAMETER = /^(code|state|key|sid|sig|pin)$/i;
/** What looks like a secret anywhere: a JWT, the keys that begin as their maker marks them, HTTP's Authorization,
 * a name and a password before a host, a private key. */
const SECRETS =
  /\beyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)*|\b(sk|pk|rk|gh[a-z]|github_pat|glpat|xox[a-z]|npm|hf|shp[a-z]{2}|SG|ya29|AIza|AKIA|ASIA)[-_.]?[\w-]{12,}|(?<=\b(Bearer|Basic)\s+)[\w.~+/=-]{8,}|(?<=:\/\/)[^\s/@]+(?=@)|-----BEGIN[^]*?KEY-----[^]*?(-----END[^]*?KEY-----|$)/g;
/** A run of at least 20 letters and digits that alternate: made by chance, and not by somebody who writes. */
const RANDOM = /(?<![\w-])(?=[\w-]*[a-z]\d)(?=[\w-]*\d[a-z])[\w-]{20,}(?![\w-])/gi;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** A hash of a build or a commit is no secret; in an address it may be one. */
const HASH = /^[\da-f]+$/i;
const HIDDEN = "***";

/**
 * A text without what looks like a secret. In an address (`strict`) a hash counts as one.
 * @param {string} text @param {boolean} strict
 */
export function masked(text, strict) {
  return text
    .replace(SECRETS, HIDDEN)
    .replace(PARAMETER, (whole, start, name) =>
      SECRET_NAME.test(name) || SECRET_PARAMETER.test(name) ? start + HIDDEN : whole,
    )
    .replace(RANDOM, (run) => (UUID.test(run) || (!strict && HASH.test(run)) ? run : HIDDEN));
}

/**
 * A copy of an object as JSON has it, without what looks like a secret. A value whose name says that it is one goes as
 * a whole. Throws what JSON throws: a cycle, a getter of the page's.
 * @param {any} object @returns {object}
 */
export function maskedInfo(object) {
  const mask = (/** @type {string} */ name, /** @type {any} */ value) =>
    SECRET_NAME.test(name) && value ? HIDDEN : typeof value == "string" ? masked(value, false) : value;
  return Object(JSON.parse(JSON.stringify(typeof object == "object" ? object : {}, mask)));
}

/**
 * A ticket in the words of API v2, which has fewer fields: the others go into its `info`. `url` is the page's address
 * without query and fragment.
 * @param {any} ticket
 */
export function inV2({ type, email_address: email, subject, body, username, tags, account_id, location: context, info }) {
  const { user_agent: userAgent, ...more } = info ?? {};
  const url = context && masked(location.origin + location.pathname, true);
  return {
    options: { type, files: [], email, subject, body, url, info: { ...more, userAgent, context, username, tags, account_id } },
  };
}
