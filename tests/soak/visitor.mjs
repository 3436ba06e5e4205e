// A visitor in a real browser: opens the form, writes, presses Send, looks at waiting messages. It uses only names that
// pages rely on: parts, fields and the outbox's keys.
import { setTimeout as pause } from "node:timers/promises";

import { BrowserError } from "../e2e/support/webdriver.mjs";

/** How long until a form must be ready, in milliseconds: longer than a try, which is 30 s. */
const LIMIT = 40_000;
const PAUSE = 25;
/** How long a visitor waits for the last ticket before they reload the page. */
const PATIENCE = 3_000;

/** WebDriver errors when the page changes during a command; the command is retried. */
const MOVED = new Set([
  "stale element reference",
  "element not interactable",
  "element click intercepted",
  "detached shadow root",
  "move target out of bounds",
]);

export class Visitor {
  constructor(browser, origin) {
    this.browser = browser;
    this.origin = origin;
  }

  /** Goes to a page with the button. */
  visit(path = "/") {
    return this.browser.goTo(this.origin + path);
  }

  /** Writes a ticket with this text and presses Send by `press`; calls `pressed` just before. */
  async send(text, pressed, press = (submit) => this.browser.click(submit)) {
    await this.#steady(async () => {
      await this.#untilReady();
      await this.#type("subject", "The notebook is gone");
      await this.#type("body", text);
    });
    await this.#steady(async () => {
      const { body, submit } = await this.browser.run(form);
      if (body !== text) throw new Error(`The form has "${body}" where "${text}" was typed.`);
      pressed();
      await press(submit);
    });
  }

  /** Waits until the form has stopped sending, within the visitor's patience; returns whether it has. */
  async untilOver(patience) {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      if (!(await this.browser.run(form)).sending) return true;
      await pause(PAUSE);
    }
    return false;
  }

  /** The outbox's records in this browser: `{ phase, text }`. */
  async records() {
    const texts = await this.browser.run((prefix) => {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
      return keys.map((key) => localStorage.getItem(key));
    }, OUTBOX);
    return texts.map((text) => ({ text, phase: phaseOf(text) }));
  }

  async #type(name, text) {
    const field = await this.browser.run(fieldNamed, name);
    await this.browser.type(field, text);
  }

  async #untilReady() {
    const end = Date.now() + LIMIT;
    let patient = Date.now() + PATIENCE;
    while (Date.now() < end) {
      const { closed, another, sending, ready } = await this.browser.run(form);
      if (ready) return;
      if (closed ?? another) await this.browser.click(closed ?? another);
      else if (sending && Date.now() > patient) {
        patient += PATIENCE;
        await this.browser.reload();
      } else await pause(PAUSE);
    }
    const seen = await this.browser.run(() => document.querySelector("support-ticket-widget")?.shadowRoot?.textContent);
    throw new Error(`The form was not ready to write in within ${LIMIT} ms. There was: ${seen}`);
  }

  /** Retries if the page changed during a command. */
  async #steady(work) {
    const end = Date.now() + LIMIT;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof BrowserError && MOVED.has(error.code)) || Date.now() > end) throw error;
        await pause(PAUSE);
      }
    }
  }
}

const OUTBOX = "support-ticket-outbox ";
/** The outbox's phases, in the order of their numbers. */
const PHASES = ["sending", "waiting", "asking", "returned"];

/** A record's phase, stored by name or by number; undefined if it cannot be read. */
function phaseOf(text) {
  try {
    const { phase } = JSON.parse(text);
    return PHASES[phase] ?? String(phase).toLowerCase();
  } catch (error) {
    return `unreadable (${error.message})`;
  }
}

/** In the page: what the visitor sees of the form. `closed` and `another` are the button to press first. */
function form() {
  const root = document.querySelector("support-ticket-widget")?.shadowRoot;
  const seen = (selector) => {
    const node = root?.querySelector(selector);
    return node?.checkVisibility({ visibilityProperty: true }) ? node : null;
  };
  const [body, submit] = [seen("[name=body]"), seen("button[type=submit]")];
  const sending = Boolean(root?.querySelector("form.sending"));
  return {
    closed: seen("dialog[open]") ? null : seen("button[part~=button]"),
    another: seen("button[part~=another]"),
    sending,
    ready: Boolean(body && submit && !sending),
    body: body?.value,
    submit,
  };
}

/** In the page: finds a field. */
function fieldNamed(name) {
  return document.querySelector("support-ticket-widget").shadowRoot.querySelector(`[name=${name}]`);
}
