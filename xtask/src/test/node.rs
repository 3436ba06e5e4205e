//! Runs of `node --test`: the same command for a person to repeat, and with records that a program reads.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, bail};

use crate::count::NodeRecords;
use crate::report::{StepResult, judge};
use crate::run::{Captured, Cmd, root};

/// The end of the name of a file with tests.
pub(super) const TEST_FILE: &str = ".test.mjs";

/// Of this process, so that each has a file for its records.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// Test files, and how to run them.
#[derive(Clone)]
pub(super) struct NodeTests {
    node: Cmd,
    files: Vec<String>,
    patterns: Vec<String>,
    at_once: u8,
    timeout_seconds: u32,
}

/// A run that is over.
pub(super) struct NodeRun {
    pub(super) captured: Captured,
    pub(super) records: NodeRecords,
    line: String,
}

impl NodeTests {
    /// `node` has the variables that the tests read. The time-out is for a test, and for a file as a whole, too.
    pub(super) fn new(node: Cmd, at_once: u8, timeout_seconds: u32, files: Vec<String>) -> Self {
        Self { node, files, patterns: Vec::new(), at_once, timeout_seconds }
    }

    /// The same, one file after the other.
    pub(super) fn alone(&self, files: Vec<String>) -> Self {
        Self { at_once: 1, files, ..self.clone() }
    }

    /// Only tests whose name is `name`.
    pub(super) fn named(mut self, name: &str) -> Self {
        self.patterns.push(format!("/^{}$/", escaped(name)));
        self
    }

    /// Only tests with `part` in their names.
    pub(super) fn containing(mut self, part: &str) -> Self {
        self.patterns.push(format!("/{}/", escaped(part)));
        self
    }

    pub(super) fn files(&self) -> &[String] {
        &self.files
    }

    pub(super) fn step(&self) -> StepResult {
        self.run()?.result()
    }

    pub(super) fn run(&self) -> Result<NodeRun> {
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let records = root().join(format!("target/test-records-{}-{number}.jsonl", std::process::id()));
        let captured = self.cmd(Some(&records)).capture()?;
        let lines = if records.exists() { fs::read_to_string(&records)? } else { String::new() };
        if records.exists() {
            fs::remove_file(&records).with_context(|| format!("could not remove {}", records.display()))?;
        }
        Ok(NodeRun { captured, records: NodeRecords::parse(&lines)?, line: self.cmd(None).line() })
    }

    fn cmd(&self, records: Option<&Path>) -> Cmd {
        let mut cmd = self.node.clone().words("--test --test-reporter=spec");
        if let Some(records) = records {
            cmd = cmd.words("--test-reporter-destination=stdout --test-reporter=./xtask/test-records.mjs");
            cmd = cmd.arg(format!("--test-reporter-destination={}", records.display()));
        }
        cmd = cmd.words(&format!("--test-concurrency={}", self.at_once));
        cmd = cmd.words(&format!("--test-timeout={}000", self.timeout_seconds));
        let patterns = self.patterns.iter().map(|pattern| format!("--test-name-pattern={pattern}"));
        // Each file by its name: newer versions of Node take a folder here for a module.
        self.files.iter().fold(patterns.fold(cmd, Cmd::arg), Cmd::arg)
    }
}

impl NodeRun {
    pub(super) fn result(self) -> StepResult {
        judge(self.captured, self.records.outcome(), self.line)
    }
}

/// The `*.test.mjs` of a folder and those below it.
pub(super) fn files(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    files_below(folder, &mut files)?;
    if files.is_empty() {
        bail!("{folder} has no *{TEST_FILE}");
    }
    files.sort();
    Ok(files)
}

fn files_below(folder: &str, files: &mut Vec<String>) -> Result<()> {
    let path = root().join(folder);
    for entry in fs::read_dir(&path).with_context(|| format!("could not read {}", path.display()))? {
        let entry = entry?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if name.ends_with(TEST_FILE) {
            files.push(name);
        } else if entry.file_type()?.is_dir() && !name.ends_with("/node_modules") {
            files_below(&name, files)?;
        }
    }
    Ok(())
}

/// As a pattern that matches just this.
fn escaped(name: &str) -> String {
    let is_sign = |char: char| char.is_ascii_punctuation();
    name.chars().flat_map(|char| is_sign(char).then_some('\\').into_iter().chain([char])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests() -> NodeTests {
        NodeTests::new(Cmd::new("node").env("STW_BROWSER", "chromium"), 2, 60, vec!["a.test.mjs".to_owned()])
    }

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(escaped("a.b 1"), r"a\.b 1");
    }

    #[test]
    fn the_line_to_repeat_has_no_records() {
        let line = "STW_BROWSER=chromium node --test --test-reporter=spec --test-concurrency=2 \
            --test-timeout=60000 --test-name-pattern=/opens/ a.test.mjs";

        assert_eq!(tests().containing("opens").cmd(None).line(), line);
    }

    #[test]
    fn tests_that_run_again_alone_keep_their_variables() {
        let again = tests().alone(vec!["b.test.mjs".to_owned()]).named("a b");

        let line = again.cmd(None).line();
        assert!(line.starts_with("STW_BROWSER=chromium node --test "), "{line}");
        assert!(line.ends_with("--test-timeout=60000 '--test-name-pattern=/^a b$/' b.test.mjs"), "{line}");
    }
}
