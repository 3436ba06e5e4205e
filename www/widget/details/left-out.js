// @ts-check
/**
 * The items that a visitor leaves out of every ticket of an element, for as long as the page lives: names such as
 * `location` and `info.browser`, and `identity` for the page's token.
 */

export class LeftOut {
  /** @type {WeakMap<HTMLElement, LeftOut>} */
  static #ofHosts = new WeakMap();
  /** Senders that look whether the token is left out. @type {WeakSet<Function>} */
  static #senders = new WeakSet();

  /** @type {Set<string>} */
  names = new Set();

  /** @param {HTMLElement} host */
  static of(host) {
    const known = LeftOut.#ofHosts.get(host);
    if (known) return known;
    const leftOut = new LeftOut();
    LeftOut.#ofHosts.set(host, leftOut);
    host.addEventListener(
      "ticket-submit",
      (event) => {
        if (event.target != host) return;
        // Before the page's own listeners see the ticket.
        leftOut.removeFrom(/** @type {CustomEvent} */ (event).detail.ticket);
        if (leftOut.names.has("identity")) leftOut.#sendWithoutToken(host);
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

  /**
   * Sends the next tickets without the page's token while it is left out: it is sent beside the ticket, not in it. Each
   * form of the element has its own sender.
   * @param {any} host
   */
  #sendWithoutToken({ calls }) {
    const { send } = calls;
    if (LeftOut.#senders.has(send)) return;
    calls.send = (/** @type {[string, string, string, ...any]} */ ...[endpoint, json, identity, ...others]) =>
      (send ?? others.at(-1))(endpoint, json, this.names.has("identity") ? "" : identity, ...others);
    LeftOut.#senders.add(calls.send);
  }
}
