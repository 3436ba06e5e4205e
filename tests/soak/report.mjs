// A run's figures in words: for the one who watches, for the README, and all that is known of what went wrong. It must
// not judge.
import { story } from "./ledger.mjs";

/** Every figure of a run. */
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

/** The rows of the README's table. */
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

/** What was lost, came twice or came unpressed, each with its story, and the line that repeats it; else nothing. */
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
