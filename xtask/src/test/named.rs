//! `cargo xtask test NAME`: the tests and the test files that have NAME in their names, in Chromium.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::node::path_has;
use super::{browser, end_to_end, node, plan};
use crate::count::{Counts, Outcome, cargo_outcome};
use crate::report::{Report, Step, StepResult, judge};
use crate::run::{Cmd, root};

/// Runs everything that has `name`.
///
/// # Errors
/// If no test has it.
pub(super) fn run(name: &str, report: &mut Report) -> Result<()> {
    if can_be_in_rust(name) {
        let cmd = Cmd::cargo("test --workspace --no-fail-fast").arg(name);
        report.step(Step::new("native tests", move || native_tests(&cmd)));
    }
    let owned = name.to_owned();
    report.step(Step::new("unit tests of JavaScript", move || node::unit_named(&owned)));
    let in_browser = browser_files(name)?;
    if !in_browser.is_empty() {
        report.step(Step::new("browser tests, Chromium", move || browser::named(&in_browser)));
    }
    // Some end-to-end tests are named after the widget's files, so these have to be there.
    let is_built = root().join(BUILT).is_dir() || report.step(Step::new("widget", plan::widget));
    if is_built && end_to_end::has(name)? && report.step(Step::new("widget", plan::widget)) {
        let owned = name.to_owned();
        report.step(Step::new("end to end, Chromium", move || end_to_end::named(&owned)));
    }
    if report.is_empty() {
        bail!(
            "no test and no test file has `{name}` in its name; type a part of a file's path \
             (`cargo xtask test form/drafts`) or of a test's name (`cargo xtask test \"keeps the text\"`). Looked in \
             the native tests, tests/unit, tests/*.rs and tests/e2e; `cargo xtask soak` runs tests/soak, and \
             `cargo xtask test` runs tests/consumers"
        );
    }
    Ok(())
}

/// What a build of the widget makes last.
const BUILT: &str = "target/widget/dist/site";

/// Most names are of no native test, which is no failure.
fn native_tests(cmd: &Cmd) -> StepResult {
    let captured = cmd.capture()?;
    let outcome = cargo_outcome(&captured.text);
    if captured.ok && outcome.counts == Counts::default() {
        return Ok(Outcome::default());
    }
    judge(captured, outcome, cmd.line())
}

/// Whether a Rust test can have it in its path, `form::tests::opens`.
fn can_be_in_rust(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_' || char == ':')
}

/// The files for wasm-pack that have `name` in their path or in a test's name.
fn browser_files(name: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for file in browser::test_files()? {
        if path_has(&file, "tests", name) || wasm_tests(&read(&file)?).any(|test| test.contains(name)) {
            files.push(file);
        }
    }
    Ok(files)
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(root().join(file)).with_context(|| format!("could not read {file}"))
}

/// The functions below a `#[wasm_bindgen_test]`.
fn wasm_tests(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[wasm_bindgen_test]").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once("fn ")?;
        rest.split('(').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_names_of_wasm_tests() {
        let text = "#[wasm_bindgen_test]\nasync fn sends_once() {}\nfn help() {}\n";

        assert_eq!(wasm_tests(text).collect::<Vec<_>>(), ["sends_once"]);
    }

    #[test]
    fn names_with_blanks_or_slashes_are_of_no_rust_test() {
        assert!(
            can_be_in_rust("form::tests") && !can_be_in_rust("keeps the text") && !can_be_in_rust("form/a")
        );
    }
}
