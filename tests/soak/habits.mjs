// What visitors do around pressing Send, including what nobody should do.
import { setTimeout as pause } from "node:timers/promises";

/** The pages of the site that have the button. */
const PAGES = ["/", "/notes", "/notes/7"];
/** Delays before a visitor leaves, in milliseconds: before anything is sent, while it is being sent, or after. */
const GONE_AFTER = [0, 0, 5, 20, 60, 200, 600];

const anyPage = (draw) => draw.pick(PAGES);
const soon = (draw) => pause(draw.pick(GONE_AFTER));

/** By name: `(visitor, send, draw)`, where `send(press)` writes the ticket and presses Send. */
export const HABITS = {
  async waits(visitor, send, draw) {
    await send();
    await visitor.untilOver(draw.between(1_000, 5_000));
  },

  async reloads(visitor, send, draw) {
    await send();
    await soon(draw);
    await visitor.browser.reload();
  },

  async "closes the tab"(visitor, send, draw) {
    const old = await visitor.browser.tab();
    await send();
    await soon(draw);
    await replaceTab(visitor, old);
    await visitor.visit(anyPage(draw));
  },

  async "goes away"(visitor, send, draw) {
    await send();
    await soon(draw);
    await visitor.visit("/elsewhere");
    await pause(draw.between(0, 500));
    await visitor.visit(anyPage(draw));
  },

  async "goes to another page"(visitor, send, draw) {
    await send();
    await soon(draw);
    await visitor.visit(anyPage(draw));
  },

  /** The other tab stays open and watches the waiting messages; the next ticket is written in either. */
  async "has two tabs"(visitor, send, draw) {
    const { browser } = visitor;
    const first = await browser.tab();
    await browser.openTab();
    await visitor.visit(anyPage(draw));
    const second = await browser.tab();
    const [here, there] = draw.shuffled([first, second]);
    await browser.switchTo(here);
    await send();
    await soon(draw);
    await browser.switchTo(there);
    if (draw.chance(0.5)) await visitor.visit(anyPage(draw));
  },

  async "presses twice"(visitor, send, draw) {
    await send((submit) => visitor.browser.doubleClick(submit));
    await visitor.untilOver(draw.between(200, 1_500));
  },

  /** The next ticket is written as soon as the form allows it. */
  async "goes on"(_visitor, send) {
    await send();
  },
};

/** At most two tabs: in half of all cases the other one is closed before the next ticket. */
export async function tidyTabs(visitor, draw) {
  const { browser } = visitor;
  const current = await browser.tab();
  const others = (await browser.tabs()).filter((handle) => handle !== current);
  const close = draw.chance(0.5) ? others : others.slice(1);
  await closeAll(browser, close, current);
}

/** Closes all tabs but a fresh one. */
export async function onlyOneTab(visitor) {
  const { browser } = visitor;
  const old = await browser.tabs();
  await browser.openTab();
  await closeAll(browser, old, await browser.tab());
}

/** Opens another tab first, because closing the last one ends the browser. */
async function replaceTab({ browser }, old) {
  await browser.openTab();
  await closeAll(browser, [old], await browser.tab());
}

async function closeAll(browser, handles, then) {
  for (const handle of handles) {
    await browser.switchTo(handle);
    await browser.closeTab();
  }
  if (handles.length > 0) await browser.switchTo(then);
}
