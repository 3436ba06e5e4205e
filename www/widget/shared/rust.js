// @ts-check
/**
 * The functions that the form's module calls, in one file: the server of wasm-bindgen's tests loses requests when a page
 * opens more than four connections at once.
 */

export { retryAfterSeconds as seconds } from "./post.js";
export { counted } from "./say.js";
export { facts, inJson, masked, maskedInfo, toV2 } from "./ticket.js";
