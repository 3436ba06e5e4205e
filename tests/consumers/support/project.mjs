// A developer's project in a folder of its own, outside of the checkout: what stands in tests/consumers/NAME, with the
// package as npm packs it. It knows npm, and neither a bundler nor a browser.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";

import { ROOT } from "../../e2e/support/places.mjs";

/** Where the projects are. */
export const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
/** Where the documents say that an endpoint is. */
export const DOCUMENTED = "https://help.example.com";

/** How long a server may take to start, and how long it is left alone between two questions, in milliseconds. */
const PATIENCE = 60_000;
const PAUSE = 100;

const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];

// Node's test runner tells its children that they are tests, which a bundler's own workers need not hear.
const { NODE_TEST_CONTEXT, ...OURS } = process.env;
/** What a project's programs are told: no colours, no questions, nobody is told what they do. */
const ENV = { ...OURS, NO_COLOR: "1", CI: "1", NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1" };

const folders = [];
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the tests. */
export async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), "stw-consumer-"));
  folders.push(folder);
  return folder;
}

/** A program of the project, with nothing of ours in its surroundings; gives all that it said. */
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
/** The package as npm would publish it: `cargo xtask package` made it. */
function tarball() {
  packed ??= newFolder().then(async (folder) => {
    await run(join(ROOT, "pkg"), "npm", "pack", ...QUIET, "--pack-destination", folder);
    const [name] = await readdir(folder);
    return join(folder, name);
  });
  return packed;
}

/** Puts the project there, with `endpoint` in the place of the documents' one, and installs what it needs. */
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

/** Builds it; gives what the bundler said. */
export const build = (folder) => run(folder, "npm", "run", "build");

/** A port that nobody listens at, for who can't be told to choose one and say it. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the project's own server, and waits until it answers. */
export async function start(folder, port) {
  const child = spawn("npm", ["start"], {
    cwd: folder,
    // Each framework calls it in another way.
    env: { ...ENV, PORT: String(port), HOST: "127.0.0.1", HOSTNAME: "127.0.0.1" },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: npm does not pass on that it is to end.
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
