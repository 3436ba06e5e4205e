//! The rules between documents and the rest: commands that they name exist, links lead somewhere, and CI runs the README's
//! test command.

use super::Committed;

/// Documents that have to exist. The commands of every document have to exist, too.
const GUIDES: [&str; 2] = ["README.md", "CONTRIBUTING.md"];
/// The command that checks everything.
const TEST: &str = "cargo xtask test";

/// One sentence for each broken rule.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let mut broken = Vec::new();
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let missing = GUIDES.into_iter().filter(|guide| text(guide).is_none());
    broken.extend(missing.map(|guide| format!("{guide} is missing")));
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        broken.extend(unknown_commands(&file.path, &file.text));
        broken.extend(dead_links(file, files));
    }
    if text("README.md").is_some_and(|readme| !readme.contains(TEST)) {
        broken.push(format!("README.md does not name the test command `{TEST}`"));
    }
    if commands_of(text(".ci/run").unwrap_or_default()) != [TEST] {
        broken.push(format!(".ci/run must run `{TEST}`, as README.md says, and nothing else"));
    }
    broken
}

fn unknown_commands(guide: &str, text: &str) -> Vec<String> {
    let named = text.split("cargo xtask ").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        &rest[..end]
    });
    let unknown = named.filter(|name| !crate::COMMANDS.contains(name) && !name.is_empty());
    unknown.map(|name| format!("{guide}: there is no `cargo xtask {name}`")).collect()
}

fn dead_links(document: &Committed, files: &[Committed]) -> Vec<String> {
    let links = document.text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let relative = links.filter(|link| !link.contains("://") && !link.starts_with(['#', '<']));
    let relative = relative.filter(|link| !link.starts_with("mailto:"));
    relative
        .filter(|link| !leads_somewhere(&document.path, link, files))
        .map(|link| format!("{}: the link {link} leads nowhere", document.path))
        .collect()
}

fn leads_somewhere(from: &str, link: &str, files: &[Committed]) -> bool {
    let link = link.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return false;
                }
            }
            _ => parts.push(part),
        }
    }
    let target = parts.join("/");
    let inside = format!("{target}/");
    files.iter().any(|file| file.path == target || file.path.starts_with(&inside)) || target.is_empty()
}

/// The commands of a shell script, without `set` and `cd`.
fn commands_of(script: &str) -> Vec<&str> {
    let lines = script.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|line| !line.starts_with("set -") && !line.starts_with("cd "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CI: &str = "#!/usr/bin/env bash\nset -eu\ncd \"$(dirname \"$0\")/..\"\ncargo xtask test\n";

    fn file(path: &str, text: &str) -> Committed {
        Committed { path: path.to_owned(), text: text.to_owned() }
    }

    #[track_caller]
    fn breaks(readme: &str, ci: &str, expected: &[&str]) {
        let files = [
            file("README.md", readme),
            file("CONTRIBUTING.md", "Type `cargo xtask test`."),
            file("contract/src/ticket.rs", ""),
            file(".ci/run", ci),
        ];
        assert_eq!(broken(&files), expected);
    }

    #[test]
    fn a_command_that_is_named_exists() {
        breaks("`cargo xtask test --quick`, `cargo xtask demo`", CI, &[]);
        breaks(
            "`cargo xtask test`, `cargo xtask dance`",
            CI,
            &["README.md: there is no `cargo xtask dance`"],
        );
    }

    #[test]
    fn a_relative_link_leads_to_a_file_or_a_folder() {
        breaks(
            "`cargo xtask test` [a](contract/src/ticket.rs#L1) [b](./contract/) [c](https://a.example/)",
            CI,
            &[],
        );
        breaks(
            "`cargo xtask test` [a](src/ticket.rs)",
            CI,
            &["README.md: the link src/ticket.rs leads nowhere"],
        );
        breaks("`cargo xtask test` [a](../b.md)", CI, &["README.md: the link ../b.md leads nowhere"]);
    }

    #[test]
    fn ci_runs_the_readmes_test_command_and_nothing_else() {
        let said = ".ci/run must run `cargo xtask test`, as README.md says, and nothing else";
        breaks("`cargo xtask test`", &format!("{CI}cargo fmt\n"), &[said]);
        breaks("`cargo xtask test`", "", &[said]);
        breaks("Read.", CI, &["README.md does not name the test command `cargo xtask test`"]);
    }
}
