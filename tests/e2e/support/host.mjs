// A web site with the widget on it: pages with a test's HTML and headers, on their own origin. Like a real site it can
// forward /widget/ and /api/ to the endpoint, for policies of 'self'.
import { once } from "node:events";
import { createServer, request as forward } from "node:http";

const PASSED_ON = /^\/(widget|api|requests)\//;

/** Starts the site on a free port. Set `endpointUrl` before anything is forwarded. */
export async function startHost() {
  const pages = new Map();
  let count = 0;
  const site = { endpointUrl: undefined };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const page = pages.get(pathname);
    if (page) {
      response.writeHead(page.status, { "content-type": "text/html; charset=utf-8", ...page.headers });
      response.end(page.content);
    } else if (PASSED_ON.test(pathname)) {
      passOn(site.endpointUrl, request, response);
    } else {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();

  return Object.assign(site, {
    origin: `http://127.0.0.1:${port}`,
    /** The same site under another name, which the endpoint does not allow. */
    otherOrigin: `http://localhost:${port}`,

    /** Adds a page to the site; returns its path. */
    page(content, { path = `/page/${(count += 1)}`, headers = {}, status = 200 } = {}) {
      pages.set(new URL(path, "http://site").pathname, { content, headers, status });
      return path;
    },

    /** Removes all pages, between two tests. */
    clear: () => pages.clear(),

    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
}

function passOn(endpointUrl, request, response) {
  const onward = forward(new URL(request.url, endpointUrl), {
    method: request.method,
    headers: request.headers,
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (error) => response.writeHead(502).end(String(error)));
  request.pipe(onward);
}

/** A minimal page with the widget. `inside` is the widget's fallback, `before` and `after` are around it. */
export function pageWith({
  loader,
  attributes = {},
  inside = MAIL_LINK,
  before = FILLER,
  after = "",
  head = "",
  lang = "en",
}) {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notes</title>
${head}
<script type="module" src="${escape(loader)}"></script>
</head>
<body>
<main>
${before}
<support-ticket-widget${attributesHtml(attributes)}>${inside}</support-ticket-widget>
${after}
</main>
</body>
</html>`;
}

export const MAIL_LINK = '<a id="fallback" href="mailto:help@example.com">Write to us</a>';
export const FILLER = '<h1>Notes</h1>\n<p id="text">Error 42: the notebook could not be read.</p>';

/** Attributes as HTML: `{ open: "" }` becomes ` open=""`. */
export function attributesHtml(attributes) {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join("");
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
