// @ts-check
/** Reads what a token (a JWT) says, without checking its signature: only the endpoint can. */

/**
 * Its claims as JSON, a character a byte. Throws if it is not a token.
 * @param {string} token a JWT (RFC 7519), base64url
 */
export const payloadOf = (token) => atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));

/**
 * The account that a token names: empty without a token, undefined if it names none.
 * @param {string} token @param {(error: unknown) => void} log what is not a token
 * @returns {string | undefined}
 */
export function accountOf(token, log) {
  if (!token) return "";
  try {
    const { sub } = JSON.parse(payloadOf(token));
    return sub ? String(sub) : undefined;
  } catch (error) {
    log(error);
  }
}
