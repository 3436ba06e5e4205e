//! The rule that the places which name the element's attributes, methods, events and looks agree: the loader (which is right
//! where it names them), the README, the npm package's types, and its `custom-elements.json`.
//!
//! Owns what is read out of the loader, the README and the types; the manifest is `manifest`'s.

use std::collections::BTreeSet;

use super::{Committed, manifest};

pub(super) const LOADER: &str = "www/widget/support-ticket-widget.js";
pub(super) const README: &str = "README.md";
pub(super) const TYPES: &str = "npm/index.d.ts";
/// The lists in the loader.
const LISTS: [&str; 2] = ["BOOLEAN_ATTRIBUTES", "VALUE_ATTRIBUTES"];
const INFO: &str = "info";
/// How the custom properties begin.
const CUSTOM: &str = "--support-ticket-";
/// A property that the types have as a pair of accessors.
const TEXTS: &str = "texts";

/// **What the element has**, each by its names, as one place says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Interface {
    pub(super) attributes: BTreeSet<String>,
    pub(super) properties: BTreeSet<String>,
    pub(super) methods: BTreeSet<String>,
    pub(super) events: BTreeSet<String>,
    pub(super) parts: BTreeSet<String>,
    pub(super) custom_properties: BTreeSet<String>,
}

/// What the README or the types say otherwise than the loader.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let attributes = loader(text(LOADER));
    if attributes.len() < 2 {
        return vec![format!("{LOADER}: no attributes are found in it")];
    }
    let properties: BTreeSet<_> =
        attributes.iter().map(|name| camel(name)).chain([INFO.to_owned()]).collect();
    let (readme, types) = (text(README), text(TYPES));
    let mut broken = differences(README, &table(readme, "Attributes"), LOADER, &attributes);
    broken.extend(differences(TYPES, &members(types), LOADER, &properties));

    let methods = methods(types);
    let events = events(types);
    broken.extend(differences(README, &table(readme, "Methods, and buttons of your own"), TYPES, &methods));
    broken.extend(differences(README, &table(readme, "Events"), TYPES, &events));
    let (parts, custom_properties) = looks(readme);
    let properties = properties.into_iter().chain([TEXTS.to_owned()]).collect();
    let right = Interface { attributes, properties, methods, events, parts, custom_properties };
    broken.extend(manifest::broken(text(manifest::PATH), &right));
    broken
}

