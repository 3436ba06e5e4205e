//! The manifest's lists as TypeScript, for `npm/index.d.ts`.

use super::manifest::{Item, Manifest};

/// As the formatter has it.
const LINE_WIDTH: usize = 120;

/// The entries of the map from an event's name to its type.
pub(super) fn events(manifest: &Manifest) -> String {
    let entry = |item: &Item| format!("{}  \"{}\": {};\n", comment(item), item.name, item.r#type);
    manifest.events.iter().map(entry).collect()
}

/// The properties and methods of the class.
pub(super) fn members(manifest: &Manifest) -> String {
    let field = |item: &Item| format!("{}  {}: {};\n", comment(item), item.name, field_type(item));
    let method = |item: &Item| {
        let parameters: Vec<_> =
            item.parameters.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        format!("{}  {}({}): void;\n", comment(item), item.name, parameters.join(", "))
    };
    let fields = manifest.fields.iter().map(field);
    fields.chain(["\n".to_owned()]).chain(manifest.methods.iter().map(method)).collect()
}

/// The type of all properties that a page can set.
pub(super) fn properties(manifest: &Manifest) -> String {
    let names: String = manifest.fields.iter().map(|item| format!("\n    | \"{}\"", item.name)).collect();
    format!(
        "export type SupportTicketProperties = Partial<\n  Pick<\n    SupportTicketWidget,{names}\n  >\n>;\n"
    )
}

/// The property of an absent attribute is empty, whatever values the attribute has.
fn field_type(item: &Item) -> String {
    let is_choice = item.r#type.starts_with('"');
    format!("{}{}", item.r#type, if is_choice { " | \"\"" } else { "" })
}

fn comment(item: &Item) -> String {
    let line = format!("  /** {} */\n", item.description);
    if line.chars().count() <= LINE_WIDTH {
        return line;
    }
    let mut lines = vec![String::from("   *")];
    for word in item.description.split(' ') {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last + 1 + word.chars().count() > LINE_WIDTH {
            lines.push(String::from("   *"));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    format!("  /**\n{}\n   */\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_types_and_comments() {
        let long = "word ".repeat(40);
        let json = format!(
            r#"{{ "modules": [{{ "declarations": [{{ "members": [
            {{ "kind": "field", "name": "theme", "type": {{ "text": "\"auto\" | \"dark\"" }}, "description": "Colors." }},
            {{ "kind": "method", "name": "prefill", "description": "{}",
               "parameters": [{{ "name": "fields", "type": {{ "text": "Fields" }} }}] }}
            ] }}] }}] }}"#,
            long.trim()
        );
        let made = members(&Manifest::parse(&json).unwrap());

        assert!(
            made.starts_with("  /** Colors. */\n  theme: \"auto\" | \"dark\" | \"\";\n\n  /**\n   * word"),
            "{made}"
        );
        assert!(made.ends_with("\n   */\n  prefill(fields: Fields): void;\n"), "{made}");
        assert!(made.lines().all(|line| line.len() <= LINE_WIDTH), "{made}");
    }
}
