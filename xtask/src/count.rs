//! Reading how many tests ran out of what the test runners print.
//!
//! Owns the runners' closing lines. Must not run anything.

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The tests that each test binary executed, by its source path as cargo names it (`tests/opens.rs`).
pub(crate) fn cargo_tests(text: &str) -> Vec<(String, Counts)> {
    let mut files: Vec<(String, Counts)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(binary) = line.strip_prefix("Running ") {
            let source = binary.strip_prefix("unittests ").unwrap_or(binary);
            // `Running headless tests in Chrome on …` is the browser runner's, and has no ` (`.
            if let Some((source, _)) = source.split_once(" (") {
                files.push((source.to_owned(), Counts::default()));
            }
        } else if let Some(name) = line.strip_prefix("Doc-tests ") {
            files.push((format!("doc tests of {name}"), Counts::default()));
        } else if let Some((_, counts)) = files.last_mut() {
            counts.add(cargo_result(line).unwrap_or_default());
        }
    }
    files
}

/// The tests that `node --test --test-reporter=spec` executed.
pub(crate) fn node_tests(text: &str) -> Counts {
    let number = |label: &str| node_number(text, label);
    Counts { passed: number("ℹ pass "), failed: number("ℹ fail ") + number("ℹ cancelled ") }
}

/// Those that it left out.
pub(crate) fn node_skipped(text: &str) -> usize {
    node_number(text, "ℹ skipped ")
}

fn node_number(text: &str, label: &str) -> usize {
    let of_line = |line: &str| line.trim().strip_prefix(label).and_then(|n| n.trim().parse::<usize>().ok());
    text.lines().rev().find_map(of_line).unwrap_or(0)
}

/// `test result: ok. 3 passed; 0 failed; …`
fn cargo_result(line: &str) -> Option<Counts> {
    let (_, rest) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = rest.split("; ").map(|part| part.split(' ').next().and_then(|n| n.parse().ok()));
    Some(Counts { passed: numbers.next()??, failed: numbers.next()?? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_test_file_of_a_cargo_run() {
        let text = "
     Running unittests src/lib.rs (target/wasm32-unknown-unknown/debug/deps/w-1.wasm)
no tests to run!
     Running tests/opens.rs (target/wasm32-unknown-unknown/debug/deps/opens-1.wasm)
Running headless tests in Chrome on `http://127.0.0.1:1/`
running 3 tests
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 filtered out; finished in 0.10s
   Doc-tests support_ticket_contract
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
";

        let files = cargo_tests(text);

        let file = |name: &str, passed, failed| (name.to_owned(), Counts { passed, failed });
        assert_eq!(
            files,
            [
                file("src/lib.rs", 0, 0),
                file("tests/opens.rs", 2, 1),
                file("doc tests of support_ticket_contract", 4, 0)
            ]
        );
    }

    #[test]
    fn counts_a_node_run_and_takes_cancelled_tests_as_failed() {
        let text = "✔ opens (3ms)\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 3\n";

        assert_eq!((node_tests(text), node_skipped(text)), (Counts { passed: 2, failed: 2 }, 3));
    }

    #[test]
    fn a_run_that_says_nothing_counts_nothing() {
        assert_eq!((cargo_tests("").len(), node_tests("")), (0, Counts::default()));
    }
}
