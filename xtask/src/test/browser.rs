//! The widget's tests in real browsers, by wasm-pack, and the proof that they ran there: natively, or without
//! `run_in_browser`, a test file is silently empty and green.

use anyhow::Result;

use super::screen::Screen;
use crate::count::{Counts, cargo_outcome, cargo_tests};
use crate::report::{Failed, StepResult, check};
use crate::run::{Cmd, root};
use crate::setup;

pub(super) fn chromium() -> StepResult {
    run(in_chromium()?, &test_files()?)
}

/// Only these files, in Chromium.
pub(super) fn named(files: &[String]) -> StepResult {
    let targets = files.iter().filter_map(|file| file.strip_prefix("tests/")?.strip_suffix(".rs"));
    let cmd = in_chromium()?.words("--");
    run(targets.fold(cmd, |cmd, target| cmd.words("--test").arg(target)), files)
}

fn in_chromium() -> Result<Cmd> {
    setup::chromium()?;
    let driver = setup::chromedriver()?;
    Ok(wasm_pack_test()?.words("--chrome --chromedriver").arg(driver))
}

pub(super) fn firefox() -> StepResult {
    setup::firefox()?;
    let driver = setup::geckodriver()?.join("geckodriver");
    run(wasm_pack_test()?.words("--firefox --geckodriver").arg(driver), &test_files()?)
}

/// WebKitGTK's small browser, by its own driver, which takes the same options as Safari's.
pub(super) fn webkit() -> StepResult {
    let driver = setup::webkit()?;
    let screen = Screen::open()?;
    let test = wasm_pack_test()?.words("--safari --safaridriver").arg(driver);
    run(screen.show(setup::without_sandbox_as_root(test)?), &test_files()?)
}

/// The plain build that other wasm-pack users expect to work here, too.
pub(super) fn plain_build() -> StepResult {
    check(&wasm_pack("build --target web --mode no-install --out-dir target/wasm-pack")?)
}

/// wasm-pack, kept from installing anything itself.
fn wasm_pack(words: &str) -> Result<Cmd> {
    let cmd = Cmd::new(setup::wasm_pack()?.join("wasm-pack")).words(words);
    Ok(cmd.path_first(&setup::wasm_bindgen()?))
}

fn wasm_pack_test() -> Result<Cmd> {
    Ok(wasm_pack("test --headless --mode no-install")?.env("WASM_BINDGEN_TEST_TIMEOUT", "120"))
}

/// The test files: one promise to the visitor each.
pub(super) fn test_files() -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join("tests"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rs") {
            files.push(format!("tests/{name}"));
        }
    }
    files.sort();
    Ok(files)
}

/// Runs `cmd`, by which a test of each of `files` is to run.
fn run(cmd: Cmd, files: &[String]) -> StepResult {
    let captured = cmd.capture()?;
    let mut outcome = cargo_outcome(&captured.text);
    let silent = silent(&captured.text, files);
    if captured.ok && silent.is_empty() && outcome.counts.passed > 0 && outcome.counts.failed == 0 {
        return Ok(outcome);
    }
    outcome.counts.failed = outcome.counts.failed.max(silent.len()).max(1);
    let silent = silent.iter().map(|file| format!("{file}: no test of it was executed in the browser"));
    let output = std::iter::once(captured.text).chain(silent).collect::<Vec<_>>().join("\n");
    Err(Failed { outcome, output, repeat: cmd.line() })
}

/// The files of which no test ran.
fn silent(text: &str, files: &[String]) -> Vec<String> {
    let ran = cargo_tests(text);
    let did_run = |file: &&String| {
        ran.iter().any(|binary| binary.source == **file && binary.counts != Counts::default())
    };
    files.iter().filter(|file| !did_run(file)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_tests_were_skipped_is_named() {
        let text = "
     Running tests/opens.rs (target/wasm32-unknown-unknown/debug/deps/opens-1.wasm)
test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.10s
     Running tests/sends.rs (target/wasm32-unknown-unknown/debug/deps/sends-1.wasm)
this test suite is only configured to run in node.js, but we're only testing browser tests so skipping
";
        let files = ["tests/fails.rs", "tests/opens.rs", "tests/sends.rs"].map(str::to_owned);

        assert_eq!(silent(text, &files), ["tests/fails.rs", "tests/sends.rs"]);
    }
}
