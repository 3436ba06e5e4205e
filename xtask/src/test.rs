//! `cargo xtask test`: every check and every test, one step after the other. A failed step does not stop the
//! others.
//!
//! Owns the list of steps. Must not know how a step's tools are installed or its output is read.

mod browser;
mod end_to_end;
mod screen;

use std::process::ExitCode;

use anyhow::{Result, bail};

use self::end_to_end::Engine;
use crate::count::{self, Counts};
use crate::report::{CHECKED, Failed, Report, StepResult, check, tests};
use crate::run::{Cmd, root};
use crate::{setup, sizes, tidy};

/// `cargo xtask test [--quick|--all]`
pub(crate) fn command(args: &[String]) -> Result<ExitCode> {
    let (quick, all) = match args {
        [] => (false, false),
        [arg] if arg == "--quick" => (true, false),
        [arg] if arg == "--all" => (false, true),
        _ => bail!("`cargo xtask test` takes --quick, --all or nothing, and got `{}`", args.join(" ")),
    };
    let mut report = Report::default();

    report.step("format", || check(&Cmd::cargo("fmt --all --check")));
    report.step("house rules", house_rules);
    report.step("widget", widget);
    report.step("clippy", || check(&Cmd::cargo("clippy --workspace --all-targets -- -D warnings")));
    report.step("clippy for wasm", || check(&Cmd::cargo(CLIPPY_WASM)));
    report.step("clippy for wasm, the outbox", || check(&Cmd::cargo(CLIPPY_OUTBOX)));
    report.step("clippy for wasm, the client", || check(&Cmd::cargo(CLIPPY_CLIENT)));
    report.step("native tests", native_tests);
    report.step("unit tests of the scripts", end_to_end::unit);
    report.step("documentation", || {
        check(&Cmd::cargo("doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    });
    report.step("loader's types", || check(&setup::node()?.tool("tsc")));
    report.step("sizes", within_budget);
    report.step("browser tests, Chromium", browser::chromium);
    if quick {
        report.leave_out(
            "Firefox, WebKit, end to end, the soak, the demo, wasm-pack's build, the npm package, its consumers (--quick)",
        );
    } else {
        report.step("browser tests, Firefox", browser::firefox);
        report.step("browser tests, WebKit", browser::webkit);
        end_to_end(&mut report, all);
        report.step("measured, Chromium", end_to_end::measured);
        report.step("soak, small", end_to_end::soak);
        report.step("demo", end_to_end::demo);
        report.step("wasm-pack build", browser::plain_build);
        report.step("npm package", || check(&Cmd::cargo("xtask package")));
        report.step("the package's consumers", || end_to_end::consumers(all));
        if !all {
            report
                .leave_out("the package with webpack, Parcel, Next.js, SvelteKit and Nuxt (--all has them)");
        }
    }

    Ok(if report.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// clippy does not know `#[wasm_bindgen_test]` for a test, so what tests may do is allowed here; src/lib.rs denies it
/// to the widget itself, and has the last word there.
const CLIPPY_WASM: &str = "clippy --package support-ticket-widget --lib --tests \
    --target wasm32-unknown-unknown -- -D warnings \
    -A clippy::unwrap_used -A clippy::expect_used -A clippy::panic";

/// What the outbox exports is compiled only here, and for the module that is built of it.
const CLIPPY_OUTBOX: &str = "clippy --package support-ticket-outbox --lib --features module \
    --target wasm32-unknown-unknown -- -D warnings";

/// The same of what programs without a form call.
const CLIPPY_CLIENT: &str =
    "clippy --package support-ticket-client --lib --target wasm32-unknown-unknown -- -D warnings";

fn house_rules() -> StepResult {
    let broken = tidy::broken()?;
    if broken.is_empty() {
        return Ok(CHECKED);
    }
    Err(failed(broken.join("\n"), "cargo xtask tidy"))
}

fn widget() -> StepResult {
    // In this process first, so that what is installed is said while it happens.
    setup::wasm_target()?;
    setup::node()?;
    check(&Cmd::cargo("xtask build"))
}

/// The end-to-end tests, in each engine.
fn end_to_end(report: &mut Report, all: bool) {
    let engines = [(Engine::Chromium, "Chromium"), (Engine::Firefox, "Firefox"), (Engine::WebKit, "WebKit")];
    for (engine, name) in engines {
        let mut left_out = 0;
        report.step(&format!("end to end, {name}"), || end_to_end::tests(engine, all, &mut left_out));
        if left_out > 0 {
            let why = "by name and reason in tests/e2e/support/engines.mjs";
            report.leave_out(&format!("{left_out} end-to-end tests in {name}, {why}"));
        }
    }
    if !all {
        report.leave_out("most end-to-end files in Firefox and WebKit (--all has them)");
    }
}

fn native_tests() -> StepResult {
    tests(&Cmd::cargo("test --workspace --no-fail-fast"), |text| {
        let mut all = Counts::default();
        count::cargo_tests(text).into_iter().for_each(|(_, counts)| all.add(counts));
        all
    })
}

fn within_budget() -> StepResult {
    let over = sizes::over_budget()?;
    if over.is_empty() {
        return Ok(CHECKED);
    }
    Err(failed(over.join("\n"), "cargo xtask bench --sizes"))
}

fn failed(output: String, repeat: &str) -> Failed {
    Failed { counts: Counts { passed: 0, failed: 1 }, output, repeat: repeat.to_owned() }
}

/// The browser test files: one promise to the visitor each.
fn browser_test_files() -> Result<Vec<String>> {
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
