//! The steps of a test run in their tiers: what costs seconds first, then minutes, then other engines.

use super::{browser, end_to_end, node};
use crate::count::{Outcome, cargo_outcome};
use crate::report::{Failed, Step, StepResult, Tier, check, checked, tests};
use crate::run::Cmd;
use crate::{setup, sizes, tidy};

use end_to_end::Engine;

/// What `cargo xtask check` runs: a minute, without the widget's build and without a browser.
pub(super) fn checks() -> Tier {
    Tier {
        name: "check",
        steps: vec![
            Step::new("format of Rust", || check(&Cmd::cargo("fmt --all --check"))),
            Step::new("format of JavaScript, CSS, JSON", || {
                check(&setup::node()?.tool("biome").words("format"))
            }),
            Step::new("lint of JavaScript", || check(&setup::node()?.tool("biome").words("lint"))),
            Step::new("house rules", house_rules),
            Step::new("types of JavaScript", || check(&setup::node()?.tool("tsc"))),
            Step::new("unit tests of JavaScript", node::unit),
            Step::new("clippy", || check(&Cmd::cargo("clippy --workspace --all-targets -- -D warnings"))),
            Step::new("native tests", || {
                tests(&Cmd::cargo("test --workspace --no-fail-fast"), cargo_outcome)
            }),
        ],
    }
}

/// What `cargo xtask test --quick` runs: what a developer waits for, in Chromium.
pub(super) fn quick() -> Vec<Tier> {
    let chromium = vec![
        Step::new(BROWSER_TESTS_CHROMIUM, browser::chromium),
        Step::new("end to end, smoke", end_to_end::smoke),
    ];
    vec![
        checks(),
        Tier { name: "build", steps: vec![Step::new("widget", widget)] },
        Tier { name: "Chromium", steps: chromium },
    ]
}

/// What `cargo xtask test` runs.
pub(super) fn whole(all: bool) -> Vec<Tier> {
    let build = vec![
        Step::new("widget", widget),
        Step::new("clippy for wasm", || check(&Cmd::cargo(CLIPPY_WASM))),
        Step::new("clippy for wasm, the outbox", || check(&Cmd::cargo(CLIPPY_OUTBOX))),
        Step::new("clippy for wasm, the client", || check(&Cmd::cargo(CLIPPY_CLIENT))),
        Step::new("documentation", || {
            check(&Cmd::cargo("doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
        }),
        Step::new("sizes", within_budget),
        // Once more, with the widget's files in the binary.
        Step::new("endpoint's tests with the widget", || {
            tests(&Cmd::cargo("test --package support-ticket-endpoint --no-fail-fast"), cargo_outcome)
        }),
    ];
    let chromium = vec![
        Step::new(BROWSER_TESTS_CHROMIUM, browser::chromium),
        Step::new("end to end, Chromium", move || end_to_end::whole(Engine::Chromium, all)),
        Step::new("measured, Chromium", end_to_end::measured),
    ];
    let engines = vec![
        Step::new("browser tests, Firefox", browser::firefox),
        Step::new("browser tests, WebKit", browser::webkit),
        Step::new("end to end, Firefox", move || end_to_end::whole(Engine::Firefox, all)),
        Step::new("end to end, WebKit", move || end_to_end::whole(Engine::WebKit, all)),
    ];
    let package = vec![
        Step::new("soak, small", node::soak),
        Step::new("demo", node::demo),
        Step::new("bench, short", || check(&Cmd::cargo("xtask bench --short"))),
        Step::new("site", || check(&Cmd::cargo("xtask site"))),
        Step::new("docs", || check(&Cmd::cargo("xtask docs"))),
        Step::new("tests by name", || check(&Cmd::cargo("xtask test uuid"))),
        Step::new("wasm-pack build", browser::plain_build),
        Step::new("npm package", || check(&Cmd::cargo("xtask package"))),
        Step::new("the package's consumers", move || node::consumers(all)),
    ];
    vec![
        checks(),
        Tier { name: "build", steps: build },
        Tier { name: "Chromium", steps: chromium },
        Tier { name: "Firefox and WebKit", steps: engines },
        Tier { name: "soak, demo and package", steps: package },
    ]
}

/// The steps of a whole run that `--quick` has not.
pub(super) fn left_out_by_quick() -> Vec<&'static str> {
    let names = |tiers: Vec<Tier>| tiers.into_iter().flat_map(|tier| tier.steps).map(|step| step.name);
    let quick: Vec<_> = names(quick()).collect();
    names(whole(false)).filter(|name| !quick.contains(name)).collect()
}

/// Also in `quick`, which must not report it as left out.
const BROWSER_TESTS_CHROMIUM: &str = "browser tests, Chromium";

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
    all_kept(tidy::broken()?, "cargo xtask tidy")
}

fn within_budget() -> StepResult {
    all_kept(sizes::over_budget()?, "cargo xtask bench --sizes")
}

/// Fails with the sentences in `broken`, if any.
fn all_kept(broken: Vec<String>, repeat: &str) -> StepResult {
    if broken.is_empty() {
        return checked();
    }
    Err(Failed { outcome: Outcome::of(0, 1), output: broken.join("\n"), repeat: repeat.to_owned() })
}

pub(super) fn widget() -> StepResult {
    // In this process first, so that a first installation is announced while it happens.
    setup::wasm_target()?;
    setup::node()?;
    check(&Cmd::cargo("xtask build"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_run_names_what_it_left_out_and_nothing_that_it_ran() {
        let left_out = left_out_by_quick();

        assert!(left_out.contains(&"end to end, Firefox") && left_out.contains(&"sizes"));
        assert!(!left_out.contains(&"widget") && !left_out.contains(&BROWSER_TESTS_CHROMIUM));
    }
}
