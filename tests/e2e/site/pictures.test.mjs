// The pictures of the site's gallery (www/site/assets/gallery) and the README's: each is taken again and compared with the
// committed one, not byte for byte, because fonts differ between machines. STW_UPDATE_PICTURES=1 writes them; look at
// them before you commit.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { pictureDifference, webp } from "../support/pictures.mjs";
import { ROOT } from "../support/paths.mjs";
import { untilSettled } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

const FOLDER = join(ROOT, "www/site/assets/gallery");
/** Says of each how large it is, so that nothing moves when it comes. */
const PAGE = join(ROOT, "www/site/parts/gallery.html");
const sized = (name, width, height) => `gallery/${name}.webp" width="${width}" height="${height}"`;
const said = () => readFileSync(PAGE, "utf8");
const TAKE = process.env.STW_UPDATE_PICTURES === "1";
/** Of 255, after both became icons. The same form in other fonts is apart by less, in another theme by far more. */
const ALIKE = 8;
/** All of them, in bytes: the endpoint has them in it. */
const MOST = 300_000;

const SHARP = { deviceScaleFactor: 1.5, viewport: { width: 1280, height: 960 } };
const PHONE = { ...SHARP, viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };
const ON_README = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
const WRITTEN = { email_address: "jo@example.com", subject: "The chart is empty", body: "It was there yesterday." };

/** A name, what the context is, the demo page, what is done there. */
const PICTURES = [
  ["light", SHARP, "looks"],
  ["dark", { ...SHARP, colorScheme: "dark" }, "looks"],
  ["round", SHARP, "looks", (page) => page.getByLabel("Round and violet").check()],
  ["square", { ...SHARP, colorScheme: "dark" }, "looks", (page) => page.getByLabel("Square and close").check()],
  ["right-to-left", SHARP, "right-to-left"],
  ["phone", PHONE, "looks"],
];

for (const [name, options, demo, prepare] of PICTURES)
  test(`the picture "${name}" shows the form as it is`, { ...options, reducedMotion: "reduce" }, async ({
    visitor,
    widget,
    page,
    endpoint,
  }) => {
    await visitor.goTo(`${endpoint.url}/demo/${demo}.html`);
    await prepare?.(page);
    await widget.openForm();
    await until(() => widget.host.locator("[part~=kept]").count(), "what comes after the form is there");
    await widget.fill(WRITTEN);
    await widget.field("subject").focus();
    await untilSettled(widget);
    const png = await widget.dialog.screenshot({ animations: "disabled", caret: "hide" });
    await page.goto("about:blank");
    const taken = await webp(page, png);

    const file = join(FOLDER, `${name}.webp`);
    if (TAKE) writeFileSync(file, taken);
    const { colour, shape, size } = await pictureDifference(page, readFileSync(file), taken);
    if (TAKE) writeFileSync(PAGE, said().replace(new RegExp(sized(name, "\\d+", "\\d+")), sized(name, ...size)));
    assert.ok(
      colour < ALIKE && shape < 0.12,
      `${name} is apart by ${colour} in colour and ${shape} in shape: "cargo xtask site --pictures"`,
    );
    assert.ok(said().includes(sized(name, ...size)), "www/site/parts/gallery.html says how large it is");
  });

test(
  "the README's picture shows the current first page and form",
  ON_README,
  async ({ visitor, widget, page, endpoint }) => {
    await visitor.goTo(endpoint.url);
    await widget.openForm();
    await until(() => widget.host.locator("[part~=kept]").count(), "what comes after the form is there");
    await widget.field("type").selectOption("problem");
    await widget.fill({
      username: "Jo Doe",
      email_address: "jd@example.com",
      subject: "ModuleNotFoundError: xyz",
      body: "I ran plot.py, as every day.",
    });
    await widget.field("username").focus();
    await untilSettled(widget);
    const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
    await page.goto("about:blank");

    const file = join(ROOT, "docs/form.png");
    if (TAKE) writeFileSync(file, taken);
    const { colour, shape } = await pictureDifference(page, readFileSync(file), taken);
    assert.ok(
      colour < ALIKE / 2 && shape === 0,
      `it is apart by ${colour} in colour and ${shape} in shape: "cargo xtask site --pictures"`,
    );
  },
);

test("a form of another theme would be seen to be another", async ({ page }) => {
  const [light, dark, round] = ["light", "dark", "round"].map((name) => readFileSync(join(FOLDER, `${name}.webp`)));
  assert.ok((await pictureDifference(page, light, dark)).colour > 5 * ALIKE);
  const { colour } = await pictureDifference(page, light, round);
  assert.ok(colour > 0.5, `${colour}`);
});

test("there are no other pictures, and all are small", () => {
  const names = readdirSync(FOLDER);
  assert.deepEqual(names.toSorted(), PICTURES.map(([name]) => `${name}.webp`).toSorted());
  const bytes = names.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  assert.ok(bytes < MOST, `${bytes} bytes`);
});
