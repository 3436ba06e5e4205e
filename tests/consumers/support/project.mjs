// Sets up, builds and starts a developer's project: a copy of tests/consumers/NAME outside of the checkout, with the
// package as npm packs it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";

import { ROOT } from "../../e2e/support/paths.mjs";

/** The folder of the projects. */
export const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
/** The endpoint's address in the documents. */
export const DOCUMENTED = "https://help.example.com";

/** How long a server may take to start, and the pause between two checks, in milliseconds. */
const PATIENCE = 60_000;
const PAUSE = 100;

const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];

// Node's test runner marks its child processes as tests, which would confuse a bundler's workers.
const { NODE_TEST_CONTEXT, ...OURS } = process.env;
/** The environment of a project's programs: no colours, no questions, no telemetry. */
const ENV = { ...OURS, NO_COLOR: "1", CI: "1", NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1" };

const folders = [];
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** An empty folder, removed after the tests. */
export async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), "stw-consumer-"));
  folders.push(folder);
  return folder;
}

/** Runs a program of the project without this process's environment; returns its output. */
async function run(folder, ...command) {
  const [program, ...args] = command;
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd: folder, env: ENV, maxBuffer: 64 << 20 });
    return stripVTControlCharacters(stdout + stderr);
  } catch (error) {
    throw new Error(`\`${command.join(" ")}\` failed (${error.code}):\n${error.stdout}\n${error.stderr}`);
  }
}

let packed;
/** The package as npm would publish it, built by `cargo xtask package`. */
function tarball() {
  packed ??= newFolder().then(async (folder) => {
    await run(join(ROOT, "pkg"), "npm", "pack", ...QUIET, "--pack-destination", folder);
    const [name] = await readdir(folder);
    return join(folder, name);
  });
  return packed;
}

/** Copies the project, replaces the documented endpoint with `endpoint`, and installs what it needs. */
export async function setUp(name, folder, endpoint) {
  await cp(join(HERE, name), folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith("package")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = await readFile(path, "utf8");
    if (text.includes(DOCUMENTED)) await writeFile(path, text.replaceAll(DOCUMENTED, endpoint));
  }
  await run(folder, "npm", "install", ...QUIET, "--prefer-offline", await tarball());
}

/** Builds it; returns the bundler's output. */
export const build = (folder) => run(folder, "npm", "run", "build");

/** A free port, for servers that cannot choose one and print it. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the project's own server and waits until it responds. */
export async function start(folder, port) {
  const child = spawn("npm", ["start"], {
    cwd: folder,
    // Each framework reads another variable.
    env: { ...ENV, PORT: String(port), HOST: "127.0.0.1", HOSTNAME: "127.0.0.1" },
    stdio: ["ignore", "pipe", "pipe"],
    // In its own process group, because npm does not pass signals on.
    detached: true,
  });
  const kill = () => process.kill(-child.pid, "SIGKILL");
  process.once("exit", kill);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (log += bytes));
  const closed = once(child, "close");
  const stop = async () => {
    process.removeListener("exit", kill);
    if (child.exitCode === null && child.signalCode === null) kill();
    await closed;
  };
  const answers = () => fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok, () => false);
  const end = Date.now() + PATIENCE;
  while (!(await answers())) {
    if (Date.now() > end || child.exitCode !== null) {
      await stop();
      throw new Error(`The project's server does not answer:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return { log: () => stripVTControlCharacters(log), stop };
}
