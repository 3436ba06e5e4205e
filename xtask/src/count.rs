//! How many tests ran, and how long each took: read from the output of cargo and from Node's report.

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

/// The result of a step: its tests, their times where they are known, and sentences about what it left out and what passed
/// only when it was tried again.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) counts: Counts,
    /// Seconds and name.
    pub(crate) times: Vec<(f64, String)>,
    pub(crate) notes: Vec<String>,
}

impl Outcome {
    pub(crate) fn of(passed: usize, failed: usize) -> Self {
        Self { counts: Counts { passed, failed }, ..Self::default() }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.counts.add(other.counts);
        self.times.extend(other.times);
        self.notes.extend(other.notes);
    }
}

/// A test binary that cargo ran.
#[derive(Debug, PartialEq)]
pub(crate) struct TestBinary {
    /// Its source's path as cargo names it, `tests/opens.rs`.
    pub(crate) source: String,
    pub(crate) counts: Counts,
    seconds: f64,
    /// The file's name without its hash: `src/lib.rs` is the source of several.
    file: String,
}

/// All tests of a cargo run. cargo times binaries, not tests.
pub(crate) fn cargo_outcome(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for binary in cargo_tests(text) {
        outcome.counts.add(binary.counts);
        outcome.times.push((binary.seconds, format!("all of {} in {}", binary.source, binary.file)));
    }
    outcome
}

/// The tests that each test binary executed.
pub(crate) fn cargo_tests(text: &str) -> Vec<TestBinary> {
    let mut binaries: Vec<TestBinary> = Vec::new();
    let begin = |binaries: &mut Vec<TestBinary>, source: &str, file: &str| {
        let (source, file) = (source.to_owned(), file.to_owned());
        binaries.push(TestBinary { source, counts: Counts::default(), seconds: 0.0, file });
    };
    for line in text.lines().map(str::trim) {
        if let Some(binary) = line.strip_prefix("Running ") {
            let source = binary.strip_prefix("unittests ").unwrap_or(binary);
            // `Running headless tests in Chrome on …` is the browser runner's, and has no ` (`.
            if let Some((source, path)) = source.split_once(" (") {
                let file = path.rsplit('/').next().unwrap_or(path);
                begin(&mut binaries, source, file.rsplit_once('-').map_or(file, |(name, _)| name));
            }
        } else if let Some(name) = line.strip_prefix("Doc-tests ") {
            begin(&mut binaries, &format!("doc tests of {name}"), name);
        } else if let Some(binary) = binaries.last_mut()
            && let Some((counts, seconds)) = cargo_result(line)
        {
            binary.counts.add(counts);
            binary.seconds += seconds;
        }
    }
    binaries
}

/// `test result: ok. 3 passed; 0 failed; …; finished in 0.10s`, where the time is missing now and then.
fn cargo_result(line: &str) -> Option<(Counts, f64)> {
    let (_, rest) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = rest.split("; ").map(|part| part.split(' ').next().and_then(|n| n.parse().ok()));
    let counts = Counts { passed: numbers.next()??, failed: numbers.next()?? };
    let seconds = line.rsplit_once("finished in ").and_then(|(_, time)| time.strip_suffix('s')?.parse().ok());
    Some((counts, seconds.unwrap_or(0.0)))
}

/// The tests of a Node run, from its JUnit report.
pub(crate) fn node_outcome(junit: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for test in junit.split("<testcase ").skip(1) {
        let attribute = |name: &str| test.split_once(&format!("{name}=\""))?.1.split('"').next();
        let name = attribute("name").unwrap_or_default();
        let seconds = attribute("time").and_then(|time| time.parse().ok()).unwrap_or(0.0);
        if test.contains("<failure") {
            outcome.counts.failed += 1;
        } else if test.contains("<skipped") || name.ends_with(".test.mjs") {
            // Not the one that was asked for, or a file without a test, which proves nothing.
            continue;
        } else {
            outcome.counts.passed += 1;
        }
        outcome.times.push((seconds, unescaped(name)));
    }
    outcome
}

fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign))
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
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 filtered out; finished in 2.50s
   Doc-tests support_ticket_contract
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
";

        let binary = |source: &str, passed, failed, seconds, file: &str| TestBinary {
            source: source.to_owned(),
            counts: Counts { passed, failed },
            seconds,
            file: file.to_owned(),
        };
        assert_eq!(
            cargo_tests(text),
            [
                binary("src/lib.rs", 0, 0, 0.0, "w"),
                binary("tests/opens.rs", 2, 1, 2.5, "opens"),
                binary("doc tests of support_ticket_contract", 4, 0, 0.0, "support_ticket_contract"),
            ]
        );
        let outcome = cargo_outcome(text);
        assert_eq!(outcome.counts, Counts { passed: 6, failed: 1 });
        assert_eq!(outcome.times[1], (2.5, "all of tests/opens.rs in opens".to_owned()));
    }

    #[test]
    fn counts_and_times_the_tests_of_a_node_run() {
        let junit = r#"<testsuites>
	<testcase name="says &quot;hi&quot;" time="1.500000" classname="test"/>
	<testcase name="closes" time="60.0" classname="test" failure="no">
		<failure type="testCodeFailure" message="no">Error</failure>
	</testcase>
	<testcase name="opens" time="0.0" classname="test">
		<skipped type="skipped" message="test name does not match pattern"/>
	</testcase>
	<testcase name="tests/unit/empty.test.mjs" time="0.1" classname="test"/>
</testsuites>"#;

        let outcome = node_outcome(junit);

        assert_eq!(outcome.counts, Counts { passed: 1, failed: 1 });
        assert_eq!(outcome.times, [(1.5, "says \"hi\"".to_owned()), (60.0, "closes".to_owned())]);
    }

    #[test]
    fn output_without_tests_counts_nothing() {
        assert_eq!(cargo_outcome(""), Outcome::default());
        assert_eq!(node_outcome(""), Outcome::default());
    }
}
