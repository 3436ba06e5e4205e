/** Types of `support-ticket-widget/react`: the component, and the element itself in JSX. */

import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from "react";
import type {
  SupportTicketAttributes,
  SupportTicketEventMap,
  SupportTicketListeners,
  SupportTicketProperties,
  SupportTicketWidget as Widget,
} from "./index.js";

/** Attributes of every HTML element, except those of the widget. */
type Common = Omit<HTMLAttributes<Widget>, keyof SupportTicketProperties>;

export interface SupportTicketWidgetProps extends Common, Omit<SupportTicketProperties, "endpoint"> {
  endpoint: string;
  onTicketOpen?: (event: SupportTicketEventMap["ticket-open"]) => void;
  onTicketClose?: (event: SupportTicketEventMap["ticket-close"]) => void;
  onTicketSubmit?: (event: SupportTicketEventMap["ticket-submit"]) => void;
  onTicketQueued?: (event: SupportTicketEventMap["ticket-queued"]) => void;
  onTicketCreated?: (event: SupportTicketEventMap["ticket-created"]) => void;
  onTicketError?: (event: SupportTicketEventMap["ticket-error"]) => void;
}

/** The element as a component. Its children are the fallback, and its ref is the element. */
export const SupportTicketWidget: ForwardRefExoticComponent<SupportTicketWidgetProps & RefAttributes<Widget>>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "support-ticket-widget": Common &
        RefAttributes<Widget> &
        SupportTicketAttributes &
        SupportTicketProperties &
        SupportTicketListeners & { class?: string };
    }
  }
}
