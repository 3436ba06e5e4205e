// @ts-check
/**
 * The page and the `info` of a message that the visitor takes up again: they are sent with the changed message, too, and
 * "What will be sent" shows them.
 */

/** @typedef {{ location?: string, info?: Record<string, unknown> }} Context */

export class TicketContext {
  /** Of the message that was taken up again. @type {Context | undefined} */
  context;

  /** @param {Pick<import("../support-ticket-extras.js").Extra, "host" | "form" | "signal">} extra */
  constructor({ host, form, signal }) {
    const currentTicket = form.ticket.bind(form);
    form.ticket = () => this.#applyTo(currentTicket());
    host.addEventListener(
      "ticket-submit",
      (event) => event.target == host && this.#applyTo(/** @type {CustomEvent} */ (event).detail.ticket),
      { capture: true, signal },
    );
  }

  /** An item that was left out then is left out now. @param {any} ticket */
  #applyTo(ticket) {
    if (!this.context || !ticket) return ticket;
    return Object.assign(ticket, { location: this.context.location, info: this.context.info ?? {} });
  }
}
