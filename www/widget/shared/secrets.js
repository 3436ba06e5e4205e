// @ts-check
/** Masks what looks like a secret, in texts and in objects. */

/** Names of what is a secret: keys of an object, names in an address or a text. `author` and `rootPath` are none. */
const SECRET_NAME =
  /pass(w|phrase)|(?<![a-z])(pass|pw)(?![a-z])|pwd|secret|token|credential|auth(?!or(?!i[sz]))|sess(ion|id)|signature|[cx]srf|(api|access|private|auth).?key|jwt|otp(?![ai-r])|cookie|saml/i;
/**
 * A name and its value: `token=…`, also in an address that stands encoded in another one; `"token":"…"`; `password: …`.
 * In an address `code` and `state` are the ones of OAuth. A colon also comes before prose, so there has to be a digit
 * after other names, and before places in a file, which are two numbers. What repeats has a limit, so that the time
 * does not grow with the square of a text's length.
 */
const NAMED = /* @__PURE__ */ (() =>
  RegExp(
    String.raw`((${SECRET_NAME.source}|(?<=[?&#;]|%\w\w)(sid|code|key|ticket(?==ST)|pin|state|sig)\b)[\w.%[\]-]{0,40}?(\s?=(?![=>])|%3D|\\?["']\s?:|(?<=word|(et|en|ey)(?=: \S*\d)|pwd):(?!:|\d+:))\s?\\?["']?)((?<=")(\\.|[^"\n])+|(?<=')[^'\n]+|[^&#;\s"'<>]+)`,
    "gi",
  ))();
/**
 * What looks like a secret anywhere: what follows `Basic` and `Bearer` (in prose it has no digit), HTTP's headers, a JWT,
 * the keys that begin as their maker marks them, a name and a password before a host (where a number is a port, and what
 * follows an address within a page), a private key.
 */
const SECRETS =
  /(\b[Bb]e?a(rer|sic)\s+(?=\S*[\d=]))[\w.~+/=-]{8,}|(?<=ookie: [\w.-]+=|rization: ).+|(?<![\w-])eyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)*|\b((rk|npm|gh[a-z]|pk|github_pat|xox[a-z]|hf|glpat|shp[a-z]{2}|sk|SG|ya29)[-_.]|AIza|AKIA|ASIA)(?=[\w-]{0,30}\d)[\w-]{12,}|(?<=:\/\/)([\w.%-]*:(?!\d+\W)[^\s"']{1,30}|[^\s/@?"']+)(?=@)|-----BEGIN [A-Z ]{0,40}KEY[^]*?(-----END[^-]*-----|$)/g;
/** A run of at least 20 letters and digits that alternate: made by chance, and not by somebody who writes. */
const RANDOM = /(?<![\w-])(?=([\w-]*?[a-z]\d){2})(?=[\w-]*\d[a-z])[\w-]{20,}/gi;
const UUID = /^\w{8}(-\w{4}){3}-\w{12}$/;
/** A hash of a build or a commit is no secret; in an address it may be one. */
const HASH = /^[\da-f-]+$/i;

/**
 * A text without what looks like a secret. In an address (`strict`) a hash counts as one.
 * @param {string} text @param {boolean} strict
 */
export function masked(text, strict) {
  return text
    .replace(SECRETS, "$1***")
    .replace(NAMED, "$1***")
    .replace(RANDOM, (run) => ((strict ? UUID : HASH).test(run) ? run : "***"));
}

/**
 * A copy of an object as JSON has it, without what looks like a secret, in keys, too. A value whose name says that it
 * is one goes as a whole. Throws what JSON throws: a cycle, a getter of the page's.
 * @param {any} object @returns {object}
 */
export function maskedInfo(object) {
  const mask = (/** @type {string} */ name, /** @type {any} */ value) =>
    SECRET_NAME.test(name) && value ? "***" : typeof value == "string" ? masked(value, false) : value;
  const json = JSON.stringify(typeof object == "object" ? object : {}, mask);
  return Object(JSON.parse(json.replace(/"[^"]+":/g, (key) => masked(key, false))));
}
