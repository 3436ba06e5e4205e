/** Types of `support-ticket-widget/client`: checking and sending tickets without the form. */

import type { SupportTicket, SupportTicketErrorCode, SupportTicketType } from "./ticket.js";

export type { SupportTicket, SupportTicketErrorCode, SupportTicketType };

/** A ticket to send. Without an `id` it gets one. */
export interface SupportTicketDraft extends Omit<SupportTicket, "id"> {
  /** A UUID. Sending the same ticket again with it does not create a second one. */
  id?: string;
  /** Dialect v1 sends it as the tag `type:…`. v2 requires one and sends `problem` if there is none. */
  type?: SupportTicketType;
}

/** What is wrong with a field. */
export interface SupportTicketProblem {
  field:
    | "id"
    | "username"
    | "email_address"
    | "type"
    | "subject"
    | "body"
    | "tags"
    | "account_id"
    | "location"
    | "info";
  /** The broken rule. */
  code:
    | "email"
    | "known"
    | "list"
    | "no-nul"
    | "object"
    | "one-line"
    | "required"
    | "strings"
    | "text"
    | "too-large"
    | "too-long"
    | "too-many"
    | "uuid";
  /** In English, and in the form's words if it has any. */
  message: string;
}

export interface CheckOptions {
  /** API version of the endpoint. Default: `v1`. */
  dialect?: "v1" | "v2";
}

export interface CreateOptions extends CheckOptions {
  /** URL of `create_support_ticket`. In a page it can be relative. */
  endpoint: string | URL;
  /** Token from the site's server that proves account and e-mail address. */
  identity?: string;
  /** API key, on servers only: in a page it throws. */
  apiKey?: string;
  /** Cancels the request. The promise is rejected with the signal's reason, as with `fetch`. */
  signal?: AbortSignal;
  /** Milliseconds for each try. Default: 30,000. */
  timeout?: number;
  /** Number of retries. Default: 2. */
  retries?: number;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** Why there is no ticket, or why it is unknown whether there is one. */
export class SupportTicketError extends Error {
  constructor(
    message: string,
    what: { code: SupportTicketErrorCode; id: string },
    more?: { problems?: SupportTicketProblem[]; reason?: string; retryAfter?: number; cause?: unknown },
  );
  readonly name: "SupportTicketError";
  readonly code: SupportTicketErrorCode;
  /** The ticket's id. Sending it again with this id does not create a second ticket (in dialect v1). */
  readonly id: string;
  /** The ticket's problems, if it was not sent because of them. `code` is then `refused`. */
  readonly problems?: SupportTicketProblem[];
  /** The server's words. */
  readonly reason?: string;
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number;
}

/** Checks a ticket. Returns at most one problem for each field; an empty list means that it can be sent. */
export function checkTicket(ticket: SupportTicketDraft, options?: CheckOptions): Promise<SupportTicketProblem[]>;

/**
 * Creates a ticket and returns its address. Temporary failures (no network, a timeout, a server that is down or busy) are
 * retried with the same id. In dialect v2, which has no ids, only requests that certainly never arrived are retried. Wrong
 * options throw a `TypeError`, everything else a `SupportTicketError`.
 */
export function createSupportTicket(
  ticket: SupportTicketDraft,
  options: CreateOptions,
): Promise<{ id: string; url: string }>;
