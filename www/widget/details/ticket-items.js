// @ts-check
/** The items of a ticket that are not typed, in plain words and as the JSON that is sent. */

import { payloadOf } from "../shared/jwt.js";
import { inJson } from "../shared/ticket.js";

/** What a masked value contains, as shared/secrets.js writes it. */
export const MASK = "***";

/** The keys of `info` that have a name in the visitor's language, with `details_` before it. */
const NAMED = ["browser", "os", "mobile", "user_agent", "language", "time_zone", "viewport", "course", "error"];

/** A name such as `info.browser`, a label and a text. @typedef {[name: string, label: string, text: string]} Item */

/**
 * The part of a ticket that is not typed, as JSON has it. API v2 has a type, and the page's whole address beside the
 * location.
 * @param {any} ticket @param {string | undefined} basePath the app's path, which the location lacks; given in API v2
 * @returns {Record<string, any>}
 */
export function untypedOf(ticket, basePath) {
  const { type, location, account_id, tags, info } = JSON.parse(inJson(ticket ?? {}));
  const url = location && basePath != null ? addressOf(location, basePath) : undefined;
  return { type, location, url, account_id, tags, info };
}

/** The page's address, masked where the location is, which is its end. @param {string} path @param {string} basePath */
function addressOf(path, basePath) {
  const { origin, pathname } = location;
  const [end] = path.split(/[?#]/);
  const base = basePath.replace(/\/$/, "");
  return origin + (!end.includes(MASK) ? pathname : pathname.startsWith(base + "/") ? base + end : end);
}

/**
 * @param {Record<string, any>} ticket @param {string | null} identity @param {(key: string) => string} say
 * @returns {Item[]}
 */
export function itemsOf({ location, url, account_id, tags, info }, identity, say) {
  /** @type {Item[]} */
  const items = [];
  const page = [url, location].filter((address) => address).join("\n");
  if (page) items.push(["location", say("details_location"), page]);
  if (account_id) items.push(["account_id", say("details_account_id"), account_id]);
  if (identity) items.push(["identity", say("details_identity"), claimsOf(identity)]);
  if (tags?.length) items.push(["tags", say("details_tags"), tags.join(", ")]);
  for (const [key, value] of Object.entries(info ?? {})) {
    const label = (NAMED.includes(key) && say("details_" + key)) || key;
    const words = typeof value == "boolean" ? say(value ? "details_yes" : "details_no") : value;
    items.push(["info." + key, label, typeof words == "string" && words ? words : inJson(words)]);
  }
  return items;
}

/**
 * The type that is sent when the visitor has not chosen one, as the form calls it.
 * @param {Record<string, any>} ticket @param {ShadowRoot} root @returns {Item[]}
 */
export function typeOf({ type }, root) {
  const choice = /** @type {HTMLSelectElement | null} */ (root.querySelector("[part~=form] [name=type]"));
  if (!type || choice?.value) return [];
  const name = [...(choice?.options ?? [])].find(({ value }) => value == type)?.text ?? type;
  return [["type", root.querySelector("label[for=type]")?.textContent ?? "", name]];
}

/** The claims of a token, one a line. It is signed, so all of it is sent or nothing. @param {string} token a JWT */
function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(payloadOf(token), (byte) => byte.charCodeAt(0));
    const { name, email, sub } = JSON.parse(new TextDecoder().decode(bytes));
    return [name, email, sub].filter(Boolean).join("\n") || MASK;
  } catch {
    return MASK; // It is not a token of ours, and is sent whatever it says.
  }
}

/** The ticket as its dialect has it. @param {Record<string, any>} ticket @param {boolean} isV2 */
export function inDialect({ type, location, url, account_id, tags, info = {} }, isV2) {
  if (!isV2) return { location, account_id, tags, info };
  const { user_agent: userAgent, ...others } = info;
  return { type, files: [], url: location && url, info: { ...others, userAgent, context: location, tags, account_id } };
}
