//! What a comment names exists: files and folders in backquotes. No file names a task of a tracker, which readers lack.

use super::Committed;

/// A name in backquotes with one of these endings is a file's; one with `.html` may be an address.
const ENDINGS: [&str; 10] = ["rs", "js", "mjs", "ts", "css", "json", "toml", "sql", "md", "txt"];

/// Folders and files that programs make, so that no commit has them.
const MADE: [&str; 13] = [
    "target/",
    "node_modules/",
    "pkg/",
    // in the build's output
    "widget/",
    "site/",
    "glue/",
    "dist/",
    "cdn/",
    "generated/",
    "locales/de.txt",
    "support_ticket_",
    // in the demo's folder
    "demo.json",
    // the operator's
    "support-ticket.toml",
];

/// One sentence for each place where a file is named that does not exist, or a task.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            let at = || format!("{}:{}", file.path, number + 1);
            if let Some(task) = task(line) {
                broken.push(format!("{}: `{task}`: readers have no such list; give the reason itself", at()));
            }
            let comment = comment(&file.path, line).unwrap_or_default();
            for name in
                quoted(comment).filter(|name| is_path(name, files) && !exists(name, &file.path, files))
            {
                broken.push(format!("{}: there is no `{name}`; name what is there now", at()));
            }
        }
    }
    broken
}

/// The part of a line that is a comment.
fn comment<'a>(path: &str, line: &'a str) -> Option<&'a str> {
    let starts: &[&str] = match path.rsplit_once('.')?.1 {
        "rs" | "js" | "mjs" | "ts" | "jsx" => &["//", "/*", "* "],
        "css" => &["/*", "* "],
        "toml" => &["#"],
        _ => return None,
    };
    let trimmed = line.trim_start();
    if starts.iter().any(|start| trimmed.starts_with(start)) {
        return Some(trimmed);
    }
    line.split_once(" // ").map(|(_, comment)| comment)
}

/// The words between backquotes.
fn quoted(comment: &str) -> impl Iterator<Item = &str> {
    comment.split('`').skip(1).step_by(2)
}

/// Whether it names a file or folder of the checkout: one with a known ending, or below a folder at the top.
fn is_path(name: &str, files: &[Committed]) -> bool {
    let is_plain = name.chars().all(|char| char.is_ascii_alphanumeric() || "._-/".contains(char));
    // `locales/TAG.txt` stands for many.
    let stands_for_many = name
        .split(['/', '.', '-'])
        .any(|word| word.len() > 1 && word != "README" && word.chars().all(|char| char.is_ascii_uppercase()));
    if !is_plain || stands_for_many || MADE.iter().any(|made| name.starts_with(made)) {
        return false;
    }
    let has_ending =
        name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && ENDINGS.contains(&ending));
    let top = name.split_once('/').map(|(top, _)| format!("{top}/"));
    has_ending || top.is_some_and(|top| top != "/" && files.iter().any(|file| file.path.starts_with(&top)))
}

/// Whether there is such a file or folder, seen from the top or from a folder above `from`, or anywhere if only a file's
/// name is given.
fn exists(name: &str, from: &str, files: &[Committed]) -> bool {
    let name = name.trim_start_matches("./").trim_end_matches('/');
    let mut above: Vec<&str> = from.rmatch_indices('/').map(|(at, _)| &from[..=at]).collect();
    above.push("");
    let is_there = |path: &str| {
        let inside = format!("{path}/");
        files.iter().any(|file| file.path == path || file.path.starts_with(&inside))
    };
    let anywhere = format!("/{name}");
    above.iter().any(|folder| is_there(&format!("{folder}{name}")))
        || files.iter().any(|file| file.path.ends_with(&anywhere))
}

/// The word for a task and its number, if the line has them and no link to it.
fn task(line: &str) -> Option<&str> {
    if line.contains("https://github.com/") {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    ["issue ", "issues "].iter().find_map(|word| {
        lower.match_indices(concat!("iss", "ue")).find_map(|(at, _)| {
            let is_word_start = lower[..at].chars().next_back().is_none_or(|char| !char.is_alphanumeric());
            let number = lower[at..].strip_prefix(word)?;
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            (is_word_start && digits > 0).then(|| &line[at..at + word.len() + digits])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn breaks(path: &str, text: &str, expected: &[&str]) {
        let file = |path: &str, text: &str| Committed { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file(path, text),
            file("src/page.rs", ""),
            file("crates/outbox/tests/model.rs", ""),
            file("www/widget/locales/en.json", ""),
        ];
        assert_eq!(broken(&files), expected, "{text}");
    }

    #[test]
    fn a_file_that_a_comment_names_exists() {
        breaks("src/a.rs", "// `src/page.rs`, `page.rs`, `www/widget/locales/`\n", &[]);
        breaks(
            "src/a.rs",
            concat!("let a = 1; /", "/ as `src/gone.rs` has it\n"),
            &["src/a.rs:1: there is no `src/gone.rs`; name what is there now"],
        );
        breaks(
            "src/a.js",
            " * `gone.css`\n",
            &["src/a.js:1: there is no `gone.css`; name what is there now"],
        );
    }

    #[test]
    fn a_path_may_begin_in_a_folder_above() {
        breaks("crates/outbox/src/lib.rs", "//! See `tests/model.rs`.\n", &[]);
    }

    #[test]
    fn code_patterns_and_made_files_are_no_paths() {
        let text = "// `a/b`, `www/widget/locales/TAG.txt`, `location.href`, `target/x.rs`, `pkg/`, `*.rs`\n";
        breaks("src/a.rs", text, &[]);
        breaks("src/a.rs", "let path = \"`src/gone.rs`\";\n", &[]);
    }

    #[test]
    fn no_file_names_a_task_of_a_tracker() {
        let text = format!("30 s, {} 3\n", concat!("as Iss", "ue"));
        let sentence = format!(
            "a.md:1: `{} 3`: readers have no such list; give the reason itself",
            concat!("Iss", "ue")
        );
        breaks("a.md", &text, &[&sentence]);
        breaks("a.md", "https://a.example/issues/3, a tissue 3, issue tickets\n", &[]);
    }
}
