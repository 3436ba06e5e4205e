// All that a visitor can do with the widget, one after the other on one page: for pages that may stand in its way. Each
// step fails if what it does came to nothing. It uses only the names of parts, and knows nothing of the page.
import assert from "node:assert/strict";

import { until } from "./until.mjs";
import { GOOD } from "./widget.mjs";

/** What the page has to have on it. */
export const ATTRIBUTES = { tags: "member", "allow-tags": "", "over-modals": "", "help-email": "help@example.org" };
export const AFTER = '<dialog id="theirs"><button>OK</button></dialog>';

const part = ({ host }, name) => host.locator(`[part~=${name}]`);

/** Waits until all that comes after the form is there. */
const untilWhole = (widget) =>
  until(async () => (await part(widget, "kept").count()) && (await part(widget, "chip").count()), "the form is whole");

/**
 * Takes hold of the instances of a page's modules; of the form's, `mount` is an export, and `__corrupt()` spoils its memory. Put
 * into the page before it begins.
 */
export function holdInstances() {
  const instances = [];
  Object.defineProperty(globalThis, "__instances", { value: instances, enumerable: false });
  const corrupt = () => {
    const { exports } = instances.find(({ exports }) => exports.mount);
    const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
    new Uint8Array(memory.buffer).fill(255);
  };
  Object.defineProperty(globalThis, "__corrupt", { value: corrupt, enumerable: false });
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given) {
      const made = Reflect.construct(target, given);
      instances.push(made);
      return made;
    },
  });
}

/** Forms: what is wrong, which address is meant, tags, what will be sent. */
async function writes({ widget, page }) {
  await widget.openForm();
  await untilWhole(widget);
  await widget.send();
  await part(widget, "jump").nth(1).click();
  await widget.field("email_address").fill("jd@gmial.com");
  await page.keyboard.press("Tab");
  await part(widget, "meant").getByRole("button").click();
  assert.equal(await widget.field("email_address").inputValue(), "jd@gmail.com");
  await widget.host.locator("#tag").fill("urgent");
  await page.keyboard.press("Enter");
  await until(async () => (await part(widget, "chip").count()) === 2, "the tag is a chip");
  await widget.field("type").selectOption("problem");
  await widget.field("body_2").fill("It stood still.");
  await widget.host.locator("[data-late=details]").click();
  await widget.host.getByRole("switch").first().click();
  await until(() => widget.host.locator(".details .off").count(), "it is left out");
  await widget.fill(GOOD);
  await until(
    async () => /urgent/.test(await part(widget, "json").evaluate((pre) => pre.textContent)),
    "it is shown as it will go",
  );
}

/** A draft outlives the page. */
async function comesBack({ widget, comeAgain }) {
  await until(
    () =>
      widget.host.evaluate(
        (host) => host.shadowRoot && Object.keys(localStorage).some((key) => /^support-ticket-draft/.test(key)),
      ),
    "a draft is kept",
  );
  await comeAgain();
  await widget.openForm();
  await part(widget, "kept").getByRole("button").waitFor({ state: "visible" });
  assert.deepEqual(await widget.values(), GOOD);
}

/** What cannot be sent waits, is sent at a later visit, and the button says so. */
async function waits({ widget, page, comeAgain, keeps }) {
  await page.route(/create_support_ticket/, (route) => route.fulfill({ status: 503, json: { error: "broken" } }));
  await widget.send();
  await widget.untilSaid(/automatically/i);
  if (keeps) {
    await comeAgain();
    await part(widget, "mark").waitFor({ state: "visible" });
  }
  await page.unroute(/create_support_ticket/);
  await widget.host.evaluate(() => dispatchEvent(new Event("online")));
  if (!keeps) {
    await widget.address();
    return widget.another.click();
  }
  await until(async () => /✓/.test(await part(widget, "mark").innerText()), "the mark says that it was sent");
  await widget.openForm();
  await part(widget, "outbox").getByRole("link").waitFor({ state: "visible" });
}

/** A ticket, its address, and the list of those that were sent. */
async function sends({ widget, keeps }) {
  await widget.fill({ ...GOOD, subject: "another" });
  await widget.send();
  await widget.address();
  await widget.copy.click();
  await until(async () => /\S/.test(await part(widget, "copied").innerText()), "it says whether it was copied");
  if (!keeps) return;
  await widget.host.locator("[data-late=tickets]").click();
  await part(widget, "ticket-link").nth(1).waitFor({ state: "visible" });
  await part(widget, "back").click();
}

/** Another language, the page's own words, its openers, errors and modal dialogs. */
async function changes({ widget, page }) {
  await widget.another.click();
  await widget.host.evaluate((host) => (host.lang = "de"));
  await until(async () => (await widget.submit.innerText()) !== "Send", "it speaks German");
  await widget.host.evaluate((host) => (host.texts = { title: "Ask us" }));
  await until(
    async () => (await part(widget, "title").innerText()) === "Ask us",
    "it speaks the page's words",
    () => part(widget, "title").innerText(),
  );
  await widget.closeButton.click();
  await widget.untilClosed();
  await widget.host.evaluate((host) => host.showError(new Error("Error 42")));
  await widget.untilOpen();
  await widget.closeButton.click();
  await widget.untilClosed();
  await widget.host.evaluate((host) => host.ownerDocument.querySelector("#theirs").showModal());
  await until(() => widget.host.evaluate((host) => !!host.closest("#theirs")), "the button is in the page's dialog");
  await widget.openForm();
  await page.keyboard.type("Jo");
  await widget.closeButton.click();
  await widget.untilClosed();
  await widget.host.evaluate((host) => host.closest("#theirs").close());
  await until(() => widget.host.evaluate((host) => !host.closest("#theirs")), "the button is back");
}

/** A module that breaks is replaced, and the text stays. */
async function survives({ widget }) {
  await widget.openForm();
  await widget.field("subject").fill("before it broke");
  const broke = await widget.host.evaluate(() => {
    globalThis.__corrupt();
    return globalThis.__instances.length;
  });
  await widget.field("subject").press("!");
  await until(
    () => widget.host.evaluate((_, before) => globalThis.__instances.length > before, broke),
    "there is a fresh instance",
  );
  await until(
    async () => (await widget.field("subject").inputValue()).startsWith("before it broke"),
    "the text is there again",
    () => widget.values(),
  );
}

/** Inline, in another language, fetched before anybody reaches for it. */
async function standsInline({ widget, goInline }) {
  await goInline();
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
}

/**
 * Does all of it. `comeAgain` leaves the page and comes back, `goInline` goes to one with position="inline" and
 * preload="idle"; `keeps` says whether the browser keeps anything for this page.
 */
export async function doEverything({ visitor, widget, page, comeAgain, goInline, keeps = true }) {
  const given = { visitor, widget, page, comeAgain, goInline, keeps };
  await writes(given);
  if (keeps) await comesBack(given);
  await waits(given);
  await sends(given);
  await changes(given);
  assert.deepEqual(visitor.thrown, []);
  // What the browser says itself where the page denies it the clipboard.
  assert.deepEqual(
    visitor.complaints.splice(0).filter((line) => !/^Permissions policy violation: The Clipboard/.test(line)),
    [],
  );
  await survives(given);
  // The page hears nothing of a module that breaks.
  assert.deepEqual(visitor.thrown, []);
  for (const line of visitor.complaints.splice(0)) assert.match(line, /^support-ticket-widget: the form broke/);
  await standsInline(given);
}
