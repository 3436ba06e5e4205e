//! The report of a test run: one line a step, the output of a failed one, and what was left out.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::count::{Counts, Outcome};
use crate::run::{Captured, Cmd};

/// The tests that a step executed, or 1 for a check.
pub(crate) type StepResult = Result<Outcome, Failed>;

/// A step that failed.
pub(crate) struct Failed {
    pub(crate) outcome: Outcome,
    pub(crate) output: String,
    /// The line that repeats just this step.
    pub(crate) repeat: String,
}

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self { outcome: Outcome::of(0, 1), output: format!("{error:#}"), repeat: String::new() }
    }
}

/// A check counts as one passed test.
pub(crate) fn checked() -> StepResult {
    Ok(Outcome::of(1, 0))
}

/// Runs `cmd`, which passes or fails as a whole.
pub(crate) fn check(cmd: &Cmd) -> StepResult {
    let captured = cmd.capture()?;
    if captured.ok {
        return checked();
    }
    Err(Failed { outcome: Outcome::of(0, 1), output: captured.text, repeat: cmd.line() })
}

/// Runs `cmd` and counts its tests with `count`.
pub(crate) fn tests(cmd: &Cmd, count: impl FnOnce(&str) -> Outcome) -> StepResult {
    let captured = cmd.capture()?;
    let outcome = count(&captured.text);
    judge(captured, outcome, cmd.line())
}

/// A run without a test, or one that failed outside of a test (it did not compile, say), is one failure.
pub(crate) fn judge(captured: Captured, mut outcome: Outcome, repeat: String) -> StepResult {
    let mut output = captured.text;
    let counts = &mut outcome.counts;
    if captured.ok && counts.passed > 0 && counts.failed == 0 {
        return Ok(outcome);
    }
    if captured.ok && counts.failed == 0 {
        output.push_str("\nno test was executed\n");
    }
    counts.failed = counts.failed.max(1);
    Err(Failed { outcome, output, repeat })
}

/// One line of the report.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    work: Box<dyn FnOnce() -> StepResult>,
}

impl Step {
    pub(crate) fn new(name: &'static str, work: impl FnOnce() -> StepResult + 'static) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Steps that cost about the same. A failed tier stops those after it, which cost more.
pub(crate) struct Tier {
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
}

/// All steps so far.
#[derive(Default)]
pub(crate) struct Report {
    total: Counts,
    lines: Vec<String>,
    notes: Vec<String>,
    /// Seconds, name and step of each test that was timed.
    times: Vec<(f64, String, &'static str)>,
}

impl Report {
    /// Runs the tiers in their order, and after a failed one no further unless `keep_going`.
    pub(crate) fn run(&mut self, tiers: Vec<Tier>, keep_going: bool) {
        let mut failed = None;
        for tier in tiers {
            if let Some(failed) = failed.filter(|_| !keep_going) {
                let names: Vec<_> = tier.steps.iter().map(|step| step.name).collect();
                self.leave_out(&format!("{} ({failed} failed; --keep-going runs them)", names.join(", ")));
                continue;
            }
            for step in tier.steps {
                if !self.step(step) {
                    failed = failed.or(Some(tier.name));
                }
            }
        }
    }

    /// Does a step and prints its line; on failure also its output, and how to repeat it. True if it passed.
    pub(crate) fn step(&mut self, Step { name, work }: Step) -> bool {
        // Only for somebody watching: a log gets the one line when the step is over.
        if std::io::stdout().is_terminal() {
            print!("… {name}\r");
            let _ = std::io::stdout().flush();
        }
        let started = Instant::now();
        let (outcome, failed) = match work() {
            Ok(outcome) => (outcome, None),
            Err(mut failed) => (std::mem::take(&mut failed.outcome), Some(failed)),
        };
        let line = line(name, outcome.counts, started.elapsed());
        println!("{line}");
        self.lines.push(line);
        self.total.add(outcome.counts);
        self.notes.extend(outcome.notes);
        self.times.extend(outcome.times.into_iter().map(|(seconds, test)| (seconds, test, name)));
        let Some(failed) = failed else { return true };
        println!("{}", without_progress(&failed.output).trim_end());
        let all = format!("cargo xtask test --keep-going (stopped in step: {name})");
        println!("to repeat: {}\n", if failed.repeat.is_empty() { all } else { failed.repeat });
        false
    }

