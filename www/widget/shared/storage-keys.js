// @ts-check
/** The prefixes of our keys in the visitor's storage. */

export const DRAFT_PREFIX = "support-ticket-draft ";
export const TICKET_PREFIX = "support-ticket-outbox ";
export const DAMAGED_PREFIX = "support-ticket-damaged ";
