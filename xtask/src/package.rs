//! `cargo xtask package`: the npm package, ready to publish, in `pkg/`.
//!
//! `dist/` is for bundlers, and `cdn/` for pages without one, with the hash of each file. README, types and `package.json` are
//! in `npm/`; the version is Cargo's.

mod check;

use std::fs;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha384};

use crate::dist::{self, Files};
use crate::run::root;

/// The licenses that the package must carry; its README and types are in `npm/`.
const LICENSES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The version in `npm/package.json`, which Cargo's replaces.
const VERSION: &str = "0.0.0";

/// `cargo xtask package`
pub(crate) fn command(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("`cargo xtask package` takes no argument, and got `{}`", args.join(" "));
    }
    let node = dist::build()?;
    let version = env!("CARGO_PKG_VERSION");
    let bundles = Files::read(&dist::bundles())?;
    let mut package = Files::default();
    for (name, bytes) in bundles.iter().filter(|(name, _)| name.starts_with("dist/")) {
        package.add(name, bytes.to_vec());
    }
    for (name, bytes) in cdn(&Files::read(&dist::dist())?, &bundles)?.iter() {
        package.add(&format!("cdn/{name}"), bytes.to_vec());
    }
    for license in LICENSES {
        let text = fs::read(root().join(license)).with_context(|| format!("the package needs {license}"))?;
        package.add(license, text);
    }
    // Its scripts are in the bundles.
    for (name, bytes) in Files::read(&root().join("npm"))?.iter().filter(|(name, _)| !name.ends_with(".js")) {
        package.add(name, bytes.to_vec());
    }
    let template = package.get("package.json").context("the package needs npm/package.json")?;
    let manifest = manifest(template, version)?;
    let absent = absent_files(&manifest, &package);
    if !absent.is_empty() {
        bail!("package.json names what is not in the package: {}", absent.join(", "));
    }
    package.add("package.json", format!("{manifest:#}\n").into_bytes());

    let folder = root().join("pkg");
    package.write(&folder)?;
    check::check(&node, &folder)?;
    println!("the package is in {}; `npm publish` there publishes it", folder.display());
    Ok(())
}

/// The widget as it is served, without the compressed files, which servers make themselves; all of it in one file; and
/// the hash of each file, for the attribute `integrity`.
fn cdn(dist: &Files, bundles: &Files) -> Result<Files> {
    let mut files = Files::default();
    for (name, bytes) in dist.iter() {
        if let Some(name) = name.strip_prefix("widget/").filter(|name| !dist::is_compressed(name)) {
            files.add(name, bytes.to_vec());
        }
    }
    for (name, bytes) in bundles.iter().filter(|(name, _)| !name.contains('/')) {
        files.add(name, bytes.to_vec());
    }
    let hashes: Map<String, Value> =
        files.iter().map(|(name, bytes)| (name.to_owned(), integrity(bytes).into())).collect();
    files.add("integrity.json", format!("{}\n", serde_json::to_string_pretty(&hashes)?).into_bytes());
    Ok(files)
}

/// A file's hash by Subresource Integrity (W3C), with the algorithm that it recommends.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

fn manifest(template: &[u8], version: &str) -> Result<Value> {
    let template = std::str::from_utf8(template).context("package.json is not text")?;
    let mut manifest: Value =
        serde_json::from_str(&template.replace(VERSION, version)).context("package.json is not JSON")?;
    let members = manifest.as_object_mut().context("package.json is no object")?;
    members.insert("version".to_owned(), version.into());
    Ok(manifest)
}

/// Files that the manifest names and the package lacks.
fn absent_files(manifest: &Value, package: &Files) -> Vec<String> {
    let mut named = Vec::new();
    for member in ["exports", "main", "types", "module", "unpkg", "jsdelivr", "customElements"] {
        paths(manifest.get(member).unwrap_or(&Value::Null), &mut named);
    }
    // `./cdn/*` is a pattern: the importer chooses the file.
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
    fn the_version_is_from_cargo() {
        let manifest = manifest(br#"{"name":"w","version":"0.0.0","type":"module"}"#, "1.2.3").unwrap();

        assert_eq!(manifest.to_string(), r#"{"name":"w","version":"1.2.3","type":"module"}"#);
    }

    #[test]
    fn cdn_has_what_a_page_loads_with_hashes() {
        let mut dist = Files::default();
        for name in
            ["widget/w.js", "widget/w.js.br", "widget/w.js.gz", "widget/locales/de.json", "site/index.html"]
        {
            dist.add(name, Vec::new());
        }

        let mut bundles = Files::default();
        bundles.add("w.single.js", b"alert('Hello, world.');".to_vec());
        bundles.add("dist/index.js", Vec::new());

        let cdn = cdn(&dist, &bundles).unwrap();

        let names: Vec<_> = cdn.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["integrity.json", "locales/de.json", "w.js", "w.single.js"]);
        // The example of MDN's page on Subresource Integrity.
        let hashes: Value = serde_json::from_slice(cdn.get("integrity.json").unwrap()).unwrap();
        assert_eq!(
            hashes["w.single.js"],
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn an_export_without_a_file_is_found() {
        let mut package = Files::default();
        package.add("w.js", Vec::new());
        let manifest: Value = serde_json::from_str(
            r#"{"exports":{".":{"types":"./w.d.ts","default":"./w.js"},"./locales/*":"./locales/*"}}"#,
        )
        .unwrap();

        assert_eq!(absent_files(&manifest, &package), ["./w.d.ts"]);
    }
}
