// @ts-check
/**
 * A ticket as JSON, in the endpoint's two dialects. The widget uses the fields of API v1; v2 has fewer, and the others go
 * into its `info`.
 */

import { masked } from "./secrets.js";

export { masked, maskedInfo } from "./secrets.js";
export { facts } from "./user-agent.js";

/**
 * JSON in which arrays are arrays: a page may have given them a `toJSON` that returns a string, as Prototype.js did. Throws
 * if JSON does: for a cycle, or from a getter of the page's.
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
 * A ticket in the shape of API v2. Its `url` is the page's address without query and fragment.
 * @param {any} ticket @returns {any}
 */
export function toV2(ticket) {
  const { type, email_address: email, subject, body, username, tags, account_id, location: context, info } = ticket;
  const { user_agent: userAgent, ...more } = info ?? {};
  const url = context && masked(location.origin + location.pathname, true);
  return {
    options: {
      type,
      files: [],
      email,
      subject,
      body,
      url,
      info: { ...more, userAgent, context, username, tags, account_id },
    },
  };
}

/**
 * A ticket with the fields of API v1, from either dialect.
 * @param {any} ticket @returns {any}
 */
export function fromV2(ticket) {
  if (!ticket.options) return ticket;
  const { email: email_address, subject, body, type, info } = ticket.options;
  const { username, tags, account_id, context: location, userAgent: user_agent, ...more } = info ?? {};
  return { email_address, subject, body, type, username, tags, account_id, location, info: { ...more, user_agent } };
}
