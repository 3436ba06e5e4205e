//! Steps of a test run: one printed line each, and what a failed one leaves behind for the reader.
//!
//! Owns how a run looks. Must not know which steps there are.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::count::Counts;
use crate::run::Cmd;

/// A step that went well: the tests that it executed, or 1 for a check.
pub(crate) type StepResult = Result<Counts, Failed>;

/// A step that did not.
pub(crate) struct Failed {
    pub(crate) counts: Counts,
    pub(crate) output: String,
    /// The line that repeats just this step.
    pub(crate) repeat: String,
}

/// One check is one passed test.
pub(crate) const CHECKED: Counts = Counts { passed: 1, failed: 0 };

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self { counts: Counts { passed: 0, failed: 1 }, output: format!("{error:#}"), repeat: String::new() }
    }
}

/// Runs `cmd`, which passes or fails as a whole.
pub(crate) fn check(cmd: &Cmd) -> StepResult {
    let captured = cmd.capture()?;
    if captured.ok {
        return Ok(CHECKED);
    }
    Err(Failed { counts: Counts { passed: 0, failed: 1 }, output: captured.text, repeat: cmd.line() })
}

/// Runs `cmd`, whose output `count` reads. A run without a test, or one that failed outside of a test (it did
/// not compile, say), is one failure.
pub(crate) fn tests(cmd: &Cmd, count: impl FnOnce(&str) -> Counts) -> StepResult {
    let captured = cmd.capture()?;
    let mut counts = count(&captured.text);
    let mut output = captured.text;
    if captured.ok && counts.passed > 0 && counts.failed == 0 {
        return Ok(counts);
    }
    if captured.ok && counts.failed == 0 {
        output.push_str("\nno test was executed\n");
    }
    counts.failed = counts.failed.max(1);
    Err(Failed { counts, output, repeat: cmd.line() })
}

/// All steps so far.
#[derive(Default)]
pub(crate) struct Report {
    total: Counts,
    lines: Vec<String>,
    left_out: Vec<String>,
}

impl Report {
    /// Does `work` and prints its line; on failure also what it said, and how to repeat it.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> StepResult) {
        // Only for somebody watching: a log gets the one line when the step is over.
        if std::io::stdout().is_terminal() {
            print!("… {name}\r");
            let _ = std::io::stdout().flush();
        }
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        let (counts, failed) = match result {
            Ok(counts) => (counts, None),
            Err(failed) => (failed.counts, Some(failed)),
        };
        self.total.add(counts);
        let line = line(name, counts, took);
        println!("{line}");
        self.lines.push(line);
        if let Some(failed) = failed {
            println!("{}", without_progress(&failed.output).trim_end());
            let all = format!("cargo xtask test (stopped in step: {name})");
            println!("to repeat: {}\n", if failed.repeat.is_empty() { all } else { failed.repeat });
        }
    }

    /// Says that something was not done, and why.
    pub(crate) fn leave_out(&mut self, what: &str) {
        self.left_out.push(what.to_owned());
    }

    /// Prints the table and the closing line. True if nothing failed.
    pub(crate) fn close(&self) -> bool {
        println!("\n{}", self.lines.join("\n"));
        for what in &self.left_out {
            println!("left out: {what}");
        }
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        self.total.failed == 0
    }
}

/// Without cargo's lines of what it compiled well, and Node's of what it left out: the reader looks for what went wrong.
fn without_progress(output: &str) -> String {
    const PROGRESS: [&str; 6] =
        ["Compiling ", "Checking ", "Downloading ", "Downloaded ", "Documenting ", "\u{fe63} "];
    let wanted = |line: &&str| !PROGRESS.iter().any(|verb| line.trim_start().starts_with(verb));
    output.lines().filter(wanted).collect::<Vec<_>>().join("\n")
}

fn line(name: &str, counts: Counts, took: Duration) -> String {
    let verdict = if counts.failed == 0 { "ok    " } else { "FAILED" };
    let number = match (counts.passed, counts.failed) {
        (1, 0) | (0, 1) => String::new(),
        (passed, 0) => format!("{passed} passed"),
        (passed, failed) => format!("{passed} passed, {failed} failed"),
    };
    format!("{verdict} {:>6.1} s  {name:<28} {number}", took.as_secs_f32()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_in_which_no_test_ran_has_failed() {
        let failed = tests(&Cmd::new("true"), |_| Counts::default()).err().unwrap();

        assert_eq!((failed.counts.failed, failed.output.as_str()), (1, "\nno test was executed\n"));
    }

    #[test]
    fn a_run_that_broke_after_its_tests_passed_has_failed() {
        let failed = tests(&Cmd::new("false"), |_| Counts { passed: 3, failed: 0 }).err().unwrap();

        assert_eq!(failed.counts, Counts { passed: 3, failed: 1 });
        assert_eq!(failed.repeat, "false");
    }

    #[test]
    fn a_failure_is_not_hidden_behind_what_compiled() {
        let output =
            "   Compiling serde v1.0.0\nerror: expected `;`\n    Checking w v0.1.0 (/w)\n --> src/lib.rs:1";

        assert_eq!(without_progress(output), "error: expected `;`\n --> src/lib.rs:1");
    }

    #[test]
    fn one_failed_step_fails_the_whole_run() {
        let mut report = Report::default();
        report.step("well", || Ok(CHECKED));
        report.step("badly", || check(&Cmd::new("false")));

        assert!(!report.close());
        assert_eq!(report.total, Counts { passed: 1, failed: 1 });
    }
}
