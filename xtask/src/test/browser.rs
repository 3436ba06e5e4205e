//! The widget's tests in real browsers, by wasm-pack.
//!
//! Owns the proof that they ran there: natively, or without `run_in_browser`, a test file is silently empty and
//! green.

use anyhow::Result;

use super::browser_test_files;
use super::screen::Screen;
use crate::count::{Counts, cargo_tests};
use crate::report::{Failed, StepResult, check};
use crate::run::Cmd;
use crate::setup;

pub(super) fn chromium() -> StepResult {
    setup::chromium()?;
    let driver = setup::chromedriver()?;
    run(wasm_pack_test()?.words("--chrome --chromedriver").arg(driver))
}

pub(super) fn firefox() -> StepResult {
    setup::firefox()?;
    let driver = setup::geckodriver()?.join("geckodriver");
    run(wasm_pack_test()?.words("--firefox --geckodriver").arg(driver))
}

/// WebKitGTK's small browser, by its own driver, which is asked as Safari's is.
pub(super) fn webkit() -> StepResult {
    let driver = setup::webkit()?;
    let screen = Screen::open()?;
    let test = wasm_pack_test()?.words("--safari --safaridriver").arg(driver);
    run(screen.show(setup::without_sandbox_as_root(test)?))
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

fn run(cmd: Cmd) -> StepResult {
    let captured = cmd.capture()?;
    let (mut counts, silent) = judge(&captured.text, &browser_test_files()?);
    if captured.ok && silent.is_empty() && counts.passed > 0 && counts.failed == 0 {
        return Ok(counts);
    }
    counts.failed = counts.failed.max(silent.len()).max(1);
    let silent = silent.iter().map(|file| format!("{file}: no test of it was executed in the browser"));
    let output = std::iter::once(captured.text).chain(silent).collect::<Vec<_>>().join("\n");
    Err(Failed { counts, output, repeat: cmd.line() })
}

/// All tests that ran, and the files of which none did.
fn judge(text: &str, files: &[String]) -> (Counts, Vec<String>) {
    let ran = cargo_tests(text);
    let of = |file: &str| {
        let mut counts = Counts::default();
        ran.iter().filter(|(name, _)| name == file).for_each(|(_, more)| counts.add(*more));
        counts
    };
    let mut all = Counts::default();
    ran.iter().for_each(|(_, counts)| all.add(*counts));
    let silent = files.iter().filter(|file| of(file) == Counts::default()).cloned().collect();
    (all, silent)
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

        let (counts, silent) = judge(text, &files);

        assert_eq!(counts, Counts { passed: 2, failed: 0 });
        assert_eq!(silent, ["tests/fails.rs", "tests/sends.rs"]);
    }
}
