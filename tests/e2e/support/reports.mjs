// A server for browsers' reports: policy violations, by `report-uri` and by the Reporting API.
import { once } from "node:events";
import { createServer } from "node:http";

/** Starts it on a free port. */
export async function startReports() {
  const got = [];
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type");
    request.setEncoding("utf8");
    let text = "";
    for await (const part of request) text += part;
    if (request.method === "POST") got.push(...[JSON.parse(text)].flat());
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/reports`;

  return {
    /** All reports, oldest first. */
    got,
    /** The headers of a page under `policy` that reports violations here, in both ways or one. */
    headers: (policy, ways = ["report-uri", "report-to"]) => ({
      "content-security-policy": [policy, ...ways.map((way) => `${way} ${way === "report-to" ? "here" : url}`)].join(
        "; ",
      ),
      "reporting-endpoints": `here="${url}", default="${url}"`,
    }),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
