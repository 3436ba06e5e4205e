//! The end-to-end tests, `tests/e2e/`, with the real endpoint in real browsers. Playwright runs them, as
//! `playwright.config.mjs` says.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::node::escaped;
use crate::count::Outcome;
use crate::report::{StepResult, judge};
use crate::run::{Cmd, root};
use crate::{endpoint, setup, soak};

/// Where `playwright.config.mjs` has it written.
const REPORT: &str = "target/playwright.json";

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

    /// Its project in `playwright.config.mjs`; the others begin with it.
    fn project(self) -> String {
        self.name().to_lowercase()
    }

    /// Installs it, and tells `cmd` which it is and where.
    pub(super) fn drive(self, cmd: Cmd) -> Result<Cmd> {
        let cmd = cmd.env("STW_BROWSER", self.project());
        Ok(match self {
            Self::Chromium => cmd.env("STW_CHROMIUM", setup::chromium()?),
            Self::Firefox => cmd.env("STW_FIREFOX", setup::firefox()?),
            Self::WebKit => {
                let cmd = cmd.env("STW_WEBKITDRIVER", setup::webkit()?);
                let cmd = cmd.env("STW_GJS", setup::webkit_windows()?).env("STW_XVFB", setup::xvfb()?);
                setup::without_sandbox_as_root(cmd)?
            }
        })
    }
}

/// All tests in one engine; in others than Chromium only the files that show most of it, unless `all` are wanted.
pub(super) fn whole(engine: Engine, all: bool) -> StepResult {
    let most = (all || engine == Engine::Chromium).then(|| engine.project());
    let projects = most.into_iter().chain([engine.project() + "-short"]);
    run(engine, in_projects(playwright()?, projects))
}

/// The tests that look at how long something takes, in Chromium only, with nothing beside them.
pub(super) fn measured() -> StepResult {
    run(Engine::Chromium, in_projects(playwright()?, ["chromium-measured".to_owned()]))
}

/// A few files that go the whole way and have most of the extras in them, in Chromium.
pub(super) fn smoke() -> StepResult {
    run(Engine::Chromium, in_projects(playwright()?, ["chromium-short".to_owned()]))
}

/// Whether a test or a file has `name` in its name. Needs the widget's files.
pub(super) fn has(name: &str) -> Result<bool> {
    Ok(!projects_with(name)?.is_empty())
}

/// The tests that have `name` in their own name or their file's, in Chromium. None is tried again: who runs a few wants to
/// see them fail.
pub(super) fn named(name: &str) -> StepResult {
    let (measured, others): (Vec<_>, Vec<_>) =
        projects_with(name)?.into_iter().partition(|project| project.ends_with("-measured"));
    let mut outcome = Outcome::default();
    for projects in [others, measured].into_iter().filter(|projects| !projects.is_empty()) {
        let cmd = playwright()?.arg("--retries=0").arg(grep(name));
        outcome.add(run(Engine::Chromium, in_projects(cmd, projects))?);
    }
    Ok(outcome)
}

fn playwright() -> Result<Cmd> {
    Ok(setup::node()?.tool("playwright").words("test"))
}

fn in_projects(cmd: Cmd, projects: impl IntoIterator<Item = String>) -> Cmd {
    projects.into_iter().fold(cmd, |cmd, project| cmd.arg(format!("--project={project}")))
}

/// Playwright compares it with the project's name, the file's path and the test's name, with blanks between them. The
/// first is not meant.
fn grep(name: &str) -> String {
    let below = name.strip_prefix("tests/e2e/").unwrap_or(name);
    format!(r"--grep=/^\S+ .*{}/", escaped(below))
}

/// The projects with such tests.
fn projects_with(name: &str) -> Result<Vec<String>> {
    let list = playwright()?.words("--list --reporter=json --pass-with-no-tests").arg(grep(name));
    // Why a file cannot be loaded is told better by a run.
    let Ok(list) = list.read() else { return Ok(vec![Engine::Chromium.project()]) };
    let report: Value = serde_json::from_str(&list).context("Playwright listed no tests")?;
    let mut projects: Vec<_> = tests(&report).into_iter().map(|test| test.project).collect();
    projects.sort();
    projects.dedup();
    Ok(projects)
}

