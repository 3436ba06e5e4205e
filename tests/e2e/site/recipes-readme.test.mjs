// README's recipes for strict pages and for WordPress, as they stand there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const HELP = "https://help.example.com";
const POLICY = README.match(/```\n(default-src 'none';[^`]*?)\n```/)[1].replaceAll("\n", " ");
const EMBED = README.match(/```html[^\n]*\n(<script type="module"[^]*?)```/)[1];

/** A page with the lines from README's top on it; the site itself stands for the help desk's address. */
const pageWith = (site, lines) =>
  `<!doctype html><html lang="en"><title>Notes</title><h1>Notes</h1>\n${lines.replaceAll(HELP, site.origin)}`;

async function ticketArrives({ visitor, widget, endpoint }) {
  await widget.writeAndSend();
  await widget.address();
  assert.ok((await endpoint.tickets()).some(({ body }) => body === GOOD.body));
  assert.deepEqual(await visitor.violations(), []);
}

test("README's lines work under README's policy", async (given) => {
  const { visitor, site } = given;
  const headers = { "content-security-policy": POLICY.replaceAll(HELP, site.origin) };
  await visitor.goTo(site.origin + site.page(pageWith(site, EMBED), { headers }));
  await ticketArrives(given);
});

test("README's lines work under README's policy with a nonce in the place of the address", async (given) => {
  const { visitor, site } = given;
  const policy = POLICY.replace(`script-src ${HELP}`, "script-src 'nonce-abc' 'strict-dynamic'").replaceAll(
    HELP,
    site.origin,
  );
  const page = pageWith(site, EMBED.replace("<script", '<script nonce="abc"'));
  await visitor.goTo(site.origin + site.page(page, { headers: { "content-security-policy": policy } }));
  await ticketArrives(given);
});

/** What WordPress's wpautop makes of lines outside of a Custom HTML block: a paragraph, with a break at each line's end. */
const autop = (lines) => `<p>${lines.trim().replaceAll("\n", "<br />\n")}</p>`;

test("README's lines work where WordPress has made a paragraph of them", async (given) => {
  const { visitor, site } = given;
  await visitor.goTo(site.origin + site.page(pageWith(site, autop(EMBED))));
  await ticketArrives(given);
});
