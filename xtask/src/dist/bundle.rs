//! The widget for who has a bundler, and as a single file: the same scripts, but with imports that a bundler can follow,
//! and with the WebAssembly and the languages in scripts, too. What bundlers do with other files differs with each of
//! them and its settings; a string is a string in all.
//!
//! Owns what the scripts of `www/` are told in the place of an address. Must not know what the npm package is made of.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::Files;
use crate::setup::Node;

/// For bundlers: the element; the files that it imports are beside it.
const INDEX: &str = "module/index.js";
/// Without a form, and without an element: what a program imports.
const CLIENT: &str = "client.js";
const CLIENT_WASM: &str = "support-ticket-client.wasm";
/// The element as a component of React, which brings its own React.
const REACT: &str = "react.js";
/// Everything in one file, for places that can host just one.
const SINGLE: &str = "support-ticket-widget.single.js";

const LOADER: &str = "support-ticket-widget.js";
/// What the loader says, and what it says here. It has to be one file, so it can't import the difference.
const SUBSTITUTES: [(&str, &str); 2] = [
    ("import(\"./support-ticket-form.js\" + query)", "import(\"./support-ticket-form.js\")"),
    (
        "fetch(import.meta.resolve(\"./support-ticket-form.wasm\"))",
        "import(\"./support-ticket-form.wasm.js\").then(({ bytes }) => new Response(bytes()))",
    ),
];

/// Makes both. `work` has the scripts and the glue as they are for the page, `widget` what a page loads.
pub(super) fn make(node: &Node, work: &Path, widget: &Files, www: &Files) -> Result<Files> {
    let sources = work.join("npm");
    if sources.is_dir() {
        fs::remove_dir_all(&sources).context("could not remove the last build's sources")?;
    }
    let scripts = scripts(work, widget, www)?;
    scripts.write(&sources)?;

    let out = work.join("npm-made");
    let esbuild = |entry: &str, out_of: &str| {
        node.tool("esbuild")
            .dir(&sources)
            .words(entry)
            .words("--bundle --format=esm --target=es2022 --charset=utf8 --log-level=warning")
            .words(out_of)
    };
    if out.is_dir() {
        fs::remove_dir_all(&out).context("could not remove the last build's bundles")?;
    }
    // esbuild would write most of a module's bytes as escapes, so those files go along as they are.
    esbuild(LOADER, "--splitting --entry-names=index --chunk-names=[name]-[hash]")
        .words("--external:*.wasm.js --outdir=")
        .glue(out.join("module"))
        .run()?;
    for (entry, external) in [(CLIENT, "*.wasm.js"), (REACT, "react --external:./index.js")] {
        let out = out.join("module").join(entry);
        esbuild(entry, &format!("--external:{external} --outfile=")).glue(out).run()?;
    }
    esbuild(LOADER, "--minify --outfile=").glue(out.join(SINGLE)).run()?;

    let mut files = Files::read(&out)?;
    for (name, bytes) in scripts.iter().filter(|(name, _)| name.ends_with(".wasm.js")) {
        files.add(&format!("module/{name}"), bytes.to_vec());
    }
    match files.get(INDEX) {
        Some(_) => Ok(files),
        None => bail!("esbuild made no {INDEX}"),
    }
}

