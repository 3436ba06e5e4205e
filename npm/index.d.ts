/** Types of the npm package: the element, its events. What each attribute means is in the README. */

import type { SupportTicket, SupportTicketErrorCode, SupportTicketType } from "./ticket.js";

export type { SupportTicket, SupportTicketErrorCode, SupportTicketType };

/** The fields that a page may fill in. */
export interface SupportTicketPrefill
  extends Partial<Pick<SupportTicket, "username" | "email_address" | "subject" | "body" | "info">> {
  type?: SupportTicketType | "";
  /** A list, or comma-separated. */
  tags?: string[] | string;
}

export interface SupportTicketEventMap {
  "ticket-open": CustomEvent<Record<string, never>>;
  "ticket-close": CustomEvent<Record<string, never>>;
  /** Cancelable; `detail.ticket` may be changed before it goes out. */
  "ticket-submit": CustomEvent<{ ticket: SupportTicket }>;
  /** It could not be sent now, and is kept: it will be. */
  "ticket-queued": CustomEvent<{ id: string; code: SupportTicketErrorCode; message: string }>;
  /** Also of a ticket that was sent later, perhaps on another page. */
  "ticket-created": CustomEvent<{ id: string; url: string }>;
  "ticket-error": CustomEvent<{ id: string; code: SupportTicketErrorCode; message: string }>;
}

/** `<support-ticket-widget>`. Importing the package defines it; on a server that does nothing. */
export class SupportTicketWidget extends HTMLElement {
  endpoint: string;
  dialect: "v1" | "v2" | "";
  accountId: string;
  username: string;
  emailAddress: string;
  subject: string;
  body: string;
  type: SupportTicketType | "";
  /** Comma-separated. */
  types: string;
  /** Comma-separated. */
  tags: string;
  allowTags: boolean;
  course: string;
  /** A token of the site's server that proves account and e-mail address. */
  identity: string;
  required: string;
  basePath: string;
  locationParts: string;
  /** Names of fields, such as `subject body`. */
  prefillFromUrl: string;
  helpEmail: string;
  lang: string;
  label: string;
  drafts: "local" | "session" | "none" | "";
  theme: "auto" | "light" | "dark" | "";
  modal: "auto" | "always" | "never" | "";
  overModals: boolean;
  position: "bottom-right" | "bottom-left" | "top-right" | "top-left" | "inline" | "";
  preload: "intent" | "idle" | "";
  /** Extra keys of the ticket's `info`; they win over the widget's own. */
  info?: Record<string, unknown>;
  /** The page's own words, by the keys of `www/widget/locales/en.json`. Plural forms are objects by CLDR's categories. */
  get texts(): Record<string, string | Record<string, string>> | undefined;
  set texts(texts: Record<string, string | Record<string, string>> | undefined);
  /** Whether the form is open, as on `<dialog>`. */
  open: boolean;

  /** Opens the form; where it is open already, brings the visitor to it. */
  show(): void;
  /** Closes the form. What was typed is kept. */
  close(): void;
  /** Fills in what the visitor has not typed. */
  prefill(fields: SupportTicketPrefill): void;
  /** Opens the report of a problem, with what was thrown in its `info`. */
  showError(error: unknown): void;
  /** Throws away what was typed: the form is as the page prefilled it. */
  reset(): void;

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

/** The element's properties, none of which a page has to set but `endpoint`. */
export type SupportTicketProperties = Partial<
  Pick<
    SupportTicketWidget,
    | "endpoint"
    | "dialect"
    | "accountId"
    | "username"
    | "emailAddress"
    | "subject"
    | "body"
    | "type"
    | "types"
    | "tags"
    | "allowTags"
    | "course"
    | "identity"
    | "required"
    | "basePath"
    | "locationParts"
    | "prefillFromUrl"
    | "helpEmail"
    | "lang"
    | "label"
    | "drafts"
    | "theme"
    | "modal"
    | "overModals"
    | "position"
    | "preload"
    | "open"
    | "info"
    | "texts"
  >
>;

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : Name;

/** The attributes by their own names, as a template writes them. */
export type SupportTicketAttributes = {
  [Name in keyof Omit<SupportTicketProperties, "info" | "texts"> as Dashed<Name>]?:
    | SupportTicketProperties[Name]
    | (SupportTicketProperties[Name] extends boolean | undefined ? "" : never);
};

/** The events by the names of listeners, such as `onticket-created`. */
export type SupportTicketListeners<Prefix extends string = "on"> = {
  [Name in keyof SupportTicketEventMap as `${Prefix}${Name}`]?: (event: SupportTicketEventMap[Name]) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    "support-ticket-widget": SupportTicketWidget;
  }
}
