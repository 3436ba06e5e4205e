// Imports the npm package's client as a Node.js program does.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

import { ROOT } from "./paths.mjs";

/** The package's built files, from `cargo xtask build`. */
export const BUNDLES = join(ROOT, "target/widget/bundles");

// The package's manifest, which is not there yet, declares them as modules.
const folder = await mkdtemp(join(tmpdir(), "stw-client-"));
after(() => rm(folder, { recursive: true }));
await cp(join(BUNDLES, "dist"), folder, { recursive: true });
await writeFile(join(folder, "package.json"), '{"type":"module"}');

export const { SupportTicketError, checkTicket, createSupportTicket } = await import(
  pathToFileURL(join(folder, "client.js")).href
);

/** The error that a promise rejects with; throws if it does not reject. */
export async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}
