//! Generates Rust from the sources that people edit: an enum of the form's texts (`www/widget/locales/en.json`) and one of
//! the named rows of the screen (`www/widget/form/screen.txt`), so that a missing text or element does not compile.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken input must stop the build"
)]

use std::{env, fs, path::Path};

use support_ticket_texts::{ENGLISH, FOLDER, Texts};

const SCREEN: &str = "www/widget/form/screen.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let write =
        |name, code: String| fs::write(Path::new(&out).join(name), code).expect("OUT_DIR can be written");
    let texts = Texts::parse(&read(ENGLISH)).unwrap_or_else(|error| panic!("{ENGLISH}: {error}"));

    write("texts.rs", text_enum(&texts));
    write("screen.rs", node_enum(&read(SCREEN)));
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Generates the enum of the form's texts, and the English texts in its order, one per line, which only tests need.
fn text_enum(texts: &Texts) -> String {
    let mut names = String::new();
    let mut english = String::new();
    for text in texts.first() {
        names += &format!("    /// {}\n    {},\n", text.line, text.variant());
        english += &text.line;
        english += "\n";
    }
    format!(
        "/// **A text for the visitor**, by its key in `{FOLDER}/`.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Text {{\n{names}}}\n\n\
         const ENGLISH: &str = {english:?};\n"
    )
}

/// Generates the enum of the named elements, each with the number of its row.
fn node_enum(screen: &str) -> String {
    let mut nodes = String::new();
    for (row, line) in screen.lines().filter(|line| !line.starts_with('#')).enumerate() {
        if let Some(name) = line.split(' ').find_map(|word| word.strip_prefix('@')) {
            nodes += &format!("    {name} = {row},\n");
        }
    }
    format!(
        "/// **A named element of the screen**, by its row.\n#[derive(Clone, Copy)]\npub(crate) enum Node {{\n{nodes}}}\n"
    )
}
