// Prints a run's figures: progress, the table of docs/reliability.md, and everything known about a failure.
import { story } from "./ledger.mjs";

/** All figures of a run. */
export function summary({ browser, seed, sent, arrived, lost, twice, repeated, handedBack, met, kills, seconds }) {
  const faults = Object.entries(met).map(([name, times]) => `${name} ${times}`);
  return [
    `${browser}, seed ${seed}: ${sent} sent, ${arrived} arrived, ${lost.length} lost, ${twice.length} twice, ` +
      `${handedBack.length} handed back to the visitor, ` +
      `${repeated.length} sent again by the visitor or the browser itself, in ${seconds.toFixed(0)} s`,
    `requests by what they met: ${faults.join(", ")}`,
    `the endpoint was killed ${kills} times`,
  ].join("\n");
}

/** The rows of the table of docs/reliability.md. */
export function rows(results) {
  const row = ({ browser, sent, lost, twice, handedBack, met, kills }) => [
    browser,
    sent,
    faultsIn(met),
    kills,
    lost.length,
    twice.length,
    handedBack.length,
  ];
  const lines = [
    ["browser", "tickets", "faults", "server kills", "lost", "twice", "handed back"],
    Array(7).fill("---"),
    ...results.map(row),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * The lost, duplicate and unpressed tickets with their events, and the command that repeats the run; empty if there are
 * none.
 */
export function failures({ browser, seed, tickets, dialect, sent, lost, twice, unknown }) {
  const named = [
    ["lost", lost],
    ["there twice", twice],
    ["there without Send having been pressed", unknown],
  ];
  const stories = named.flatMap(([what, list]) => list.map((ticket) => `${what}: ${story(ticket)}`));
  if (sent !== tickets) stories.unshift(`only ${sent} of ${tickets} tickets were sent`);
  if (stories.length === 0) return "";
  const again = `cargo xtask soak --tickets ${tickets} --seed ${seed} --browser ${browser} --dialect ${dialect}`;
  return [`${browser}, seed ${seed}:`, ...stories, `to repeat: ${again}`].join("\n");
}

const faultsIn = (met) => Object.values(met).reduce((sum, times) => sum + times, 0) - met.pass;
