// One run: one browser, one seed, a number of tickets through the fault proxy, and the verdict at the end.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { startEndpoint } from "../e2e/support/endpoint.mjs";
import { SCREENSHOTS } from "../e2e/support/paths.mjs";
import { HABITS, onlyOneTab, tidyTabs } from "./habits.mjs";
import { Ledger, isHandedBack, story } from "./ledger.mjs";
import { Proxy } from "./proxy.mjs";
import { dealer, generator } from "./random.mjs";
import { Server } from "./server.mjs";
import { startSite } from "./site.mjs";
import { Visitor } from "./visitor.mjs";
import { Browser } from "../e2e/support/webdriver.mjs";

const PATHS = { v1: "/api/v1/create_support_ticket", v2: "/api/v2/support/create-ticket" };
export const DIALECTS = Object.keys(PATHS);

/** How long messages may wait once faults end, and the pause between two visits, in milliseconds. */
const LIMIT = 60_000;
const COMES_AGAIN = 15_000;
const PAUSE = 250;

/** The endpoint is also killed just before every n-th ticket, beside the kills during requests. */
const KILL_EVERY = 10;

// Stops the processes it started when it is stopped itself.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/**
 * Returns the ledger's verdict and `{ met, kills, seconds }`: requests per fault and kills of the endpoint. Calls
 * `progress(number)` with the tickets sent so far.
 */
export async function run({ browser: name, seed, tickets, dialect = "v1", progress = () => {} }) {
  const began = Date.now();
  const ledger = new Ledger(seed);
  const running = [];
  const keep = (started) => {
    running.push(started);
    return started;
  };
  try {
    const files = keep(await startEndpoint());
    const site = keep(await startSite(files.url, ledger));
    const server = keep(await Server.start(site.origin));
    const proxy = keep(await Proxy.start(seed, server, ledger));
    const browser = keep(await Browser.start(name));
    Object.assign(site, { dialect, endpoint: proxy.url + PATHS[dialect] });
    const visitor = new Visitor(browser, site.origin);

    await writeAll({ visitor, proxy, seed, tickets, ledger, progress });
    const kept = await untilQuiet({ visitor, proxy, server });
    await proxy.calm(); // a request still under way might create a duplicate
    const verdict = ledger.judge(await server.texts(), kept, dialect === "v1");
    return { ...verdict, met: proxy.met, kills: server.kills, seconds: (Date.now() - began) / 1000 };
  } finally {
    // The browser stops first, because it holds connections to the others.
    for (const started of running.reverse()) await started.stop();
  }
}

async function writeAll({ visitor, proxy, seed, tickets, ledger, progress }) {
  const nextHabit = dealer(Object.keys(HABITS), seed, "habits");
  await visitor.visit();
  for (let number = 1; number <= tickets; number += 1) {
    const draw = generator(seed, "visitor", number);
    const habit = nextHabit();
    const ticket = ledger.ticket(number);
    ledger.note(ticket, `a visitor who ${habit}`);
    const text = `The notebook could not be read. ${ticket.marker}`;
    const send = (press) => visitor.send(text, () => ledger.press(ticket), press);
    if (number % KILL_EVERY === 0) proxy.kill(draw.between(50, 1_000));
    try {
      await HABITS[habit](visitor, send, draw);
      ledger.note(ticket, "the visitor goes on");
      await tidyTabs(visitor, draw);
    } catch (cause) {
      await mkdir(SCREENSHOTS, { recursive: true });
      await writeFile(join(SCREENSHOTS, `soak ${seed} ${number}.png`), await visitor.browser.screenshot(), "base64");
      throw new Error(`The visitor could not go on, seed ${seed}: ${story(ticket)}\n${cause.message}`, { cause });
    }
    progress(number);
  }
}

/** Ends the faults; the visitor comes back until only messages for their decision are left, which it returns. */
async function untilQuiet({ visitor, proxy, server }) {
  await proxy.calm();
  await server.up();
  await onlyOneTab(visitor);
  const end = Date.now() + LIMIT;
  let kept = [];
  while (Date.now() < end) {
    await visitor.visit();
    const again = Math.min(Date.now() + COMES_AGAIN, end);
    do {
      await pause(PAUSE);
      kept = await visitor.records();
      if (kept.every(({ phase }) => isHandedBack(phase))) return kept;
    } while (Date.now() < again);
  }
  return kept;
}
