//! The rule that the documents show what our tests run: each project of `tests/consumers/` is in them with the command that
//! builds it, and a code block that names a file (after its language, where readers do not see it) is an excerpt of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Committed;

const CONSUMERS: &str = "tests/consumers/";

/// One sentence for each place where a document differs from the files.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let documents: Vec<&Committed> = files.iter().filter(|file| is_document(&file.path)).collect();
    let mut broken = Vec::new();
    for document in &documents {
        for (path, excerpt) in excerpts(&document.text) {
            broken.extend(differs(&document.path, path, &excerpt, text(path)));
        }
    }
    let lines: Vec<&str> = documents.iter().flat_map(|document| document.text.lines()).collect();
    for project in projects(files) {
        let link = format!("{CONSUMERS}{project})");
        let Some(line) = lines.iter().find(|line| line.contains(&link)) else {
            broken.push(format!("{CONSUMERS}{project}: no document has it"));
            continue;
        };
        let manifest = text(&format!("{CONSUMERS}{project}/package.json"));
        let command = manifest.and_then(build_command);
        if let Some(command) = command.filter(|command| !line.contains(&format!("`{command}`"))) {
            broken.push(format!("{CONSUMERS}{project}: its line in the documents lacks `{command}`"));
        }
    }
    broken
}

fn is_document(path: &str) -> bool {
    path == "README.md" || path.ends_with(".md") && (path.starts_with("docs/") || path == "npm/README.md")
}

/// The code blocks that name a file, and their text.
fn excerpts(document: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let inside = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```"));
        let inside: Vec<&str> = inside.collect();
        if let Some((_, path)) = info.split_once(' ') {
            found.push((path, inside.join("\n")));
        }
    }
    found
}

fn differs(document: &str, path: &str, excerpt: &str, file: Option<&str>) -> Option<String> {
    // The excerpt and the file may be indented differently.
    let plain = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    match file {
        None => Some(format!("{document}: there is no {path}, of which it has an excerpt")),
        Some(file) if plain(file).contains(plain(excerpt).trim()) => None,
        Some(_) => Some(format!("{document}: its excerpt of {path} is not in that file")),
    }
}

/// The folders of the projects, by their names.
fn projects(files: &[Committed]) -> BTreeSet<&str> {
    let inside = files.iter().filter_map(|file| file.path.strip_prefix(CONSUMERS)?.split_once('/'));
    inside.map(|(project, _)| project).filter(|project| *project != "support").collect()
}

fn build_command(manifest: &str) -> Option<String> {
    let manifest: Value = serde_json::from_str(manifest).ok()?;
    manifest["scripts"]["build"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{ "scripts": { "build": "vite build" } }"#;

    #[track_caller]
    fn breaks(document: &str, expected: &[&str]) {
        let file = |path: &str, text: &str| Committed { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file("docs/bundlers.md", document),
            file("tests/consumers/vite/package.json", MANIFEST),
            file("tests/consumers/vite/main.js", "// What it does.\n  import \"a\";\n  b();\n"),
            file("tests/consumers/support/project.mjs", ""),
        ];
        assert_eq!(broken(&files), expected);
    }

    const ROW: &str = "| [Vite](../tests/consumers/vite) | `vite build` |\n";

    #[test]
    fn each_project_is_named_with_the_command_that_builds_it() {
        breaks(ROW, &[]);
        breaks("Read.\n", &["tests/consumers/vite: no document has it"]);
        breaks(
            "[Vite](../tests/consumers/vite): `vite`\n",
            &["tests/consumers/vite: its line in the documents lacks `vite build`"],
        );
    }

    #[test]
    fn a_code_block_that_names_a_file_is_an_excerpt_of_it() {
        let shows =
            |path: &str, text: &str| format!("{ROW}\n```sh\nnpm install\n```\n\n```js {path}\n{text}\n```\n");
        breaks(&shows("tests/consumers/vite/main.js", "import \"a\";\nb();"), &[]);
        breaks(&format!("{ROW}\n   ```js tests/consumers/vite/main.js\n   b();\n   ```\n"), &[]);
        breaks(
            &shows("tests/consumers/vite/main.js", "import \"b\";"),
            &["docs/bundlers.md: its excerpt of tests/consumers/vite/main.js is not in that file"],
        );
        breaks(
            &shows("tests/consumers/vite/other.js", "b();"),
            &["docs/bundlers.md: there is no tests/consumers/vite/other.js, of which it has an excerpt"],
        );
    }
}
