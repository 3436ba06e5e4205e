//! The rule that what the README shows of a project is what our tests build (`tests/consumers/`): it has each of them, with
//! the command that builds it, and its recipes are excerpts of their files.
//!
//! Owns how the README names a file: behind the language of a code block, which nobody sees who reads it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Committed;

const README: &str = "README.md";
const CONSUMERS: &str = "tests/consumers/";

/// What the README shows otherwise than the projects have it.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let readme = text(README).unwrap_or_default();
    let mut broken: Vec<String> =
        excerpts(readme).iter().filter_map(|(path, excerpt)| differs(path, excerpt, text(path))).collect();
    for project in projects(files) {
        let link = format!("]({CONSUMERS}{project})");
        let Some(line) = readme.lines().find(|line| line.contains(&link)) else {
            broken.push(format!("{README}: it does not have the project {CONSUMERS}{project}"));
            continue;
        };
        let manifest = text(&format!("{CONSUMERS}{project}/package.json"));
        if let Some(command) =
            manifest.and_then(build_command).filter(|it| !line.contains(&format!("`{it}`")))
        {
            broken.push(format!("{README}: {CONSUMERS}{project} is built by `{command}`"));
        }
    }
    broken
}

/// The code blocks that name a file, and what is in them.
fn excerpts(readme: &str) -> Vec<(&str, &str)> {
    let blocks = readme.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    blocks.filter_map(|(info, excerpt)| Some((info.split_once(' ')?.1, excerpt))).collect()
}

fn differs(path: &str, excerpt: &str, file: Option<&str>) -> Option<String> {
    // How deep it stands in the file is the file's business.
    let plain = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    match file {
        None => Some(format!("{README}: there is no {path}, of which it has an excerpt")),
        Some(file) if plain(file).contains(plain(excerpt).trim()) => None,
        Some(_) => Some(format!("{README}: what it has of {path} does not stand there")),
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
    fn breaks(readme: &str, expected: &[&str]) {
        let file = |path: &str, text: &str| Committed { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file(README, readme),
            file("tests/consumers/vite/package.json", MANIFEST),
            file("tests/consumers/vite/main.js", "// What it does.\n  import \"a\";\n  b();\n"),
            file("tests/consumers/support/project.mjs", ""),
        ];
        assert_eq!(broken(&files), expected);
    }

    const ROW: &str = "| [Vite](tests/consumers/vite) | `vite build` |\n";

    #[test]
    fn each_project_is_named_with_the_command_that_builds_it() {
        breaks(ROW, &[]);
        breaks("Read.\n", &["README.md: it does not have the project tests/consumers/vite"]);
        breaks(
            "[Vite](tests/consumers/vite): `vite`\n",
            &["README.md: tests/consumers/vite is built by `vite build`"],
        );
    }

    #[test]
    fn a_recipe_is_an_excerpt_of_its_file() {
        let shows =
            |path: &str, text: &str| format!("{ROW}\n```sh\nnpm install\n```\n\n```js {path}\n{text}\n```\n");
        breaks(&shows("tests/consumers/vite/main.js", "import \"a\";\nb();"), &[]);
        breaks(
            &shows("tests/consumers/vite/main.js", "import \"b\";"),
            &["README.md: what it has of tests/consumers/vite/main.js does not stand there"],
        );
        breaks(
            &shows("tests/consumers/vite/other.js", "b();"),
            &["README.md: there is no tests/consumers/vite/other.js, of which it has an excerpt"],
        );
    }
}
