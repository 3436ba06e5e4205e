// Lighthouse's scores for a page, in its own Chromium without background requests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "./paths.mjs";

/** Starts a browser for Lighthouse. */
export async function startLighthouse() {
  // Only where it is used: it takes a second to load.
  const { default: lighthouse } = await import("lighthouse");
  const profile = await mkdtemp(join(tmpdir(), "stw-lighthouse-"));
  const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const quiet = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  // As root, as in CI, Chromium has no sandbox.
  const child = spawn(chromium(), [...own, ...quiet, "--no-sandbox", "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  // A test run that dies must not leave its browser behind.
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const port = await new Promise((resolve, reject) => {
    const lines = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line);
      if (found) resolve(Number(found[1]));
    });
    ended.then(() => reject(new Error(`Chromium ended:\n${lines.join("\n")}`)));
  });

  return {
    /** The scores by category, out of 100, and the audits that lowered them. */
    async scores(url, onlyCategories) {
      const { lhr } = await lighthouse(url, {
        port,
        onlyCategories,
        logLevel: "silent",
        output: "json",
        disableFullPageScreenshot: true,
      });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      const scores = {};
      const why = [];
      for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
        scores[id] = Math.round(score * 100);
        const audits = auditRefs.filter(({ weight }) => weight).map(({ id }) => lhr.audits[id]);
        for (const audit of audits.filter(({ score }) => score !== null && score < 1))
          why.push(`${id}: ${audit.title} ${audit.displayValue ?? ""}`);
      }
      return { scores, why };
    },

    async stop() {
      process.removeListener("exit", killAtExit);
      child.kill("SIGTERM");
      await ended;
      // Its child processes write to the profile a little longer.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
