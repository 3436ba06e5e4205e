//! `cargo xtask test NAME`: the tests and the test files that have NAME in their names, in Chromium.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::node::files;
use super::{browser, end_to_end, plan};
use crate::count::{Counts, Outcome, cargo_outcome};
use crate::report::{Report, Step, StepResult, judge};
use crate::run::{Cmd, root};

/// Runs everything that has `name`.
///
/// # Errors
/// If no test has it.
pub(super) fn run(name: &str, report: &mut Report) -> Result<()> {
    let unit = Matches::below("tests/unit", name)?;
    let end_to_end = Matches::below("tests/e2e", name)?;
    let in_browser = browser_files(name)?;

    if can_be_in_rust(name) {
        let cmd = Cmd::cargo("test --workspace --no-fail-fast").arg(name);
        report.step(Step::new("native tests", move || native_tests(&cmd)));
    }
    if unit.is_some() {
        let name = name.to_owned();
        let run = move || end_to_end::unit_named(unit.whole, unit.parts, &name);
        report.step(Step::new("unit tests of JavaScript", run));
    }
    if !in_browser.is_empty() {
        report.step(Step::new("browser tests, Chromium", move || browser::named(&in_browser)));
    }
    if end_to_end.is_some() && report.step(Step::new("widget", plan::widget)) {
        let name = name.to_owned();
        let run = move || end_to_end::named(end_to_end.whole, end_to_end.parts, &name);
        report.step(Step::new("end to end, Chromium", run));
    }
    if report.is_empty() {
        bail!(
            "no test and no test file has `{name}` in its name; type a part of a file's path \
             (`cargo xtask test form/drafts`) or of a test's name (`cargo xtask test \"keeps the text\"`). Looked in \
             the native tests, tests/unit, tests/*.rs and tests/e2e; `cargo xtask soak` runs tests/soak, and \
             `cargo xtask test` runs tests/consumers"
        );
    }
    Ok(())
}

/// Most names are of no native test, which is no failure.
fn native_tests(cmd: &Cmd) -> StepResult {
    let captured = cmd.capture()?;
    let outcome = cargo_outcome(&captured.text);
    if captured.ok && outcome.counts == Counts::default() {
        return Ok(Outcome::default());
    }
    judge(captured, outcome, cmd.line())
}

/// Whether a Rust test can have it in its path, `form::tests::opens`.
fn can_be_in_rust(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_' || char == ':')
}

/// Files with tests.
struct Matches {
    /// Those that have the name in their path.
    whole: Vec<String>,
    /// Those that have it in a test's name.
    parts: Vec<String>,
}

impl Matches {
    fn below(folder: &str, name: &str) -> Result<Self> {
        let (whole, others): (Vec<_>, Vec<_>) =
            files(folder)?.into_iter().partition(|file| path_has(file, folder, name));
        let mut parts = Vec::new();
        for file in others {
            if test_names(&read(&file)?).iter().any(|test| name_has(test, name)) {
                parts.push(file);
            }
        }
        Ok(Self { whole, parts })
    }

    fn is_some(&self) -> bool {
        !self.whole.is_empty() || !self.parts.is_empty()
    }
}

/// Whether the path has `name`: below `folder`, because `e2e` is no file, or pasted with its folder.
fn path_has(file: &str, folder: &str, name: &str) -> bool {
    let below = file.strip_prefix(folder).unwrap_or(file).trim_start_matches('/');
    below.contains(name) || (name.contains('/') && file.contains(name))
}

/// The files for wasm-pack that have `name` in their path or in a test's name.
fn browser_files(name: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for file in browser::test_files()? {
        if path_has(&file, "tests", name) || wasm_tests(&read(&file)?).any(|test| test.contains(name)) {
            files.push(file);
        }
    }
    Ok(files)
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(root().join(file)).with_context(|| format!("could not read {file}"))
}

/// The functions below a `#[wasm_bindgen_test]`.
fn wasm_tests(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[wasm_bindgen_test]").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once("fn ")?;
        rest.split('(').next()
    })
}

/// The names in a Node test file's calls of `test(…)`, each as the pieces between its `${…}`.
fn test_names(text: &str) -> Vec<Vec<String>> {
    let calls = text.match_indices("test(").filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|char| !char.is_alphanumeric() && !"._$".contains(char))
    });
    calls.filter_map(|(at, call)| pieces(text[at + call.len()..].trim_start())).collect()
}

