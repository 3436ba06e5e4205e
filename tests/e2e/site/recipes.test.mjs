// The recipes of www/site/recipes as a developer copies them, but for the addresses: a ticket is sent with each.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

import { startEndpoint } from "../support/endpoint.mjs";
import { startFolder } from "../support/folder.mjs";
import { ROOT } from "../support/paths.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const BUNDLES = join(ROOT, "target/widget/bundles");
const FOLDER = join(ROOT, "www/site/recipes");
const NAMES = await readdir(FOLDER);
/** A recipe, for an endpoint that is there. */
const recipe = async (name, endpoint) =>
  (await readFile(join(FOLDER, name), "utf8")).replaceAll("https://help.example.com", endpoint.url);
let out;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stw-recipes-"));
  // The package, as it is installed.
  await cp(join(BUNDLES, "dist"), join(out, "package"), { recursive: true });
  await writeFile(join(out, "package/package.json"), '{"type":"module"}');
});
afterAll(() => rm(out, { recursive: true }));

/** A page of a site that has `body` in it, as HTML. */
const pageOf = (site, body) =>
  site.origin +
  site.page(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><h1>Notes</h1>${body}</html>`);

async function sendsATicket({ widget }, endpoint) {
  await widget.writeAndSend();
  assert.ok((await widget.address()).startsWith(endpoint.url));
}

test("the script tag, pasted into a page", async (given) => {
  const { visitor, site, endpoint } = given;
  await visitor.goTo(pageOf(site, await recipe("script-tag.html", endpoint)));
  await sendsATicket(given, endpoint);
});

test("the static host, with the widget's files on it", async (given) => {
  const { visitor, site, endpoint } = given;
  const folder = await startFolder(join(ROOT, "target/widget/dist/widget"));
  try {
    const body = (await recipe("static-host.html", endpoint)).replace('src="/help', `src="${folder.url}`);
    await visitor.goTo(pageOf(site, body));
    await sendsATicket(given, endpoint);
  } finally {
    await folder.stop();
  }
});

test("React", async (given) => {
  const { visitor, widget, site, endpoint } = given;
  await writeFile(join(out, "help.jsx"), await recipe("react.jsx", endpoint));
  const contents = `import { createRoot } from "react-dom/client"; import { Help } from "./help.jsx";
    const user = { name: "Ann", email: "ann@example.com", plan: "team" };
    createRoot(document.querySelector("#app")).render(<Help user={user} />);`;
  await build({
    stdin: { contents, resolveDir: out, loader: "jsx" },
    outdir: join(out, "react"),
    bundle: true,
    splitting: true,
    format: "esm",
    jsx: "automatic",
    alias: { "support-ticket-widget/react": join(out, "package/react.js") },
    nodePaths: [join(ROOT, "node_modules")],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const folder = await startFolder(join(out, "react"));
  try {
    await visitor.goTo(
      pageOf(site, `<div id="app"></div><script type="module" src="${folder.url}/stdin.js"></script>`),
    );
    const created = given.page.waitForEvent("console");
    await widget.openForm();
    assert.equal(await widget.field("email_address").inputValue(), "ann@example.com");
    await widget.fill({ subject: GOOD.subject, body: GOOD.body });
    await widget.send();
    assert.equal((await created).text(), await widget.address());
    const tickets = await endpoint.tickets();
    assert.equal(tickets.find(({ email_address }) => email_address === "ann@example.com").info.plan, "team");
  } finally {
    await folder.stop();
  }
});

test("without the form, with the token that a site's server made", async ({ site }) => {
  const secret = "0123456789abcdef0123456789abcdef0123456789a=";
  await writeFile(join(out, "secret"), `${secret}\n`);
  const endpoint = await startEndpoint({
    allowOrigins: [site.origin],
    more: ["--identity-secret-file", join(out, "secret")],
  });
  try {
    const client = (await recipe("client.mjs", endpoint)).replace(
      "support-ticket-widget/client",
      pathToFileURL(join(out, "package/client.js")).href,
    );
    await writeFile(join(out, "client.mjs"), client.replace("{ endpoint }", "{ endpoint, ...globalThis.recipe }"));
    const { identityToken } = await import(pathToFileURL(join(FOLDER, "identity-token.mjs")).href);
    const uuid = "291f43c1-deae-431c-b763-712307fa6859";
    const fetchAsPage = (url, init) =>
      fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), origin: site.origin } });
    globalThis.recipe = {
      identity: identityToken(secret, { uuid, email: "jd@example.com", name: "Jo" }),
      fetch: fetchAsPage,
    };
    const { send } = await import(pathToFileURL(join(out, "client.mjs")).href);

    assert.deepEqual(
      (await send({ ...GOOD, subject: "" })).problems.map(({ field }) => field),
      ["subject"],
    );
    const { url } = await send(GOOD);
    assert.ok(url.startsWith(endpoint.url));
    assert.equal((await endpoint.tickets())[0].owner, uuid, "it is proven whose it is");
  } finally {
    await endpoint.stop();
  }
});

test("every recipe is on a page, and imports only entries of the package", async () => {
  const { exports } = JSON.parse(await readFile(join(ROOT, "npm/package.json"), "utf8"));
  const pages = await Promise.all(
    ["www/site/index.html", "www/site/recipes.html", "docs/security.md", "docs/identity.md"].map((path) =>
      readFile(join(ROOT, path), "utf8"),
    ),
  );
  for (const name of NAMES) {
    assert.ok(
      pages.some((page) => /(<!-- file: |```\w+ )$/.test(page.split(`www/site/recipes/${name}`)[0])),
      `${name} is on a page`,
    );
    const imports = (await readFile(join(FOLDER, name), "utf8")).matchAll(/"support-ticket-widget(\/\w+)?"/g);
    for (const [, entry = ""] of imports)
      assert.ok(exports[`.${entry}`] || name === "extension.json", `${name} imports ${entry}`);
  }
});
