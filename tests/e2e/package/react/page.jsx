// A React page with the package's component, rendered on a server and in the browser.
import { StrictMode, useRef, useState } from "react";
import { SupportTicketWidget } from "support-ticket-widget/react";

export function Page({ endpoint }) {
  const widget = useRef(null);
  const [name, setName] = useState("Ann");
  const [isThere, setIsThere] = useState(true);
  const [isOpen, setIsOpen] = useState(false);
  const [heard, setHeard] = useState([]);
  const hear = ({ type }) => setHeard((before) => [...before, `${type} as ${name}`]);
  return (
    <StrictMode>
      {isThere && (
        <SupportTicketWidget
          ref={widget}
          endpoint={endpoint}
          username={name}
          emailAddress="ann@example.com"
          info={{ build: 4711 }}
          texts={{ title: `Ask us, ${name}` }}
          open={isOpen}
          allowTags={false}
          className="help"
          data-place="footer"
          onTicketOpen={hear}
          onTicketClose={(event) => (setIsOpen(false), hear(event))}
          onTicketCreated={hear}
        >
          <a id="fallback" href="mailto:help@example.com">
            Help
          </a>
        </SupportTicketWidget>
      )}
      <button id="rename" onClick={() => setName("Bob")} />
      <button id="show" onClick={() => widget.current.show()} />
      <button id="open" onClick={() => setIsOpen(true)} />
      <button id="remove" onClick={() => setIsThere(false)} />
      <output>{heard.join(", ")}</output>
    </StrictMode>
  );
}
