// @ts-check
/**
 * `support-ticket-widget/client`: checks a ticket as the form and the endpoint do, and sends it as the form does, for
 * programs that have their own form or none. The rules are in the module (crates/client/), which has them from the contract
 * and the outbox; here are the network, the clock and what differs from place to place: pages, Node.js, Deno and
 * other servers. Importing it does nothing yet. It must not know the element.
 */

// @ts-ignore: made by wasm-bindgen from crates/client/, beside this file where the package is built
import { Sending, checkSize, initSync, prepareRequest, tryTimeoutMs } from "./support_ticket_client.js";
// @ts-ignore: the module of the same crate, made where the package is built
import { bytes } from "./support-ticket-client.wasm.js";
import { POLICY_MS, parseAnswer, retryAfterSeconds } from "../www/widget/shared/post.js";
import { freshId } from "../www/widget/shared/uuid.js";

/** @typedef {import("./client.d.ts").CreateOptions} CreateOptions */
/** @typedef {import("./client.d.ts").SupportTicketProblem} SupportTicketProblem */
/** @typedef {import("./client.d.ts").SupportTicketDraft} SupportTicketDraft */

/** @type {Promise<void> | undefined} */
let started;

/** The module, compiled once. Pages whose policy forbids that (it has to have 'wasm-unsafe-eval') hear of it. */
function start() {
  const compile = async () => void initSync({ module: await WebAssembly.compile(bytes()) });
  return (started ??= compile().catch((error) => {
    started = undefined;
    throw error;
  }));
}

/** Why there is no ticket, or none that is known of. */
export class SupportTicketError extends Error {
  /**
   * @param {string} message @param {{ code: string, id: string }} what
   * @param {{ problems?: SupportTicketProblem[], reason?: string, retryAfter?: number, cause?: unknown }} [more]
   */
  constructor(message, { code, id }, { cause, ...more } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SupportTicketError";
    // What is not known is no property: whoever logs the error reads less.
    for (const [name, value] of Object.entries({ code, id, ...more })) {
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
    }
  }
}

/**
 * What is wrong with a ticket; nothing: it may be sent.
 * @param {SupportTicketDraft} ticket @param {{ dialect?: "v1" | "v2" }} [options]
 * @returns {Promise<SupportTicketProblem[]>}
 */
export async function checkTicket(ticket, { dialect } = {}) {
  const isV2 = isDialectV2(dialect);
  await start();
  return written(plain(ticket), isV2).problems;
}

/**
 * Makes a ticket, and gives its address. While that can't make a second one, it is tried again under the same id.
 * @param {SupportTicketDraft} ticket @param {CreateOptions} options
 * @returns {Promise<{ id: string, url: string }>}
 */
export async function createSupportTicket(ticket, options) {
  const { signal, retries = 2, fetch = globalThis.fetch } = options;
  const isV2 = isDialectV2(options.dialect);
  const endpoint = addressOf(options.endpoint);
  const headers = headersOf(options);
  signal?.throwIfAborted();
  await start();
  const timeout = options.timeout ?? tryTimeoutMs();
  if (!(timeout > 0) || !(retries >= 0))
    throw new TypeError("timeout must be a number of milliseconds, and retries one of tries");

  const given = plain(ticket);
  const id = (given.id ??= freshId());
  const { json, problems } = written(given, isV2);
  if (problems.length > 0) {
    throw new SupportTicketError(
      problems.map(({ message }) => message).join(" "),
      { code: "refused", id },
      { problems },
    );
  }

  const once = () => post(fetch, endpoint, { method: "POST", headers, body: json }, timeout, signal);
  const sending = new Sending(isV2, Math.min(retries, 1e9), Date.now(), Math.round(timeout / 1000));
  try {
    for (;;) {
      const { url, error } = meaningOf(await once(), sending, id);
      if (url) return { id, url };
      do {
        if (!sending.willRetry) throw error;
        await pause(sending.delayUntilDue(Date.now()), signal);
      } while (!sending.startNext(Date.now()));
    }
  } finally {
    sending.free();
  }
}

/** @param {unknown} dialect */
function isDialectV2(dialect = "v1") {
  if (dialect != "v1" && dialect != "v2") throw new TypeError(`dialect must be "v1" or "v2", and is ${dialect}`);
  return dialect == "v2";
}

/** Whether anybody could read what this program knows. */
const isInPage = () => typeof window == "object" && typeof document == "object";

/** @param {string | URL} endpoint which may be relative in a page */
function addressOf(endpoint) {
  /** @type {URL | undefined} */
  let url;
  try {
    url = new URL(endpoint, isInPage() ? document.baseURI : undefined);
  } catch (cause) {
    throw new TypeError(`endpoint must be the URL of create_support_ticket, and is ${endpoint}`, { cause });
  }
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`endpoint must be an http or https URL, and is ${endpoint}`);
  url.hash = "";
  return url.href;
}

