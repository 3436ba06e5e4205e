// The record of a run: every ticket whose Send was pressed, its events in order, and the verdict at the end.

/** The text that marks this ticket and no other. */
const MARKER = /soak-\d+-\d+-end/;

/**
 * A retry that starts this soon after the previous try ended, in milliseconds, is the browser's own: Firefox resends a
 * POST whose connection ended without a response. The outbox needs longer, because it checks storage and locks and
 * waits a random time.
 */
const OWN = 200;

/** Whether a record in this phase waits for the visitor, who can see it, and for nothing else. */
export const isHandedBack = (phase) => phase === "asking" || phase === "returned";

export class Ledger {
  #began = Date.now();
  #tickets = new Map();
  #markerOf = new Map();

  constructor(seed) {
    this.seed = seed;
  }

  /** Adds a ticket that is about to be written. */
  ticket(number) {
    const ticket = {
      marker: `soak-${this.seed}-${number}-end`,
      number,
      pressed: false,
      submits: 0,
      tries: 0,
      own: 0,
      overAt: 0,
      log: [],
    };
    this.#tickets.set(ticket.marker, ticket);
    return ticket;
  }

  /** The ticket with this text, if it is one of ours. */
  find(text) {
    return this.#tickets.get(MARKER.exec(text)?.[0]);
  }

  /** Maps the ticket's `id` to it from now on. */
  name(ticket, id) {
    if (id) this.#markerOf.set(id, ticket.marker);
  }

  byId(id) {
    return this.#tickets.get(this.#markerOf.get(id));
  }

  /** The page got the event that it is being sent because the visitor asked for it. */
  submit(ticket) {
    ticket.submits += 1;
  }

  /** A request for the ticket arrived, or ended. */
  begin(ticket) {
    ticket.tries += 1;
    if (Date.now() - ticket.overAt < OWN) ticket.own += 1;
  }

  over(ticket) {
    ticket.overAt = Date.now();
  }

  /** Records an event of one ticket. */
  note(ticket, what) {
    ticket.log.push(`${this.#seconds()} ${what}`);
  }

  /** Records an event of all tickets that are not known to have arrived, such as a killed server. */
  noteAll(what) {
    for (const ticket of this.#tickets.values()) if (ticket.pressed && !ticket.isConfirmed) this.note(ticket, what);
  }

  /** Send was pressed with a filled-in form: from here on the ticket must not be lost. */
  press(ticket) {
    ticket.pressed = true;
    this.note(ticket, "Send was pressed");
  }

  /**
   * The verdict on every pressed ticket. `texts` are those in the endpoint, `kept` the outbox's records left in the
   * browser: `{ phase, text }`. A ticket that waits for the visitor is not lost; one that waits for anything else in
   * calm is, because it would wait forever. Where a repeat creates another ticket (v2 has no id), one that the visitor
   * or the browser resent is `repeated`; one that the widget resent is a duplicate.
   */
  judge(texts, kept, hasId = true) {
    const verdict = { sent: 0, arrived: 0, lost: [], twice: [], repeated: [], handedBack: [], unknown: [] };
    for (const ticket of this.#tickets.values()) {
      const times = texts.filter((text) => text.includes(ticket.marker)).length;
      const record = kept.find(({ text }) => text.includes(ticket.marker));
      const isBack = record !== undefined && isHandedBack(record.phase);
      if (ticket.pressed) verdict.sent += 1;
      else if (times > 0) verdict.unknown.push(ticket);
      if (times > 0) verdict.arrived += 1;
      if (isBack) verdict.handedBack.push(ticket);
      const isTheirs = !hasId && ticket.tries <= ticket.submits + ticket.own;
      if (times > 1) verdict[isTheirs ? "repeated" : "twice"].push(ticket);
      if (ticket.pressed && times === 0 && !isBack) verdict.lost.push(ticket);
      if (record && !isBack) this.note(ticket, `still in the outbox, phase ${record.phase}`);
      this.note(ticket, `the endpoint has it ${times} times`);
    }
    return verdict;
  }

  #seconds() {
    return `${((Date.now() - this.#began) / 1000).toFixed(3).padStart(8)} s`;
  }
}

/** The events of one ticket, for the report of a failure. */
export function story(ticket) {
  return [`ticket ${ticket.number}, ${ticket.marker}`, ...ticket.log.map((line) => `  ${line}`)].join("\n");
}