/// The pieces of the string or template at the beginning of `text`.
fn pieces(text: &str) -> Option<Vec<String>> {
    let mut chars = text.chars();
    let quote = chars.next().filter(|char| "\"'`".contains(*char))?;
    let mut pieces = vec![String::new()];
    while let Some(char) = chars.next() {
        let piece = pieces.last_mut()?;
        if char == quote {
            return Some(pieces);
        } else if char == '\\' {
            piece.extend(chars.next());
        } else if quote == '`' && char == '$' && chars.as_str().starts_with('{') {
            let mut depth = 0;
            for char in chars.by_ref() {
                depth += match char {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                if depth == 0 {
                    break;
                }
            }
            pieces.push(String::new());
        } else {
            piece.push(char);
        }
    }
    None
}

/// Whether a test with these pieces in its name can have `part` in it. At least half of `part` is to be in the pieces: the
/// rest, which is computed, could be anything.
fn name_has(pieces: &[String], part: &str) -> bool {
    let is_inside = pieces.iter().any(|piece| piece.contains(part));
    is_inside || (0..pieces.len()).any(|first| literal_length(&pieces[first..], part) * 2 >= part.len())
}

/// The bytes of `part` that are in the pieces, where it begins in or after the first of them.
fn literal_length(pieces: &[String], part: &str) -> usize {
    let Some((first, others)) = pieces.split_first() else { return 0 };
    let starts = (0..=first.len()).filter(|at| first.is_char_boundary(*at));
    let Some(end) = starts.map(|at| &first[at..]).find(|end| part.starts_with(end)) else { return 0 };
    let mut length = end.len();
    let mut rest = &part[end.len()..];
    for piece in others {
        if let Some(at) = rest.find(piece.as_str()) {
            length += piece.len();
            rest = &rest[at + piece.len()..];
            continue;
        }
        let ends = (0..=piece.len()).rev().filter(|at| piece.is_char_boundary(*at)).map(|at| &piece[..at]);
        return length + ends.filter(|end| rest.ends_with(end)).map(str::len).next().unwrap_or(0);
    }
    // What comes after the last piece is in no name.
    if rest.is_empty() { length } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
test("keeps the \"text\"", async () => {});
for (const [where] of PLACES)
  test(`at ${where(`{}`)} nothing scrolls (${lang})`, {}, async () => /x/.test("no name"));
  test(
    "closes with Escape",
"#;

    #[test]
    fn finds_the_names_of_node_tests() {
        let names =
            [vec!["keeps the \"text\""], vec!["at ", " nothing scrolls (", ")"], vec!["closes with Escape"]];

        assert_eq!(test_names(TEXT), names);
    }

    #[test]
    fn a_name_is_found_by_a_part_of_it_and_as_a_run_prints_it() {
        let found = |part: &str| test_names(TEXT).iter().filter(|name| name_has(name, part)).count();

        assert_eq!([found("with Esc"), found("nothing scrolls"), found("keeps the \"te")], [1, 1, 1]);
        assert_eq!(found("at 320 px nothing scrolls (en)"), 1);
        assert_eq!(found("320 px nothing scrolls"), 1);
        assert_eq!(
            [found("nothing moves"), found("320"), found("no name"), found("scrolls (en) twice")],
            [0; 4]
        );
    }

    #[test]
    fn a_file_is_found_by_a_part_of_its_path() {
        let found = |name: &str| path_has("tests/e2e/form/drafts.test.mjs", "tests/e2e", name);

        assert!(found("drafts") && found("form/dra") && found("tests/e2e/form/drafts.test.mjs"));
        assert!(!found("e2e") && !found("tests"));
    }

    #[test]
    fn finds_the_names_of_wasm_tests() {
        let text = "#[wasm_bindgen_test]\nasync fn sends_once() {}\nfn help() {}\n";

        assert_eq!(wasm_tests(text).collect::<Vec<_>>(), ["sends_once"]);
    }

    #[test]
    fn names_with_blanks_or_slashes_are_of_no_rust_test() {
        assert!(
            can_be_in_rust("form::tests") && !can_be_in_rust("keeps the text") && !can_be_in_rust("form/a")
        );
    }
}
