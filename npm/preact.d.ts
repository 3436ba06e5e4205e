/** Types of `support-ticket-widget/preact`: the element, and its tag in Preact's JSX. */

import type { HTMLAttributes } from "preact";
import type {
  SupportTicketAttributes,
  SupportTicketListeners,
  SupportTicketProperties,
  SupportTicketWidget,
} from "./index.js";

export * from "./index.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "support-ticket-widget": Omit<HTMLAttributes<SupportTicketWidget>, keyof SupportTicketProperties> &
        SupportTicketAttributes &
        SupportTicketProperties &
        SupportTicketListeners;
    }
  }
}
