//! The whole way, with the real endpoint: the Node tests in `tests/e2e/`, `tests/soak/` and `tests/consumers/`, and the demo as
//! a newcomer uses it.
//!
//! Owns what the tests are told. Must not know what they look at.

use anyhow::{Context as _, Result, bail};

use crate::count::{Counts, node_skipped, node_tests};
use crate::report::{self, StepResult};
use crate::run::{Cmd, root};
use crate::{endpoint, setup, soak};

/// The engines that the tests are for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// Installs it, and tells `node` which it is and where.
    fn drive(self, node: Cmd) -> Result<Cmd> {
        Ok(match self {
            Self::Chromium => node.env("STW_BROWSER", "chromium").env("STW_CHROMIUM", setup::chromium()?),
            Self::Firefox => node.env("STW_BROWSER", "firefox").env("STW_FIREFOX", setup::firefox()?),
            Self::WebKit => {
                let node = node.env("STW_BROWSER", "webkit").env("STW_WEBKITDRIVER", setup::webkit()?);
                let node = node.env("STW_GJS", setup::webkit_windows()?).env("STW_XVFB", setup::xvfb()?);
                setup::without_sandbox_as_root(node)?
            }
        })
    }
}

/// The tests in one engine; in others than Chromium only the files that show most of it, unless `all` are wanted. What the
/// engine's driver cannot do is left out by name, and `left_out` gets the number of those tests.
pub(super) fn tests(engine: Engine, all: bool, left_out: &mut usize) -> StepResult {
    let mut files = files("tests/e2e")?;
    if engine == Engine::Chromium {
        files.retain(|file| !is_one_of(file, &MEASURING));
    } else {
        files.retain(|file| shows_an_engine(file, all));
    }
    in_engine(engine, &files, 2, left_out)
}

/// The tests that look at how long something takes, which is Chromium's to say, with nothing beside them.
pub(super) fn measured() -> StepResult {
    let mut files = files("tests/e2e")?;
    files.retain(|file| is_one_of(file, &MEASURING));
    in_engine(Engine::Chromium, &files, 1, &mut 0)
}

/// Runs `files`, `at_once` of them beside each other.
fn in_engine(engine: Engine, files: &[String], at_once: u8, left_out: &mut usize) -> StepResult {
    setup::node()?;
    let endpoint = endpoint::of_the_tests()?;
    let told = engine.drive(Cmd::new("node"))?;
    let told = told.env("STW_ENDPOINT", &endpoint).env("STW_ROOT", root());
    // It is the file's, too, and WebDriver's engines begin slowly where there is much to do.
    let limit = if engine == Engine::Chromium { 300 } else { 600 };
    // Each file by its name: newer versions of Node take a folder here for a module.
    let run = |node: Cmd, files: &[String]| files.iter().fold(node, Cmd::arg).envs_of(&told);
    let count = |text: &str| {
        *left_out = node_skipped(text);
        node_tests(text)
    };
    let first = match report::tests(&run(node_test(at_once, limit), files), count) {
        Ok(counts) => return Ok(counts),
        Err(failed) => failed,
    };
    let names = failed_names(&first.output);
    if names.is_empty() || names.len() > SECOND_TRIES || names.len() != first.counts.failed {
        return Err(first);
    }
    // Two browsers on two cores now and then starve a page for seconds. What fails alone too is a fault.
    println!("failed beside others, now alone:\n{}", failures(&first.output).trim_end());
    // A file is named where its browser or endpoint did not begin, or it took too long as a whole.
    let (whole, tests): (Vec<_>, Vec<_>) = names.iter().copied().partition(|name| name.ends_with(TEST_FILE));
    let whole: Vec<String> = whole.into_iter().map(str::to_owned).collect();
    if !whole.is_empty() {
        report::tests(&run(node_test(1, limit), &whole), node_tests)?;
    }
    if !tests.is_empty() {
        let alone = tests.iter().fold(node_test(1, limit), |node, name| {
            node.arg(format!("--test-name-pattern=/^{}$/", escaped(name)))
        });
        if report::tests(&run(alone, files), node_tests)?.passed < tests.len() {
            return Err(first);
        }
    }
    Ok(Counts { passed: first.counts.passed + names.len(), failed: 0 })
}

fn is_one_of(file: &str, names: &[&str]) -> bool {
    names.iter().any(|name| file == format!("tests/e2e/{name}{TEST_FILE}"))
}

/// What a file with tests is called, after its name.
const TEST_FILE: &str = ".test.mjs";

/// What measures times: another browser beside it would be measured, too.
const MEASURING: [&str; 2] = ["host-page/responsiveness", "host-page/lighthouse"];

