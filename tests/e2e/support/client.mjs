// Imports the npm package as a Node.js program does, and its client.
import { rmSync } from "node:fs";
import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "./paths.mjs";

/** The package's built files, from `cargo xtask build`. */
export const BUNDLES = join(ROOT, "target/widget/bundles");

/** The client's module. */
export const client = () => imported("client.js");
export const checkTicket = async (...args) => (await client()).checkTicket(...args);
export const createSupportTicket = async (...args) => (await client()).createSupportTicket(...args);

/** A module of the package. */
export async function imported(file) {
  return import(pathToFileURL(join(await (installed ??= install()), file)).href);
}

let installed;

async function install() {
  const folder = await mkdtemp(join(tmpdir(), "stw-client-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  // As it is installed; the package's manifest, which is not there yet, declares its files as modules.
  const place = join(folder, "node_modules/support-ticket-widget");
  await cp(join(BUNDLES, "dist"), place, { recursive: true });
  await writeFile(join(place, "package.json"), '{"type":"module"}');
  return place;
}

/** The error that a promise rejects with; throws if it does not reject. */
export async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}
