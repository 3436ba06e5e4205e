//! The manifest's lists as Markdown tables.

use super::manifest::{Item, Manifest};

pub(super) fn attributes(manifest: &Manifest) -> String {
    let row = |item: &Item| [code(&item.name), item.description.clone(), shown_default(item)];
    table(["Attribute", "Meaning", "Default"], manifest.attributes.iter().map(row))
}

/// The properties that have no attribute.
pub(super) fn properties(manifest: &Manifest) -> String {
    let fields = manifest.fields.iter().filter(|field| field.attribute.is_empty());
    table(["Property", "Meaning"], fields.map(|item| [code(&item.name), item.description.clone()]))
}

pub(super) fn methods(manifest: &Manifest) -> String {
    let call = |item: &Item| {
        let parameters: Vec<_> = item.parameters.iter().map(|(name, _)| name.as_str()).collect();
        code(&format!("{}({})", item.name, parameters.join(", ")))
    };
    table(["Method", "Effect"], manifest.methods.iter().map(|item| [call(item), item.description.clone()]))
}

pub(super) fn events(manifest: &Manifest) -> String {
    let row = |item: &Item| [code(&item.name), code(&detail(&item.r#type)), item.description.clone()];
    table(["Event", "`detail`", "When"], manifest.events.iter().map(row))
}

pub(super) fn custom_properties(manifest: &Manifest) -> String {
    let row = |item: &Item| [code(&item.name), item.description.clone(), code(&item.default)];
    table(["Custom property", "Used for", "Default"], manifest.custom_properties.iter().map(row))
}

pub(super) fn parts(manifest: &Manifest) -> String {
    let row = |item: &Item| [code(&item.name), item.description.clone()];
    table(["Part", "Element"], manifest.parts.iter().map(row))
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut made = line(head.map(str::to_owned).into());
    made.push_str(&format!("|{}\n", "---|".repeat(N)));
    for row in rows {
        made.push_str(&line(row.map(|cell| cell.replace('|', "\\|")).into()));
    }
    made
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A default as a reader writes it: without quotes, and nothing where the attribute is absent.
fn shown_default(item: &Item) -> String {
    match item.default.trim_matches('"') {
        "" | "false" => String::new(),
        default => code(default),
    }
}

/// The names in the type of an event's `detail`.
fn detail(r#type: &str) -> String {
    let inside = r#type.trim_start_matches("CustomEvent<").trim_end_matches('>');
    let fields = inside.trim_matches(['{', '}', ' ']).split(';');
    let names: Vec<_> = fields.filter_map(|field| Some(field.split_once(':')?.0.trim())).collect();
    if names.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let json = r#"{ "modules": [{ "declarations": [{
            "attributes": [
                { "name": "dialect", "description": "`v1` | `v2`.", "default": "\"v1\"" },
                { "name": "open", "description": "Open.", "default": "false" }],
            "members": [
                { "kind": "field", "name": "open", "attribute": "open" },
                { "kind": "field", "name": "info", "description": "Keys." },
                { "kind": "method", "name": "prefill", "description": "Fills.", "parameters": [{ "name": "fields" }] }]
        }] }] }"#;
        let manifest = Manifest::parse(json).unwrap();

        let head = "| Attribute | Meaning | Default |\n|---|---|---|\n";
        assert_eq!(
            attributes(&manifest),
            format!("{head}| `dialect` | `v1` \\| `v2`. | `v1` |\n| `open` | Open. |  |\n")
        );
        assert_eq!(properties(&manifest), "| Property | Meaning |\n|---|---|\n| `info` | Keys. |\n");
        assert_eq!(methods(&manifest), "| Method | Effect |\n|---|---|\n| `prefill(fields)` | Fills. |\n");
    }

    #[test]
    fn a_detail_is_shown_by_its_names() {
        assert_eq!(detail("CustomEvent<Record<string, never>>"), "{}");
        assert_eq!(detail("CustomEvent<{ id: string; url: string }>"), "{ id, url }");
    }
}