/** @param {CreateOptions} options */
function headersOf({ identity, apiKey }) {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (apiKey && identity)
    throw new TypeError("apiKey and identity cannot go along together: a key speaks for any account");
  if (apiKey && isInPage()) {
    throw new TypeError("apiKey is for servers: in a page every visitor could read it, and make tickets for anybody");
  }
  if (apiKey) headers.set("Authorization", `Basic ${btoa(`${apiKey}:`)}`);
  if (identity) headers.set("Authorization", `Bearer ${identity}`);
  return headers;
}

/**
 * A ticket as JSON has it, so that what is checked is what is sent. Halves of characters, which JSON writes as `\ud800`
 * and no UTF-8 can hold, become the sign for "no character", as in what a form sends.
 * @param {unknown} ticket @returns {any}
 */
function plain(ticket) {
  const json = JSON.stringify(ticket) ?? "null";
  const copy = JSON.parse(json.replace(/(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F]../g, "$1\ufffd"));
  if (typeof copy != "object" || !copy || Array.isArray(copy)) throw new TypeError("a ticket is an object");
  return copy;
}

/**
 * A ticket as it goes over the wire, and what is wrong with it.
 * @param {any} ticket @param {boolean} isV2 @returns {{ json: string, problems: SupportTicketProblem[] }}
 */
function written(ticket, isV2) {
  /** @type {SupportTicketProblem[]} */
  const problems = [];
  const json = JSON.stringify(prepareRequest(ticket, isV2, problems)) ?? "";
  checkSize(new TextEncoder().encode(json).length, problems);
  return { json, problems };
}

/** What Node.js says where not a byte of the request has left: no such name, nobody listens. */
const NOT_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * Makes one try. Without a `response` it gives `why` there is none, and whether the request may have `left`.
 * @param {typeof globalThis.fetch} fetch @param {string} endpoint @param {RequestInit} request @param {number} timeout
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ response?: Response, text?: string, why?: string, left?: boolean, cause?: any }>}
 */
async function post(fetch, endpoint, request, timeout, signal) {
  // Servers have no `onLine`.
  if (globalThis.navigator?.onLine === false) return { why: "offline", left: false };
  const abort = new AbortController();
  let why = "unreachable";
  const late = setTimeout(() => abort.abort((why = "timeout")), timeout);
  const stop = () => abort.abort();
  const hear = (/** @type {SecurityPolicyViolationEvent} */ event) => {
    if (event.blockedURI == endpoint) why = "blocked";
  };
  signal?.addEventListener("abort", stop);
  if (isInPage()) document.addEventListener("securitypolicyviolation", hear);
  try {
    const answer = async () => {
      const response = await fetch(endpoint, { ...request, signal: abort.signal });
      // A body that was cut off counts as none: the server was reached, and its status may say enough.
      return { response, text: await response.text().catch(() => "") };
    };
    // A `fetch` of the caller's may not give up.
    const over = new Promise((_, giveUp) => abort.signal.addEventListener("abort", giveUp));
    return await /** @type {ReturnType<typeof answer>} */ (Promise.race([answer(), over]));
  } catch (cause) {
    signal?.throwIfAborted();
    if (isInPage() && why != "timeout") await new Promise((settled) => setTimeout(settled, POLICY_MS));
    const code = /** @type {any} */ (cause)?.cause?.code;
    return { why, left: !NOT_CONNECTED.test(code), cause: why == "timeout" ? undefined : cause };
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", stop);
    if (isInPage()) document.removeEventListener("securitypolicyviolation", hear);
  }
}

/**
 * What a try came to: an address, or an error.
 * @param {Awaited<ReturnType<typeof post>>} came @param {any} sending @param {string} id
 */
function meaningOf({ response, text = "", why, left, cause }, sending, id) {
  const [now, random] = [Date.now(), Math.random()];
  if (!response) return { error: failed(sending.recordLoss(why, left, now, random), id, { cause }) };
  const { isObject, event, url, error: reason } = parseAnswer(text);
  const retryAfter = retryAfterSeconds(response.headers.get("Retry-After") ?? "") || undefined;
  const { status } = response;
  const facts = { status, isObject, event, url, error: reason, retryAfter: (retryAfter ?? 0) * 1000 };
  const outcome = sending.recordResponse(facts, now, random);
  return outcome.code == "created" ? { url } : { error: failed(outcome, id, { reason, retryAfter }) };
}

/** @param {any} outcome @param {string} id @param {ConstructorParameters<typeof SupportTicketError>[2]} more */
function failed(outcome, id, more) {
  const { code, message } = outcome;
  outcome.free();
  return new SupportTicketError(message, { code, id }, more);
}

/** @param {number} millis @param {AbortSignal} [signal] */
function pause(millis, signal) {
  return new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, millis);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}
