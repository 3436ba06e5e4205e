//! The rules that each file keeps by itself: its head, its length, and what must not stand in it.

use super::Committed;

/// Longer than this, and a file is about more than one thing ; how long a function may be is for clippy and biome.
const MOST_LINES: usize = 500;

/// Files that are written by programs.
const GENERATED: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Hosts and paths of one machine. In pieces, so that this list does not find itself.
const OF_ONE_MACHINE: [&str; 10] = [
    concat!("crates", ".io/"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("deb.deb", "ian.org"),
    concat!("pypi", ".org"),
    concat!("/wor", "k/main"),
    concat!("/wor", "k/shared"),
    concat!("/ro", "ot/"),
];

/// What must not stand in sources of one kind, and why.
const FORBIDDEN: [(&[&str], &str, &str); 8] = [
    (&["rs"], concat!("#[ign", "ore"), "a test that does not run proves nothing"),
    (&["rs"], concat!("tod", "o!("), "finish it, or leave it out"),
    (JS, concat!(".on", "ly("), "it keeps the other tests from running"),
    (JS, concat!(".sk", "ip("), "a test that does not run proves nothing"),
    (MARKUP, concat!(".inner", "HTML"), "parses text as HTML; build nodes"),
    (MARKUP, concat!(".outer", "HTML ="), "parses text as HTML; build nodes"),
    (MARKUP, concat!("insertAdjacent", "HTML("), "parses text as HTML; build nodes"),
    (MARKUP, concat!("document.wri", "te("), "parses text as HTML; build nodes"),
];
const JS: &[&str] = &["js", "mjs", "ts"];
const MARKUP: &[&str] = &["js", "mjs", "ts", "html", "rs"];

/// What `file` breaks by itself.
pub(super) fn broken(file: &Committed) -> Vec<String> {
    let mut broken = Vec::new();
    let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let lines = file.text.lines().count();
    // A single line, as of a crate that is still empty, is seen at a glance.
    if lines > 1
        && let Some(head) = missing_head(ending, &file.text)
    {
        broken.push(format!("{}:1: begin with {head} that says what the file owns", file.path));
    }
    if head(ending).is_some() && lines > MOST_LINES {
        broken.push(format!("{}: {lines} lines, split it at {MOST_LINES}", file.path));
    }
    for (number, line) in file.text.lines().enumerate() {
        let at = || format!("{}:{}", file.path, number + 1);
        let forbidden = FORBIDDEN.iter().filter(|(endings, ..)| endings.contains(&ending));
        for (_, word, why) in forbidden.filter(|(_, word, _)| line.contains(word)) {
            broken.push(format!("{}: `{word}`: {why}", at()));
        }
        if let Some(found) = of_one_machine(&file.path, line) {
            broken.push(format!("{}: `{found}` is of one machine only", at()));
        }
    }
    broken
}

/// The comment that files of this kind begin with; none for files that are no sources of ours.
fn head(ending: &str) -> Option<(&'static str, &'static [&'static str])> {
    match ending {
        "rs" => Some(("`//!`", &["//!"])),
        "js" | "mjs" | "ts" => Some(("a comment", &["//", "/*"])),
        "css" => Some(("a comment", &["/*"])),
        "html" => Some(("a comment (after the doctype)", &["<!--"])),
        "sql" => Some(("a comment", &["--"])),
        _ => None,
    }
}

fn missing_head(ending: &str, text: &str) -> Option<&'static str> {
    let (said, heads) = head(ending)?;
    let text = match text.split_once('\n') {
        Some((doctype, rest)) if doctype.eq_ignore_ascii_case("<!doctype html>") => rest,
        Some((program, rest)) if program.starts_with("#!/") => rest,
        _ => text,
    };
    let begins = heads.iter().any(|head| text.trim_start().starts_with(head));
    (!begins).then_some(said)
}

fn of_one_machine(path: &str, line: &str) -> Option<&'static str> {
    if path.ends_with("package-lock.json") && line.trim_start().starts_with("\"resolved\"") {
        return Some("resolved");
    }
    // cargo's own name for where every crate comes from, the same on every machine
    let cargos_own = concat!("source = \"registry+https://github.com/rust-lang/crates", ".io-index\"");
    if GENERATED.contains(&path) && line == cargos_own {
        return None;
    }
    OF_ONE_MACHINE.into_iter().find(|needle| line.contains(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn breaks(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(broken(&Committed { path: path.to_owned(), text: text.to_owned() }), expected, "{path}");
    }

    #[test]
    fn every_source_begins_with_its_head() {
        breaks("a.rs", "//! Owns a.\n", &[]);
        breaks("a.rs", "fn a() {}\nfn b() {}\n", &["a.rs:1: begin with `//!` that says what the file owns"]);
        breaks("a.html", "<!doctype html>\n<!-- Tries a. -->\n", &[]);
        breaks("a.mjs", "#!/usr/bin/env node\n// Owns a.\n", &[]);
        breaks("a.css", "a {}\nb {}\n", &["a.css:1: begin with a comment that says what the file owns"]);
        breaks("a.json", "{\n}\n", &[]);
    }

    #[test]
    fn a_file_over_five_hundred_lines_is_to_be_split() {
        breaks("a.sql", &"-- line\n".repeat(500), &[]);
        breaks("a.sql", &"-- line\n".repeat(501), &["a.sql: 501 lines, split it at 500"]);
    }

    #[test]
    fn tests_that_do_not_run_and_text_parsed_as_html_are_found() {
        let ignored = format!("//! A.\n{}]\nfn a() {{}}\n", concat!("#[ign", "ore"));
        let said = format!("a.rs:2: `{}`: a test that does not run proves nothing", concat!("#[ign", "ore"));
        breaks("a.rs", &ignored, &[&said]);
        breaks("a.rs", "//! A.\nlet b = a.iter().skip(1);\n", &[]);
        let only = format!("// A.\ntest{}\"a\")\n", concat!(".on", "ly("));
        assert_eq!(broken(&Committed { path: "a.mjs".into(), text: only }).len(), 1);
        let html = format!("// A.\na{} = text\n", concat!(".inner", "HTML"));
        assert_eq!(broken(&Committed { path: "a.js".into(), text: html }).len(), 1);
    }

    #[test]
    fn hosts_and_paths_of_one_machine_are_found() {
        let host = concat!("registry.npm", "js.org");
        breaks("a.md", &format!("see {host}"), &[&format!("a.md:1: `{host}` is of one machine only")]);
        let resolved = "      \"resolved\": \"a\"";
        breaks("package-lock.json", resolved, &["package-lock.json:1: `resolved` is of one machine only"]);
        let source = concat!("source = \"registry+https://github.com/rust-lang/crates", ".io-index\"");
        breaks("Cargo.lock", source, &[]);
    }
}
