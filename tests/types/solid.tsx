/** @jsxImportSource solid-js */
// Solid: the element in JSX. It is compiled, never run.
import type { SupportTicketWidget } from "support-ticket-widget/solid";

let widget: SupportTicketWidget | undefined;

export const right = (
  <support-ticket-widget
    ref={widget}
    endpoint="/api"
    account-id=""
    prop:info={{ build: 4711 }}
    class="help"
    open
    on:ticket-created={(event) => event.detail.url.trim()}
  >
    <a href="mailto:help@example.com">Help</a>
  </support-ticket-widget>
);

export const wrong = [
  // @ts-expect-error: no such place
  <support-ticket-widget endpoint="/api" position="middle" />,
  // @ts-expect-error: no address in it
  <support-ticket-widget endpoint="/api" on:ticket-error={(event) => event.detail.url} />,
];
