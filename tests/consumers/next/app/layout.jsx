// app/layout.jsx: on the server as it is; the component says itself that it is
// the browser's, too. Who hears its events needs "use client", as always.
import { SupportTicketWidget } from "support-ticket-widget/react";

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <SupportTicketWidget
          endpoint="https://help.example.com/api/v1/create_support_ticket"
        >
          <a href="mailto:help@example.com">Help</a>
        </SupportTicketWidget>
      </body>
    </html>
  );
}
