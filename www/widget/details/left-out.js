// @ts-check
/**
 * The items that a visitor leaves out of every ticket of an element, for as long as the page lives: names such as
 * `location` and `info.browser`, and `identity` for the page's token.
 */

export class LeftOut {
  /** @type {WeakMap<HTMLElement, LeftOut>} */
  static #ofHosts = new WeakMap();

  /** @type {Set<string>} */
  names = new Set();

  /** @param {any} host */
  static of(host) {
    const known = LeftOut.#ofHosts.get(host);
    if (known) return known;
    const leftOut = new LeftOut();
    LeftOut.#ofHosts.set(host, leftOut);
    host.addEventListener(
      "ticket-submit",
      (/** @type {any} */ event) => {
        if (event.target != host) return;
        // Before the page's own listeners see the ticket.
        leftOut.removeFrom(event.detail.ticket);
        // The token is sent beside the ticket, not in it.
        host.liveForm.sendsIdentity = !leftOut.names.has("identity");
      },
      true,
    );
    return leftOut;
  }

  /** Removes from a ticket what is left out. @param {any} ticket */
  removeFrom(ticket) {
    for (const name of this.names)
      if (name.startsWith("info.")) delete ticket?.info?.[name.slice(5)];
      else delete ticket?.[name];
    return ticket;
  }
}
