// Everything that can go wrong between a page and the endpoint, each as a way to treat one request.
import { setTimeout as pause } from "node:timers/promises";

/**
 * How long a request without a response is held, in milliseconds: ended before the page gives up, or longer than a try
 * (30 s) and its lease (40 s). The latter is rare, because browsers open six connections per server and all held ones
 * would block sending.
 */
const HANGS = [1_000, 3_000, 8_000, 45_000];

/**
 * The faults by name. Each gets the exchange: `forward()` sends it to the endpoint and returns the response; `respond`
 * answers the page; `hangUp` ends the connection; `draw` is a random generator; `proxy` is the proxy itself; `kill`
 * ends the endpoint for a time; `calm` resolves when faults end.
 */
export const FAULTS = {
  pass: async ({ forward, respond }) => respond(await forward()),

  /** The request is lost. */
  "drop before": async ({ hangUp }) => hangUp(),

  /** The response is lost: the ticket exists, and the page does not know. */
  "drop after": async ({ forward, hangUp }) => {
    await forward();
    hangUp();
  },

  /** The connection ends in the middle of the response, with or without a stated length. */
  cut: async ({ forward, response, head, hangUp, draw }) => {
    const answer = await forward();
    const length = draw.chance(0.5) ? { "content-length": answer.body.length } : {};
    head({ ...answer, headers: { ...answer.headers, ...length } });
    const end = draw.between(1, answer.body.length - 1);
    response.write(answer.body.subarray(0, end), hangUp);
  },

  /** The response comes in single bytes. */
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

  /** No response, whether the request arrived or not. */
  hang: async ({ forward, hangUp, draw, calm }) => {
    if (draw.chance(0.5)) await forward();
    await Promise.race([pause(draw.pick(HANGS), undefined, { ref: false }), calm]);
    hangUp();
  },

  /** The request arrives when the page may be gone or may have resent it; the response is lost. */
  late: async ({ forward, hangUp, draw, calm }) => {
    await Promise.race([pause(draw.between(500, 6_000), undefined, { ref: false }), calm]);
    await forward();
    hangUp();
  },

  /** A proxy fails, before or behind the endpoint. */
  500: async ({ forward, respond, draw }) => {
    if (draw.chance(0.5)) await forward();
    respond(draw.chance(0.5) ? json(500, { error: "Something went wrong." }) : html(500, "Internal Server Error"));
  },

  503: async ({ respond }) => {
    const answer = html(503, "Service Unavailable");
    respond({ ...answer, headers: { ...answer.headers, "retry-after": "1" } });
  },

  /** The sign-in page of a hotel's network answers instead. */
  portal: async ({ respond, draw }) => respond(html(draw.pick([200, 511]), "Welcome to our hotel. Please sign in.")),

  /** Nothing listens for a while. */
  offline: async ({ hangUp, draw, proxy }) => {
    hangUp();
    proxy.close(draw.between(200, 2_000));
  },

  /** The endpoint is killed with -9 while it handles this request. */
  kill: async ({ forward, respond, draw, kill }) => {
    const answer = forward();
    // Ignored until it is awaited below: errors from the kill are expected.
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
