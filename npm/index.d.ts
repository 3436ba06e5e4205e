/** Types of the npm package: the element and its events. */

import type { SupportTicket, SupportTicketErrorCode, SupportTicketType } from "./ticket.js";

export type { SupportTicket, SupportTicketErrorCode, SupportTicketType };

/** Fields that a page can fill in. */
export interface SupportTicketPrefill
  extends Partial<Pick<SupportTicket, "username" | "email_address" | "subject" | "body" | "info">> {
  type?: SupportTicketType | "";
  /** A list, or separated by commas. */
  tags?: string[] | string;
}

export interface SupportTicketEventMap {
  // generated from npm/custom-elements.json: events
  /** The form was opened. */
  "ticket-open": CustomEvent<Record<string, never>>;
  /** The form was closed. */
  "ticket-close": CustomEvent<Record<string, never>>;
  /**
   * The ticket is about to be sent. Change `detail.ticket`, or cancel the event to send it yourself, then call
   * `close()` and `reset()`.
   */
  "ticket-submit": CustomEvent<{ ticket: SupportTicket }>;
  /** The ticket could not be sent now. It is stored and will be sent later. */
  "ticket-queued": CustomEvent<{ id: string; code: SupportTicketErrorCode; message: string }>;
  /** The ticket exists at `url`. Also fires for a ticket that was sent later, perhaps from another page. */
  "ticket-created": CustomEvent<{ id: string; url: string }>;
  /** There is no ticket, or the widget cannot tell whether there is one. */
  "ticket-error": CustomEvent<{ id: string; code: SupportTicketErrorCode; message: string }>;
  // end
}

/** `<support-ticket-widget>`. Importing the package defines it; on a server, the import does nothing. */
export class SupportTicketWidget extends HTMLElement {
  // generated from npm/custom-elements.json: members
  /** URL of `create_support_ticket`. Required. */
  endpoint: string;
  /** API version of the endpoint: `v1` or `v2`. */
  dialect: "v1" | "v2" | "";
  /** Fills in the name. Never replaces what the visitor typed. */
  username: string;
  /** Fills in the e-mail address. Never replaces what the visitor typed. */
  emailAddress: string;
  /** Fills in the subject. Never replaces what the visitor typed. */
  subject: string;
  /** Fills in the message. Never replaces what the visitor typed. */
  body: string;
  /** Chooses the type of ticket. Never replaces the visitor's choice. */
  type: "problem" | "question" | "task" | "purchase" | "chat" | "";
  /** Fills in the tags, separated by commas. */
  tags: string;
  /**
   * Types of ticket to offer, in this order, separated by commas: `problem`, `question`, `task`, `purchase`, `chat`.
   * Empty: no choice is shown.
   */
  types: string;
  /** Lets the visitor add tags. */
  allowTags: boolean;
  /**
   * Placeholder text, such as `[version]`, that the visitor must replace in the subject and in every box of the message
   * before sending.
   */
  required: string;
  /**
   * Fields to fill in from the page's query string, such as `subject body`. Names are those of the ticket's fields.
   */
  prefillFromUrl: string;
  /** UUID of the visitor's account. The endpoint treats it as a claim, not as proof. */
  accountId: string;
  /** Token from the site's server that proves account and e-mail address. */
  identity: string;
  /** UUID of a course. It is added to the ticket's `info`. */
  course: string;
  /** Prefix to remove from the page's path. */
  basePath: string;
  /** Parts of the page's address to send: `path`, `path query` or `path query hash`. */
  locationParts: string;
  /** E-mail address to offer when sending fails. */
  helpEmail: string;
  /** Language of the form. Default: the page's language. */
  lang: string;
  /** Text of the button. Default: "Help" in the form's language. */
  label: string;
  /**
   * Corner of the button: `bottom-right`, `bottom-left`, `top-right` or `top-left`. `inline` shows the form itself, in
   * the page's flow, instead of a button.
   */
  position: "bottom-right" | "bottom-left" | "top-right" | "top-left" | "inline" | "";
  /**
   * `auto`: the form covers a corner of the page, which stays usable; it is modal on a phone and over a modal dialog of
   * the page. `always` and `never` override that.
   */
  modal: "auto" | "always" | "never" | "";
  /** While the page shows a modal dialog, moves the button into it, so that it stays visible and reachable. */
  overModals: boolean;
  /** Where drafts are stored for 24 hours: `local`, `session` (until the tab is closed) or `none`. */
  drafts: "local" | "session" | "none" | "";
  /** Colors of the form: `light`, `dark`, or `auto` to follow the page's `color-scheme`. */
  theme: "auto" | "light" | "dark" | "";
  /**
   * When to load the form. `intent`: when the visitor hovers, focuses or taps the button. `idle`: a second after the
   * page has loaded it, unless the visitor saves data.
   */
  preload: "intent" | "idle" | "";
  /** Whether the form is open, as on `<dialog>`. */
  open: boolean;
  /** Keys to add to the ticket's `info`. They replace the widget's keys of the same name. */
  info: Record<string, unknown> | undefined;
  /**
   * The page's replacements for the form's texts, by the keys of the English texts. A plural is an object, such as `{
   * one: "…", other: "…" }`.
   */
  texts: Record<string, string | Record<string, string>> | undefined;

  /** Opens the form. If it is already open, moves the visitor to it. */
  show(): void;
  /** Closes the form. It keeps what was typed. */
  close(): void;
  /**
   * Fills in what the visitor has not typed: `username`, `email_address`, `subject`, `body`, `type`, `tags` (a list, or
   * separated by commas), and `info` for this ticket.
   */
  prefill(fields: SupportTicketPrefill): void;
  /**
   * Opens a problem report with the error's name, message and stack in `info.error`. Takes anything that can be thrown.
   */
  showError(error: unknown): void;
  /**
   * Discards what was typed and restores what the page filled in. `type` goes back to the attribute's value, and `info`
   * from `prefill()` is dropped.
   */
  reset(): void;
  // end

  addEventListener<K extends keyof SupportTicketEventMap>(
    type: K,
    listener: (this: SupportTicketWidget, event: SupportTicketEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: SupportTicketWidget, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof SupportTicketEventMap>(
    type: K,
    listener: (this: SupportTicketWidget, event: SupportTicketEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

// The element's properties. A page has to set only `endpoint`.
// generated from npm/custom-elements.json: properties
export type SupportTicketProperties = Partial<
  Pick<
    SupportTicketWidget,
    | "endpoint"
    | "dialect"
    | "username"
    | "emailAddress"
    | "subject"
    | "body"
    | "type"
    | "tags"
    | "types"
    | "allowTags"
    | "required"
    | "prefillFromUrl"
    | "accountId"
    | "identity"
    | "course"
    | "basePath"
    | "locationParts"
    | "helpEmail"
    | "lang"
    | "label"
    | "position"
    | "modal"
    | "overModals"
    | "drafts"
    | "theme"
    | "preload"
    | "open"
    | "info"
    | "texts"
  >
>;
// end

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : Name;

/** The attributes by their names in HTML. */
export type SupportTicketAttributes = {
  [Name in keyof Omit<SupportTicketProperties, "info" | "texts"> as Dashed<Name>]?:
    | SupportTicketProperties[Name]
    | (SupportTicketProperties[Name] extends boolean | undefined ? "" : never);
};

/** The events by the names of their listeners, such as `onticket-created`. */
export type SupportTicketListeners<Prefix extends string = "on"> = {
  [Name in keyof SupportTicketEventMap as `${Prefix}${Name}`]?: (event: SupportTicketEventMap[Name]) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    "support-ticket-widget": SupportTicketWidget;
  }
}
