// @ts-check
/** Classifies the result of a request, by the rules of crates/outbox. */

// @ts-ignore: made by wasm-bindgen from crates/outbox
import { classify as classifyResponse, code, Outcome } from "./support_ticket_outbox.js";
import { parseAnswer, retryAfterSeconds } from "../shared/post.js";

/** The outcome for each reason of `post` that there is no response. @type {Record<string, string>} */
const WITHOUT_RESPONSE = { blocked: "Blocked", "not-found": "NotFound", offline: "Offline", timeout: "Timeout" };

/**
 * @param {{ response?: Response, text?: string, why?: string }} result @param {boolean} isV2
 * @returns {{ outcome: number, code: string, url?: string, reason?: string }}
 */
export function classify({ response, text = "", why = "" }, isV2) {
  // A page may have replaced `fetch` by something that does not give a Response.
  if (!(response instanceof Response)) {
    const outcome = Outcome[WITHOUT_RESPONSE[why] ?? "Unreachable"];
    return { outcome, code: code(outcome) };
  }
  const { isObject, event, url, error: reason } = parseAnswer(text);
  const outcome = classifyResponse(response.status, isObject, event, url, reason != null, isV2);
  return { outcome, code: code(outcome), url: outcome == Outcome.Created ? url : undefined, reason };
}

/** How long the server asks to wait, in milliseconds; 0 if it does not. @param {{ response?: Response }} result */
export function retryAfterMs({ response }) {
  const header = response instanceof Response && response.headers.get("Retry-After");
  return retryAfterSeconds(header || "") * 1000 || 0;
}