/// Builds and installs what the tests need, runs them and reads the report.
fn run(engine: Engine, playwright: Cmd) -> StepResult {
    let cmd = soak::with_endpoint(engine.drive(playwright)?, &endpoint::of_the_tests()?);
    let (captured, text) = cmd.capture_with(&root().join(REPORT))?;
    let report = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).context(REPORT)? };
    judge(captured, outcome(&report, engine), cmd.line())
}

/// A test in Playwright's report.
struct Test {
    name: String,
    project: String,
    status: String,
    /// Of each time that it was tried.
    seconds: Vec<f64>,
}

/// All tests of a suite and those in it; the report itself is one, too.
fn tests(suite: &Value) -> Vec<Test> {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for spec in list(suite, "specs") {
        for test in list(&spec, "tests") {
            let milliseconds = list(&test, "results").into_iter().filter_map(|run| run["duration"].as_f64());
            all.push(Test {
                name: text(&spec["title"]),
                project: text(&test["projectName"]),
                status: text(&test["status"]),
                seconds: milliseconds.map(|milliseconds| milliseconds / 1000.0).collect(),
            });
        }
    }
    all.extend(list(suite, "suites").iter().flat_map(tests));
    all
}

fn outcome(report: &Value, engine: Engine) -> Outcome {
    let mut outcome = Outcome::default();
    let mut skipped = 0;
    // A test that was not tried is one that a run with too many failures did not come to.
    for test in tests(report).into_iter().filter(|test| !test.seconds.is_empty()) {
        match test.status.as_str() {
            "expected" => outcome.counts.passed += 1,
            "flaky" => {
                outcome.counts.passed += 1;
                let again = "passed only when it was tried again";
                outcome.notes.push(format!("{again}: {} ({})", test.name, engine.name()));
            }
            "skipped" => skipped += 1,
            _ => outcome.counts.failed += 1,
        }
        outcome.times.push((test.seconds.iter().sum(), test.name));
    }
    if skipped > 0 {
        let why = "by name and reason in tests/e2e/support/engines.mjs";
        outcome.notes.push(format!("left out: {skipped} end-to-end tests in {}, {why}", engine.name()));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::Counts;

    #[test]
    fn reads_what_passed_failed_was_left_out_and_passed_only_the_second_time() {
        let report = serde_json::json!({ "suites": [{ "specs": [
            { "title": "opens", "tests": [{ "status": "expected", "results": [{ "duration": 1500 }] }] },
            { "title": "sends", "tests": [
                { "status": "flaky", "results": [{ "duration": 60000 }, { "duration": 2000 }] }] },
        ], "suites": [{ "specs": [
            { "title": "closes", "tests": [{ "status": "unexpected", "results": [{ "duration": 1000 }] }] },
            { "title": "prints", "tests": [{ "status": "skipped", "results": [{ "duration": 0 }] }] },
            { "title": "not reached", "tests": [{ "status": "skipped", "results": [] }] },
        ] }] }] });

        let outcome = outcome(&report, Engine::Firefox);

        assert_eq!(outcome.counts, Counts { passed: 2, failed: 1 });
        assert_eq!(outcome.times[1], (62.0, "sends".to_owned()));
        let why = "by name and reason in tests/e2e/support/engines.mjs";
        assert_eq!(
            outcome.notes,
            [
                "passed only when it was tried again: sends (Firefox)".to_owned(),
                format!("left out: 1 end-to-end tests in Firefox, {why}"),
            ]
        );
    }

    #[test]
    fn a_name_is_no_pattern_and_may_be_pasted_with_its_folder() {
        assert_eq!(grep("tests/e2e/form/a.b"), r"--grep=/^\S+ .*form\/a\.b/");
    }
}