/// Whether a file is for the engines at all, and for this run.
fn shows_an_engine(file: &str, all: bool) -> bool {
    let has_a_page =
        std::fs::read_to_string(root().join(file)).is_ok_and(|text| text.contains("support/test.mjs"));
    has_a_page && (all || is_one_of(file, &IN_EVERY_ENGINE))
}

/// What is run in every engine each time: the whole way, and some of where engines differ (keys, policies, what is told of a
/// fault).
/// `--all` has the others, too, which wait for more and take longer than they should on a busy machine.
const IN_EVERY_ENGINE: [&str; 5] =
    ["journey/visitor", "form/validation", "form/keyboard", "host-page/strict-csp", "form/crash"];

/// So many tests that failed are tried again, one at a time; more are no chance.
const SECOND_TRIES: usize = 4;

/// What a run of Node's tests says of those that failed, below all the others.
fn failures(output: &str) -> &str {
    output.find("✖ failing tests:").map_or("", |at| &output[at..])
}

/// Their names: `✖ opens at a click (12.5ms)`
fn failed_names(output: &str) -> Vec<&str> {
    let lines = failures(output).lines().skip(1);
    lines.filter_map(|line| Some(line.strip_prefix("✖ ")?.rsplit_once(" (")?.0)).collect()
}

/// As a pattern that matches just this.
fn escaped(name: &str) -> String {
    let is_sign = |char: char| char.is_ascii_punctuation();
    name.chars().flat_map(|char| is_sign(char).then_some('\\').into_iter().chain([char])).collect()
}

/// The tests of scripts that need no browser.
pub(super) fn unit() -> StepResult {
    setup::node()?;
    report::tests(&files("tests/unit")?.into_iter().fold(node_test(2, 60), Cmd::arg), node_tests)
}

/// The faults' own tests, and a soak that is over in a minute; `cargo xtask soak` is the large one.
pub(super) fn soak() -> StepResult {
    setup::node()?;
    // One file at a time: a run starts both browsers. The limit is for one that waits in vain, at its end, too.
    let node = files("tests/soak")?.into_iter().fold(node_test(1, 300), Cmd::arg);
    let node = soak::with_browsers(node, &soak::Browser::ALL)?;
    report::tests(&soak::with_endpoint(node, &endpoint::of_the_tests()?), node_tests)
}

/// The projects of `tests/consumers/` with the package that `cargo xtask package` made. Some take minutes to install and to
/// build, and are left out unless `all` are wanted.
pub(super) fn consumers(all: bool) -> StepResult {
    setup::node()?;
    let files = files("tests/consumers")?.into_iter().filter(|file| all || !file.contains("/slow_"));
    // The limit is a file's, too, with the installs of all its projects.
    let node = Engine::Chromium.drive(files.fold(node_test(1, 1200), Cmd::arg))?;
    report::tests(&soak::with_endpoint(node, &endpoint::of_the_tests()?), node_tests)
}

pub(super) fn demo() -> StepResult {
    setup::node()?;
    setup::curl()?;
    // The demo builds it too; here the minutes that it takes are no test's.
    endpoint::release()?;
    report::tests(&node_test(1, 120).arg("xtask/tests/demo.test.mjs"), node_tests)
}

/// So many files at once, so many seconds for a test.
fn node_test(files: u8, seconds: u32) -> Cmd {
    let node = Cmd::new("node").words("--test --test-reporter=spec");
    node.words(&format!("--test-concurrency={files} --test-timeout={seconds}000"))
}

/// The `*.test.mjs` of a folder and those below it.
pub(super) fn files(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    files_below(folder, &mut files)?;
    if files.is_empty() {
        bail!("{folder} has no *.test.mjs");
    }
    files.sort();
    Ok(files)
}

fn files_below(folder: &str, files: &mut Vec<String>) -> Result<()> {
    let path = root().join(folder);
    for entry in std::fs::read_dir(&path).with_context(|| format!("could not read {}", path.display()))? {
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

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "✔ closes (3ms)\n✖ opens (for all) (12.5ms)\nℹ pass 1\nℹ fail 1\n\n✖ failing tests:\n\n\
        test at tests/e2e/support/test.mjs:32:3\n✖ opens (for all) (12.5ms)\n  Error: no\n";

    #[test]
    fn names_the_tests_that_failed() {
        assert_eq!(failed_names(OUTPUT), ["opens (for all)"]);
        assert!(failed_names("✔ closes (3ms)\nℹ fail 0\n").is_empty());
    }

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(escaped("a.b 1"), r"a\.b 1");
    }
}
