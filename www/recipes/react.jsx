// React 18 and 19. On a server the import does nothing, and the link is there.
import "support-ticket-widget";

export function Help({ user }) {
  return (
    <support-ticket-widget
      endpoint="https://help.example.com/api/v1/create_support_ticket"
      username={user.name}
      email-address={user.email}
    >
      <a href="mailto:help@example.com">Help</a>
    </support-ticket-widget>
  );
}
