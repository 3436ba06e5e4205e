//! The whole way, with the real endpoint: the Node tests in `tests/e2e/`, and the demo as a newcomer uses it.
//!
//! Owns what the tests are told. Must not know what they look at.

use anyhow::{Context as _, Result, bail};

use crate::count::node_tests;
use crate::report::{self, StepResult};
use crate::run::{Cmd, root};
use crate::{endpoint, setup};

pub(super) fn tests() -> StepResult {
    setup::node_required()?;
    let chromium = setup::chromium()?;
    let endpoint = endpoint::of_the_tests()?;
    // Each file by its name: newer versions of Node take a folder here for a module.
    let node = files()?.into_iter().fold(node_test(), Cmd::arg);
    let node = node.env("STW_ENDPOINT", endpoint).env("STW_CHROMIUM", chromium).env("STW_ROOT", root());
    report::tests(&node, node_tests)
}

pub(super) fn demo() -> StepResult {
    setup::node_required()?;
    setup::curl()?;
    // The demo builds it too; here the minutes that it takes are no test's.
    endpoint::release()?;
    report::tests(&node_test().arg("xtask/tests/demo.test.mjs"), node_tests)
}

fn node_test() -> Cmd {
    Cmd::new("node").words("--test --test-concurrency=2 --test-reporter=spec --test-timeout=120000")
}

/// `tests/e2e/*.test.mjs`
fn files() -> Result<Vec<String>> {
    let folder = root().join("tests/e2e");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("could not read {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(format!("tests/e2e/{name}"));
        }
    }
    if files.is_empty() {
        bail!("tests/e2e has no *.test.mjs");
    }
    files.sort();
    Ok(files)
}
