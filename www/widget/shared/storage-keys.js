// @ts-check
/** What the keys in the visitor's storage begin with. */

export const DRAFT_PREFIX = "support-ticket-draft ";
export const TICKET_PREFIX = "support-ticket-outbox ";
export const DAMAGED_PREFIX = "support-ticket-damaged ";
