//! The tests that `node --test` runs: units in `tests/unit/`, tickets under faults in `tests/soak/`, the package in
//! `tests/consumers/`, and the demo as a newcomer uses it.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::end_to_end::Engine;
use crate::count::{Counts, Outcome, node_outcome};
use crate::report::{StepResult, judge};
use crate::run::{Cmd, root};
use crate::{endpoint, setup, soak};

/// The end of the name of a file with tests.
const TEST_FILE: &str = ".test.mjs";

/// What Node writes beside the lines for people.
const REPORT: &str = "target/node-tests.xml";

/// The tests of scripts that need no browser.
pub(super) fn unit() -> StepResult {
    tests(Cmd::new("node"), 2, 60, &files("tests/unit")?, None)
}

/// Those that have `name` in their file's path or in their own name. Most names are of none, which is no failure.
pub(super) fn unit_named(name: &str) -> StepResult {
    let (whole, others): (Vec<_>, Vec<_>) =
        files("tests/unit")?.into_iter().partition(|file| path_has(file, "tests/unit", name));
    let mut outcome = Outcome::default();
    if !whole.is_empty() {
        outcome = tests(Cmd::new("node"), 2, 60, &whole, None)?;
    }
    outcome.add(tests(Cmd::new("node"), 2, 60, &others, Some(name))?);
    Ok(outcome)
}

/// Whether the path has `name`: below `folder`, because `tests` is no file, or pasted with its folder.
pub(super) fn path_has(file: &str, folder: &str, name: &str) -> bool {
    let below = file.strip_prefix(folder).unwrap_or(file).trim_start_matches('/');
    below.contains(name) || (name.contains('/') && file.contains(name))
}

/// The faults' own tests, and a soak that is over in a minute; `cargo xtask soak` is the large one.
pub(super) fn soak() -> StepResult {
    let node = soak::with_browsers(Cmd::new("node"), &soak::Browser::ALL)?;
    let node = soak::with_endpoint(node, &endpoint::of_the_tests()?);
    // One file at a time: a run starts both browsers. The limit is for one that waits in vain, at its end, too.
    tests(node, 1, 300, &files("tests/soak")?, None)
}

/// The projects of `tests/consumers/` with the package that `cargo xtask package` made. Some take minutes to install and to
/// build, and are left out unless `all` are wanted.
pub(super) fn consumers(all: bool) -> StepResult {
    let mut files = files("tests/consumers")?;
    files.retain(|file| all || !file.contains("/slow_"));
    let node = soak::with_endpoint(Engine::Chromium.drive(Cmd::new("node"))?, &endpoint::of_the_tests()?);
    // The limit is a file's, too, with the installs of all its projects.
    tests(node, 1, 1200, &files, None)
}

pub(super) fn demo() -> StepResult {
    setup::curl()?;
    // The demo builds it too; here the minutes that it takes are no test's.
    endpoint::release()?;
    tests(Cmd::new("node"), 1, 300, &files("xtask/tests")?, None)
}

/// Runs `files`, so many at once, or of their tests only those with `name`. `node` has the variables that they read. The limit
/// is for a test, and for a file as a whole, too.
fn tests(node: Cmd, at_once: u8, limit_seconds: u32, files: &[String], name: Option<&str>) -> StepResult {
    setup::node()?;
    let with_end = |node: Cmd| {
        let node = node.words(&format!("--test-concurrency={at_once} --test-timeout={limit_seconds}000"));
        let pattern = name.map(|name| format!("--test-name-pattern=/{}/", escaped(name)));
        // Each file by its name: newer versions of Node take a folder here for a module.
        pattern.iter().chain(files).fold(node, Cmd::arg)
    };
    let node = node.words("--test --test-reporter=spec");
    let reported = node.clone().words("--test-reporter-destination=stdout --test-reporter=junit");
    let reported = reported.arg(format!("--test-reporter-destination={REPORT}"));

    let (captured, text) = with_end(reported).capture_with(&root().join(REPORT))?;
    let outcome = node_outcome(&text);
    if captured.ok && name.is_some() && outcome.counts == Counts::default() {
        return Ok(Outcome::default());
    }
    judge(captured, outcome, with_end(node).line())
}

/// The `*.test.mjs` of a folder and those below it.
fn files(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    files_below(folder, &mut files)?;
    if files.is_empty() {
        bail!("{folder} has no *{TEST_FILE}");
    }
    files.sort();
    Ok(files)
}

fn files_below(folder: &str, files: &mut Vec<String>) -> Result<()> {
    let path = root().join(folder);
    for entry in fs::read_dir(&path).with_context(|| format!("could not read {}", path.display()))? {
        let entry = entry?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if name.ends_with(TEST_FILE) {
            files.push(name);
        } else if entry.file_type()?.is_dir() && !name.ends_with("/node_modules") {
            files_below(&name, files)?;
        }
    }
    Ok(())
}

/// As a pattern of JavaScript that matches just this.
pub(super) fn escaped(name: &str) -> String {
    let is_sign = |char: char| char.is_ascii_punctuation();
    name.chars().flat_map(|char| is_sign(char).then_some('\\').into_iter().chain([char])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(escaped("a.b 1"), r"a\.b 1");
    }

    #[test]
    fn a_file_is_found_by_a_part_of_its_path() {
        let found = |name: &str| path_has("tests/unit/uuid.test.mjs", "tests/unit", name);

        assert!(found("uuid") && found("unit/uu") && found("tests/unit/uuid.test.mjs"));
        assert!(!found("unit") && !found("tests"));
    }
}
