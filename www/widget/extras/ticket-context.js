// @ts-check
/**
 * What a message was about that the visitor goes on with: the page that they wrote it on, the error that it reports, all that
 * went along with it then. It goes along with the changed message, too, and "What will be sent" shows it. It must not know
 * what was written.
 */

/** @typedef {{ location?: string, info?: Record<string, unknown> }} About */

/** @param {Pick<import("../support-ticket-extras.js").Extra, "host" | "form" | "signal">} extra */
export function aboutThen({ host, form, signal }) {
  /** @type {About | undefined} */
  let about;
  const now = form.ticket.bind(form);
  /** What was left out then is left out now. @param {any} ticket */
  const asThen = (ticket) =>
    about && ticket ? Object.assign(ticket, { location: about.location, info: about.info ?? {} }) : ticket;
  form.ticket = () => asThen(now());
  host.addEventListener(
    "ticket-submit",
    (event) => event.target == host && asThen(/** @type {CustomEvent} */ (event).detail.ticket),
    { capture: true, signal },
  );
  return {
    get: () => about,
    /** @param {About | undefined} then */
    set: (then) => {
      about = then;
    },
  };
}
