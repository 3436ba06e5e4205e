/** @jsxImportSource preact */
// Preact: the element in JSX. It is compiled, never run.
import "support-ticket-widget/preact";

export const right = (
  <support-ticket-widget
    endpoint="/api"
    account-id=""
    info={{ build: 4711 }}
    class="help"
    open
    onticket-created={(event) => event.detail.url.trim()}
  >
    <a href="mailto:help@example.com">Help</a>
  </support-ticket-widget>
);

export const wrong = [
  // @ts-expect-error: no such place
  <support-ticket-widget endpoint="/api" position="middle" />,
  // @ts-expect-error: no address in it
  <support-ticket-widget endpoint="/api" onticket-error={(event) => event.detail.url} />,
];