/// All that the bundles are made of.
fn scripts(work: &Path, widget: &Files, www: &Files) -> Result<Files> {
    let mut scripts = Files::default();
    for (name, bytes) in Files::read(work)?.iter() {
        let is_script = name.ends_with(".js") && !name.starts_with("npm");
        if is_script && (name.starts_with("snippets/") || !name.contains('/')) {
            scripts.add(name, bytes.to_vec());
        }
    }
    // One of them takes the place of the page's.
    for (name, bytes) in www.iter() {
        if let Some(name) = name.strip_prefix("package/").filter(|name| name.ends_with(".js")) {
            scripts.add(name, bytes.to_vec());
        }
    }

    let loader = String::from_utf8(scripts.get(LOADER).context("there is no loader")?.to_vec())?;
    scripts.add(LOADER, substituted(loader)?.into_bytes());

    // A module that broke stays broken, and is remembered by its address: a fresh one is another script.
    let form =
        String::from_utf8(scripts.get("support-ticket-form.js").context("there is no form")?.to_vec())?;
    let glue = scripts.get("support_ticket_widget.js").context("there is no glue")?.to_vec();
    let again = form.replace("./support_ticket_widget.js", "./support_ticket_widget_again.js");
    if again == form {
        bail!("support-ticket-form.js does not import its module");
    }
    scripts.add("support-ticket-form-again.js", again.into_bytes());
    scripts.add("support_ticket_widget_again.js", glue);

    for (name, bytes) in widget.iter().filter(|(name, _)| name.ends_with(".wasm")) {
        let name = name.trim_start_matches("widget/");
        scripts.add(&format!("{name}.js"), wasm_script(bytes).into_bytes());
    }
    let client = fs::read(work.join(CLIENT_WASM)).with_context(|| format!("there is no {CLIENT_WASM}"))?;
    scripts.add(&format!("{CLIENT_WASM}.js"), wasm_script(&client).into_bytes());
    add_languages(widget, &mut scripts)?;
    Ok(scripts)
}

/// A script for each language, and one that has the imports of all of them.
fn add_languages(widget: &Files, scripts: &mut Files) -> Result<()> {
    let mut languages = String::from("export const LANGUAGES = {\n");
    let tag_of = |name: &str| {
        name.strip_prefix("widget/locales/")
            .and_then(|name| name.strip_suffix(".late.txt"))
            .map(str::to_owned)
    };
    for tag in widget.iter().filter_map(|(name, _)| tag_of(name)) {
        let text = |part: &str| {
            let name = format!("widget/locales/{tag}{part}.txt");
            let text = widget.get(&name).with_context(|| format!("{name} is missing"))?;
            anyhow::Ok(serde_json::to_string(std::str::from_utf8(text)?)?)
        };
        let script = format!("export const now = {};\nexport const late = {};\n", text("")?, text(".late")?);
        scripts.add(&format!("texts-{tag}.js"), script.into_bytes());
        let _ = writeln!(languages, "  \"{tag}\": () => import(\"./texts-{tag}.js\"),");
    }
    scripts.add("support-ticket-languages.js", (languages + "};\n").into_bytes());
    Ok(())
}

fn substituted(mut loader: String) -> Result<String> {
    for (says, says_here) in SUBSTITUTES {
        if loader.matches(says).count() != 1 {
            bail!("the loader was to say `{says}` once: tell xtask/src/dist/bundle.rs what it says now");
        }
        loader = loader.replace(says, says_here);
    }
    Ok(loader)
}

/// A module in a string, a character a byte: after compression 4 % more than the module itself (base64: 32 %).
fn wasm_script(wasm: &[u8]) -> String {
    let mut script = String::from(
        "// A WebAssembly module, a character a byte.\nexport const bytes = () => Uint8Array.from(TEXT, (c) => c.charCodeAt(0));\nconst TEXT =\n  \"",
    );
    for (at, &byte) in wasm.iter().enumerate() {
        match byte {
            // Before a digit, `\0` would be another character.
            0 if wasm.get(at + 1).is_some_and(u8::is_ascii_digit) => script.push_str("\\x00"),
            0 => script.push_str("\\0"),
            b'\n' => script.push_str("\\n"),
            b'\r' => script.push_str("\\r"),
            b'"' => script.push_str("\\\""),
            b'\\' => script.push_str("\\\\"),
            _ => script.push(char::from(byte)),
        }
    }
    script.push_str("\";\n");
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_a_string_without_what_would_end_it() {
        let script = wasm_script(b"\0a\0" as &[u8]);
        assert!(script.ends_with("\"\\0a\\0\";\n"), "{script}");

        let script = wasm_script(b"\x007\"\\\r\n\xff");
        assert!(script.ends_with("\"\\x007\\\"\\\\\\r\\n\u{ff}\";\n"), "{script}");
    }

    #[test]
    fn a_loader_that_says_something_else_is_not_taken() {
        let loader = SUBSTITUTES.map(|(says, _)| says).join(";");

        assert!(!substituted(loader.clone()).unwrap().contains("import.meta"));
        assert!(substituted(loader + SUBSTITUTES[0].0).is_err());
    }
}
