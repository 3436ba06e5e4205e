// @ts-check
/** Masks what looks like a secret, in texts and in objects. */

/** Names whose value is a secret, in objects, addresses and texts. `author` and `rootPath` are not among them. */
const SECRET_NAME =
  /pass(w|phrase)|(?<![a-z])(pass|pw)(?![a-z])|pwd|secret|token|credential|auth(?!or(?!i[sz]))|sess(ion|id)|signature|[cx]srf|(api|access|private|auth).?key|jwt|otp(?![ai-r])|cookie|saml/i;
/**
 * A secret name with its value: `token=…`, also in an address encoded within another; `"token":"…"`; `password: …`. In an
 * address, `code` and `state` are OAuth's. Prose and positions in files (two numbers) follow colons, too, so after some
 * names the value needs a digit. Repetitions are bounded, so that the time is linear in the text's length.
 */
const NAMED = /* @__PURE__ */ (() =>
  RegExp(
    String.raw`((${SECRET_NAME.source}|(?<=[?&#;]|%\w\w)(sid|code|key|ticket(?==ST)|pin|state|sig)\b)[\w.%[\]-]{0,40}?(\s?=(?![=>])|%3D|\\?["']\s?:|(?<=word|(et|en|ey)(?=: \S*\d)|pwd):(?!:|\d+:))\s?\\?["']?)((?<=")(\\.|[^"\n])+|(?<=')[^'\n]+|[^&#;\s"'<>]+)`,
    "gi",
  ))();
/**
 * Secrets without a name: the value after `Basic` and `Bearer` (with a digit, unlike prose), the values of HTTP headers, a
 * JWT, keys with their maker's prefix, a user name and password before a host (a number there is a port), a private key.
 */
const SECRETS =
  /(\b[Bb]e?a(rer|sic)\s+(?=\S*[\d=]))[\w.~+/=-]{8,}|(?<=ookie: [\w.-]+=|rization: ).+|(?<![\w-])eyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)*|\b((rk|npm|gh[a-z]|pk|github_pat|xox[a-z]|hf|glpat|shp[a-z]{2}|sk|SG|ya29)[-_.]|AIza|AKIA|ASIA)(?=[\w-]{0,30}\d)[\w-]{12,}|(?<=:\/\/)([\w.%-]*:(?!\d+\W)[^\s"']{1,30}|[^\s/@?"']+)(?=@)|-----BEGIN [A-Z ]{0,40}KEY[^]*?(-----END[^-]*-----|$)/g;
/** A run of at least 20 mixed letters and digits, which looks random. */
const RANDOM = /(?<![\w-])(?=([\w-]*?[a-z]\d){2})(?=[\w-]*\d[a-z])[\w-]{20,}/gi;
const UUID = /^\w{8}(-\w{4}){3}-\w{12}$/;
/** The hash of a build or a commit is not a secret; in an address it may be one. */
const HASH = /^[\da-f-]+$/i;

/**
 * A text with its secrets masked. In an address (`strict`) a hash counts as a secret.
 * @param {string} text @param {boolean} strict
 */
export function masked(text, strict) {
  return text
    .replace(SECRETS, "$1***")
    .replace(NAMED, "$1***")
    .replace(RANDOM, (run) => ((strict ? UUID : HASH).test(run) ? run : "***"));
}

/**
 * A copy of an object as JSON has it, with secrets masked in keys and values. A value with a secret name is masked as a
 * whole. Throws if JSON does: for a cycle, or from a getter of the page's.
 * @param {any} object @returns {object}
 */
export function maskedInfo(object) {
  const mask = (/** @type {string} */ name, /** @type {any} */ value) =>
    SECRET_NAME.test(name) && value ? "***" : typeof value == "string" ? masked(value, false) : value;
  const json = JSON.stringify(typeof object == "object" ? object : {}, mask);
  return Object(JSON.parse(json.replace(/"[^"]+":/g, (key) => masked(key, false))));
}
