//! Makes of the English texts (`www/locales/en.json`) an enum and a table, so that a text that is missing does not
//! compile, and takes comments and indentation out of the stylesheet (`src/style.css`). It must not need the network.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken input must stop the build"
)]

use std::{env, fs, path::Path};

fn main() {
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let out = Path::new(&out);
    fs::write(out.join("texts.rs"), texts("www/locales/en.json")).expect("write texts.rs");
    fs::write(out.join("style.css"), without_space(&read("src/style.css"))).expect("write style.css");
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn texts(path: &str) -> String {
    let texts: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut names = String::new();
    let mut english = String::new();
    for (key, text) in &texts {
        let text = text.as_str().unwrap_or_else(|| panic!("{path}: {key} must be a string"));
        let name: String = key.split('_').map(capitalised).collect();
        names += &format!("    /// {text}\n    {name},\n");
        english += &format!("    {text:?},\n");
    }
    format!(
        "/// **A text for the visitor**, by its key in `www/locales/`.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Text {{\n{names}}}\n\n\
         const ENGLISH: [&str; {}] = [\n{english}];\n",
        texts.len()
    )
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Takes out comments and indentation. It leaves every other byte as it is: what a line says is not understood here.
fn without_space(css: &str) -> String {
    let mut code = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        code += before;
        rest = comment.split_once("*/").expect("style.css: a comment has no end").1;
    }
    code += rest;
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.replace(": ", ":").replace(" {", "{")).collect()
}
