// Each fault does what its name says, against a plain server, and a seed always gives requests the same faults.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { FAULTS } from "./faults.mjs";
import { Ledger } from "./ledger.mjs";
import { Proxy } from "./proxy.mjs";

const ANSWER = JSON.stringify({ event: "support_ticket_url", id: "1", url: "https://help.example.com/requests/1" });
const LOST = "lost";

/**
 * For each fault: what the page gets (a status, or nothing) and how many requests the server gets; undefined if random.
 */
const EXPECTED = {
  pass: [[200], 1],
  "drop before": [[LOST], 0],
  "drop after": [[LOST], 1],
  // Node accepts the end of the connection as the end of a response without a stated length; it is cut off nonetheless.
  cut: [[LOST, 200], 1],
  slow: [[200], 1],
  hang: [[LOST], undefined],
  late: [[LOST], 1],
  500: [[500], undefined],
  503: [[503], 0],
  portal: [[200, 511], 0],
  offline: [[LOST], 0],
  // A plain server is not killed while handling a request; that is for the real endpoint.
  kill: [[200], 1],
};

/** A server that creates tickets, the proxy in front of it, and what arrived. */
async function start(seed) {
  const reached = [];
  const http = createServer(async (request, response) => {
    for await (const part of request) reached.push(String(part));
    response.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const ledger = new Ledger(seed);
  const server = { url: `http://127.0.0.1:${http.address().port}`, kill: () => true };
  const proxy = await Proxy.start(seed, server, ledger);
  return {
    proxy,
    ledger,
    reached,
    async stop() {
      await proxy.stop();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** Sends one ticket; returns the status and the text, or `LOST`. */
async function send(proxy, ticket) {
  try {
    const body = JSON.stringify({ id: "1", body: ticket.marker });
    const answer = await fetch(`${proxy.url}/api`, { method: "POST", body, signal: AbortSignal.timeout(20_000) });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  } catch (error) {
    assert.match(String(error), /fetch failed|terminated/);
    return { status: LOST };
  }
}

/** The fault that this ticket just met. */
const faultOf = (ticket) => /try 1: (.*)/.exec(ticket.log[0])[1];

test("a dozen tickets meet every fault, and each fault does what its name says", { timeout: 60_000 }, async (t) => {
  const { proxy, ledger, reached, stop } = await start(1);
  t.after(stop);
  const seen = {};
  let hanging;

  for (let number = 1; number <= Object.keys(FAULTS).length; number += 1) {
    const ticket = ledger.ticket(number);
    const answered = send(proxy, ticket);
    while (ticket.log.length === 0) await pause(5);
    const name = faultOf(ticket);
    if (name === "hang") {
      const before = await Promise.race([answered, pause(300, "hangs")]);
      assert.equal(before, "hangs");
      hanging = [answered, ticket];
      continue;
    }
    const answer = await answered;
    seen[name] = [answer.status, reached.filter((text) => text.includes(ticket.marker)).length, answer];
    if (name === "offline") {
      assert.equal((await send(proxy, ticket)).status, LOST, "connections are refused");
      await pause(2_000);
    }
  }
  await proxy.calm();
  const [answered, ticket] = hanging;
  seen.hang = [(await answered).status, reached.filter((text) => text.includes(ticket.marker)).length];

  assert.deepEqual(Object.keys(seen).sort(), Object.keys(EXPECTED).sort());
  for (const [name, [statuses, times]] of Object.entries(EXPECTED)) {
    assert.ok(statuses.includes(seen[name][0]), `${name}: ${seen[name][0]}`);
    if (times !== undefined) assert.equal(seen[name][1], times, `${name} reached the endpoint`);
  }
  assert.equal(seen.slow[2].text, ANSWER);
  assert.notEqual(seen.cut[2].text, ANSWER);
  assert.equal(seen[503][2].headers.get("retry-after"), "1");
  assert.match(seen.portal[2].text, /hotel/);
});

test("without faults everything passes", async (t) => {
  const { proxy, ledger, stop } = await start(2);
  t.after(stop);
  await proxy.calm();
  for (let number = 1; number <= 24; number += 1) {
    const { status, text } = await send(proxy, ledger.ticket(number));
    assert.deepEqual([status, text], [200, ANSWER]);
  }
});

test("a seed repeats its faults in any order of tickets, and another seed differs", async (t) => {
  const metIn = async (seed, arrange) => {
    const { proxy, ledger, stop } = await start(seed);
    t.after(stop);
    const tickets = Array.from({ length: 6 }, (_, at) => ledger.ticket(at + 1));
    for (const ticket of arrange([...tickets])) {
      // Tries again while nothing listens.
      while (ticket.tries === 0) await Promise.race([send(proxy, ticket), pause(100)]);
    }
    await proxy.calm();
    return tickets.map(faultOf);
  };
  const asTheyAre = (tickets) => tickets;
  const backwards = (tickets) => tickets.reverse();
  assert.deepEqual(await metIn(3, asTheyAre), await metIn(3, backwards));
  assert.notDeepEqual(await metIn(3, asTheyAre), await metIn(4, asTheyAre));
});
