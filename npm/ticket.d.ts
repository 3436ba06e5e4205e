/** What a ticket is, and why there may be none: the types that need no page. */

/** A ticket as it goes to `create_support_ticket`. */
export interface SupportTicket {
  /** A UUID that makes creating repeatable. */
  id: string;
  username?: string;
  email_address: string;
  subject: string;
  /** Markdown. */
  body: string;
  tags?: string[];
  /** A UUID. */
  account_id?: string;
  /** The path of the page that it is about. */
  location?: string;
  info?: Record<string, unknown>;
}

export type SupportTicketType = "problem" | "question" | "task" | "purchase" | "chat";

/** Why there is no ticket. */
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
