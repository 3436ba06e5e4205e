#!/usr/bin/env node
// Playwright starts this as a Firefox with the newest WebDriver BiDi; it serves BiDi for the engine that STW_BROWSER
// names.
import { createRequire } from "node:module";

import { WebKit } from "./webkit/bidi.mjs";
import { Firefox } from "./firefox.mjs";

const { wsServer: Server } = createRequire(import.meta.url)("playwright-core/lib/utilsBundle");
const ENGINES = { firefox: Firefox, webkit: WebKit };

const server = new Server({ port: 0, host: "127.0.0.1" });
server.once("listening", () => console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`));
server.once("connection", (socket) => {
  const send = (message) => socket.send(JSON.stringify(message));
  const starting = ENGINES[process.env.STW_BROWSER].start(send, process.argv.slice(2));
  const stop = async () => {
    await (await starting).stop();
    process.exit();
  };
  socket.on("message", async (data) => {
    const message = JSON.parse(data);
    if (message.method === "browser.close") return stop();
    (await starting).receive(message);
  });
  socket.once("close", stop);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
