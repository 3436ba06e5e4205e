// The promises that a page with the package keeps, whatever built it: it loads the form only when needed, sends a
// ticket, speaks another language and survives a crash.
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";

import { installTraps, trap, untilDraftSaved } from "../../e2e/support/trap.mjs";
import { until } from "../../e2e/support/until.mjs";
import { Visitor } from "../../e2e/support/visitor.mjs";
import { GOOD } from "../../e2e/support/widget.mjs";

/** The first bytes of a wasm module, raw and as bundlers write them in a string. */
const MODULE = /(\0|\\0|\\x00|\\u0000)asm/;

/**
 * `given` is `{ browser, url, endpoint }`; `most` is the limit of bytes that the page may load before the form is
 * needed.
 */
export async function acceptsATicket(given, t, most) {
  await visit(given, async ({ visitor, widget }) => {
    await visitor.page.waitForLoadState("networkidle");
    const scripts = await loaded(visitor);
    const bytes = scripts.reduce((sum, { text }) => sum + brotliCompressSync(text).length, 0);
    t.diagnostic(`${bytes} bytes of scripts before the visitor reaches for the button (brotli)`);
    assert.ok(bytes <= most, `${bytes} bytes of scripts`);
    const early = scripts.filter(({ text }) => MODULE.test(text)).map(({ url }) => url);

    await widget.writeAndSend();
    assert.match(await widget.address(), new RegExp(`^${given.endpoint.url}/requests/`));
    assert.deepEqual((await given.endpoint.tickets()).map(({ subject }) => subject), [GOOD.subject]);

    const late = (await loaded(visitor)).filter(({ text }) => MODULE.test(text)).map(({ url }) => url);
    assert.ok(late.length > 0, "no script had the module, so the other check has looked for the wrong bytes");
    assert.deepEqual(early, given.isOneFile ? late : []);
  });
}

export async function restoresTheText(given) {
  await visit(given, async ({ visitor, widget }) => {
    await widget.host.evaluate((host) => (host.lang = "de"));
    await widget.openForm();
    assert.equal(await widget.dialog.locator("[part~=title]").innerText(), "Wie können wir helfen?");

    await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
    await widget.fill(GOOD);
    await widget.field("body").press("End");
    await untilDraftSaved(visitor.page, GOOD.body);
    await trap(visitor.page);
    await visitor.page.keyboard.type("!");
    await until(() => visitor.complaints.length > 0, "the console says that it broke");
    // It says so.
    await widget.host.locator("[part~=kept] span").waitFor();
    await until(async () => (await widget.values()).body.startsWith(GOOD.body), "the text stays");
    assert.match(visitor.complaints.splice(0).join("\n"), /the form broke/);
    await widget.send();
    await widget.address();
    assert.ok((await given.endpoint.tickets()).some(({ body }) => body === `${GOOD.body}!`));
  });
}

/** Visits the page with a fresh profile; fails on a missing file, an exception or a console error. */
export async function visit({ browser, url }, body) {
  const visitor = await Visitor.arrive(browser, {});
  const missing = [];
  visitor.page.on("response", (response) => response.ok() || missing.push(`${response.status()} ${response.url()}`));
  try {
    await installTraps(visitor.page);
    await visitor.goTo(url);
    await body({ visitor, widget: visitor.widget });
    assert.deepEqual([...missing, ...visitor.thrown, ...visitor.complaints], []);
  } catch (error) {
    await visitor.takeScreenshot(`failed-consumer-${new URL(url).port}`);
    throw error;
  } finally {
    await visitor.leave();
  }
}

/** The scripts and modules that the page has requested so far, as served. */
async function loaded(visitor) {
  const scripts = visitor.requests.filter((url) => /\.(js|wasm)$/.test(new URL(url).pathname));
  return Promise.all(scripts.map(async (url) => ({ url, text: await (await fetch(url)).text() })));
}
