// A real browser driven by W3C WebDriver, which all browsers support. Few commands are needed, so no library is.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { join } from "node:path";

import { ROOT, chromium } from "./paths.mjs";
import { until } from "./until.mjs";

/** The limit for a command, in milliseconds: far above what a busy machine needs. */
const PATIENCE = 60_000;
/** The key of an element reference in WebDriver. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** How to start each browser: the driver prints its port, and the options are those of the wasm-pack tests. */
const BROWSERS = {
  chromium: () => ({
    program: process.env.STW_CHROMEDRIVER ?? "chromedriver",
    args: ["--port=0"],
    printed: /started successfully on port (\d+)/,
    wants: { "goog:chromeOptions": { ...options("goog:chromeOptions"), binary: chromium() } },
  }),
  firefox: () => ({
    program: process.env.STW_GECKODRIVER ?? "geckodriver",
    args: ["--port=0", "--log=info"],
    printed: /Listening on 127\.0\.0\.1:(\d+)/,
    wants: { "moz:firefoxOptions": options("moz:firefoxOptions") },
  }),
  // This driver prints no port, so it gets one that was free just before.
  webkit: async () => {
    const port = await freePort();
    return { program: process.env.STW_WEBKITDRIVER ?? "WebKitWebDriver", args: [`--port=${port}`], port, wants: {} };
  },
};

/** The browsers that need no display and can have their own profile. */
export const NAMES = ["chromium", "firefox"];

const options = (name) => JSON.parse(readFileSync(join(ROOT, "webdriver.json"), "utf8"))[name];

export class Browser {
  /**
   * Starts a headless browser with a fresh profile; `more.wants` are capabilities, `more.env` variables. `more.inGroup`
   * keeps it in our process group, for callers that are killed as a group.
   */
  static async start(name, more = {}) {
    const { program, args, printed, wants, port: chosenPort } = await BROWSERS[name]();
    const env = { ...process.env, ...more.env };
    // In its own process group, so that a run that dies takes the browser along.
    const detached = !more.inGroup;
    const child = spawn(program, args, { detached, env, stdio: ["ignore", "pipe", "pipe"] });
    const browser = new Browser(child, detached ? -child.pid : child.pid);
    try {
      const port = printed ? await printedPort(child, printed) : await untilListening(child, chosenPort);
      browser.url = `http://127.0.0.1:${port}/session`;
      const alwaysMatch = { ...wants, unhandledPromptBehavior: "accept", ...more.wants };
      const { sessionId } = await browser.#send("POST", "", { capabilities: { alwaysMatch } });
      browser.url += `/${sessionId}`;
      return browser;
    } catch (error) {
      browser.killAtExit();
      throw new Error(`${program} did not start`, { cause: error });
    }
  }

  #child;

  constructor(child, pid) {
    this.#child = child;
    this.killAtExit = () => {
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if (error.code !== "ESRCH") throw error; // it has already exited
      }
    };
    process.once("exit", this.killAtExit);
  }

  /** Sends a WebDriver command to the session. */
  command(method, path, body) {
    return this.#send(method, path, body);
  }

  goTo(url) {
    return this.#send("POST", "/url", { url });
  }

  reload() {
    return this.#send("POST", "/refresh", {});
  }

  /** Runs a function in the page and returns its result; elements can be passed to `click` and `type`. */
  run(code, ...args) {
    return this.#send("POST", "/execute/sync", { script: `return (${code})(...arguments)`, args });
  }

  click(element) {
    return this.#send("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Two clicks in quick succession. */
  doubleClick(element) {
    const press = [
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    const actions = [{ type: "pointerMove", origin: element, x: 0, y: 0 }, ...press, ...press];
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    return this.#send("POST", "/actions", { actions: [mouse] });
  }

  /** Replaces a field's text. */
  async type(element, text) {
    const path = `/element/${element[ELEMENT]}`;
    await this.#send("POST", `${path}/clear`, {});
    await this.#send("POST", `${path}/value`, { text });
  }

  tabs() {
    return this.#send("GET", "/window/handles");
  }

  tab() {
    return this.#send("GET", "/window");
  }

  switchTo(handle) {
    return this.#send("POST", "/window", { handle });
  }

  async openTab() {
    const { handle } = await this.#send("POST", "/window/new", { type: "tab" });
    await this.switchTo(handle);
  }

  /** Closes the tab; switch to another one afterwards. */
  closeTab() {
    return this.#send("DELETE", "/window");
  }

  /** A screenshot as PNG in base64. */
  screenshot() {
    return this.#send("GET", "/screenshot");
  }

  async stop() {
    try {
      await this.#send("DELETE", "");
    } finally {
      process.removeListener("exit", this.killAtExit);
      this.killAtExit();
    }
  }

  async #send(method, path, body) {
    const answer = await fetch(this.url + path, {
      method,
      body: body && JSON.stringify(body),
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new BrowserError(value);
    return value;
  }
}

/** A driver's error: `code` is WebDriver's, such as "stale element reference". */
export class BrowserError extends Error {
  constructor({ error, message }) {
    super(`${error}: ${message}`);
    this.code = error;
  }
}

/** The port that the driver prints; all later output is ignored. */
function printedPort(child, printed) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it did not say ${printed}`)), PATIENCE);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        const match = printed.exec(line);
        if (!match) return;
        clearTimeout(late);
        resolve(match[1]);
      });
  });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** Resolves to the port once the driver listens there. */
async function untilListening(child, port) {
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  let gone;
  child.once("error", (error) => (gone = error));
  child.once("exit", (code) => (gone = new Error(`it ended with ${code}`)));
  const isThere = () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket
        .once("connect", () => resolve(true))
        .once("error", () => resolve(false))
        .once("close", () => socket.destroy());
      socket.once("connect", () => socket.end());
    });
  await until(async () => gone ?? (await isThere()), "the driver listens");
  if (gone) throw gone;
  return port;
}
