// Uses every feature of the widget once, on one page that may get in its way. Each step fails if it had no effect.
import assert from "node:assert/strict";

import { until } from "./until.mjs";
import { GOOD } from "./widget.mjs";

/** The attributes and elements that the page needs. */
export const ATTRIBUTES = { tags: "member", "allow-tags": "", "over-modals": "", "help-email": "help@example.org" };
export const AFTER = '<dialog id="theirs"><button>OK</button></dialog>';

/**
 * Records the instances of a page's modules; the form's exports `mount`, and `__corrupt()` overwrites its memory. Run
 * it before the page's own scripts.
 */
export function recordInstances() {
  const instances = [];
  Object.defineProperty(globalThis, "__instances", { value: instances, enumerable: false });
  const corrupt = () => {
    const { exports } = instances.find(({ exports }) => exports.form_attach);
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

/** Problems, an address suggestion, tags, and the panel "What will be sent". */
async function fillsInTheForm({ widget, page }) {
  await widget.openForm();
  await widget.untilComplete();
  await widget.send();
  await widget.part("jump").nth(1).click();
  await widget.field("email_address").fill("jd@gmial.com");
  await page.keyboard.press("Tab");
  await widget.part("meant").getByRole("button").click();
  assert.equal(await widget.field("email_address").inputValue(), "jd@gmail.com");
  await widget.host.locator("#tag").fill("urgent");
  await page.keyboard.press("Enter");
  await until(async () => (await widget.part("chip").count()) === 2, "the tag is a chip");
  await widget.field("type").selectOption("problem");
  await widget.field("body_2").fill("It stood still.");
  await widget.host.locator("[data-late=details]").click();
  await widget.host.getByRole("switch").first().click();
  await until(() => widget.host.locator(".details .off").count(), "it is left out");
  await widget.fill(GOOD);
  await until(
    async () => /urgent/.test(await widget.part("json").evaluate((pre) => pre.textContent)),
    "it is shown as it will go",
  );
}

/** A draft survives a reload. */
async function restoresTheDraft({ widget, comeAgain }) {
  await until(
    () =>
      widget.host.evaluate(
        (host) => host.shadowRoot && Object.keys(localStorage).some((key) => /^support-ticket-draft/.test(key)),
      ),
    "a draft is kept",
  );
  await comeAgain();
  await widget.openForm();
  await widget.part("kept").getByRole("button").waitFor({ state: "visible" });
  assert.deepEqual(await widget.values(), GOOD);
}

/** A message that cannot be sent waits, is sent on a later visit, and the button shows it. */
async function retriesLater({ widget, page, comeAgain, keeps }) {
  await page.route(/create_support_ticket/, (route) => route.fulfill({ status: 503, json: { error: "broken" } }));
  await widget.send();
  await widget.untilSaid(/automatically/i);
  if (keeps) {
    await comeAgain();
    await widget.part("mark").waitFor({ state: "visible" });
  }
  await page.unroute(/create_support_ticket/);
  await widget.host.evaluate(() => dispatchEvent(new Event("online")));
  if (!keeps) {
    await widget.address();
    return widget.another.click();
  }
  await until(async () => /✓/.test(await widget.part("mark").innerText()), "the mark says that it was sent");
  await widget.openForm();
  await widget.part("outbox").getByRole("link").waitFor({ state: "visible" });
}

/** A ticket, its address, and the list of sent tickets. */
async function sendsAndLists({ widget, keeps }) {
  await widget.fill({ ...GOOD, subject: "another" });
  await widget.send();
  await widget.address();
  await widget.copy.click();
  await until(async () => /\S/.test(await widget.part("copied").innerText()), "it says whether it was copied");
  if (!keeps) return;
  await widget.host.locator("[data-late=tickets]").click();
  await widget.part("ticket-link").nth(1).waitFor({ state: "visible" });
  await widget.part("back").click();
}

/** Another language, the page's own texts, error reports and modal dialogs. */
async function followsThePage({ widget, page }) {
  await widget.another.click();
  await widget.host.evaluate((host) => (host.lang = "de"));
  await until(async () => (await widget.submit.innerText()) !== "Send", "it speaks German");
  await widget.host.evaluate((host) => (host.texts = { title: "Ask us" }));
  await until(
    async () => (await widget.part("title").innerText()) === "Ask us",
    "it speaks the page's words",
    () => widget.part("title").innerText(),
  );
  await widget.close();
  await widget.host.evaluate((host) => host.showError(new Error("Error 42")));
  await widget.untilOpen();
  await widget.close();
  await widget.host.evaluate((host) => host.ownerDocument.querySelector("#theirs").showModal());
  await until(() => widget.host.evaluate((host) => !!host.closest("#theirs")), "the button is in the page's dialog");
  await widget.openForm();
  await page.keyboard.type("Jo");
  await widget.close();
  await widget.host.evaluate((host) => host.closest("#theirs").close());
  await until(() => widget.host.evaluate((host) => !host.closest("#theirs")), "the button is back");
}

/** A broken module is replaced, and the text stays. */
async function recoversFromACrash({ widget }) {
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

/** Inline, in another language, preloaded. */
async function worksInline({ widget, goInline }) {
  await goInline();
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
}

/**
 * Runs all steps. `comeAgain` leaves the page and comes back, `goInline` goes to a page with position="inline" and
 * preload="idle", and `keeps` says whether the browser stores anything for this page.
 */
export async function useEveryFeature({ visitor, widget, page, comeAgain, goInline, keeps = true }) {
  const given = { visitor, widget, page, comeAgain, goInline, keeps };
  await fillsInTheForm(given);
  if (keeps) await restoresTheDraft(given);
  await retriesLater(given);
  await sendsAndLists(given);
  await followsThePage(given);
  assert.deepEqual(visitor.thrown, []);
  // The browser's own message when the page denies it the clipboard.
  assert.deepEqual(
    visitor.complaints.splice(0).filter((line) => !/^Permissions policy violation: The Clipboard/.test(line)),
    [],
  );
  await recoversFromACrash(given);
  // The page sees no error of a broken module.
  assert.deepEqual(visitor.thrown, []);
  for (const line of visitor.complaints.splice(0)) assert.match(line, /^support-ticket-widget: the form broke/);
  await worksInline(given);
}
