// Runs the real endpoint on its own store and reads the stored tickets.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { endpointBinary, ROOT } from "./paths.mjs";

/** The limit for a start or stop, in milliseconds. */
const PATIENCE = 10_000;

/** The folder of the widget's files in the place of those in the binary, so that an edit of them needs no new binary. */
const WIDGET_DIR = process.env.STW_WIDGET_DIR ? ["--widget-dir", resolve(ROOT, process.env.STW_WIDGET_DIR)] : [];

/**
 * Starts the endpoint on a free port. Pages of `allowOrigins` may create tickets, as well as its own; `more` are
 * further arguments.
 */
export async function startEndpoint({ allowOrigins = [], more = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "stw-e2e-"));
  const store = `sqlite:${join(folder, "tickets.db")}`;
  const binary = endpointBinary();
  const args = ["serve", "--listen", "127.0.0.1:0", "--store", store, ...WIDGET_DIR, ...more];
  const child = spawn(binary, [...args, ...allowOrigins.flatMap((origin) => ["--allow-origin", origin])], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test run that dies must not leave its server behind.
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  let log = "";
  child.stderr.on("data", (bytes) => (log += bytes));
  const ended = once(child, "exit");

  const url = await listeningAddress(child, ended, () => log);

  return {
    url,
    create: `${url}/api/v1/create_support_ticket`,
    store,
    pid: child.pid,
    log: () => log,

    /** Every ticket in the store, as `export` prints them. */
    async tickets() {
      const { stdout } = await promisify(execFile)(binary, ["export", "--store", store], {
        cwd: folder,
        maxBuffer: 64 << 20,
      });
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },

    /** Creates an API key for an account. */
    async addKey(account) {
      const { stdout } = await promisify(execFile)(binary, ["key", "add", "--account", account, "--store", store], {
        cwd: folder,
      });
      return stdout.trim();
    },

    async stop() {
      process.removeListener("exit", killAtExit);
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
      const [, signal] = await ended;
      clearTimeout(late);
      await rm(folder, { recursive: true, force: true });
      if (signal === "SIGKILL") {
        throw new Error(`The endpoint did not stop within ${PATIENCE} ms of SIGTERM:\n${log}`);
      }
    },
  };
}

async function listeningAddress(child, ended, log) {
  const found = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const match = /listening on (http:\/\/\S+)/.exec(line);
      if (match) resolve(match[1].replace(/\/$/, ""));
    });
  });
  let late;
  const tooLate = new Promise((resolve) => (late = setTimeout(resolve, PATIENCE)));
  const url = await Promise.race([found, ended.then(() => undefined), tooLate]);
  clearTimeout(late);
  if (!url) {
    child.kill("SIGKILL");
    throw new Error(`The endpoint did not say "listening on http://…" on its standard output:\n${log()}`);
  }
  return url;
}
