//! The rule that `npm/custom-elements.json`, the loader's lists of attributes, the reference in `docs/` and the npm package's
//! types agree.

use std::collections::BTreeSet;

use super::{Committed, manifest};
use crate::docs::{self, MANIFEST, Manifest};

pub(super) const LOADER: &str = "www/widget/support-ticket-widget.js";
/// The loader's lists, and whether their attributes are boolean.
const LISTS: [(&str, bool); 2] = [("BOOLEAN_ATTRIBUTES", true), ("VALUE_ATTRIBUTES", false)];

/// One sentence for each place that disagrees with the manifest.
pub(super) fn broken(files: &[Committed]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let manifest = match Manifest::parse(text(MANIFEST)) {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!("{error:#}")],
    };
    let mut broken = manifest::broken(&manifest);
    for (list, is_boolean) in LISTS {
        let attributes = manifest.attributes.iter().filter(|it| (it.r#type == "boolean") == is_boolean);
        let expected: BTreeSet<&str> = attributes.map(|it| it.name.as_str()).collect();
        broken.extend(differences(list, &listed(text(LOADER), list), &expected));
    }
    broken.extend(docs::outdated(&manifest, text));
    broken
}

/// The names in a list of the loader.
fn listed<'a>(text: &'a str, list: &str) -> BTreeSet<&'a str> {
    let after = text.split_once(&format!("const {list} = [")).map_or("", |(_, rest)| rest);
    let inside = after.split(']').next().unwrap_or_default();
    inside.split('"').skip(1).step_by(2).collect()
}

fn differences(list: &str, found: &BTreeSet<&str>, expected: &BTreeSet<&str>) -> Vec<String> {
    let missing =
        expected.difference(found).map(|name| format!("{LOADER}: `{name}` of {MANIFEST} is not in {list}"));
    let extra = found.difference(expected).map(|name| format!("{MANIFEST}: `{name}` of {list} is missing"));
    missing.chain(extra).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELEMENT: &str = r#"{ "modules": [{ "declarations": [{ "attributes": [
        { "name": "endpoint", "fieldName": "endpoint", "type": { "text": "string" }, "description": "URL." },
        { "name": "open", "fieldName": "open", "type": { "text": "boolean" }, "description": "Open." }
    ], "members": [
        { "kind": "field", "name": "endpoint", "attribute": "endpoint", "type": { "text": "string" }, "description": "URL." },
        { "kind": "field", "name": "open", "attribute": "open", "type": { "text": "boolean" }, "description": "Open." }
    ] }] }] }"#;

    /// What is broken besides the generated files, which are not there.
    fn disagreements(loader: &str, manifest: &str) -> Vec<String> {
        let files = [(LOADER, loader), (MANIFEST, manifest)];
        let files = files.map(|(path, text)| Committed { path: path.to_owned(), text: text.to_owned() });
        broken(&files).into_iter().filter(|line| !line.contains("there is no `generated")).collect()
    }

    #[test]
    fn the_loader_has_the_manifests_attributes() {
        let agrees = r#"const BOOLEAN_ATTRIBUTES = ["open"]; const VALUE_ATTRIBUTES = ["endpoint"];"#;
        assert_eq!(disagreements(agrees, ELEMENT), Vec::<String>::new());
        let differs = r#"const BOOLEAN_ATTRIBUTES = ["endpoint"]; const VALUE_ATTRIBUTES = ["endpoint"];"#;
        assert_eq!(
            disagreements(differs, ELEMENT),
            [
                "www/widget/support-ticket-widget.js: `open` of npm/custom-elements.json is not in BOOLEAN_ATTRIBUTES",
                "npm/custom-elements.json: `endpoint` of BOOLEAN_ATTRIBUTES is missing",
            ]
        );
    }

    #[test]
    fn a_manifest_that_is_not_json_is_reported() {
        assert_eq!(disagreements("", "{").len(), 1);
    }

    #[test]
    fn a_file_without_its_generated_table_is_reported() {
        let files = [Committed { path: MANIFEST.to_owned(), text: ELEMENT.to_owned() }];
        let reported = broken(&files);

        assert!(
            reported.iter().any(|line| line.starts_with("docs/attributes.md: there is no")),
            "{reported:?}"
        );
    }
}
