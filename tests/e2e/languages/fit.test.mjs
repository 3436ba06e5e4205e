// In each language the form fits the narrowest phone, even with its problems shown, and nothing is in English.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/paths.mjs";
import { HEAD, PAGE } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

const FOLDER = join(ROOT, "www/widget/locales");
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const TAGS = readdirSync(FOLDER).map((name) => name.replace(".json", ""));
const textsOf = (tag) => JSON.parse(readFileSync(join(FOLDER, `${tag}.json`), "utf8"));
const ENGLISH = textsOf("en");

/** A text's pieces between its placeholders, in all plural forms. */
const pieces = (text) =>
  (typeof text === "string" ? [text] : Object.values(text))
    .flatMap((form) => form.split(/\{\w+\}/))
    .map((piece) => piece.trim());

/** English texts that must not appear in another language, because it translates them differently. */
function englishOf(own) {
  const theirs = new Set(Object.values(own).flatMap(pieces));
  return Object.values(ENGLISH)
    .flatMap(pieces)
    .filter((piece) => /\p{L}{2}/u.test(piece) && !theirs.has(piece));
}

test("there are at least 24 languages", () => assert.ok(TAGS.length >= 24));

test(
  `each of ${TAGS.length} languages fits 360 px and shows nothing in English`,
  PHONE,
  async ({ visitor, widget, page, visit }) => {
    await visit({ before: PAGE, head: HEAD, attributes: { tags: "x1, x2", "allow-tags": "", lang: "en" } });
    await widget.openForm();
    await widget.untilComplete();
    await widget.field("email_address").fill("7@gmial.com");
    await widget.field("type").selectOption("task");
    await widget.field("email_address").fill("7@@");
    await widget.send();
    const faults = [];
    for (const tag of TAGS) {
      const own = textsOf(tag);
      await widget.host.evaluate((host, tag) => void (host.lang = tag), tag);
      const title = widget.host.locator("[part~=title]");
      const wanted = [own.title, own.extras_tag_remove.replace("{tag}", "x1")];
      const now = async () => [
        await title.innerText(),
        await widget.host.locator("[part~=chip]").first().getAttribute("aria-label"),
      ];
      await until(async () => JSON.stringify(await now()) === JSON.stringify(wanted), `${tag} is spoken`, now);
      await visitor.takeScreenshot(`everyone-language-${tag}`);
      const { texts, wide } = await widget.host.evaluate(textsAndOverflow);
      assert.ok(texts.length > 20, `${tag}: texts are seen`);
      assert.ok(texts.includes(own.email_address_invalid), `${tag} says what is wrong with the address`);
      const direction = await widget.dialog.evaluate((dialog) => getComputedStyle(dialog).direction);
      assert.equal(direction, /^(ar|he|fa)$/.test(tag) ? "rtl" : "ltr", tag);
      faults.push(...wide.map((what) => `${tag}: ${what}`));
      if (tag === "en") continue;
      const english = englishOf(own);
      for (const text of texts) {
        const said = english.filter((piece) => text === piece || (piece.includes(" ") && text.includes(piece)));
        faults.push(...said.map((piece) => `${tag}: “${piece}” in “${text}”`));
      }
      faults.push(
        ...texts.filter((text) => /\{\w+\}|\b(one|other|few|many):/.test(text)).map((text) => `${tag}: raw “${text}”`),
      );
    }

    assert.deepEqual(faults, []);
  },
);

/** In the page: every text that is visible or read out, and whatever is wider than the screen. */
function textsAndOverflow(host) {
  const texts = [];
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  for (const node of host.shadowRoot.querySelectorAll("*")) {
    if (!node.matches("option") && !node.checkVisibility({ visibilityProperty: true })) continue;
    for (const child of node.childNodes) if (child.nodeType === 3 && child.data.trim()) texts.push(child.data.trim());
    for (const name of ["aria-label", "title", "placeholder"])
      if (node.getAttribute(name)) texts.push(node.getAttribute(name));
    const { right, left, width } = node.getBoundingClientRect();
    const { overflowX } = getComputedStyle(node);
    const isCut = overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1 && !node.matches("input, select");
    if (width > 1 && (right > innerWidth + 1 || left < -1 || isCut))
      wide.push(`${node.localName}.${node.getAttribute("part")} “${node.textContent.trim().slice(0, 40)}” is too wide`);
  }
  return { texts, wide };
}
