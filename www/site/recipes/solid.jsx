// An event's name begins with `on:`.
import "support-ticket-widget/solid";

export const Help = () => (
  <support-ticket-widget
    endpoint="https://help.example.com/api/v1/create_support_ticket"
    on:ticket-created={({ detail }) => console.log(detail.url)}
  >
    <a href="mailto:help@example.com">Help</a>
  </support-ticket-widget>
);
