// What a developer may write with the element's types, and what the compiler must refuse. It is compiled, never run.
import "support-ticket-widget";
import { SupportTicketWidget } from "support-ticket-widget";
import type { SupportTicketAttributes, SupportTicketErrorCode, SupportTicketPrefill } from "support-ticket-widget";

const made = document.createElement("support-ticket-widget");
made.endpoint = "/api/v1/create_support_ticket";
made.accountId = made.getAttribute("account-id") ?? "";
made.open = true;
made.position = "inline";
made.info = { build: 4711, flags: ["a"] };
made.texts = { title: "Ask us", extras_wrong: { one: "{n} thing", other: "{n} things" } };
// @ts-expect-error: no place of that name
made.position = "middle";
// @ts-expect-error: there or not
made.open = "yes";
// @ts-expect-error: no such property
made.acountId = "";

made.show();
made.prefill({ subject: "Invoice 4711", tags: ["invoice"], type: "question", info: { invoice: 4711 } });
made.showError(new Error("it broke"));
const prefill: SupportTicketPrefill = { tags: "a, b", type: "" };
made.prefill(prefill);
// @ts-expect-error: the contract's name is email_address
made.prefill({ email: "jd@example.com" });
// @ts-expect-error: no such type
made.prefill({ type: "complaint" });

made.addEventListener("ticket-created", ({ detail: { id, url } }) => [id, url].map((text) => text.trim()));
made.addEventListener("ticket-queued", (event) => event.detail.code satisfies SupportTicketErrorCode);
made.addEventListener("ticket-submit", (event) => {
  event.detail.ticket.info = { ...event.detail.ticket.info, seen: true };
  event.preventDefault();
});
made.addEventListener("ticket-error", function ({ detail }) {
  const message: string = detail.message;
  this.helpEmail = message && "help@example.com";
  if (detail.code === "expired") this.show();
  // @ts-expect-error: no such code
  if (detail.code === "gone") this.show();
});
made.addEventListener("click", (event) => event.clientX);
made.addEventListener("ticket-closed", (event) => event.type);
made.addEventListener("ticket-open", (event) => {
  // @ts-expect-error: it is said of the element, and of nothing in it
  event.detail = 1;
});

const found: SupportTicketWidget | null = document.querySelector("support-ticket-widget");
found?.reset();
class Own extends SupportTicketWidget {}
customElements.define("own-widget", Own);

export const attributes: SupportTicketAttributes = {
  endpoint: "/api",
  "account-id": "",
  "prefill-from-url": "subject body",
  "over-modals": "",
  open: true,
};
// @ts-expect-error: an attribute is written with dashes
export const property: SupportTicketAttributes = { accountId: "" };
// @ts-expect-error: no attribute can hold an object
export const object: SupportTicketAttributes = { info: {} };
