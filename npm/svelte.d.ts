/** Types of `support-ticket-widget/svelte`: the element, and its tag in Svelte's templates (4 and 5). */

import type { HTMLAttributes } from "svelte/elements";
import type {
  SupportTicketAttributes,
  SupportTicketListeners,
  SupportTicketProperties,
  SupportTicketWidget,
} from "./index.js";

export * from "./index.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "support-ticket-widget": Omit<HTMLAttributes<SupportTicketWidget>, keyof SupportTicketProperties> &
      SupportTicketAttributes &
      SupportTicketProperties &
      SupportTicketListeners &
      SupportTicketListeners<"on:">;
  }
}
