// The README's lines under the documented policy, and in WordPress.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const HELP = "https://help.example.com";
/** docs/security.md shows the same text. */
const POLICY = readFileSync(join(ROOT, "www/site/recipes/policy.txt"), "utf8").trim().replaceAll("\n", " ");
const EMBED = README.match(/```html[^\n]*\n(<script type="module"[^]*?)```/)[1];

/** A page with the README's first lines; the site's own address replaces the help desk's. */
const pageWith = (site, lines) =>
  `<!doctype html><html lang="en"><title>Notes</title><h1>Notes</h1>\n${lines.replaceAll(HELP, site.origin)}`;

async function ticketArrives({ visitor, widget, endpoint }) {
  await widget.writeAndSend();
  await widget.address();
  assert.ok((await endpoint.tickets()).some(({ body }) => body === GOOD.body));
  assert.deepEqual(await visitor.violations(), []);
}

test("the README's lines work under the documented policy", async (given) => {
  const { visitor, site } = given;
  const headers = { "content-security-policy": POLICY.replaceAll(HELP, site.origin) };
  await visitor.goTo(site.origin + site.page(pageWith(site, EMBED), { headers }));
  await ticketArrives(given);
});

test("the README's lines work with a nonce instead of the address in the policy", async (given) => {
  const { visitor, site } = given;
  const policy = POLICY.replace(`script-src ${HELP}`, "script-src 'nonce-abc' 'strict-dynamic'").replaceAll(
    HELP,
    site.origin,
  );
  const page = pageWith(site, EMBED.replace("<script", '<script nonce="abc"'));
  await visitor.goTo(site.origin + site.page(page, { headers: { "content-security-policy": policy } }));
  await ticketArrives(given);
});

/** WordPress's wpautop on lines outside a Custom HTML block: a paragraph with a break at the end of each line. */
const autop = (lines) => `<p>${lines.trim().replaceAll("\n", "<br />\n")}</p>`;

test("the README's lines work when WordPress wraps them in a paragraph", async (given) => {
  const { visitor, site } = given;
  await visitor.goTo(site.origin + site.page(pageWith(site, autop(EMBED))));
  await ticketArrives(given);
});
