// @ts-check
/** The outbox as a page loads it: one request for all that is in `outbox/`. */

export * from "./outbox/outbox.js";
