// A real HTTP server that gives whatever answer a test asks for, each once and in order; after that it passes
// requests on to the real endpoint. It keeps what it was sent. It knows nothing of the widget.
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
      // A fresh connection for what follows: Chromium itself sends again what a used one loses.
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
    const answer = next.shift() ?? passedOn;
    await answer({ request, response, text, endpointUrl });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;

  return {
    url,
    create: url + PATH,
    /** What was POSTed, oldest first: `{ method, headers, text }`. */
    requests,
    tickets: () => requests.map(({ text }) => JSON.parse(text)),
    /** What the next requests are answered. */
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

/** An answer with this status and this JSON. */
export const json = (status, value, headers = {}) =>
  content(status, "application/json", JSON.stringify(value), headers);

/** An answer with this status and this text. */
export const content =
  (status, type, text, headers = {}) =>
  ({ response }) => {
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  };

/** A page of a proxy or a sign-in where JSON should be. */
export const html = (status, words) =>
  content(status, "text/html", `<!doctype html><title>${words}</title><h1>${words}</h1>`);

/** The success of another ticket's address. */
export const createdAt =
  (url) =>
  ({ response, text }) => {
    json(200, { event: "support_ticket_url", id: JSON.parse(text).id, url })({ response });
  };

/** Says how long the answer is and hangs up before its end. */
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

/** Hangs up without a word. */
export const hungUp = ({ request }) => request.socket.resetAndDestroy();

/** Never answers; the connection stays. */
export const silence = () => {};

/** Answers without the headers that let a page of another origin read it. */
export const withoutCors = Object.assign(() => {}, { refusesPreflight: true });

/** What the real endpoint answers. */
export const passedOn = async ({ request, response, text, endpointUrl }) => {
  const answer = await ask(endpointUrl, request, text);
  content(answer.status, answer.headers.get("content-type") ?? "", await answer.text())({ response });
};

/** The real endpoint makes the ticket, but its answer never arrives. */
export const lostOnTheWayBack = async ({ request, text, endpointUrl }) => {
  await (await ask(endpointUrl, request, text)).text();
  request.socket.resetAndDestroy();
};

/** An answer that waits until the test says so: `{ answer, arrived, release }`. */
export function held(answer = passedOn) {
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
