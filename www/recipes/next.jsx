// app/help.jsx: the element is the browser's.
"use client";
import "support-ticket-widget";

export function Help() {
  return (
    <support-ticket-widget
      endpoint="https://help.example.com/api/v1/create_support_ticket"
    >
      <a href="mailto:help@example.com">Help</a>
    </support-ticket-widget>
  );
}
