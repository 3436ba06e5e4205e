// Firefox's own WebDriver BiDi, with the commands of Playwright that this Firefox does not support yet. Everything else
// is forwarded almost unchanged.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { firefox } from "../../tests/e2e/support/paths.mjs";
import { withText } from "./text.mjs";

const { ws: WebSocket } = createRequire(import.meta.url)("playwright-core/lib/utilsBundle");

/** The limit for a start, in milliseconds. */
const PATIENCE = 60_000;
/** The first id of our own commands, far above Playwright's. */
const FIRST_OF_OURS = 2 ** 40;

export class Firefox {
  /** Starts it with Playwright's arguments; `send(message)` gets its messages. */
  static async start(send, args) {
    const child = spawn(firefox(), [...args, "--remote-allow-system-access"], { stdio: ["ignore", "ignore", "pipe"] });
    process.once("exit", () => child.kill("SIGKILL"));
    const socket = new WebSocket(`${await addressSaid(child)}/session`);
    await once(socket, "open");
    return new Firefox(send, child, socket);
  }

  #send;
  #child;
  #socket;
  #count = FIRST_OF_OURS;
  #asked = new Map();
  #system;

  constructor(send, child, socket) {
    this.#send = send;
    this.#child = child;
    this.#socket = socket;
    socket.on("message", (data) => {
      const message = JSON.parse(data);
      const { resolve, reject } = this.#asked.get(message.id) ?? {};
      if (!resolve) return send(withItsError(message));
      this.#asked.delete(message.id);
      if (message.type === "success") resolve(message.result);
      else reject(new Error(`${message.error}: ${message.message}`));
    });
  }

  async receive(message) {
    const command = COMMANDS[message.method];
    const params = message.method === "script.callFunction" ? withText(message.params) : message.params;
    if (!command) return this.#socket.send(JSON.stringify({ ...message, params }));
    try {
      await command(this, message.params);
      this.#send({ type: "success", id: message.id, result: {} });
    } catch (error) {
      this.#send({ type: "error", id: message.id, error: "unknown error", message: error.message });
    }
  }

  /** Sets a Firefox preference, for all visitors. */
  async prefer(name, value) {
    this.#system ??= this.#ask("browsingContext.getTree", { "moz:scope": "chrome" });
    const { contexts } = await this.#system;
    await this.#ask("script.evaluate", {
      expression: `Services.prefs.setIntPref(${JSON.stringify(name)}, ${value})`,
      target: { context: contexts[0].context },
      awaitPromise: false,
    });
  }

  async stop() {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }

  #ask(method, params) {
    const id = (this.#count += 1);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }
}

/** Commands that Firefox 153 does not support. */
const COMMANDS = {
  "emulation.setMediaFeaturesOverride": (firefox, { features }) =>
    firefox.prefer(
      "layout.css.prefers-color-scheme.content-override",
      features["prefers-color-scheme"] === "dark" ? 0 : 1,
    ),
};

/** Playwright shows only the class of a console error; Firefox also sends the text. */
function withItsError(message) {
  if (message.method !== "log.entryAdded" || !message.params.args?.some(({ type }) => type === "error")) return message;
  return { ...message, params: { ...message.params, args: [{ type: "string", value: message.params.text }] } };
}

function addressSaid(child) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("Firefox did not say its address")), PATIENCE).unref();
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Firefox ended with ${code}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      const match = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line);
      if (match) resolve(match[1]);
    });
  });
}
