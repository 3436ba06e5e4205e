// Paths on this machine: the repository, the browsers, the endpoint's binary.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(process.env.STW_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), "../../.."));
export const SCREENSHOTS = join(ROOT, "target/e2e");

/** The Chromium to drive: the system's, never one that a test tool downloads. */
export const chromium = () => browser("Chromium", "STW_CHROMIUM", "/usr/bin/chromium", "chromium");

/** The Firefox to drive. */
export const firefox = () => browser("Firefox", "STW_FIREFOX", "/usr/bin/firefox", "firefox-esr");

function browser(name, variable, usual, debian) {
  const path = process.env[variable] ?? usual;
  if (!existsSync(path)) {
    throw new Error(`There is no ${name} at ${path}: "apt-get install ${debian}", or name it in ${variable}.`);
  }
  return path;
}

/** The endpoint's binary, with the widget's files embedded. */
export function endpointBinary() {
  const named = process.env.STW_ENDPOINT;
  const candidates = named
    ? [resolve(named)]
    : ["release", "debug"].map((profile) => join(ROOT, "target", profile, "support-ticket-endpoint"));
  const found = candidates.find((path) => existsSync(path));
  if (!found) {
    throw new Error(
      `There is no endpoint at ${candidates.join(" or ")}: ` +
        `"cargo build --release -p support-ticket-endpoint", or name it in STW_ENDPOINT.`,
    );
  }
  return found;
}
