// Everything that can go wrong between a page and the endpoint, each as a way to treat one request. It must not know
// which request meets which, nor what is in them.
import { setTimeout as pause } from "node:timers/promises";

/**
 * How long a request without an answer is held, in milliseconds: given up before the page gives up, or longer than a
 * try (30 s) and its lease (40 s). Rarely the latter: browsers open six connections to a server, and with all of them
 * held nothing would be sent at all.
 */
const HANGS = [1_000, 3_000, 8_000, 45_000];

/**
 * By name. Each gets the exchange: `forward()` has the endpoint handle it and gives its answer; `respond` answers the
 * page; `hangUp` ends the connection; `draw` is a generator for what is left open; `proxy` is the way itself,
 * `kill` ends the endpoint for so many milliseconds, `calm` comes when faults are to end.
 */
export const FAULTS = {
  pass: async ({ forward, respond }) => respond(await forward()),

  /** Lost on the way there. */
  "drop before": async ({ hangUp }) => hangUp(),

  /** Lost on the way back: the ticket exists, and the page does not know. */
  "drop after": async ({ forward, hangUp }) => {
    await forward();
    hangUp();
  },

  /** The connection ends in the middle of the answer, whose length was said or not. */
  cut: async ({ forward, response, head, hangUp, draw }) => {
    const answer = await forward();
    const length = draw.chance(0.5) ? { "content-length": answer.body.length } : {};
    head({ ...answer, headers: { ...answer.headers, ...length } });
    const end = draw.between(1, answer.body.length - 1);
    response.write(answer.body.subarray(0, end), hangUp);
  },

  /** The answer comes in single bytes. */
  slow: async ({ forward, response, head, draw }) => {
    const answer = await forward();
    const between = draw.between(2, 12);
    head(answer);
    for (const byte of answer.body) {
      if (response.destroyed) return;
      response.write(Uint8Array.of(byte));
      await pause(between);
    }
    response.end();
  },

  /** No answer, whether it arrived or not. */
  hang: async ({ forward, hangUp, draw, calm }) => {
    if (draw.chance(0.5)) await forward();
    await Promise.race([pause(draw.pick(HANGS), undefined, { ref: false }), calm]);
    hangUp();
  },

  /** It arrives when the page may be long gone, or have sent it again; the answer is lost. */
  late: async ({ forward, hangUp, draw, calm }) => {
    await Promise.race([pause(draw.between(500, 6_000), undefined, { ref: false }), calm]);
    await forward();
    hangUp();
  },

  /** Something on the way is broken, before the endpoint or behind it. */
  500: async ({ forward, respond, draw }) => {
    if (draw.chance(0.5)) await forward();
    respond(draw.chance(0.5) ? json(500, { error: "Something went wrong." }) : html(500, "Internal Server Error"));
  },

  503: async ({ respond }) => {
    const answer = html(503, "Service Unavailable");
    respond({ ...answer, headers: { ...answer.headers, "retry-after": "1" } });
  },

  /** The sign-in of a hotel's network, which takes itself for the answer to everything. */
  portal: async ({ respond, draw }) => respond(html(draw.pick([200, 511]), "Welcome to our hotel. Please sign in.")),

  /** Nobody listens for a while. */
  offline: async ({ hangUp, draw, proxy }) => {
    hangUp();
    proxy.close(draw.between(200, 2_000));
  },

  /** The endpoint is killed with -9 while it handles this. */
  kill: async ({ forward, respond, draw, kill }) => {
    const answer = forward();
    // Until it is awaited below: what the kill breaks is no fault of ours.
    answer.catch(() => {});
    await pause(draw.between(0, 6));
    kill(draw.between(50, 1_000));
    respond(await answer);
  },
};

const html = (status, words) => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: Buffer.from(`<!doctype html><title>${words}</title><h1>${words}</h1>`),
});

const json = (status, value) => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify(value)),
});
