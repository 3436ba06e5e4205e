// @ts-check
/** The tickets of the outbox: stored ones, and those that could not be stored and live as long as the page. */

import { removeTicket, storedTicket, storedTickets, storeTicket } from "../shared/storage.js";

/** @typedef {import("../shared/storage.js").QueuedTicket} QueuedTicket */

export class TicketStore {
  /** Tickets that could not be stored. @type {Map<string, QueuedTicket>} */
  #pageOnly = new Map();

  /** All tickets that are not sent yet, the oldest first. @returns {QueuedTicket[]} */
  all() {
    const stored = storedTickets().filter(({ id }) => !this.#pageOnly.has(id));
    return [...stored, ...this.#pageOnly.values()].sort((a, b) => a.at - b.at);
  }

  /** @param {string} id @returns {QueuedTicket | undefined} */
  find(id) {
    // If both exist, the stored one is older.
    return this.#pageOnly.get(id) ?? storedTicket(id);
  }

  /** Whether a ticket is lost when the page is closed. @param {string} id */
  isPageOnly(id) {
    return this.#pageOnly.has(id);
  }

  /** @param {QueuedTicket} ticket */
  write(ticket) {
    if (storeTicket(ticket)) this.#pageOnly.delete(ticket.id);
    else this.#pageOnly.set(ticket.id, ticket);
    this.#warnBeforeUnload();
  }

  /** @param {string} id */
  remove(id) {
    removeTicket(id);
    this.#pageOnly.delete(id);
    this.#warnBeforeUnload();
  }

  /** Has the browser ask the visitor to stay while something would be lost. */
  #warnBeforeUnload() {
    if (this.#pageOnly.size) addEventListener("beforeunload", stay);
    else removeEventListener("beforeunload", stay);
  }
}

/** @param {Event} event */
const stay = (event) => event.preventDefault();
