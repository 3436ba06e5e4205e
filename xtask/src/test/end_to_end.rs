//! The whole way, with the real endpoint: the Node tests in `tests/e2e/`.
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
    let mut cmd = Cmd::new("node").words("--test --test-reporter=spec --test-timeout=120000");
    for file in files()? {
        cmd = cmd.arg(file);
    }
    let cmd = cmd.env("STW_ENDPOINT", endpoint).env("STW_CHROMIUM", chromium).env("STW_ROOT", root());
    report::tests(&cmd, node_tests)
}

/// `tests/e2e/*.test.mjs`
fn files() -> Result<Vec<String>> {
    let folder = root().join("tests/e2e");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("could not read {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") || name.ends_with(".test.js") {
            files.push(format!("tests/e2e/{name}"));
        }
    }
    if files.is_empty() {
        bail!("tests/e2e has no *.test.mjs");
    }
    files.sort();
    Ok(files)
}