/// The names in the loader's two lists of attributes.
fn loader(text: &str) -> BTreeSet<String> {
    let list = |name: &str| {
        let after = text.split_once(&format!("const {name} = [")).map_or("", |(_, rest)| rest);
        after.split(']').next().unwrap_or_default().to_owned()
    };
    let names = LISTS.map(list).join(",");
    names.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands in backquotes in the first column of the table under a heading; of a call, what is called.
fn table(text: &str, heading: &str) -> BTreeSet<String> {
    let cells = section(text, heading).lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    let names = cells.flat_map(|cell| cell.split('`').step_by(2));
    let names = names.filter_map(|name| name.split('(').next()).map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let after = text.split_once(&format!("\n### {heading}\n")).map_or("", |(_, rest)| rest);
    after.split("\n#").next().unwrap_or_default()
}

/// The parts and the custom properties under "Looks", of which the first one is written out.
fn looks(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (properties, parts) = section(text, "Looks").split_once("Parts:").unwrap_or_default();
    let parts = parts.split('`').nth(1).unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let quoted = properties.split('`').skip(1).step_by(2);
    let ends = quoted.filter_map(|name| name.strip_prefix(CUSTOM).or(name.strip_prefix('-')));
    (parts, ends.map(|end| format!("{CUSTOM}{end}")).collect())
}

/// The methods of the class in the types, but for those that every element has.
fn methods(text: &str) -> BTreeSet<String> {
    let lines =
        class(text).filter_map(|line| line.strip_prefix("  ")?.strip_suffix("): void;")?.split_once('('));
    lines.map(|(name, _)| name.to_owned()).filter(|name| !name.contains(' ')).collect()
}

/// The keys of the types' map of events.
fn events(text: &str) -> BTreeSet<String> {
    let map = text.split_once("interface SupportTicketEventMap {").map_or("", |(_, rest)| rest);
    let lines = map.lines().take_while(|line| *line != "}");
    lines.filter_map(|line| Some(line.strip_prefix("  \"")?.split_once('"')?.0.to_owned())).collect()
}

fn class(text: &str) -> impl Iterator<Item = &str> {
    let class = text.split_once("export class SupportTicketWidget").map_or("", |(_, rest)| rest);
    class.lines().skip(1).take_while(|line| *line != "}")
}

/// The properties of the class in the types: its lines `name: type;`.
fn members(text: &str) -> BTreeSet<String> {
    let names = class(text).filter_map(|line| line.strip_prefix("  ")?.split_once(':'));
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

/// What `path` says otherwise than `by`.
pub(super) fn differences(
    path: &str,
    said: &BTreeSet<String>,
    by: &str,
    right: &BTreeSet<String>,
) -> Vec<String> {
    let missing = right.difference(said).map(|name| format!("{path}: `{name}` of {by} is missing"));
    let extra = said.difference(right).map(|name| format!("{path}: {by} does not know `{name}`"));
    missing.chain(extra).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JS: &str = r#"const BOOLEAN_ATTRIBUTES = ["open"]; const VALUE_ATTRIBUTES = ["endpoint", "help-email", "modal"];"#;

    const ROWS: &str = "| `endpoint`, `help-email` | x |\n| `modal` | `auto` |\n| `open` | |\n";
    const MEMBERS: &str =
        "  endpoint: string;\n  helpEmail: string;\n  modal: \"auto\";\n  info?: object;\n  open: boolean;\n";
    const METHODS: &str = "  show(): void;\n  prefill(fields: SupportTicketPrefill): void;\n";

    fn files(rows: &str, members: &str) -> Vec<Committed> {
        let readme = format!(
            "\n### Attributes\n\n| attribute |\n|---|\n{rows}\n### Methods, and buttons of your own\n| `show()`, `prefill({{}})` | |\n\
             \n### Events\n| `ticket-open` | `{{}}` |\n\n### Looks\n`--support-ticket-accent`, `-text`. Parts:\n`button form`.\n"
        );
        let types = format!(
            "export interface SupportTicketEventMap {{\n  \"ticket-open\": CustomEvent;\n}}\n\
             export class SupportTicketWidget extends HTMLElement {{\n{members}{METHODS}}}\n"
        );
        let manifest = r#"{"modules":[{"declarations":[{
            "attributes":[{"name":"endpoint"},{"name":"help-email"},{"name":"modal"},{"name":"open"}],
            "members":[{"kind":"field","name":"endpoint"},{"kind":"field","name":"helpEmail"},{"kind":"field","name":"modal"},
                {"kind":"field","name":"open"},{"kind":"field","name":"info"},{"kind":"field","name":"texts"},
                {"kind":"method","name":"show"},{"kind":"method","name":"prefill"}],
            "events":[{"name":"ticket-open"}],"cssParts":[{"name":"button"},{"name":"form"}],
            "cssProperties":[{"name":"--support-ticket-accent"},{"name":"--support-ticket-text"}]}]}]}"#;
        let texts = [(LOADER, JS), (README, &readme), (TYPES, &types), (manifest::PATH, manifest)];
        texts.map(|(path, text)| Committed { path: path.to_owned(), text: text.to_owned() }).into()
    }

    #[test]
    fn places_that_agree_break_nothing() {
        assert_eq!(broken(&files(ROWS, MEMBERS)), Vec::<String>::new());
    }

    #[test]
    fn an_attribute_that_the_readme_forgets_is_named() {
        let said = "README.md: `modal` of www/widget/support-ticket-widget.js is missing";
        assert_eq!(broken(&files("| `endpoint`, `help-email` | x |\n| `open` | |\n", MEMBERS)), [said]);
    }

    #[test]
    fn a_property_that_does_not_exist_is_named() {
        let members = format!("{MEMBERS}  identity: string;\n");
        let said = "npm/index.d.ts: www/widget/support-ticket-widget.js does not know `identity`";
        assert_eq!(broken(&files(ROWS, &members)), [said]);
    }

    #[test]
    fn what_the_manifest_says_otherwise_is_named() {
        let mut files = files(ROWS, MEMBERS);
        let manifest = &mut files[3].text;
        for (right, wrong) in [("ticket-open", "ticket-opened"), ("\"form\"", "\"panel\""), ("-text", "-ink")]
        {
            *manifest = manifest.replace(right, wrong);
        }

        let said = broken(&files);
        let wrong = ["`ticket-open`", "`ticket-opened`", "`form`", "`panel`", "-text`", "-ink`"];
        assert_eq!(said.len(), wrong.len());
        for (said, wrong) in said.iter().zip(wrong) {
            assert!(said.starts_with(manifest::PATH) && said.contains(wrong), "{said}");
        }
    }
}
