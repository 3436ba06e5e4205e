/** Types of `support-ticket-widget/solid`: the element, and its tag in Solid's JSX. */

import type { JSX } from "solid-js";
import type {
  SupportTicketAttributes,
  SupportTicketListeners,
  SupportTicketProperties,
  SupportTicketWidget,
} from "./index.js";

export * from "./index.js";

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "support-ticket-widget": Omit<JSX.HTMLAttributes<SupportTicketWidget>, keyof SupportTicketProperties> &
        SupportTicketAttributes &
        SupportTicketProperties &
        SupportTicketListeners<"on:"> & {
          [Name in "info" | "texts" as `prop:${Name}`]?: SupportTicketProperties[Name];
        };
    }
  }
}
