//! The scripts that a page, a bundler or a program loads: `xtask/bundle.mjs` makes them, and this writes what they
//! import that nobody wrote. What bundlers do with files other than scripts differs with each of them and its settings,
//! so in the npm package the WebAssembly and the languages are scripts, too.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use super::Files;
use super::languages::Languages;
use crate::run::Cmd;
use crate::setup::Node;

/// **What `xtask/bundle.mjs` makes.**
pub(super) struct Bundles {
    /// Each script that a page loads.
    pub(super) page: Files,
    /// For bundlers and programs `dist/`, and the single file.
    pub(super) npm: Files,
}

/// Makes all of them. `tree` has the sources, and `work` the modules' glue; `modules` are files as a page loads them.
pub(super) fn make(
    node: &Node,
    tree: &Path,
    work: &Path,
    modules: &Files,
    languages: &Languages,
) -> Result<Bundles> {
    let mut scripts = generated(modules, &languages.files)?;
    scripts.add(ENGLISH, languages.english.clone());
    scripts.write(&work.join("generated"))?;
    for made in ["page", "npm"] {
        Files::default().write(&work.join(made))?;
    }
    node.script("xtask/bundle.mjs").arg(work).dir(tree).run()?;

    let page = Files::read(&work.join("page"))?;
    let mut npm = Files::read(&work.join("npm"))?;
    // esbuild would write most of a module's bytes as escapes, so those go along as they are.
    for (name, bytes) in scripts.iter().filter(|(name, _)| name.ends_with(".wasm.js")) {
        npm.add(&format!("dist/{name}"), bytes.to_vec());
    }
    Ok(Bundles { page, npm })
}

/// Makes only the scripts that a page loads. `tree` has the sources, and `work` the modules' glue.
pub(super) fn page(tree: &Path, work: &Path, languages: &Languages) -> Result<Files> {
    let mut scripts = Files::default();
    scripts.add(ENGLISH, languages.english.clone());
    scripts.write(&work.join("generated"))?;
    let page = work.join("page");
    Files::default().write(&page)?;
    Cmd::new("node").words("xtask/bundle.mjs").arg(work).words("page").dir(tree).run()?;
    Files::read(&page)
}

/// The script with the form's English texts.
const ENGLISH: &str = "english.js";

/// The scripts of the npm package that are written by a program: modules and languages.
fn generated(modules: &Files, languages: &Files) -> Result<Files> {
    let mut scripts = Files::default();
    for (name, bytes) in modules.iter() {
        scripts.add(&format!("{name}.js"), wasm_script(bytes).into_bytes());
    }
    let mut index = String::from("export const LANGUAGES = {\n");
    let tags = languages.iter().filter_map(|(name, _)| {
        name.strip_prefix("locales/").and_then(|name| name.strip_suffix(".late.txt"))
    });
    for tag in tags {
        let text = |part: &str| {
            // The keys of the form's texts come with its script.
            let name = format!("locales/{tag}{part}.txt");
            let text = languages.get(&name).unwrap_or_default();
            anyhow::Ok(serde_json::to_string(std::str::from_utf8(text)?)?)
        };
        let script = format!("export const now = {};\nexport const late = {};\n", text("")?, text(".late")?);
        scripts.add(&format!("texts-{tag}.js"), script.into_bytes());
        let _ = writeln!(index, "  \"{tag}\": () => import(\"./texts-{tag}.js\"),");
    }
    scripts.add("support-ticket-languages.js", (index + "};\n").into_bytes());
    Ok(scripts)
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
}
