// A real browser by the W3C's WebDriver, of which all browsers speak the same: so few commands are needed that
// they are simpler sent than found in a library. It must not know what is on a page.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { join } from "node:path";

import { ROOT, chromium } from "./places.mjs";
import { until } from "./until.mjs";

/** How long a command may take, in milliseconds: far over what it does on a busy machine. */
const PATIENCE = 60_000;
/** The key under which WebDriver hands over an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** How to start each: its driver says the port that it took, and the options are those of the browser tests. */
const BROWSERS = {
  chromium: () => ({
    program: process.env.STW_CHROMEDRIVER ?? "chromedriver",
    args: ["--port=0"],
    says: /started successfully on port (\d+)/,
    wants: { "goog:chromeOptions": { ...options("goog:chromeOptions"), binary: chromium() } },
  }),
  firefox: () => ({
    program: process.env.STW_GECKODRIVER ?? "geckodriver",
    args: ["--port=0", "--log=info"],
    says: /Listening on 127\.0\.0\.1:(\d+)/,
    wants: { "moz:firefoxOptions": options("moz:firefoxOptions") },
  }),
  // It says nothing, so it is told a port, which was free just before.
  webkit: async () => {
    const port = await freePort();
    return { program: process.env.STW_WEBKITDRIVER ?? "WebKitWebDriver", args: [`--port=${port}`], port, wants: {} };
  },
};

/** Those that have no need of a screen, and can keep a profile of their own. */
export const NAMES = ["chromium", "firefox"];

const options = (name) => JSON.parse(readFileSync(join(ROOT, "webdriver.json"), "utf8"))[name];

export class Browser {
  /**
   * Starts one without a display, with a fresh profile; `more.wants` are capabilities, `more.env` variables. Where
   * whoever started us ends our whole group, it is to be in that: `more.inGroup`.
   */
  static async start(name, more = {}) {
    const { program, args, says, wants, port: told } = await BROWSERS[name]();
    const env = { ...process.env, ...more.env };
    // A group of its own, so that a run that dies takes the browser along.
    const detached = !more.inGroup;
    const child = spawn(program, args, { detached, env, stdio: ["ignore", "pipe", "pipe"] });
    const browser = new Browser(child, detached ? -child.pid : child.pid);
    try {
      const port = says ? await portSaid(child, says) : await heardAt(child, told);
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

  constructor(child, whom) {
    this.#child = child;
    this.killAtExit = () => {
      try {
        process.kill(whom, "SIGKILL");
      } catch (error) {
        if (error.code !== "ESRCH") throw error; // gone already, which is what was wanted
      }
    };
    process.once("exit", this.killAtExit);
  }

  /** Sends one of WebDriver's commands to the session. */
  command(method, path, body) {
    return this.#send(method, path, body);
  }

  goTo(url) {
    return this.#send("POST", "/url", { url });
  }

  reload() {
    return this.#send("POST", "/refresh", {});
  }

  /** Runs a function in the page, and gives what it gives; an element can be given to `click` and `type`. */
  run(code, ...args) {
    return this.#send("POST", "/execute/sync", { script: `return (${code})(...arguments)`, args });
  }

  click(element) {
    return this.#send("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Two clicks as fast as a hand's. */
  doubleClick(element) {
    const press = [
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    const actions = [{ type: "pointerMove", origin: element, x: 0, y: 0 }, ...press, ...press];
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    return this.#send("POST", "/actions", { actions: [mouse] });
  }

  /** Types over what stands in a field. */
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

  /** Closes the tab; another is to be switched to then. */
  closeTab() {
    return this.#send("DELETE", "/window");
  }

  /** What is to be seen, as PNG in base64. */
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

/** What a driver answered instead: `code` is WebDriver's, such as "stale element reference". */
export class BrowserError extends Error {
  constructor({ error, message }) {
    super(`${error}: ${message}`);
    this.code = error;
  }
}

/** The port in a line that the driver writes, and whatever it writes after that is nobody's. */
function portSaid(child, says) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it did not say ${says}`)), PATIENCE);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        const match = says.exec(line);
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

/** The port, once the driver listens there. */
async function heardAt(child, port) {
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
