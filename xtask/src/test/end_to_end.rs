//! The tests that Node runs: units in `tests/unit/`, the whole way with the real endpoint in `tests/e2e/`,
//! `tests/soak/` and `tests/consumers/`, and the demo as a newcomer uses it.

use anyhow::Result;

use super::node::{NodeTests, TEST_FILE, files};
use crate::count::{Counts, Outcome};
use crate::report::{Failed, StepResult};
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
    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        }
    }

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

/// All end-to-end tests in one engine; in others than Chromium only the files that show most of it, unless `all` are wanted.
pub(super) fn whole(engine: Engine, all: bool) -> StepResult {
    let mut files = files("tests/e2e")?;
    if engine == Engine::Chromium {
        files.retain(|file| !is_measuring(file));
    } else {
        files.retain(|file| shows_an_engine(file, all));
    }
    with_second_tries(&tests(engine, files, 2)?, engine)
}

/// The tests that look at how long something takes, in Chromium only, with nothing beside them.
pub(super) fn measured() -> StepResult {
    let mut files = files("tests/e2e")?;
    files.retain(|file| is_measuring(file));
    with_second_tries(&tests(Engine::Chromium, files, 1)?, Engine::Chromium)
}

/// A few files that go the whole way and have most of the extras in them, in Chromium.
pub(super) fn smoke() -> StepResult {
    let mut files = files("tests/e2e")?;
    files.retain(|file| is_one_of(file, &SMOKE));
    with_second_tries(&tests(Engine::Chromium, files, 2)?, Engine::Chromium)
}

/// These files in Chromium, and of `parts` only the tests that have `name` in their names.
pub(super) fn named(whole: Vec<String>, parts: Vec<String>, name: &str) -> StepResult {
    let (whole, measuring): (Vec<_>, Vec<_>) = whole.into_iter().partition(|file| !is_measuring(file));
    let mut all = Outcome::default();
    let mut add = |outcome: Outcome| {
        all.counts.add(outcome.counts);
        all.times.extend(outcome.times);
    };
    for (files, at_once) in [(whole, 2), (measuring, 1)] {
        if !files.is_empty() {
            add(tests(Engine::Chromium, files, at_once)?.step()?);
        }
    }
    if !parts.is_empty() {
        let at_once = if parts.iter().any(|file| is_measuring(file)) { 1 } else { 2 };
        add(tests(Engine::Chromium, parts, at_once)?.containing(name).step()?);
    }
    Ok(all)
}

/// Builds and installs what the tests of `files` need.
fn tests(engine: Engine, files: Vec<String>, at_once: u8) -> Result<NodeTests> {
    setup::node()?;
    let node = engine.drive(Cmd::new("node"))?;
    let node = soak::with_endpoint(node, &endpoint::of_the_tests()?);
    // WebDriver's engines begin slowly where there is much to do.
    let timeout_seconds = if engine == Engine::Chromium { 300 } else { 600 };
    Ok(NodeTests::new(node, at_once, timeout_seconds, files))
}

/// Runs end-to-end tests, and the few that failed once more, one at a time.
fn with_second_tries(tests: &NodeTests, engine: Engine) -> StepResult {
    let run = tests.run()?;
    let skipped = run.records.skipped;
    let names = run.records.failed.clone();
    let files: Vec<_> = run.records.failed_files.iter().cloned().collect();
    // A file is named itself where it failed as a whole.
    let have_hung = files.len() <= HUNG_FILES && files.iter().all(|file| names.contains(file));
    let summary = failures(&run.captured.text).trim_end().to_owned();
    let mut outcome = match run.result() {
        Ok(outcome) => outcome,
        Err(failed) if names.is_empty() || (names.len() > SECOND_TRIES && !have_hung) => {
            return Err(failed);
        }
        Err(failed) if names.len() > SECOND_TRIES => {
            // An engine that hangs takes all further tests of its file along. A file passes alone, or is a fault.
            println!("failed with their files, now those files alone:\n{summary}");
            let mut outcome = tests.alone(files).step()?;
            outcome.counts.passed += failed.outcome.counts.passed;
            outcome
        }
        Err(failed) => {
            // Two browsers on two cores now and then starve a page for seconds. What fails alone too is a fault.
            println!("failed beside others, now alone:\n{summary}");
            if passed_alone(tests, &names)? < names.len() {
                return Err(failed);
            }
            let mut outcome = failed.outcome;
            outcome.counts = Counts { passed: outcome.counts.passed + names.len(), failed: 0 };
            outcome
        }
    };
    if skipped > 0 {
        let why = "by name and reason in tests/e2e/support/engines.mjs";
        outcome.left_out.push(format!("{skipped} end-to-end tests in {}, {why}", engine.name()));
    }
    Ok(outcome)
}

/// Runs tests again alone. The number of `names` that passed; an error tells of those that did not.
fn passed_alone(tests: &NodeTests, names: &[String]) -> Result<usize, Failed> {
    // A file is named where its browser or endpoint did not begin, or it took too long as a whole.
    let (whole, tests_alone): (Vec<_>, Vec<_>) =
        names.iter().cloned().partition(|name| name.ends_with(TEST_FILE));
    let mut passed = whole.len();
    if !whole.is_empty() {
        tests.alone(whole).step()?;
    }
    if !tests_alone.is_empty() {
        let alone = tests.alone(tests.files().to_vec());
        passed += tests_alone.iter().fold(alone, |alone, name| alone.named(name)).step()?.counts.passed;
    }
    Ok(passed)
}

fn is_measuring(file: &str) -> bool {
    is_one_of(file, &MEASURING)
}

