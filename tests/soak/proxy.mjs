// The fault proxy between the page and the endpoint. The fault of a request depends only on the seed, the ticket and
// the number of the try, so that the machine's speed does not matter.
import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

import { FAULTS } from "./faults.mjs";
import { dealer, generator } from "./random.mjs";

const AFTER_THE_FIRST = Object.keys(FAULTS).filter((name) => name !== "kill");
/** The share of retries that meet a fault; with all of them hardly anything would arrive before the end. */
const OFTEN = 0.5;

/** The pause before listening is retried while another program holds the port, in milliseconds. */
const PAUSE = 50;

export class Proxy {
  /** Starts it on a free port in front of `server`; events of tickets go to `ledger`. */
  static async start(seed, server, ledger) {
    const proxy = new Proxy(seed, server, ledger);
    await proxy.#listen(0);
    return proxy;
  }

  /** The number of requests per fault. */
  met = Object.fromEntries(Object.keys(FAULTS).map((name) => [name, 0]));
  #seed;
  #server;
  #ledger;
  #deal;
  #firsts = [];
  #listener;
  #opening = Promise.resolve();
  #underWay = new Set();
  #isCalm = false;
  #beCalm;
  #calm = new Promise((resolve) => (this.#beCalm = resolve));

  constructor(seed, server, ledger) {
    this.#seed = seed;
    this.#server = server;
    this.#ledger = ledger;
    this.#deal = dealer(Object.keys(FAULTS), seed, "first tries");
  }

  /** Refuses new connections for this many milliseconds; existing ones go on. */
  close(duration) {
    if (this.#listener === undefined || this.#isCalm) return;
    this.#ledger.noteAll(`connections are refused for ${duration} ms`);
    this.#listener.close();
    this.#listener = undefined;
    this.#opening = pause(duration).then(() => this.#listen(this.port));
  }

  /** Kills the endpoint for this many milliseconds. */
  kill(duration) {
    if (this.#server.kill(duration)) this.#ledger.noteAll(`the endpoint is killed, for ${duration} ms`);
  }

  /** Ends all faults and releases held requests. Waits until everything under way has ended. */
  async calm() {
    this.#isCalm = true;
    this.#beCalm();
    await this.#opening;
    await Promise.all(this.#underWay);
  }

  async stop() {
    this.#listener.close();
    this.#listener.closeAllConnections();
    await once(this.#listener, "close");
  }

  async #listen(port) {
    for (;;) {
      const listener = createServer((request, response) => this.#take(request, response));
      listener.listen(port, "127.0.0.1");
      const error = await Promise.race([
        once(listener, "listening").then(() => undefined),
        once(listener, "error").then(([error]) => error),
      ]);
      if (error === undefined) {
        this.#listener = listener;
        this.port = listener.address().port;
        this.url = `http://127.0.0.1:${this.port}`;
        return;
      }
      if (error.code !== "EADDRINUSE") throw error;
      await pause(PAUSE);
    }
  }

  #take(request, response) {
    const done = this.#treat(request, response).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async #treat(request, response) {
    const exchange = this.#exchange(request, response);
    // One request per connection, because browsers themselves resend a request that fails on a used one.
    response.setHeader("connection", "close");
    let ticket;
    let name = "pass";
    try {
      exchange.body = await whole(request);
      ticket = request.method === "POST" && this.#ledger.find(exchange.body.toString());
      if (ticket) name = this.#choose(ticket, exchange);
      await FAULTS[name](exchange);
      if (ticket) this.#ledger.note(ticket, `try ${exchange.tries}: over`);
      if (ticket) this.#ledger.over(ticket);
    } catch (error) {
      // The endpoint is dead or the page is gone, so the other side hung up. Anything else is a bug in the tests.
      if (!NETWORK.has(error.code)) throw error;
      if (ticket) this.#ledger.note(ticket, `try ${exchange.tries}: ${error.code}`);
      exchange.hangUp();
    }
  }

  #choose(ticket, exchange) {
    this.#ledger.begin(ticket);
    exchange.tries = ticket.tries;
    exchange.draw = generator(this.#seed, "fault", ticket.number, ticket.tries);
    this.#ledger.name(ticket, idIn(exchange.body));
    const name = this.#faultFor(ticket, exchange.draw);
    this.met[name] += 1;
    this.#ledger.note(ticket, `try ${ticket.tries}: ${name}`);
    return name;
  }

  #faultFor(ticket, draw) {
    if (this.#isCalm) return "pass";
    // Assigned in the order of the tickets, not of their arrival.
    while (this.#firsts.length < ticket.number) this.#firsts.push(this.#deal());
    if (ticket.tries === 1) return this.#firsts[ticket.number - 1];
    return draw.chance(OFTEN) ? draw.pick(AFTER_THE_FIRST) : "pass";
  }

  #exchange(request, response) {
    const exchange = {
      response,
      proxy: this,
      kill: (duration) => this.kill(duration),
      calm: this.#calm,
      forward: () => forward(this.#server.url, request, exchange.body),
      hangUp: () => hangUp(request.socket),
      head: ({ status, headers }) => response.writeHead(status, { ...forPage(request), ...headers }),
      respond(answer) {
        exchange.head(answer);
        response.end(answer.body);
      },
    };
    return exchange;
  }
}

/** Error codes of a connection that ended. */
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "ABORT_ERR"]);

/**
 * Not reset if the page is gone: Node 20 never closes a connection that is reset while it ends, and the process then
 * cannot exit.
 */
function hangUp(socket) {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** The CORS headers of responses that do not come from the endpoint, like the endpoint's own. */
const forPage = (request) => ({
  "access-control-allow-origin": request.headers.origin ?? "*",
  "access-control-expose-headers": "retry-after",
  vary: "origin",
});

function idIn(body) {
  return JSON.parse(body).id;
}

async function whole(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** The endpoint's response: `{ status, headers, body }`. */
async function forward(url, request, body) {
  const { connection: _, ...headers } = request.headers;
  const onward = send(new URL(request.url, url), { method: request.method, headers, agent: false });
  onward.end(body);
  const [answer] = await once(onward, "response");
  const { connection: __, "transfer-encoding": ___, "content-length": ____, ...kept } = answer.headers;
  return { status: answer.statusCode, headers: kept, body: await whole(answer) };
}
