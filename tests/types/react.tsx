/** @jsxImportSource react */
// React: the component, and the bare element. It is compiled, never run.
import { useRef } from "react";
import type { SupportTicketWidget as Widget } from "support-ticket-widget";
import { SupportTicketWidget } from "support-ticket-widget/react";

export function Page() {
  const widget = useRef<Widget>(null);
  return (
    <>
      <SupportTicketWidget
        ref={widget}
        endpoint="/api/v1/create_support_ticket"
        emailAddress="jd@example.com"
        info={{ build: 4711 }}
        texts={{ title: "Ask us" }}
        position="bottom-left"
        overModals
        className="help"
        data-place="footer"
        onTicketCreated={(event) => event.detail.url.trim()}
        onTicketSubmit={(event) => event.preventDefault()}
      >
        <a href="mailto:help@example.com">Help</a>
      </SupportTicketWidget>
      <button onClick={() => widget.current?.showError(new Error("it broke"))}>Report</button>
      <support-ticket-widget
        endpoint="/api"
        account-id=""
        emailAddress="jd@example.com"
        open
        ref={widget}
        onticket-created={(event) => event.detail.url}
      >
        Help
      </support-ticket-widget>
    </>
  );
}

export const wrong = [
  // @ts-expect-error: where to?
  <SupportTicketWidget />,
  // @ts-expect-error: no such place
  <SupportTicketWidget endpoint="/api" position="middle" />,
  // @ts-expect-error: no such event
  <SupportTicketWidget endpoint="/api" onTicketDone={() => {}} />,
  // @ts-expect-error: an address has no number
  <SupportTicketWidget endpoint="/api" onTicketCreated={(event) => event.detail.number} />,
  // @ts-expect-error: no such place
  <support-ticket-widget endpoint="/api" position="middle" />,
];
