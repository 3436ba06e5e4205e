// @ts-check
/** Sends a ticket over the network, and reads the answer. */

/**
 * How long after a request failed the browser may still report that the page's policy blocked it: in Chromium the event
 * is a task of its own, after the rejection.
 */
export const POLICY_MS = 50;

/**
 * The longest request that may outlive the page. 20,000 UTF-16 units are at most 60,000 bytes, and browsers allow 64 KiB
 * for all such requests together (Fetch standard, "HTTP-network-or-cache fetch").
 */
const MAX_KEEPALIVE = 20_000;

/**
 * Sends a ticket, and reads the answer. The page may have wrapped `fetch`. Without a `response`, `why` says why there is
 * none, as far as the browser tells. The credentials are `same-origin`, the default.
 * @param {string} endpoint @param {string} json
 * @param {string} identity the page's token; empty without one
 * @param {AbortSignal} signal
 * @param {number} [limit] as `MAX_KEEPALIVE`
 * @returns {Promise<{ response?: Response, text?: string, why?: string }>}
 */
export async function post(endpoint, json, identity, signal, limit = MAX_KEEPALIVE) {
  /** @type {Request | undefined} */
  let request;
  let why = navigator.onLine ? "unreachable" : "offline";
  const onViolation = (/** @type {SecurityPolicyViolationEvent} */ event) => {
    if (event.blockedURI == request?.url) why = "blocked";
  };
  document.addEventListener("securitypolicyviolation", onViolation);
  try {
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    if (identity) headers.Authorization = "Bearer " + identity;
    // An empty address would be the page's own. A small request outlives the page.
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
    // The time may be over already, and the page's own `fetch` may ignore the signal.
    signal.throwIfAborted();
    return await Promise.race([answer(), new Promise((_, giveUp) => signal.addEventListener("abort", giveUp))]);
  } catch (error) {
    // For the page's developer: the browser's message says more than a script can read.
    if (request) console.info("support-ticket-widget:", error);
    else console.error("support-ticket-widget: endpoint is no URL");
    if (!signal.aborted) await new Promise((settled) => setTimeout(settled, POLICY_MS));
    return { why: signal.aborted ? "timeout" : request ? why : "not-found" };
  } finally {
    document.removeEventListener("securitypolicyviolation", onViolation);
  }
}

/**
 * Returns the seconds of a `Retry-After` header, which has a number or a date.
 * @param {string} retryAfter
 */
export const retryAfterSeconds = (retryAfter) =>
  Math.ceil(Math.max(0, parseFloat(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000));

/**
 * Returns the contract's strings in an answer. An answer that is not a JSON object has none.
 * @param {string} text @returns {{ isObject: boolean, event?: string, url?: string, error?: string }}
 */
export function parseAnswer(text) {
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
