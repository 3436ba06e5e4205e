/** Types of `support-ticket-widget/vue`: the element, and its tag in Vue's templates. */

import type { HTMLAttributes, PublicProps } from "vue";
import type {
  SupportTicketAttributes,
  SupportTicketEventMap,
  SupportTicketProperties,
  SupportTicketWidget,
} from "./index.js";

export * from "./index.js";

type Emit = {
  [Name in keyof SupportTicketEventMap]: (name: Name, event: SupportTicketEventMap[Name]) => void;
};
/** Overloads of one function, which is how a template's compiler reads events. */
type Overloads<Each> = (Each extends unknown ? (each: Each) => void : never) extends (all: infer All) => void
  ? All
  : never;

/**
 * As in Vue's guide ("Vue and Web Components"): `$props` and `$emit` exist only for templates.
 */
type Tag = new () => SupportTicketWidget & {
  /** @deprecated only for the types of templates */
  $props: Omit<HTMLAttributes, keyof SupportTicketProperties> &
    SupportTicketAttributes &
    SupportTicketProperties &
    PublicProps;
  /** @deprecated only for the types of templates */
  $emit: Overloads<Emit[keyof Emit]>;
};

declare module "vue" {
  interface GlobalComponents {
    "support-ticket-widget": Tag;
  }
}
