/** Types of a ticket and its errors, which need no page. */

/** A ticket as `create_support_ticket` gets it. */
export interface SupportTicket {
  /** A UUID. Sending the same ticket again with it does not create a second one. */
  id: string;
  username?: string;
  email_address: string;
  subject: string;
  /** Markdown. */
  body: string;
  tags?: string[];
  /** A UUID. */
  account_id?: string;
  /** Path of the page that the ticket is about. */
  location?: string;
  info?: Record<string, unknown>;
}

export type SupportTicketType = "problem" | "question" | "task" | "purchase" | "chat";

/** Why there is no ticket, or why it waits. */
export type SupportTicketErrorCode =
  | "bad-address"
  | "blocked"
  | "conflict"
  | "expired"
  | "failed"
  | "not-allowed"
  | "not-found"
  | "not-the-contract"
  | "offline"
  | "refused"
  | "server-down"
  | "timeout"
  | "too-large"
  | "too-many"
  | "unreachable";
