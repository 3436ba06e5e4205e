// The ledger finds lost and duplicate tickets: a soak that cannot fail would prove nothing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Ledger } from "./ledger.mjs";
import { failures } from "./report.mjs";

const RUN = { browser: "firefox", seed: 7, tickets: 1, dialect: "v1" };

/** The verdict on one pressed ticket, from what the endpoint has and what the browser keeps. */
function verdict({ times, phase, pressed = true }) {
  const ledger = new Ledger(7);
  const ticket = ledger.ticket(1);
  if (pressed) ledger.press(ticket);
  const kept = phase ? [{ phase, text: `{"json":"… ${ticket.marker} …"}` }] : [];
  return ledger.judge(Array(times).fill(`Something about ${ticket.marker}`), kept);
}

const wrong = (seen) => failures({ ...RUN, ...verdict(seen) });

test("a ticket that exists once is fine", () => {
  assert.equal(wrong({ times: 1 }), "");
  assert.equal(verdict({ times: 1 }).arrived, 1);
});

test("a ticket that exists nowhere is lost, and its story is printed", () => {
  const { lost } = verdict({ times: 0 });
  assert.equal(lost.length, 1);
  const words = wrong({ times: 0 });
  assert.match(words, /^lost: ticket 1, soak-7-1-end$/m);
  assert.match(words, /Send was pressed\n.*the endpoint has it 0 times$/m);
  assert.match(words, /^to repeat: cargo xtask soak --tickets 1 --seed 7 --browser firefox --dialect v1$/m);
});

test("a ticket that exists twice is found", () => {
  assert.match(wrong({ times: 2 }), /^there twice: ticket 1/m);
});

test("without an id only what the widget itself sent twice is a fault", () => {
  const judged = (happens) => {
    const ledger = new Ledger(7);
    const ticket = ledger.ticket(1);
    ledger.press(ticket);
    happens(ledger, ticket);
    const { twice, repeated } = ledger.judge([ticket.marker, ticket.marker], [], false);
    return [twice.length, repeated.length];
  };
  const tried = (ledger, ticket) => (ledger.begin(ticket), ledger.over(ticket));
  assert.deepEqual(
    judged((ledger, ticket) => {
      ledger.submit(ticket);
      tried(ledger, ticket);
      tried(ledger, ticket);
    }),
    [0, 1],
    "at once",
  );
  const late = (ledger, ticket) => {
    tried(ledger, ticket);
    ticket.overAt -= 1_000;
    tried(ledger, ticket);
  };
  assert.deepEqual(
    judged((ledger, ticket) => {
      ledger.submit(ticket);
      late(ledger, ticket);
    }),
    [1, 0],
    "later",
  );
  assert.deepEqual(
    judged((ledger, ticket) => {
      ledger.submit(ticket);
      ledger.submit(ticket);
      late(ledger, ticket);
    }),
    [0, 1],
    "pressed again",
  );
});

test("a ticket handed back is not lost; one still waiting when all is well is", () => {
  for (const phase of ["asking", "returned"]) {
    assert.equal(wrong({ times: 0, phase }), "", phase);
    assert.equal(verdict({ times: 0, phase }).handedBack.length, 1, phase);
  }
  for (const phase of ["waiting", "sending", "damaged"])
    assert.match(wrong({ times: 0, phase }), new RegExp(`^lost.*still in the outbox, phase ${phase}`, "ms"), phase);
});

test("a ticket sent without a press, or pressed and never sent, is found", () => {
  assert.match(wrong({ times: 1, pressed: false }), /without Send having been pressed/);
  assert.match(wrong({ times: 0, pressed: false }), /only 0 of 1 tickets were sent/);
});

test("ticket 1 is not confused with ticket 10", () => {
  const ledger = new Ledger(7);
  const [one, ten] = [ledger.ticket(1), ledger.ticket(10)];
  [one, ten].forEach((ticket) => ledger.press(ticket));
  const { lost } = ledger.judge([`Something about ${ten.marker}`], []);
  assert.deepEqual(lost, [one]);
});
