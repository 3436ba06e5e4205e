// The real endpoint on its own store, which can be killed with -9 at any moment and restarts at the same address.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

import { endpointBinary } from "../e2e/support/paths.mjs";

/** The limit for a start and the pause before the next try, in milliseconds. */
const PATIENCE = 20_000;
const PAUSE = 100;

export class Server {
  /** Starts it on a free port, for pages of this origin. */
  static async start(origin) {
    const folder = await mkdtemp(join(tmpdir(), "stw-soak-"));
    const server = new Server(folder, origin);
    await server.#start("127.0.0.1:0");
    return server;
  }

  #folder;
  #origin;
  #child;
  #isUp = false;
  #killing = Promise.resolve();
  #log = "";

  constructor(folder, origin) {
    this.#folder = folder;
    this.#origin = origin;
    this.kills = 0;
    // A run that dies must not leave its server behind.
    this.killAtExit = () => this.#child?.kill("SIGKILL");
    process.once("exit", this.killAtExit);
  }

  get #store() {
    return `sqlite:${join(this.#folder, "tickets.db")}`;
  }

  /** Kills it, and restarts it after this many milliseconds. Does nothing while it is dead. */
  kill(deadFor) {
    if (!this.#isUp) return false;
    this.#isUp = false;
    this.kills += 1;
    this.#killing = this.#dieAndRise(deadFor);
    return true;
  }

  async #dieAndRise(deadFor) {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
    await pause(deadFor);
    await this.#start(new URL(this.url).host);
  }

  /** Waits until it is up again after a kill; throws if the start failed. */
  async up() {
    await this.#killing;
  }

  /** The texts of all tickets in the store, as `export` prints them. */
  async texts() {
    const args = ["export", "--store", this.#store];
    const { stdout } = await promisify(execFile)(endpointBinary(), args, {
      cwd: this.#folder,
      maxBuffer: 2 ** 30,
    });
    return stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).body);
  }

  async stop() {
    await this.up();
    process.removeListener("exit", this.killAtExit);
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Retries, because another program may hold the port for a moment as the local end of a connection. */
  async #start(address) {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      const url = await this.#tryToStart(address);
      if (url) {
        this.url = url;
        this.#isUp = true;
        return;
      }
      await pause(PAUSE);
    }
    throw new Error(`The endpoint did not start at ${address}:\n${this.#log}`);
  }

  async #tryToStart(address) {
    const args = ["serve", "--listen", address, "--store", this.#store, "--allow-origin", this.#origin];
    const child = spawn(endpointBinary(), args, { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    child.stderr.on("data", (bytes) => (this.#log = (this.#log + bytes).slice(-10_000)));
    const listening = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const match = /listening on (http:\/\/\S+)/.exec(line);
        if (match) resolve(match[1].replace(/\/$/, ""));
      });
    });
    return Promise.race([listening, once(child, "exit").then(() => undefined)]);
  }
}
