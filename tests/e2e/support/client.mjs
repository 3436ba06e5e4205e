// The client of the npm package, as a program of Node.js imports it. It knows no test.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

import { ROOT } from "./places.mjs";

/** Where `cargo xtask build` puts what the package is made of. */
export const BUNDLES = join(ROOT, "target/widget/bundles");

// That these are modules is said by the package's manifest, which is not there yet.
const folder = await mkdtemp(join(tmpdir(), "stw-client-"));
after(() => rm(folder, { recursive: true }));
await cp(join(BUNDLES, "dist"), folder, { recursive: true });
await writeFile(join(folder, "package.json"), '{"type":"module"}');

export const { SupportTicketError, checkTicket, createSupportTicket } = await import(
  pathToFileURL(join(folder, "client.js")).href
);

/** What a promise is rejected with; a test fails if it is not. */
export async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}
