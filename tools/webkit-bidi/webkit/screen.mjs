// A virtual screen for WebKit's windows.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The limit for a start, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Starts an X server; returns its display name and a function that stops it. It also stops when its last client is
 * gone.
 */
export async function openScreen() {
  const args = ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-terminate"];
  const server = spawn(process.env.STW_XVFB ?? "Xvfb", args, { stdio: ["ignore", "pipe", "ignore"] });
  const killAtExit = () => server.kill();
  process.once("exit", killAtExit);
  const number = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("Xvfb did not say its screen's number")), PATIENCE).unref();
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    createInterface({ input: server.stdout }).once("line", resolve);
  });
  return {
    name: `:${number}`,
    close() {
      process.removeListener("exit", killAtExit);
      server.kill();
    },
  };
}
