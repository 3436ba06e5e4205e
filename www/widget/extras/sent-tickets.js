// @ts-check
/** Adds each ticket that a form sends to the visitor's list of sent tickets. */

import { addSentTicket, removeDraftOf, storageKey } from "../shared/storage.js";

export class SentTicketRecorder {
  /** @type {WeakSet<HTMLElement>} */
  static #hosts = new WeakSet();

  /** Starts for an element. Its later forms find it started. @param {HTMLElement} host */
  static startFor(host) {
    if (SentTicketRecorder.#hosts.has(host)) return;
    SentTicketRecorder.#hosts.add(host);
    /** The subject and the owner's list of each ticket, by its id. @type {Map<string, [subject: string, list: string]>} */
    const submitted = new Map();
    host.addEventListener(
      "ticket-submit",
      (event) => {
        const { ticket } = /** @type {CustomEvent} */ (event).detail;
        const list = storageKey(host, "tickets");
        // After all other listeners, which may change the ticket.
        queueMicrotask(() => submitted.set(ticket.id, [ticket.subject ?? "", list]));
      },
      true,
    );
    host.addEventListener("ticket-created", (event) => {
      const { id, url } = /** @type {CustomEvent} */ (event).detail;
      const [subject = "", list] = submitted.get(id) ?? [];
      // The outbox records its tickets itself.
      if (list == null) return;
      addSentTicket(host, { id, url, subject, at: Date.now() }, list);
      removeDraftOf(host, id);
    });
  }
}
