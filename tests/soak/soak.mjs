// The command behind `cargo xtask soak`: parses its arguments, runs the browsers side by side and prints the report.
import { parseArgs } from "node:util";

import { DIALECTS, run } from "./run.mjs";
import { failures, rows, summary } from "./report.mjs";
import { NAMES } from "../e2e/support/webdriver.mjs";

/** The number of tickets between two lines of progress. */
const EVERY = 25;

const { tickets, seed, browsers, dialect } = options();
console.log(`seed ${seed}, ${tickets} tickets in ${browsers.join(" and ")}, dialect ${dialect}`);

const runs = await Promise.allSettled(browsers.map(runIn));
const results = runs.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
const broken = runs.filter(({ status }) => status === "rejected").map(({ reason }) => reason);

for (const result of results) console.log(`\n${summary(result)}`);
console.log(`\n${rows(results)}`);
const wrong = results.map(failures).filter(Boolean);
for (const what of [...wrong, ...broken]) console.error("\n%s", what);
if (wrong.length + broken.length > 0) process.exitCode = 1;

async function runIn(browser) {
  const progress = (number) => number % EVERY === 0 && console.log(`${browser}: ${number} of ${tickets}`);
  return { browser, seed, tickets, dialect, ...(await run({ browser, seed, tickets, dialect, progress })) };
}

function options() {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { tickets: text, seed: text, browser: text, dialect: text } });
  const whole = (name, otherwise) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} is a number from 1 on`);
    return value;
  };
  const oneOf = (name, list) => {
    if (values[name] !== undefined && !list.includes(values[name]))
      throw new Error(`--${name} is ${list.join(" or ")}`);
    return values[name];
  };
  const browser = oneOf("browser", NAMES);
  return {
    tickets: whole("tickets", 200),
    seed: whole("seed", 1 + Math.floor(Math.random() * 999_999)),
    browsers: browser ? [browser] : NAMES,
    dialect: oneOf("dialect", DIALECTS) ?? "v1",
  };
}
