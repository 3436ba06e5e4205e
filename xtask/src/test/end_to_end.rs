//! The whole way, with the real endpoint: the Node tests in `tests/e2e/`, and the demo as a newcomer uses it.
//!
//! Owns what the tests are told. Must not know what they look at.

use anyhow::{Context as _, Result, bail};

use crate::count::{Counts, node_tests};
use crate::report::{self, StepResult};
use crate::run::{Cmd, root};
use crate::{endpoint, setup};

pub(super) fn tests() -> StepResult {
    setup::node_required()?;
    let chromium = setup::chromium()?;
    let endpoint = endpoint::of_the_tests()?;
    // Each file by its name: newer versions of Node take a folder here for a module.
    let files = files()?;
    let of = |node: Cmd| {
        let node = files.iter().fold(node, Cmd::arg);
        node.env("STW_ENDPOINT", &endpoint).env("STW_CHROMIUM", &chromium).env("STW_ROOT", root())
    };
    let first = match report::tests(&of(node_test()), node_tests) {
        Ok(counts) => return Ok(counts),
        Err(failed) => failed,
    };
    let names = failed_names(&first.output);
    if names.is_empty() || names.len() > SECOND_TRIES || names.len() != first.counts.failed {
        return Err(first);
    }
    // Two browsers on two cores now and then starve a page for seconds. What fails alone too is a fault.
    println!("failed beside others, now alone:\n{}", failures(&first.output).trim_end());
    let alone = names.iter().fold(node_test().words("--test-concurrency=1"), |node, name| {
        node.arg(format!("--test-name-pattern=/^{}$/", escaped(name)))
    });
    let second = report::tests(&of(alone), node_tests)?;
    if second.passed < names.len() {
        return Err(first);
    }
    Ok(Counts { passed: first.counts.passed + names.len(), failed: 0 })
}

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
