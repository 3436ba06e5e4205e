// A newcomer runs `cargo xtask demo`: opens the page it names, pastes the command it prints, stops it and starts it
// again. The test uses only the output, `demo.json` and what is served.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const folder = await mkdtemp(join(tmpdir(), "support-ticket-demo-"));
const running = new Set();

after(async () => {
  for (const demo of running) demo.kill("SIGTERM");
  await rm(folder, { recursive: true });
});

/** Starts the demo and waits until it has printed everything. */
async function start(port = "0") {
  const demo = spawn("cargo", ["xtask", "demo", "--no-open", "--data", folder, "--port", port], { cwd: root });
  running.add(demo);
  let output = "";
  const ended = new Promise((resolve) => {
    demo.on("exit", (code, signal) => {
      running.delete(demo);
      resolve({ code, signal });
    });
  });
  const ready = new Promise((resolve) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on("data", (text) => {
        output += text;
        if (output.includes("Ctrl-C stops it")) resolve(undefined);
      });
    }
  });
  const end = await Promise.race([ready, ended]);
  return { demo, ended, end, output: () => output };
}

/** The demo as other programs find it. */
const found = async () => JSON.parse(await readFile(join(folder, "demo.json"), "utf8"));

async function stop(started) {
  started.demo.kill("SIGTERM");
  assert.deepEqual(await started.ended, { code: 0, signal: null }, started.output());
}

test("a newcomer gets a page and a ticket, and both again after a restart", async () => {
  const first = await start();
  assert.equal(first.end, undefined, first.output());
  const { url, api_key, inbox } = await found();
  assert.ok(first.output().includes(`${url}/`) && first.output().includes(api_key), first.output());
  assert.equal(inbox, null);

  const page = await fetch(`${url}/`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<support-ticket-widget/);

  const command = /^curl [\s\S]*?(?=\n\n)/m.exec(first.output())?.[0];
  assert.ok(command, first.output());
  const { stdout } = await promisify(execFile)("bash", ["-c", command]);
  const answer = JSON.parse(stdout);
  assert.equal(answer.event, "support_ticket_url", stdout);
  const ticket = await fetch(answer.url);
  assert.equal(ticket.status, 200);
  assert.match(await ticket.text(), /package xyz/);

  await stop(first);
  await assert.rejects(fetch(`${url}/`), "the server outlived the demo");

  const second = await start(new URL(url).port);
  assert.equal(second.end, undefined, second.output());
  assert.equal((await found()).api_key, api_key);
  assert.equal((await fetch(answer.url)).status, 200);
  await stop(second);
});

test("a port in use is reported with what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.on("listening", resolve));
  const { port } = /** @type {import("node:net").AddressInfo} */ (other.address());

  const { end, output } = await start(String(port));

  other.close();
  assert.equal(end?.code, 1, output());
  assert.match(output(), new RegExp(`port ${port} is taken; .* --port`));
});
