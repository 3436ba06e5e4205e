// A visitor with their own browser profile: the pages they visit, the requests, and the errors in the page.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { SCREENSHOTS } from "./paths.mjs";
import { PATIENCE, until } from "./until.mjs";
import { Widget } from "./widget.mjs";

/** Messages that the browser itself writes to the console about failed requests; all others come from scripts. */
const BROWSER_MESSAGES = [
  // Firefox's, which are reported as exceptions.
  /^Cross-Origin Request Blocked:/,
  /^Loading (module|failed)/,
  /^Content-Security-Policy:/,
  /^Failed to load resource:/,
  /^Access to (fetch|script|resource) at .* has been blocked by CORS policy/,
  /^(Refused to connect|Connecting) to .* violates .* Content Security Policy/,
  /^Fetch API cannot load .* Content Security Policy/,
];

const isFromScript = (text) => !BROWSER_MESSAGES.some((line) => line.test(text));

/** Delays the page's requests to this address until the returned function is called. */
export async function holdRequests(page, address) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

export class Visitor {
  /** Starts with a fresh profile: no cookies, storage or cache. */
  static async arrive(browser, options) {
    const context = await browser.newContext({
      locale: "en-US",
      viewport: { width: 1280, height: 720 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const visitor = new Visitor(context, page);
    if (options.javaScriptEnabled !== false) await context.addInitScript(noteViolations);
    return visitor;
  }

  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.widget = this.widgetAt(0);
    /** The requested URLs, in order. */
    this.requests = [];
    /** Unhandled exceptions and rejections. */
    this.thrown = [];
    /** Errors and warnings on the console, except the browser's own about failed requests. */
    this.complaints = [];
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", (error) => {
      if (isFromScript(String(error))) this.thrown.push(String(error?.stack ?? error));
    });
    page.on("console", (message) => {
      const isBad = ["error", "warning", "warn"].includes(message.type());
      if (isBad && isFromScript(message.text())) this.complaints.push(message.text());
    });
  }

  /** The n-th widget on the page, from 0. */
  widgetAt(n) {
    return new Widget(this.page, this.page.locator("support-ticket-widget").nth(n));
  }

  requested(pattern) {
    return this.requests.filter((url) => pattern.test(url));
  }

  /** Goes to a page and waits until its help button works or, inline, its form is there. */
  async goTo(url) {
    await this.page.goto(url);
    const works = () => this.widget.host.evaluate(showsButtonOrForm);
    await until(works, "the help button, or inline the form, is there", () => this.page.content());
  }

  /** The violations of the page's Content-Security-Policy or Trusted Types so far. */
  violations() {
    return this.page.evaluate(() => globalThis.__violations);
  }

  /** Everything that a page can store in a browser. */
  async traces() {
    const cookies = await this.context.cookies();
    const kept = await this.page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    return { cookies, ...kept };
  }

  async takeScreenshot(name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: "disabled" });
  }

  leave() {
    return this.context.close();
  }
}

function noteViolations() {
  Object.defineProperty(globalThis, "__violations", { value: [], enumerable: false });
  addEventListener("securitypolicyviolation", (event) => {
    const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
    globalThis.__violations.push({ violatedDirective, blockedURI, sourceFile, lineNumber });
  });
}

function showsButtonOrForm(host) {
  const parts = host.shadowRoot?.querySelectorAll("button[part~=button], [name=subject]") ?? [];
  return [...parts].some((part) => part.checkVisibility({ visibilityProperty: true }));
}
