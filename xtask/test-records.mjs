// A reporter for `node --test`: one line of JSON for each test that ended, so that `cargo xtask test` counts and times
// tests without parsing the report that people read.

/** Node's reason for a test that --test-name-pattern did not choose. */
const NOT_CHOSEN = "test name does not match pattern";

export default async function* records(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { name, skip, details, file = name } = data;
    const verdict = skip ? "skipped" : type === "test:pass" ? "passed" : "failed";
    // A file is named where it failed as a whole, and where it has no test: the latter proves nothing.
    const isEmptyFile = verdict === "passed" && name.endsWith(".test.mjs");
    if (details.type === "suite" || skip === NOT_CHOSEN || isEmptyFile) continue;
    yield `${JSON.stringify({ name, file, verdict, seconds: details.duration_ms / 1000 })}\n`;
  }
}
