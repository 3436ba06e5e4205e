//! The rule that `npm/custom-elements.json` is complete: everything has a description, and a property says the same as its
//! attribute.

use crate::docs::{MANIFEST, Manifest};

/// One sentence for each gap.
pub(super) fn broken(manifest: &Manifest) -> Vec<String> {
    let lists = [
        &manifest.attributes,
        &manifest.fields,
        &manifest.methods,
        &manifest.events,
        &manifest.parts,
        &manifest.custom_properties,
    ];
    let all = lists.into_iter().flatten();
    let silent = all.filter(|item| item.description.is_empty());
    let mut broken: Vec<String> =
        silent.map(|item| format!("{MANIFEST}: `{}` has no description", item.name)).collect();

    for attribute in &manifest.attributes {
        let field = manifest.fields.iter().find(|field| field.attribute == attribute.name);
        let agrees = field.is_some_and(|field| {
            field.name == attribute.field
                && field.name == camel(&attribute.name)
                && field.r#type == attribute.r#type
                && field.description == attribute.description
        });
        if !agrees {
            broken.push(format!(
                "{MANIFEST}: the attribute `{}` needs a field with its name, type and description",
                attribute.name
            ));
        }
    }
    let has = |name: &str| manifest.attributes.iter().any(|attribute| attribute.name == name);
    let lost = manifest.fields.iter().filter(|field| !field.attribute.is_empty() && !has(&field.attribute));
    broken.extend(lost.map(|field| format!("{MANIFEST}: there is no attribute `{}`", field.attribute)));
    broken
}

/// An attribute's property.
fn camel(attribute: &str) -> String {
    let mut words = attribute.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn breaks(attributes: &str, members: &str, expected: &[&str]) {
        let json = format!(
            r#"{{ "modules": [{{ "declarations": [{{ "attributes": [{attributes}], "members": [{members}] }}] }}] }}"#
        );
        assert_eq!(broken(&Manifest::parse(&json).unwrap()), expected);
    }

    const ATTRIBUTE: &str =
        r#"{ "name": "help-email", "fieldName": "helpEmail", "description": "An address." }"#;
    const FIELD: &str = r#"{ "kind": "field", "name": "helpEmail", "attribute": "help-email", "description": "An address." }"#;

    #[test]
    fn a_property_says_the_same_as_its_attribute() {
        breaks(ATTRIBUTE, FIELD, &[]);
        let missing = "npm/custom-elements.json: the attribute `help-email` needs a field with its name, type and description";
        breaks(ATTRIBUTE, "", &[missing]);
        breaks(ATTRIBUTE, &FIELD.replace("An address", "A name"), &[missing]);
        breaks("", FIELD, &["npm/custom-elements.json: there is no attribute `help-email`"]);
    }

    #[test]
    fn everything_has_a_description() {
        breaks(
            "",
            r#"{ "kind": "method", "name": "show" }"#,
            &["npm/custom-elements.json: `show` has no description"],
        );
    }
}
