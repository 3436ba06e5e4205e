// @ts-check
/** Opens the middle of a token (a JWT), which says whom it names. It must not know what is wanted of it. */

/**
 * Its claims as JSON, a character a byte. Throws where it is no token.
 * @param {string} token a JWT (RFC 7519), base64url
 */
export const payloadOf = (token) => atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
