// A real HTTP server that gives the responses a test asks for, each once and in order, and then forwards requests to
// the real endpoint. It records all requests.
import { once } from "node:events";
import { createServer } from "node:http";

const PATH = "/api/v1/create_support_ticket";

/** Starts the server on a free port, in front of the endpoint at `endpointUrl`. */
export async function startAnswers(endpointUrl) {
  const next = [];
  const requests = [];

  const server = createServer(async (request, response) => {
    allow(request, response);
    if (request.method === "OPTIONS") {
      // The next request gets a fresh connection, because Chromium itself resends a request that fails on a used one.
      response.setHeader("connection", "close");
      const refused = next[0]?.refusesPreflight;
      if (refused) {
        next.shift();
        for (const name of response.getHeaderNames()) response.removeHeader(name);
      }
      response.writeHead(204).end();
      return;
    }
    const text = await wholeBody(request);
    requests.push({ method: request.method, headers: request.headers, text });
    const answer = next.shift() ?? forwarded;
    await answer({ request, response, text, endpointUrl });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;

  return {
    url,
    create: url + PATH,
    /** The POST requests, oldest first: `{ method, headers, text }`. */
    requests,
    tickets: () => requests.map(({ text }) => JSON.parse(text)),
    /** Sets the responses to the next requests. */
    give: (...answers) => void next.push(...answers),
    reset() {
      next.length = 0;
      requests.length = 0;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A response with this status and JSON. */
export const json = (status, value, headers = {}) =>
  content(status, "application/json", JSON.stringify(value), headers);

/** A response with this status and text. */
export const content =
  (status, type, text, headers = {}) =>
  ({ response }) => {
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  };

/** A proxy's or sign-in's page instead of JSON. */
export const html = (status, words) =>
  content(status, "text/html", `<!doctype html><title>${words}</title><h1>${words}</h1>`);

/** Success, with the address of another ticket. */
export const createdAt =
  (url) =>
  ({ response, text }) => {
    json(200, { event: "support_ticket_url", id: JSON.parse(text).id, url })({ response });
  };

/** States a length and hangs up before it is reached. */
export const cutShort = ({ response }) => {
  const whole = '{"event":"support_ticket_url","id":"';
  response.writeHead(200, { "content-type": "application/json", "content-length": whole.length + 100 });
  response.write(whole, () => response.destroy());
};

/** Sends a first chunk and hangs up. */
export const cutInChunks = ({ response }) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"event":"support_ticket_url","id":"', () => response.destroy());
};

/** Hangs up without a response. */
export const hangUp = ({ request }) => request.socket.resetAndDestroy();

/** Never responds, but keeps the connection. */
export const noResponse = () => {};

/** Responds without CORS headers, so that a page of another origin cannot read it. */
export const withoutCors = Object.assign(() => {}, { refusesPreflight: true });

/** Forwards the request to the real endpoint. */
export const forwarded = async ({ request, response, text, endpointUrl }) => {
  const answer = await ask(endpointUrl, request, text);
  content(answer.status, answer.headers.get("content-type") ?? "", await answer.text())({ response });
};

/** The real endpoint creates the ticket, but its response is lost. */
export const responseLost = async ({ request, text, endpointUrl }) => {
  await (await ask(endpointUrl, request, text)).text();
  request.socket.resetAndDestroy();
};

/** A response that waits until the test releases it: `{ answer, arrived, release }`. */
export function held(answer = forwarded) {
  let release;
  let arrive;
  const released = new Promise((resolve) => (release = resolve));
  const arrived = new Promise((resolve) => (arrive = resolve));
  const wait = async (exchange) => {
    arrive();
    await released;
    await answer(exchange);
  };
  return { answer: wait, arrived, release };
}

function ask(endpointUrl, request, text) {
  const names = ["content-type", "origin", "authorization"].filter((name) => request.headers[name]);
  const headers = Object.fromEntries(names.map((name) => [name, request.headers[name]]));
  return fetch(endpointUrl + PATH, { method: "POST", headers, body: text });
}

function allow(request, response) {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("access-control-allow-headers", "content-type, accept, authorization");
  response.setHeader("access-control-expose-headers", "retry-after");
  response.setHeader("vary", "origin");
}

async function wholeBody(request) {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) text += part;
  return text;
}