fn is_one_of(file: &str, names: &[&str]) -> bool {
    names.iter().any(|name| file == format!("tests/e2e/{name}{TEST_FILE}"))
}

/// What `--quick` runs.
const SMOKE: [&str; 5] =
    ["journey/visitor", "form/drafts", "outbox/delivery", "form/details", "form/validation"];

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

/// So many failed tests are tried again, one at a time; more are no accident.
const SECOND_TRIES: usize = 4;

/// So many files that hung are tried again: as many as run beside each other.
const HUNG_FILES: usize = 2;

/// The part of a run's output about the tests that failed, below all the others.
fn failures(output: &str) -> &str {
    output.find("✖ failing tests:").map_or("", |at| &output[at..])
}

/// The tests of scripts that need no browser.
pub(super) fn unit() -> StepResult {
    setup::node()?;
    unit_tests(files("tests/unit")?).step()
}

/// Of these files all tests, and of `parts` those that have `name` in their names.
pub(super) fn unit_named(whole: Vec<String>, parts: Vec<String>, name: &str) -> StepResult {
    setup::node()?;
    let mut outcome = Outcome::default();
    if !whole.is_empty() {
        outcome = unit_tests(whole).step()?;
    }
    if !parts.is_empty() {
        outcome.counts.add(unit_tests(parts).containing(name).step()?.counts);
    }
    Ok(outcome)
}

fn unit_tests(files: Vec<String>) -> NodeTests {
    NodeTests::new(Cmd::new("node"), 2, 60, files)
}

/// The faults' own tests, and a soak that is over in a minute; `cargo xtask soak` is the large one.
pub(super) fn soak() -> StepResult {
    setup::node()?;
    let node = soak::with_browsers(Cmd::new("node"), &soak::Browser::ALL)?;
    let node = soak::with_endpoint(node, &endpoint::of_the_tests()?);
    // One file at a time: a run starts both browsers. The limit is for one that waits in vain, at its end, too.
    NodeTests::new(node, 1, 300, files("tests/soak")?).step()
}

/// The projects of `tests/consumers/` with the package that `cargo xtask package` made. Some take minutes to install and to
/// build, and are left out unless `all` are wanted.
pub(super) fn consumers(all: bool) -> StepResult {
    setup::node()?;
    let mut files = files("tests/consumers")?;
    files.retain(|file| all || !file.contains("/slow_"));
    let node = soak::with_endpoint(Engine::Chromium.drive(Cmd::new("node"))?, &endpoint::of_the_tests()?);
    // The limit is a file's, too, with the installs of all its projects.
    NodeTests::new(node, 1, 1200, files).step()
}

pub(super) fn demo() -> StepResult {
    setup::node()?;
    setup::curl()?;
    // The demo builds it too; here the minutes that it takes are no test's.
    endpoint::release()?;
    let files = ["xtask/tests/demo.test.mjs", "xtask/tests/dev.test.mjs"].map(str::to_owned);
    NodeTests::new(Cmd::new("node"), 1, 300, files.into()).step()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_is_named_here_exists() {
        let files = files("tests/e2e").unwrap();

        for name in [SMOKE.as_slice(), &MEASURING, &IN_EVERY_ENGINE].concat() {
            assert!(files.iter().any(|file| is_one_of(file, &[name])), "{name}");
        }
    }

    /// Runs a file whose test `flaky` passes if `passes`, an expression, is true, in a folder of its own.
    fn with_flaky_test(folder: &str, passes: &str) -> StepResult {
        let folder = std::env::temp_dir().join(format!("xtask-{folder}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("flaky.test.mjs");
        let text = format!(
            "import assert from 'node:assert';
            import {{ existsSync, writeFileSync }} from 'node:fs';
            import test from 'node:test';
            const mark = import.meta.url.slice('file://'.length) + '.ran';
            test('steady', () => {{}});
            test('left out', {{ skip: 'for a reason' }}, () => {{}});
            test('flaky', () => {{
              const isAgain = existsSync(mark);
              writeFileSync(mark, '');
              assert.ok({passes});
            }});"
        );
        std::fs::write(&file, text).unwrap();
        let files = vec![file.to_string_lossy().into_owned()];
        let result = with_second_tries(&NodeTests::new(Cmd::new("node"), 2, 60, files), Engine::Firefox);
        std::fs::remove_dir_all(folder).unwrap();
        result
    }

    #[test]
    fn a_test_that_passes_alone_has_passed_and_those_left_out_are_counted() {
        let outcome =
            with_flaky_test("flaky", "isAgain").unwrap_or_else(|failed| panic!("{}", failed.output));

        assert_eq!(outcome.counts, Counts { passed: 2, failed: 0 });
        let why = "by name and reason in tests/e2e/support/engines.mjs";
        assert_eq!(outcome.left_out, [format!("1 end-to-end tests in Firefox, {why}")]);
    }

    #[test]
    fn a_test_that_fails_alone_too_has_failed() {
        let failed = with_flaky_test("broken", "false").err().unwrap();

        assert_eq!(failed.outcome.counts, Counts { passed: 0, failed: 1 });
        assert!(failed.repeat.contains("'--test-name-pattern=/^flaky$/'"), "{}", failed.repeat);
    }

    #[test]
    fn shows_only_the_failures_of_a_run() {
        assert_eq!(failures("✔ closes (3ms)\n✖ failing tests:\n✖ opens"), "✖ failing tests:\n✖ opens");
        assert_eq!(failures("✔ closes (3ms)\nℹ fail 0\n"), "");
    }
}
