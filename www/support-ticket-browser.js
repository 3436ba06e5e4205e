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

/**
 * By what a user agent says that it is a browser, and the name. Every browser names others before itself, so the more
 * particular come first; a phone's system names its kin on the desktop, too.
 */
const BROWSERS =
  "Edg/=Edge;EdgA/=Edge;OPR/=Opera;SamsungBrowser/=Samsung Internet;FxiOS/=Firefox;Firefox/=Firefox;CriOS/=Chrome;Chrome/=Chrome;Version/=Safari";
const SYSTEMS = "Android;iPhone=iOS;iPad=iPadOS;CrOS=ChromeOS;Windows;Mac=macOS;Linux;BSD";

/** The name that belongs to the first of the list that a text has, and what follows it there. @param {string} text @param {string} list */
const named = (text, list) => {
  for (const pair of list.split(";")) {
    const [token, name = token] = pair.split("=");
    const [, rest] = text.split(token);
    if (rest != null) return [name, rest];
  }
  return [];
};

/**
 * What the browser says of itself and of the visitor's language, time zone and window, in CSS pixels.
 * @param {string} [agent]
 */
export function facts(agent = navigator.userAgent) {
  const [browser, version] = named(agent, BROWSERS);
  const [os] = named(agent, SYSTEMS);
  /** @type {any} */
  const facts = {
    browser: browser && browser + " " + version.match(/^[\d.]*/),
    os,
    mobile: /Mobi|Android/.test(agent),
    user_agent: agent,
    language: navigator.language,
    viewport: innerWidth + "x" + innerHeight,
  };
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

/**
 * What an answer has of the contract's, where it is a string. An answer that is no object of JSON, or half of one, has
 * nothing: what that means, the rules say.
 * @param {string} text @returns {{ isObject: boolean, event?: string, url?: string, error?: string }}
 */
export function answered(text) {
  /** @type {any} */
  let object;
  try {
    object = JSON.parse(text);
  } catch {
    object = null;
  }
  const isObject = typeof object == "object" && object !== null;
  const string = (/** @type {string} */ key) => (isObject && typeof object[key] == "string" ? object[key] : undefined);
  return { isObject, event: string("event"), url: string("url"), error: string("error") };
}

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

/**
 * JSON in which arrays are arrays: a page may have given them a `toJSON` that makes texts of them, as Prototype.js did.
 * Throws what JSON throws: a cycle, a getter of the page's.
 * @param {unknown} value @param {number} [indent] @returns {string}
 */
export const inJson = (value, indent) =>
  JSON.stringify(
    value,
    /** @this {any} */ function (key, value) {
      return Array.isArray(this[key]) ? this[key] : value;
    },
    indent,
  );

/**
 * A ticket as JSON, in the words of API v2 if it is to be. That has fewer fields: the others go into its `info`; `url` is
 * the page's address without query and fragment.
 * @param {any} ticket @param {boolean} isV2
 */
export function written(ticket, isV2) {
  if (isV2) {
    const { type, email_address: email, subject, body, username, tags, account_id, location: context, info } = ticket;
    const { user_agent: userAgent, ...more } = info ?? {};
    const url = context && masked(location.origin + location.pathname, true);
    ticket = {
      options: { type, files: [], email, subject, body, url, info: { ...more, userAgent, context, username, tags, account_id } },
    };
  }
  return inJson(ticket);
}

/**
 * How long after a request was lost the browser may still say that the page's policy forbade it, in milliseconds: the
 * event is a task of its own, seen in Chromium to come after the rejection.
 */
export const POLICY_MILLIS = 50;

/**
 * How long what goes on after the page may be, in characters of up to three bytes: browsers take 64 KiB of all such
 * requests together (Fetch standard, "HTTP-network-or-cache fetch").
 */
const MAX_KEEPALIVE = 20_000;

/**
 * Sends a ticket, and reads the answer; the page's own code may have wrapped `fetch`. Without a `response` it gives `why`
 * there is none: as much of it as the browser lets on. The credentials are `same-origin`, as of every request.
 * @param {string} endpoint @param {string} json
 * @param {string} identity whom the site's token names, if it gives one
 * @param {AbortSignal} signal
 * @param {number} [limit] as `MAX_KEEPALIVE`
 * @returns {Promise<{ response?: Response, text?: string, why?: string }>}
 */
export async function post(endpoint, json, identity, signal, limit = MAX_KEEPALIVE) {
  /** @type {Request | undefined} */
  let request;
  let why = navigator.onLine ? "unreachable" : "offline";
  const hear = (/** @type {SecurityPolicyViolationEvent} */ event) => {
    if (event.blockedURI == request?.url) why = "blocked";
  };
  document.addEventListener("securitypolicyviolation", hear);
  try {
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    if (identity) headers.Authorization = "Bearer " + identity;
    // An empty address would be the page's own. What is small goes on after the page is closed.
    request = new Request(endpoint || "//", { method: "POST", headers, body: json, signal, keepalive: json.length < limit });
    const answer = async () => {
      const response = await fetch(/** @type {Request} */ (request));
      return { response, text: await response.text().catch(() => "") };
    };
    // It may be over before it began; and the page's own `fetch` may not give up.
    signal.throwIfAborted();
    return await Promise.race([answer(), new Promise((_, giveUp) => signal.addEventListener("abort", giveUp))]);
  } catch (error) {
    // The browser's own words, which no script can read: for the page's developer.
    if (request) console.info("support-ticket-widget:", error);
    else console.error("support-ticket-widget: endpoint is no URL");
    if (!signal.aborted) await new Promise((settled) => setTimeout(settled, POLICY_MILLIS));
    return { why: signal.aborted ? "timeout" : request ? why : "not-found" };
  } finally {
    document.removeEventListener("securitypolicyviolation", hear);
  }
}

/**
 * Sends the ticket of a form. What keeps tickets (`calls.send` of the element) does so first.
 * @param {any} host @param {[string, string, string, AbortSignal, string]} ticket as `post` takes it, then its id
 */
export const send = (host, ...ticket) => (host.calls?.send ?? post)(...ticket, post);
