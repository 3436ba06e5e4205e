//! What the npm package's `custom-elements.json` says of the element, for editors and documentation tools: that it is what the
//! other places say.
//!
//! # Source
//! The schema 2.1.0 of webcomponents/custom-elements-manifest.

use std::collections::BTreeSet;

use serde_json::Value;

use super::interface::{Interface, LOADER, README, TYPES, differences};

pub(super) const PATH: &str = "npm/custom-elements.json";

/// What it says otherwise than `right`.
pub(super) fn broken(json: &str, right: &Interface) -> Vec<String> {
    let manifest: Value = match serde_json::from_str(json) {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!("{PATH}: {error}")],
    };
    let said = read(&manifest["modules"][0]["declarations"][0]);
    let pairs = [
        (&said.attributes, LOADER, &right.attributes),
        (&said.properties, TYPES, &right.properties),
        (&said.methods, TYPES, &right.methods),
        (&said.events, TYPES, &right.events),
        (&said.parts, README, &right.parts),
        (&said.custom_properties, README, &right.custom_properties),
    ];
    pairs.into_iter().flat_map(|(said, by, right)| differences(PATH, said, by, right)).collect()
}

fn read(declaration: &Value) -> Interface {
    let names = |list: &str, kind: Option<&str>| -> BTreeSet<String> {
        let entries = declaration[list].as_array().into_iter().flatten();
        let wanted = entries.filter(|entry| kind.is_none_or(|kind| entry["kind"] == kind));
        wanted.filter_map(|entry| entry["name"].as_str()).map(str::to_owned).collect()
    };
    Interface {
        attributes: names("attributes", None),
        properties: names("members", Some("field")),
        methods: names("members", Some("method")),
        events: names("events", None),
        parts: names("cssParts", None),
        custom_properties: names("cssProperties", None),
    }
}
