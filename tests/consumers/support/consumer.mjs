// Tests for one project in tests/consumers: it installs and builds as its developer would do it, without a warning, and
// its page passes promises.mjs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";

import { launch } from "../../e2e/support/browser.mjs";
import { startEndpoint } from "../../e2e/support/endpoint.mjs";
import { startFolder } from "../../e2e/support/folder.mjs";
import { build, freePort, newFolder, setUp, start } from "./project.mjs";
import { restoresTheText, acceptsATicket } from "./promises.mjs";

/** The limit for an install and a build, in milliseconds: with an empty npm cache on a busy machine. */
const PATIENCE = 300_000;
/** The most bytes (brotli) that a bundler may make of the loader and its own chunk loading; Vite makes 2,651. */
const MOST = 3_500;
/** Words in a build's or server's output that a developer would look into; the same words also occur in file names. */
const TROUBLE = /(?<![\w/])(warn|warning|error|deprecated)s?(?![\w./-])|\(!\)|⚠/i;
const linesOfTrouble = (said, own = /^$/) => said.split("\n").filter((line) => TROUBLE.test(line) && !own.test(line));

/** Defines the tests of a project that builds static files into its folder `out`; a framework needs a larger `most`. */
export function site(name, { out, most = MOST }) {
  const prepare = async (given) => {
    const folder = await newFolder();
    const host = await startFolder(join(folder, out));
    given.stops.push(() => host.stop());
    return { folder, url: `${host.url}/` };
  };
  project(name, prepare, (given) => {
    test("accepts a ticket and loads the form only when it is needed", (t) => acceptsATicket(given, t, most));
    test("shows the page's language and restores the text after a crash", () => restoresTheText(given));
  });
}

/**
 * Defines the tests of a project with a server that renders the page; `own` is a warning that the framework always
 * prints.
 */
export function server(name, { most, own }) {
  const prepare = async () => {
    const port = await freePort();
    return { folder: await newFolder(), url: `http://127.0.0.1:${port}/`, port };
  };
  const serves = (given) => {
    test("the HTML from the server has the tag and its fallback", async () => {
      const html = (await (await fetch(given.url)).text()).replaceAll(/<!--.*?-->/gs, "");
      const [, attributes, inside] = /<support-ticket-widget([^>]*)>(.*?)<\/support-ticket-widget>/s.exec(html) ?? [];
      assert.ok(attributes?.includes(`endpoint="${given.endpoint.create}"`), html);
      assert.equal(inside.trim(), '<a href="mailto:help@example.com">Help</a>');
    });
    test("accepts a ticket and loads the form only when it is needed", (t) => acceptsATicket(given, t, most));
    test("shows the page's language and restores the text after a crash", () => restoresTheText(given));
    test("the server logs no warning and no error", () => assert.deepEqual(linesOfTrouble(given.server.log()), []));
  };
  project(name, prepare, serves, own);
}

function project(name, prepare, tests, own) {
  describe(`the package with ${name}`, () => {
    const given = { stops: [] };

    before(
      async () => {
        const { folder, url, port } = await prepare(given);
        given.url = url;
        given.endpoint = await startEndpoint({ allowOrigins: [new URL(url).origin] });
        given.stops.push(() => given.endpoint.stop());
        await setUp(name, folder, given.endpoint.url);
        given.output = await build(folder);
        if (port) {
          given.server = await start(folder, port);
          given.stops.push(() => given.server.stop());
        }
        given.browser = await launch();
        given.stops.push(() => given.browser.close());
      },
      { timeout: PATIENCE },
    );
    after(async () => {
      for (const stop of given.stops.reverse()) await stop();
    });

    test("builds without a warning", () => assert.deepEqual(linesOfTrouble(given.output, own), []));
    tests(given);
  });
}
