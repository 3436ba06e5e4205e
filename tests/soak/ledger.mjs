// The book of a run: each ticket whose Send was pressed, and all that happened to it, in order; and the judgement at
// the end. It must not know browsers, servers or faults beyond the words that it is told.

/** What stands in a ticket's text, and in no other's. */
const MARKER = /soak-\d+-\d+-end/;

/**
 * A try that begins so soon after the one before was over, in milliseconds, is the browser's own: Firefox sends a POST
 * again whose connection ended without an answer. The outbox asks storage and locks first, and draws a wait.
 */
const OWN = 200;

/** Whether a record of this phase waits for the visitor, who sees it, and for nothing else. */
export const isHandedBack = (phase) => phase === "asking" || phase === "returned";

export class Ledger {
  #began = Date.now();
  #tickets = new Map();
  #markerOf = new Map();

  constructor(seed) {
    this.seed = seed;
  }

  /** A ticket that is about to be written. */
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

  /** The ticket that this text is of, if it is one of ours. */
  find(text) {
    return this.#tickets.get(MARKER.exec(text)?.[0]);
  }

  /** From now on the ticket's `id` stands for it. */
  name(ticket, id) {
    if (id) this.#markerOf.set(id, ticket.marker);
  }

  byId(id) {
    return this.#tickets.get(this.#markerOf.get(id));
  }

  /** The page heard that it is being sent, because the visitor wants it. */
  submit(ticket) {
    ticket.submits += 1;
  }

  /** A request for it came, or is over. */
  begin(ticket) {
    ticket.tries += 1;
    if (Date.now() - ticket.overAt < OWN) ticket.own += 1;
  }

  over(ticket) {
    ticket.overAt = Date.now();
  }

  /** Writes down what happened to one ticket. */
  note(ticket, what) {
    ticket.log.push(`${this.#seconds()} ${what}`);
  }

  /** Writes down what happened to all that are not known to have arrived, as when the server dies. */
  noteAll(what) {
    for (const ticket of this.#tickets.values()) if (ticket.pressed && !ticket.told) this.note(ticket, what);
  }

  /** The button was pressed while the form was filled in: from here on the ticket must not be lost. */
  press(ticket) {
    ticket.pressed = true;
    this.note(ticket, "Send was pressed");
  }

  /**
   * What became of every pressed ticket. `texts` are those that the endpoint has, `kept` the outbox's records that
   * are left in the browser: `{ phase, text }`. In the visitor's hands counts as not lost, anything else that waits
   * when all is quiet does not: it would wait for ever. Where a repeat makes another ticket (API v2 has no id), one that
   * the visitor or the browser sent more than once is `repeated`; one that the widget did is there twice.
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

/** One ticket's life, for the reader of a failure. */
export function story(ticket) {
  return [`ticket ${ticket.number}, ${ticket.marker}`, ...ticket.log.map((line) => `  ${line}`)].join("\n");
}
