//! The rule that the three places which name the element's attributes agree: the loader (which is right), the README's
//! table, and the npm package's types.

use std::collections::BTreeSet;

use super::Committed;

const LOADER: &str = "www/support-ticket-widget.js";
const README: &str = "README.md";
const TYPES: &str = "www/package/index.d.ts";
/// An attribute by its own code in the loader, and a property without an attribute.
const OPEN: &str = "open";
const INFO: &str = "info";

/// What the README or the types say otherwise than the loader.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let attributes = loader(text(LOADER));
    if attributes.len() < 2 {
        return vec![format!("{LOADER}: no ATTRIBUTES are found in it")];
    }
    let properties = attributes.iter().map(|name| camel(name)).chain([INFO.to_owned()]).collect();
    let mut broken = differences(README, &table(text(README)), &attributes);
    broken.extend(differences(TYPES, &members(text(TYPES)), &properties));
    broken
}

/// The names in the loader's one string of attributes, each with its default after a `=`.
fn loader(text: &str) -> BTreeSet<String> {
    let after = text.split_once("const ATTRIBUTES").map_or("", |(_, rest)| rest);
    let names = after.split('"').nth(1).unwrap_or_default().split(' ');
    names.filter_map(|pair| pair.split('=').next()).chain([OPEN]).map(str::to_owned).collect()
}

/// What stands in backquotes in the first column of the table under "Attributes".
fn table(text: &str) -> BTreeSet<String> {
    let after = text.split_once("\n### Attributes\n").map_or("", |(_, rest)| rest);
    let section = after.split("\n#").next().unwrap_or_default();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    let names = cells.flat_map(|cell| cell.split('`').step_by(2));
    names.filter(|name| !name.trim().is_empty()).map(str::to_owned).collect()
}

/// The properties of the class in the types: its lines `name: type;`.
fn members(text: &str) -> BTreeSet<String> {
    let class = text.split_once("export class SupportTicketWidget").map_or("", |(_, rest)| rest);
    let lines = class.lines().skip(1).take_while(|line| *line != "}");
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split_once(':'));
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(char::is_alphanumeric);
    names.map(|(name, _)| name.trim_end_matches('?')).filter(is_name).map(str::to_owned).collect()
}

fn camel(attribute: &str) -> String {
    let mut words = attribute.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

fn differences(path: &str, said: &BTreeSet<String>, right: &BTreeSet<String>) -> Vec<String> {
    let missing = right.difference(said).map(|name| format!("{path}: `{name}` of {LOADER} is missing"));
    let extra = said.difference(right).map(|name| format!("{path}: {LOADER} does not know `{name}`"));
    missing.chain(extra).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JS: &str = r#"const ATTRIBUTES = "endpoint help-email modal=auto".split(" ");"#;

    #[track_caller]
    fn breaks(readme: &str, types: &str, expected: &[&str]) {
        let file = |path: &str, text: &str| Committed { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file(LOADER, JS),
            file(
                README,
                &format!("\n### Attributes\n\n| attribute |\n|---|\n{readme}\n### Events\n| `e` |\n"),
            ),
            file(TYPES, &format!("export class SupportTicketWidget extends HTMLElement {{\n{types}}}\n")),
        ];
        assert_eq!(broken(&files), expected);
    }

    const README_ROWS: &str = "| `endpoint`, `help-email` | x |\n| `modal` | `auto` |\n| `open` | |\n";
    const MEMBERS: &str = "  endpoint: string;\n  helpEmail: string;\n  modal: \"auto\";\n  info?: object;\n  open: boolean;\n  show(): void;\n";

    #[test]
    fn three_places_that_agree_break_nothing() {
        breaks(README_ROWS, MEMBERS, &[]);
    }

    #[test]
    fn an_attribute_that_the_readme_forgets_is_named() {
        let said = ["README.md: `modal` of www/support-ticket-widget.js is missing"];
        breaks("| `endpoint`, `help-email` | x |\n| `open` | |\n", MEMBERS, &said);
    }

    #[test]
    fn a_property_that_does_not_exist_is_named() {
        let types = format!("{MEMBERS}  identity: string;\n");
        let said = ["www/package/index.d.ts: www/support-ticket-widget.js does not know `identity`"];
        breaks(README_ROWS, &types, &said);
    }
}
