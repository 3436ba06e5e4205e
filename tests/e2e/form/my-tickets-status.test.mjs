// "My tickets" of a signed-in visitor: their status as the real endpoint reports it after checking the token, and how
// the list looks.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { violations } from "../support/axe.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { back, clear, listed, openList, sendOne, sendTwo } from "../support/tickets.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const HEAD = `<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem }</style>`;
const ACCOUNT = "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11";

const SECRET = "a secret of at least thirty-two bytes";
let folder, secretFile;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stw-e2e-identity-"));
  secretFile = join(folder, "identity-secret");
  await writeFile(secretFile, SECRET);
});
/** Started by the first test that needs it, for its site's origin. */
let identified;
afterAll(async () => {
  await identified?.stop();
  await rm(folder, { recursive: true });
});
const identityEndpoint = (site) =>
  (identified ??= startEndpoint({
    allowOrigins: [site.origin],
    more: ["--identity-secret-file", secretFile],
  }));

/** As docs/identity.md shows it. */
function token(sub, seconds = 3600) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub, email: GOOD.email_address, exp: Math.floor(Date.now() / 1000) + seconds };
  const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${unsigned}.${createHmac("sha256", SECRET).update(unsigned).digest("base64url")}`;
}

/** A page that signs its visitor in, with an endpoint that accepts the token. */
async function identifiedPage(site, sub, dialect = "v1") {
  identified = await identityEndpoint(site);
  const create = dialect === "v1" ? identified.create : `${identified.url}/api/v2/support/create-ticket`;
  return { attributes: { endpoint: create, identity: token(sub), dialect } };
}

/**
 * Sets the tickets' status, for which the endpoint has no command yet: adds it to the endpoint's response on its way to
 * the page, by the tickets' subjects.
 */
const setStatuses = (page, statuses) =>
  page.route(/get_support_tickets|support\/tickets/, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    for (const ticket of answer.tickets) ticket.status = statuses[ticket.subject] ?? ticket.status;
    await route.fulfill({ response, json: answer });
  });

for (const dialect of ["v1", "v2"]) {
  test(`a signed-in visitor sees the status of their tickets (${dialect})`, async ({ widget, site, page, visit }) => {
    const account = crypto.randomUUID();
    const there = await identifiedPage(site, account, dialect);
    await visit(there);
    await widget.openForm();
    // The first status is the endpoint's, the last is not in the contract.
    const statuses = [
      ["first", undefined, "New"],
      ["open", "OPEN", "Open"],
      ["asked", "AWAITING YOUR REPLY", "Awaiting your reply"],
      ["solved", "SOLVED", "Solved"],
      ["odd", "Escalated", "Escalated"],
    ];
    await setStatuses(page, Object.fromEntries(statuses));
    const expected = [];
    for (const [subject, , words] of statuses) {
      const href = await sendOne(widget, subject);
      expected.unshift({ subject, href, status: words });
      await widget.another.click();
    }
    // As if from another browser, which has no list of its own.
    await page.evaluate(() => localStorage.clear());
    await visit(there);
    await widget.openForm();
    await openList(widget);
    await until(async () => (await listed(widget)).length, "the status is there");

    const list = await listed(widget);
    // Tickets of the same second may come in any order.
    const bySubject = (a, b) => a.subject.localeCompare(b.subject);
    assert.deepEqual(list.toSorted(bySubject), expected.toSorted(bySubject));
    await until(async () => !(await widget.host.locator("[part~=said]").textContent()), "it waits no more");
    // Tickets that also exist elsewhere are neither described as stored only here, nor cleared.
    assert.equal(await widget.host.locator("[part~=note]").isVisible(), false);
    assert.equal(await clear(widget).isVisible(), false);
  });
}

test("tickets of the browser and of the account are merged without duplicates", async ({ widget, site, visit }) => {
  await sendTwo({ widget, visit }, await identifiedPage(site, crypto.randomUUID()));
  await until(async () => (await listed(widget))[0]?.status, "the status is there");

  const list = (await listed(widget)).map(({ subject, status }) => `${subject}: ${status}`);
  assert.deepEqual(list.toSorted(), ["The first: New", "The second: New"]);
});

test("another account sees no ticket of the first", async ({ widget, site, visit }) => {
  await sendTwo({ widget, visit }, await identifiedPage(site, crypto.randomUUID()));
  await visit(await identifiedPage(site, crypto.randomUUID()));
  await widget.openForm();
  await openList(widget);
  await widget.untilSaid(/No tickets have been sent from this browser/);

  assert.deepEqual(await listed(widget), []);
});

test("a failed status request is explained, and the list stays", async ({ widget, page, site, visit }) => {
  const there = await identifiedPage(site, crypto.randomUUID());
  await sendTwo({ widget, visit }, there);
  await back(widget).click();
  for (const identity of ["x.y.z", token(ACCOUNT, -3600)]) {
    await page.evaluate((identity) => {
      const widget = document.querySelector("support-ticket-widget");
      widget.setAttribute("account-id", "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11");
      widget.setAttribute("identity", identity);
    }, identity);
    await openList(widget);
    await widget.untilSaid(/isn’t available right now/);
    await back(widget).click();
  }
  await page.evaluate((identity) => {
    document.querySelector("support-ticket-widget").removeAttribute("account-id");
    document.querySelector("support-ticket-widget").setAttribute("identity", identity);
  }, there.attributes.identity);
  await page.route(/get_support_tickets/, (route) => route.abort());
  await openList(widget);
  await widget.untilSaid(/isn’t available right now/);

  assert.deepEqual(
    (await listed(widget)).map(({ subject }) => subject),
    ["The second", "The first"],
  );
});

test("a status request is given up after 15 seconds", async ({ widget, page, site, visit }) => {
  await page.route(/get_support_tickets/, () => {});
  await sendTwo({ widget, visit }, await identifiedPage(site, crypto.randomUUID()));
  await widget.untilSaid(/Checking their status/);
  const begun = Date.now();
  await widget.host.getByText(/isn’t available right now/).waitFor({ timeout: 20_000 });

  assert.ok(Date.now() - begun > 10_000);
  assert.equal((await listed(widget)).length, 2);
});

test("a cleared list stays empty, whatever the endpoint returns", async ({ visitor, widget, page, site, visit }) => {
  let answer;
  await page.route(/get_support_tickets/, (route) => (answer = () => route.continue()));
  await sendTwo({ widget, visit }, await identifiedPage(site, crypto.randomUUID()));
  await clear(widget).click();
  const response = page.waitForResponse(/get_support_tickets/);
  answer();
  await (await response).finished();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));

  assert.deepEqual(await listed(widget), []);
  assert.match(await widget.said(), /No tickets have been sent from this browser/);
  assert.deepEqual((await visitor.traces()).local, []);
});

test("without a token no status is requested", async ({ visitor, widget, visit }) => {
  await sendTwo({ widget, visit });

  assert.deepEqual(visitor.requested(/get_support_tickets/), []);
});

// How the list looks, and whether it is accessible.

for (const [name, options, parts] of [
  ["light", {}, {}],
  ["dark", { colorScheme: "dark" }, {}],
  ["360-light", { viewport: { width: 360, height: 640 } }, {}],
  ["360-dark", { viewport: { width: 360, height: 640 }, colorScheme: "dark" }, {}],
  ["arabic", {}, { lang: "ar" }],
  ["german", {}, { lang: "de" }],
  ["forced", { forcedColors: "active" }, {}],
]) {
  test(`the list is accessible: ${name}`, options, async ({ visitor, widget, site, page, visit }) => {
    const there = await identifiedPage(site, crypto.randomUUID());
    await visit({ head: HEAD, ...parts, ...there });
    await widget.openForm();
    const long = "The notebook cannot be read, and neither can the one beside it, since yesterday evening";
    const statuses = { "A package": "NEW", [long]: "AWAITING YOUR REPLY", "A full disk": "SOLVED" };
    await setStatuses(page, statuses);
    for (const subject of Object.keys(statuses)) {
      await sendOne(widget, subject);
      await widget.another.click();
    }
    await openList(widget);
    await until(async () => (await listed(widget))[0]?.status, "the status is there");
    await page.mouse.move(0, 0);
    await visitor.takeScreenshot(`tickets-${name}`);
    const found = await violations(page);
    await page.route(/get_support_tickets/, (route) => route.abort());
    await back(widget).click();
    await openList(widget);
    await until(async () => (await widget.said()) && !(await widget.said()).includes("…"), "it says that it failed");
    await visitor.takeScreenshot(`tickets-failed-${name}`);
    found.push(...(await violations(page)));
    await clear(widget).click();
    await visitor.takeScreenshot(`tickets-none-${name}`);
    found.push(...(await violations(page)));

    assert.deepEqual(found, []);
  });
}
