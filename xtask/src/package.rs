//! `cargo xtask package`: the npm package, ready to publish, in `pkg/`.
//!
//! Owns which files go in. What the package says of itself is in `www/package/package.json`; the version is
//! Cargo's.

use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::dist::{self, Files};
use crate::run::{Cmd, root};

/// Beside the widget's own files: what npm shows, and the licences that the package must carry.
const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// `cargo xtask package`
pub(crate) fn command(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("`cargo xtask package` takes no argument, and got `{}`", args.join(" "));
    }
    dist::build_for_shipping()?;
    let mut package = shipped_files(&Files::read(&dist::dist())?);
    for document in DOCUMENTS {
        let text =
            fs::read(root().join(document)).with_context(|| format!("the package needs {document}"))?;
        package.add(document, text);
    }
    for (name, bytes) in Files::read(&root().join("www/package"))?.iter() {
        package.add(name, bytes.to_vec());
    }
    let template = package.get("package.json").context("the package needs www/package/package.json")?;
    let manifest = manifest(template, env!("CARGO_PKG_VERSION"))?;
    let absent = absent_files(&manifest, &package);
    if !absent.is_empty() {
        bail!("package.json names what is not in the package: {}", absent.join(", "));
    }
    package.add("package.json", format!("{manifest:#}\n").into_bytes());

    let folder = root().join("pkg");
    package.write(&folder)?;
    // npm's own word on what would be published.
    Cmd::new("npm").words("pack --dry-run --ignore-scripts").dir(&folder).run()?;
    println!("the package is in {}; `npm publish` there publishes it", folder.display());
    Ok(())
}

/// The widget as it is served, without the compressed forms, which servers make themselves.
fn shipped_files(dist: &Files) -> Files {
    let mut shipped = Files::default();
    for (name, bytes) in dist.iter() {
        if let Some(name) = name.strip_prefix("widget/").filter(|name| !dist::is_compressed(name)) {
            shipped.add(name, bytes.to_vec());
        }
    }
    shipped
}

fn manifest(template: &[u8], version: &str) -> Result<Value> {
    let mut manifest: Value = serde_json::from_slice(template).context("package.json is not JSON")?;
    let members = manifest.as_object_mut().context("package.json is no object")?;
    members.insert("version".to_owned(), version.into());
    Ok(manifest)
}

/// Files that the manifest sends importers to, and that are not there.
fn absent_files(manifest: &Value, package: &Files) -> Vec<String> {
    let mut named = Vec::new();
    for member in ["exports", "main", "types", "module"] {
        paths(manifest.get(member).unwrap_or(&Value::Null), &mut named);
    }
    // `./locales/*` is a pattern, and which files it finds is up to the importer
    named.retain(|path| !path.contains('*') && package.get(path.trim_start_matches("./")).is_none());
    named
}

fn paths(value: &Value, named: &mut Vec<String>) {
    match value {
        Value::String(path) => named.push(path.clone()),
        Value::Object(members) => members.values().for_each(|value| paths(value, named)),
        Value::Array(items) => items.iter().for_each(|value| paths(value, named)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_cargos() {
        let manifest = manifest(br#"{"name":"w","version":"0.0.0","type":"module"}"#, "1.2.3").unwrap();

        assert_eq!(manifest.to_string(), r#"{"name":"w","version":"1.2.3","type":"module"}"#);
    }

    #[test]
    fn only_the_widgets_own_files_go_in() {
        let mut dist = Files::default();
        for name in
            ["widget/w.js", "widget/w.js.br", "widget/w.js.gz", "widget/locales/de.json", "site/index.html"]
        {
            dist.add(name, Vec::new());
        }

        let shipped = shipped_files(&dist);

        let names: Vec<_> = shipped.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["locales/de.json", "w.js"]);
    }

    #[test]
    fn an_export_that_leads_nowhere_is_found() {
        let mut package = Files::default();
        package.add("w.js", Vec::new());
        let manifest: Value = serde_json::from_str(
            r#"{"exports":{".":{"types":"./w.d.ts","default":"./w.js"},"./locales/*":"./locales/*"}}"#,
        )
        .unwrap();

        assert_eq!(absent_files(&manifest, &package), ["./w.d.ts"]);
    }
}
