// WebKitGTK for the tests: starts its screen, its WebDriver and the program with its windows, sends commands and
// receives events.
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { Browser } from "../../../tests/e2e/support/webdriver.mjs";
import { openScreen } from "./screen.mjs";

const PROGRAM = fileURLToPath(new URL("view.gjs.js", import.meta.url));

export class Windows {
  /** Starts it, with a folder for its data; `onEvent(event)` gets the windows' events. */
  static async start(folder, onEvent) {
    const windows = new Windows();
    windows.#onEvent = onEvent;
    windows.#screen = await openScreen();
    windows.#server = createServer((socket) => windows.#connected(socket));
    windows.#server.listen(0, "127.0.0.1");
    await once(windows.#server, "listening");
    const { port } = windows.#server.address();
    const env = { DISPLAY: windows.#screen.name, STW_WEBKIT_PORT: port, STW_WEBKIT_FOLDER: folder };
    windows.driver = await Browser.start("webkit", {
      env,
      inGroup: true, // Playwright's group
      wants: {
        "webkitgtk:browserOptions": { binary: process.env.STW_GJS ?? "/usr/bin/gjs", args: ["-m", PROGRAM] },
        pageLoadStrategy: "none",
        unhandledPromptBehavior: "ignore",
      },
    });
    windows.#first = windows.#handle = await windows.driver.tab();
    return windows;
  }

  #onEvent;
  #screen;
  #server;
  #socket;
  /** WebDriver's names for its initial view, which stays, and for the current one. */
  #first;
  #handle;
  #asked = new Map();
  #count = 0;
  #turn = Promise.resolve();
  #opened;

  /** Runs a command of the windows' program. */
  ask(command, more = {}) {
    const id = (this.#count += 1);
    this.#socket.write(`${JSON.stringify({ id, command, ...more })}\n`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  /** Opens a view; returns its number and WebDriver's name for it. */
  open(wanted) {
    // Switch to an existing view first: WebDriver opens none from a closed one.
    return this.#at(this.#first, async () => {
      await this.ask("prepare", { ...wanted });
      const opened = new Promise((resolve) => (this.#opened = resolve));
      const { handle } = await this.driver.command("POST", "/window/new", { type: "window" });
      const view = await opened;
      this.#opened = undefined;
      return { view, handle };
    });
  }

  /** Performs input actions in the view of this name. */
  act(handle, actions) {
    return this.#at(handle, () => this.driver.command("POST", "/actions", { actions }));
  }

  screenshot(handle) {
    return this.#at(handle, () => this.driver.screenshot());
  }

  /** WebDriver's names for all views. */
  handles() {
    return this.#inTurn(() => this.driver.tabs());
  }

  async stop() {
    try {
      await this.driver.stop();
    } finally {
      this.#screen.close();
      this.#server.close();
      this.#socket?.destroy();
    }
  }

  #at(handle, command) {
    return this.#inTurn(async () => {
      if (this.#handle !== handle) await this.driver.switchTo(handle);
      this.#handle = handle;
      return command();
    });
  }

  /** WebDriver runs one command at a time. */
  #inTurn(command) {
    const turn = this.#turn.then(command);
    this.#turn = turn.catch(() => {}); // the caller gets the error
    return turn;
  }

  #connected(socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on("line", (line) => {
      const { id, value, error, ...event } = JSON.parse(line);
      if (event.event === undefined) {
        const { resolve, reject } = this.#asked.get(id);
        this.#asked.delete(id);
        return error === undefined ? resolve(value) : reject(new Error(error));
      }
      if (event.event === "opened" && this.#opened) return this.#opened(event.view);
      this.#onEvent({ id, ...event });
    });
  }
}
