// Edits a script while `cargo xtask dev` runs, and sees it served. The sources are a copy: no file of the checkout is
// touched.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = "www/widget/support-ticket-details.js";
/** How long an edit may take until it is served, in milliseconds: a second, on a machine that does nothing else. */
const PATIENCE = 20_000;

/** The folder with all that the test makes, the copy of the sources in it, and the command. */
let folder, tree, dev, url;
let said = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "support-ticket-dev-"));
  tree = join(folder, "tree");
  for (const part of ["www", "npm", "xtask/bundle.mjs"])
    await cp(join(ROOT, part), join(tree, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));

  const data = join(folder, "data");
  await mkdir(data);
  const args = ["xtask", "dev", "--no-open", "--port=0", "--data", data];
  dev = spawn("cargo", args, { cwd: ROOT, env: { ...process.env, STW_DEV_TREE: tree } });
  dev.ended = new Promise((resolve) => dev.on("exit", (code, signal) => resolve({ code, signal })));
  for (const stream of [dev.stdout, dev.stderr]) stream.on("data", (text) => (said += text));
  // The first build may take minutes; the test's own limit holds.
  await until(/^Watching /m, Infinity);
  ({ url } = JSON.parse(await readFile(join(data, "demo.json"), "utf8")));
});

after(async () => {
  dev?.kill("SIGTERM");
  await dev?.ended;
  await rm(folder, { recursive: true });
});

/** Waits until the command has said this. */
async function until(pattern, patience = PATIENCE) {
  const end = Date.now() + patience;
  while (!pattern.test(said)) {
    assert.ok(
      Date.now() < end && dev.exitCode === null && dev.signalCode === null,
      `${pattern} was not said:\n${said}`,
    );
    await pause(20);
  }
}

/** Waits until the script that is served has this in it. */
async function untilServed(text) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await fetch(`${url}/widget/support-ticket-details.js`);
    assert.equal(answer.status, 200, said);
    if ((await answer.text()).includes(text)) return;
    assert.ok(Date.now() < end, `${text} was not served:\n${said}`);
    await pause(20);
  }
}

test("serves an edited script without a build of Rust", async () => {
  said = "";
  await appendFile(join(tree, SCRIPT), "\nglobalThis.firstEdit = 1;\n");

  await untilServed("firstEdit");

  await until(/^rebuilt scripts in [\d.]+ s \(www\/widget\/support-ticket-details\.js\)$/m);
  assert.doesNotMatch(said, /Compiling|Finished|wasm-opt/);
});

test("goes on after an edit that cannot be built", async () => {
  const whole = await readFile(join(tree, SCRIPT), "utf8");
  await writeFile(join(tree, SCRIPT), `${whole}\nexport const = ;\n`);
  await until(/^not rebuilt \(www\/widget\/support-ticket-details\.js\): /m);
  await untilServed("firstEdit");

  await writeFile(join(tree, SCRIPT), `${whole}\nglobalThis.secondEdit = 1;\n`);

  await untilServed("secondEdit");
});

test("ends with its server when it is told to", async () => {
  dev.kill("SIGTERM");

  assert.deepEqual(await dev.ended, { code: 0, signal: null }, said);
  await assert.rejects(fetch(url), "the server outlived the command");
});
