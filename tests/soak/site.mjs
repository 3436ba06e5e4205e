// A web site with the help button on its pages, over a connection without faults, so that only tickets meet them. Its
// pages report the widget's events.
import { once } from "node:events";
import { createServer, request as send } from "node:http";

import { pageWith } from "../e2e/support/host.mjs";

/** Reports the widget's events to the site, even while the page is being left. */
const TELLS = `<script type="module">
  const report = (name, detail) => navigator.sendBeacon("/events", JSON.stringify({ name, page: location.pathname, ...detail }));
  for (const name of ["submit", "queued", "created", "error"])
    addEventListener("ticket-" + name, ({ detail }) => report("ticket-" + name, detail));
  addEventListener("error", ({ message }) => report("error", { message }));
  addEventListener("unhandledrejection", ({ reason }) => report("unhandledrejection", { message: String(reason) }));
</script>`;

/** Starts the site on a free port. The widget's files come from the endpoint at `filesUrl`, which is never killed. */
export async function startSite(filesUrl, ledger) {
  const site = { endpoint: "", dialect: "v1" };

  const server = createServer(async (request, response) => {
    if (request.url.startsWith("/widget/")) return passOn(filesUrl, request, response);
    if (request.url === "/events") {
      note(ledger, JSON.parse(await textOf(request)));
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(request.url === "/elsewhere" ? ELSEWHERE : helpPage(site));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return Object.assign(site, {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
}

const ELSEWHERE = "<!doctype html><title>Elsewhere</title><h1>A page without the button</h1>";

const helpPage = ({ endpoint, dialect }) =>
  pageWith({
    head: TELLS,
    loader: "/widget/support-ticket-widget.js",
    attributes: { endpoint, dialect, username: "Jo Doe", "email-address": "jd@example.com" },
  });

function note(ledger, { name, page, id, url, code, message, ticket }) {
  const ticketRecord = ledger.byId(id) ?? ledger.find(ticket?.body ?? "");
  const words = [name, code, message, url, `on ${page}`].filter(Boolean).join(" ");
  if (name === "ticket-submit" && ticketRecord) {
    ledger.name(ticketRecord, ticket.id);
    ledger.submit(ticketRecord);
  }
  if (name === "ticket-created" && ticketRecord) ticketRecord.isConfirmed = true;
  if (ticketRecord) ledger.note(ticketRecord, `the page got ${words}`);
  else ledger.noteAll(`a page got ${words}`);
}

async function textOf(request) {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) text += part;
  return text;
}

function passOn(url, request, response) {
  const onward = send(new URL(request.url, url), { method: request.method, headers: request.headers });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (error) => response.destroy(error));
  request.pipe(onward);
}
