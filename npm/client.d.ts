/** Types of `support-ticket-widget/client`: a ticket's checks and its sending, without any form. */

import type { SupportTicket, SupportTicketErrorCode, SupportTicketType } from "./ticket.js";

export type { SupportTicket, SupportTicketErrorCode, SupportTicketType };

/** A ticket as a program writes it: without an `id` it is given one. */
export interface SupportTicketDraft extends Omit<SupportTicket, "id"> {
  /** A UUID; the same ticket sent again under it is the same ticket. */
  id?: string;
  /** In dialect v1 it travels as the tag `type:…`; v2 has to have one, and takes `problem` if there is none. */
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
  /** The rule that is broken. */
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
  /** In English, in the form's own words where it has some. */
  message: string;
}

export interface CheckOptions {
  /** How the endpoint is spoken to; `v1` if it is not said. */
  dialect?: "v1" | "v2";
}

export interface CreateOptions extends CheckOptions {
  /** The URL of `create_support_ticket`; in a page it may be relative. */
  endpoint: string | URL;
  /** A token of the site's server that proves the visitor's account and e-mail address. */
  identity?: string;
  /** An API key, on servers alone: in a page it throws. */
  apiKey?: string;
  /** Gives up; the promise is rejected with the signal's reason, as that of `fetch`. */
  signal?: AbortSignal;
  /** How long each try may take, in milliseconds; 30,000 if it is not said. */
  timeout?: number;
  /** How many more tries there may be after the first; 2 if it is not said. */
  retries?: number;
  /** Sends in the place of the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** Why there is no ticket, or none that is known of. */
export class SupportTicketError extends Error {
  constructor(
    message: string,
    what: { code: SupportTicketErrorCode; id: string },
    more?: { problems?: SupportTicketProblem[]; reason?: string; retryAfter?: number; cause?: unknown },
  );
  readonly name: "SupportTicketError";
  readonly code: SupportTicketErrorCode;
  /** The ticket's. Send it again under this id, and it will not become two (in dialect v1). */
  readonly id: string;
  /** What is wrong with it, if that is why it was not sent: then `code` is `refused`. */
  readonly problems?: SupportTicketProblem[];
  /** The server's own words. */
  readonly reason?: string;
  /** How many seconds the server asks to wait. */
  readonly retryAfter?: number;
}

/** What is wrong with a ticket, at most one problem a field; nothing: it may be sent. */
export function checkTicket(ticket: SupportTicketDraft, options?: CheckOptions): Promise<SupportTicketProblem[]>;

/**
 * Makes a ticket, and gives its address. What may pass (no network, a timeout, a server that is down or busy) is tried
 * again under the same id while that can't make a second ticket: in dialect v2, which has no ids, only what certainly
 * did not arrive. Wrong options throw a `TypeError`, all else a `SupportTicketError`.
 */
export function createSupportTicket(
  ticket: SupportTicketDraft,
  options: CreateOptions,
): Promise<{ id: string; url: string }>;
