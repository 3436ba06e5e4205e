//! `cargo xtask docs`: writes the reference tables in `docs/` and the lists in `npm/index.d.ts` from
//! `npm/custom-elements.json`. `cargo xtask tidy` fails when one of them is not up to date.

mod manifest;
mod tables;
mod types;

use std::fs;

use anyhow::{Context as _, Result, bail};

pub(crate) use manifest::{MANIFEST, Manifest};

use crate::run::root;

/// Writes a region's text.
type Writer = fn(&Manifest) -> String;

/// Everything that is generated: the file, the name of the region, and its writer.
const REGIONS: [(&str, &str, Writer); 9] = [
    ("docs/attributes.md", "attributes", tables::attributes),
    ("docs/attributes.md", "properties", tables::properties),
    ("docs/methods.md", "methods", tables::methods),
    ("docs/events.md", "events", tables::events),
    ("docs/looks.md", "custom properties", tables::custom_properties),
    ("docs/looks.md", "parts", tables::parts),
    (TYPES, "events", types::events),
    (TYPES, "members", types::members),
    (TYPES, "properties", types::properties),
];
const TYPES: &str = "npm/index.d.ts";

/// `cargo xtask docs`
pub(crate) fn command(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("`cargo xtask docs` takes no argument, and got `{}`", args.join(" "));
    }
    let read =
        |path: &str| fs::read_to_string(root().join(path)).with_context(|| format!("could not read {path}"));
    let manifest = Manifest::parse(&read(MANIFEST)?)?;
    for (path, name, write) in REGIONS {
        let text = read(path)?;
        let made = replaced(&text, name, &write(&manifest)).with_context(|| path.to_owned())?;
        if made != text {
            fs::write(root().join(path), made).with_context(|| format!("could not write {path}"))?;
            println!("{path}: wrote {name}");
        }
    }
    Ok(())
}

/// One sentence for each region that is missing or not up to date; `text` gives a file's text.
pub(crate) fn outdated<'a>(manifest: &Manifest, text: impl Fn(&str) -> &'a str) -> Vec<String> {
    let regions =
        REGIONS.iter().filter_map(|(path, name, write)| match replaced(text(path), name, &write(manifest)) {
            Ok(made) if made == text(path) => None,
            Ok(_) => Some(format!("{path}: {name} differ from {MANIFEST}; run `cargo xtask docs`")),
            Err(error) => Some(format!("{path}: {error}")),
        });
    regions.collect()
}

/// `text` with `made` between the two markers of the region `name`.
fn replaced(text: &str, name: &str, made: &str) -> Result<String> {
    let start = format!("generated from {MANIFEST}: {name}");
    let (before, rest) = text.split_once(&start).with_context(|| format!("there is no `{start}`"))?;
    let (rest_of_line, rest) = rest.split_once('\n').with_context(|| format!("`{start}` has no end"))?;
    let is_end = |line: &&str| matches!(line.trim(), "<!-- end -->" | "// end");
    let end = rest.split_inclusive('\n').find(is_end).with_context(|| format!("`{start}` has no end"))?;
    let (_, after) = rest.split_once(end).unwrap_or_default();
    // In Markdown, a comment directly above a table would swallow it.
    let gap = if rest_of_line.contains("-->") { "\n" } else { "" };
    Ok(format!("{before}{start}{rest_of_line}\n{gap}{made}{gap}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# A\n\n<!-- generated from npm/custom-elements.json: parts -->\nold\n<!-- end -->\n\nB.\n";

    #[test]
    fn writes_between_the_markers_only() {
        let made = replaced(TEXT, "parts", "| a |\n").unwrap();

        assert!(made.ends_with(": parts -->\n\n| a |\n\n<!-- end -->\n\nB.\n"), "{made}");
        assert!(made.starts_with("# A\n\n<!-- generated"), "{made}");
        assert_eq!(replaced(&made, "parts", "| a |\n").unwrap(), made);
    }

    #[test]
    fn finds_a_region_that_is_missing_or_open() {
        let error = |text: &str, name: &str| replaced(text, name, "").unwrap_err().to_string();

        assert!(error(TEXT, "events").starts_with("there is no `generated from"));
        assert!(error(&TEXT.replace("<!-- end -->", ""), "parts").ends_with("has no end"));
    }

    #[test]
    fn reports_what_is_not_up_to_date() {
        let manifest = Manifest::parse(r#"{ "modules": [{ "declarations": [{}] }] }"#).unwrap();
        let reported = outdated(&manifest, |path| if path == "docs/looks.md" { TEXT } else { "" });

        assert_eq!(reported.len(), REGIONS.len());
        let parts = "docs/looks.md: parts differ from npm/custom-elements.json; run `cargo xtask docs`";
        assert!(reported.iter().any(|line| line == parts), "{reported:?}");
    }
}
