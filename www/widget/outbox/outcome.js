// @ts-check
/** Classifies what came of a request, by the rules of crates/outbox. */

// @ts-ignore: made by wasm-bindgen from crates/outbox
import { code, judge, Meaning } from "./support_ticket_outbox.js";
import { answered, seconds } from "../shared/post.js";

/** The outcome for each reason of `post` that there is no response. @type {Record<string, string>} */
const WITHOUT_RESPONSE = { blocked: "Blocked", "not-found": "NotFound", offline: "Offline", timeout: "Timeout" };

/**
 * @param {{ response?: Response, text?: string, why?: string }} came @param {boolean} isV2
 * @returns {{ meaning: number, code: string, url?: string, reason?: string }}
 */
export function classify({ response, text = "", why = "" }, isV2) {
  // A page may have replaced `fetch` by something that does not give a Response.
  if (!(response instanceof Response)) {
    const meaning = Meaning[WITHOUT_RESPONSE[why] ?? "Unreachable"];
    return { meaning, code: code(meaning) };
  }
  const { isObject, event, url, error: reason } = answered(text);
  const meaning = judge(response.status, isObject, event, url, reason != null, isV2);
  return { meaning, code: code(meaning), url: meaning == Meaning.Created ? url : undefined, reason };
}

/** How long the server asks to wait, in milliseconds; 0 if it does not. @param {{ response?: Response }} came */
export function retryAfterOf({ response }) {
  const header = response instanceof Response && response.headers.get("Retry-After");
  return header ? seconds(header) * 1000 || 0 : 0;
}
