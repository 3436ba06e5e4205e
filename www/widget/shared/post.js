// @ts-check
/** Sends a ticket over the network, and reads what came back. */

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
    request = new Request(endpoint || "//", {
      method: "POST",
      headers,
      body: json,
      signal,
      keepalive: json.length < limit,
    });
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
