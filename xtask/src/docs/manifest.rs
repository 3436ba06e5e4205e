//! Reads `npm/custom-elements.json`: what the element offers to a page.
//!
//! # Source
//! The schema 2.1.0 of webcomponents/custom-elements-manifest.

use anyhow::{Context as _, Result};
use serde_json::Value;

pub(crate) const MANIFEST: &str = "npm/custom-elements.json";

/// **The element's public interface.**
pub(crate) struct Manifest {
    pub(crate) attributes: Vec<Item>,
    /// Properties, with and without an attribute.
    pub(crate) fields: Vec<Item>,
    pub(crate) methods: Vec<Item>,
    pub(crate) events: Vec<Item>,
    pub(crate) parts: Vec<Item>,
    pub(crate) custom_properties: Vec<Item>,
}

/// **An attribute, a member, an event, a part or a custom property.** What does not apply to it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: String,
    /// In TypeScript.
    pub(crate) r#type: String,
    /// As JavaScript or CSS.
    pub(crate) default: String,
    /// The property of an attribute.
    pub(crate) field: String,
    /// The attribute of a property.
    pub(crate) attribute: String,
    /// Names and types of a method's parameters.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Manifest {
    /// # Errors
    /// Text that is not JSON, or declares no element.
    pub(crate) fn parse(json: &str) -> Result<Self> {
        let manifest: Value =
            serde_json::from_str(json).with_context(|| format!("{MANIFEST} is not JSON"))?;
        let element = &manifest["modules"][0]["declarations"][0];
        if !element.is_object() {
            anyhow::bail!("{MANIFEST} declares no element");
        }
        let items =
            |list: &str| -> Vec<Item> { element[list].as_array().into_iter().flatten().map(item).collect() };
        let (fields, methods) = items("members").into_iter().partition(|member| member.kind == "field");
        Ok(Self {
            attributes: items("attributes"),
            fields,
            methods,
            events: items("events"),
            parts: items("cssParts"),
            custom_properties: items("cssProperties"),
        })
    }
}

fn item(value: &Value) -> Item {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parameter = |value: &Value| (text(&value["name"]), text(&value["type"]["text"]));
    Item {
        name: text(&value["name"]),
        description: text(&value["description"]),
        kind: text(&value["kind"]),
        r#type: text(&value["type"]["text"]),
        default: text(&value["default"]),
        field: text(&value["fieldName"]),
        attribute: text(&value["attribute"]),
        parameters: value["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
    }
}
