// React 18 and 19. A server renders the tag with its fallback.
import { SupportTicketWidget } from "support-ticket-widget/react";

export function Help({ user }) {
  return (
    <SupportTicketWidget
      endpoint="https://help.example.com/api/v1/create_support_ticket"
      username={user.name}
      emailAddress={user.email}
      info={{ plan: user.plan }}
      onTicketCreated={({ detail }) => console.log(detail.url)}
    >
      <a href="mailto:help@example.com">Help</a>
    </SupportTicketWidget>
  );
}
