// The "My tickets" panel from a visitor's view: send some tickets, open the list, read it.
import { GOOD } from "./widget.mjs";

export const listButton = (widget) => widget.host.locator("[data-late=tickets]");
export const back = (widget) => widget.host.locator("[part~=back]");
export const clear = (widget) => widget.host.locator("[part~=clear]");
export const heading = (widget) => widget.host.locator("h3");
export const links = (widget) => widget.host.locator("[part~=ticket-link]");

export async function openList(widget) {
  await listButton(widget).click();
  await heading(widget).waitFor({ state: "visible" });
}

/** Sends a ticket with this subject; returns its address. */
export async function sendOne(widget, subject) {
  await widget.fill({ ...GOOD, subject });
  await widget.send();
  return widget.address();
}

/** The list's entries: subject, address and status of each. */
export const listed = (widget) =>
  widget.host.evaluate((host) =>
    [...host.shadowRoot.querySelectorAll("[part~=ticket]")].map((item) => {
      const link = item.querySelector("[part~=ticket-link]");
      const status = item.querySelector("[part~=ticket-status]")?.textContent;
      return { subject: link.textContent, href: link.getAttribute("href") ?? undefined, status };
    }),
  );

export const hasFocus = (locator) => locator.evaluate((node) => node.getRootNode().activeElement === node);

/** Sends two tickets and opens the list. */
export async function sendTwo({ widget, visit }, page = {}) {
  await visit(page);
  await widget.openForm();
  const first = await sendOne(widget, "The first");
  await widget.another.click();
  const second = await sendOne(widget, "The second");
  await openList(widget);
  return [first, second];
}
