// A view's requests as BiDi events: reported by its resources or, while a test intercepts requests, by our own proxy,
// because WebKit cannot intercept.
import { once } from "node:events";
import { createServer, request as forward } from "node:http";

/** Headers of one connection, which are not forwarded. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

/** BiDi requires a number for each timing; nobody reads them. */
const TIMINGS = Object.fromEntries(
  "timeOrigin requestTime redirectStart redirectEnd fetchStart dnsStart dnsEnd connectStart connectEnd tlsStart requestStart responseStart responseEnd"
    .split(" ")
    .map((name) => [name, 0]),
);

export class Traffic {
  constructor(context) {
    this.context = context;
  }

  #proxy;
  /** The requests that have not ended, by id. */
  #sent = new Map();

  /** Routes requests directly or through the proxy, as currently needed. */
  async reroute() {
    const { bidi } = this.context;
    const isWanted = bidi.interceptsFor(this.context).length > 0 || bidi.isOffline(this.context);
    if (this.#proxy || !isWanted) return;
    this.#proxy = createServer((request, response) => this.#exchange(request, response));
    this.#proxy.listen(0, "127.0.0.1");
    await once(this.#proxy, "listening");
    await this.context.ask("proxy", { url: `http://127.0.0.1:${this.#proxy.address().port}` });
  }

  stop() {
    this.#proxy?.close();
    this.#proxy?.closeAllConnections();
  }

  // Reported by the view's resources.

  onEvent(event, { id, ...more }) {
    if (this.#proxy) return; // the proxy reports more
    if (event === "request") {
      this.#sent.set(id, { request: id, ...more });
      return this.began(this.#sent.get(id));
    }
    const request = this.#sent.get(id);
    if (!request) return;
    if (event === "response") return this.answered(Object.assign(request, { response: more }));
    this.#sent.delete(id);
    if (event === "response-over" && request.response) return this.ended(request);
    this.lost(request, more.text ?? "no answer");
  }

  // BiDi events.

  began(request, intercepts) {
    this.#emit("network.beforeRequestSent", request, {
      ...(intercepts && { intercepts }),
      initiator: { type: "other" },
    });
  }

  answered(request) {
    this.#emit("network.responseStarted", request, { response: responseOf(request) });
  }

  ended(request) {
    this.#emit("network.responseCompleted", request, { response: responseOf(request) });
  }

  lost(request, errorText) {
    this.#emit("network.fetchError", request, { errorText });
  }

  #emit(method, { request, url, method: verb, headers }, more) {
    this.context.emit(method, {
      isBlocked: Boolean(more.intercepts),
      navigation: null,
      redirectCount: 0,
      request: {
        request,
        url,
        method: verb,
        headers: asBidi(headers),
        cookies: [],
        headersSize: null,
        bodySize: null,
        destination: "",
        initiatorType: "fetch",
        timings: TIMINGS,
      },
      ...more,
    });
  }

  // Through the proxy.

  async #exchange(incoming, outgoing) {
    const { bidi } = this.context;
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const { method, url, rawHeaders } = incoming;
    const request = { request: bidi.name("request"), method, url, headers: pairs(rawHeaders) };
    const exchange = new Exchange(this, request, Buffer.concat(parts), outgoing);
    const intercepts = bidi.interceptsFor(this.context);
    if (intercepts.length) bidi.exchanges.set(request.request, exchange);
    this.began(request, intercepts.length ? intercepts : undefined);
    if (bidi.isOffline(this.context)) exchange.fail();
    else if (!intercepts.length) exchange.goOn({});
  }
}

/** A request that passes through the proxy. */
class Exchange {
  constructor(traffic, request, body, outgoing) {
    Object.assign(this, { traffic, request, body, outgoing });
  }

  /** Forwards it, possibly changed. */
  goOn({ url = this.request.url, method = this.request.method, headers, body }) {
    const sent = body ? Buffer.from(body.value, body.type === "base64" ? "base64" : "utf8") : this.body;
    const named = headers ? headers.map(({ name, value }) => ({ name, value: value.value })) : this.request.headers;
    const onward = forward(url, { method, headers: passedOn(named), agent: false });
    onward.on("response", (answer) => {
      this.#begin(answer.statusCode, answer.statusMessage, pairs(answer.rawHeaders));
      answer.on("data", (part) => this.outgoing.write(part));
      answer.on("end", () => this.#end());
      answer.on("error", (error) => this.fail(error.message));
    });
    onward.on("error", (error) => this.fail(error.message));
    onward.end(sent);
  }

  /** Responds instead of the server. */
  answer({ statusCode, reasonPhrase = "", headers = [], body }) {
    const content = Buffer.from(body?.value ?? "", body?.type === "base64" ? "base64" : "utf8");
    this.#begin(statusCode, reasonPhrase, [...headers.map(({ name, value }) => ({ name, value: value.value }))]);
    this.outgoing.write(content);
    this.#end();
  }

  /** Drops it, or the rest of its response. */
  fail(text = "it was lost on purpose") {
    if (this.isOver) return;
    this.isOver = true;
    this.traffic.lost(this.request, text);
    this.outgoing.socket?.resetAndDestroy();
  }

  #begin(status, statusText, headers) {
    this.request.response = { status, statusText, headers, url: this.request.url };
    this.traffic.answered(this.request);
    const passed = headers.filter(({ name }) => !HOP_BY_HOP.has(name.toLowerCase()));
    // WebKit itself resends a request that fails on a used connection.
    const flat = [...passed, { name: "connection", value: "close" }].flatMap(({ name, value }) => [name, value]);
    this.outgoing.writeHead(status, statusText, flat);
  }

  #end() {
    if (this.isOver) return;
    this.isOver = true;
    this.outgoing.end();
    this.traffic.ended(this.request);
  }
}

function responseOf({ response: { status, statusText = "", headers, url } }) {
  return {
    url,
    status,
    statusText,
    headers: asBidi(headers),
    protocol: "http/1.1",
    fromCache: false,
    mimeType: "",
    bytesReceived: 0,
    headersSize: null,
    bodySize: null,
    content: { size: 0 },
  };
}

const asBidi = (headers) => headers.map(({ name, value }) => ({ name, value: { type: "string", value } }));

/** Node's flat list of names and values. */
function pairs(raw) {
  return raw.flatMap((name, at) => (at % 2 ? [] : [{ name, value: raw[at + 1] }]));
}

function passedOn(headers) {
  const passed = {};
  for (const { name, value } of headers) if (!HOP_BY_HOP.has(name.toLowerCase())) passed[name] = value;
  return passed;
}