    /// Whether no check and no test was executed.
    pub(crate) fn is_empty(&self) -> bool {
        self.total == Counts::default()
    }

    /// Says that something was not done, and why.
    pub(crate) fn leave_out(&mut self, what: &str) {
        self.notes.push(format!("left out: {what}"));
    }

    /// Prints the `count` slowest tests.
    pub(crate) fn print_slowest(&mut self, count: usize) {
        self.times.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
        println!("\nthe {} slowest tests:", count.min(self.times.len()));
        for (seconds, test, step) in self.times.iter().take(count) {
            println!("{seconds:>6.1} s  {test} ({step})");
        }
    }

    /// Prints the table and the closing line. True if nothing failed.
    pub(crate) fn close(&self) -> bool {
        println!("\n{}", self.lines.join("\n"));
        for note in &self.notes {
            println!("{note}");
        }
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        self.total.failed == 0
    }
}

/// Without cargo's lines of what it compiled well, Playwright's of what passed, and Node's of what it left out: the reader
/// looks for what went wrong.
fn without_progress(output: &str) -> String {
    const PROGRESS: [&str; 7] =
        ["Compiling ", "Checking ", "Downloading ", "Downloaded ", "Documenting ", "✓ ", "\u{fe63} "];
    let wanted = |line: &&str| !PROGRESS.iter().any(|verb| line.trim_start().starts_with(verb));
    output.lines().filter(wanted).collect::<Vec<_>>().join("\n")
}

fn line(name: &str, counts: Counts, took: Duration) -> String {
    let verdict = if counts.failed == 0 { "ok    " } else { "FAILED" };
    let number = match (counts.passed, counts.failed) {
        (0, 0) => "no test".to_owned(),
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
        let failed = tests(&Cmd::new("true"), |_| Outcome::default()).err().unwrap();

        assert_eq!((failed.outcome.counts.failed, failed.output.as_str()), (1, "\nno test was executed\n"));
    }

    #[test]
    fn a_run_that_broke_after_its_tests_passed_has_failed() {
        let failed = tests(&Cmd::new("false"), |_| Outcome::of(3, 0)).err().unwrap();

        assert_eq!(failed.outcome.counts, Counts { passed: 3, failed: 1 });
        assert_eq!(failed.repeat, "false");
    }

    #[test]
    fn a_failure_is_not_hidden_behind_what_compiled() {
        let output =
            "   Compiling serde v1.0.0\nerror: expected `;`\n    Checking w v0.1.0 (/w)\n --> src/lib.rs:1";

        assert_eq!(without_progress(output), "error: expected `;`\n --> src/lib.rs:1");
    }

    fn tier(name: &'static str, steps: Vec<Step>) -> Tier {
        Tier { name, steps }
    }

    fn two_tiers() -> Vec<Tier> {
        let broken = || Step::new("broken", || check(&Cmd::new("false")));
        let fine = |name| Step::new(name, checked);
        vec![
            tier("checks", vec![broken(), fine("fine")]),
            tier("browsers", vec![fine("slow"), fine("slower")]),
        ]
    }

    #[test]
    fn a_failed_tier_stops_the_next_and_names_what_it_left_out() {
        let mut report = Report::default();
        report.run(two_tiers(), false);

        assert!(!report.close());
        assert_eq!(report.total, Counts { passed: 1, failed: 1 });
        assert_eq!(report.notes, ["left out: slow, slower (checks failed; --keep-going runs them)"]);
    }

    #[test]
    fn keeps_going_after_a_failed_tier_when_asked() {
        let mut report = Report::default();
        report.run(two_tiers(), true);

        assert_eq!(report.total, Counts { passed: 3, failed: 1 });
        assert!(report.notes.is_empty());
    }
}
