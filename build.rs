//! Generates Rust from the sources that people edit: an enum of the English texts (`www/widget/locales/en.json`) and a
//! table of the screen (`src/screen.txt`), so that a missing text does not compile. It also removes comments and
//! indentation from the stylesheet (`src/style.css`). The texts of parts that load later are left out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken input must stop the build"
)]

use std::{env, fs, path::Path};

use support_ticket_texts::{ENGLISH, FOLDER, Texts};

#[path = "src/screen_codec.rs"]
mod screen_codec;

const SCREEN: &str = "src/screen.txt";
const STYLE: &str = "src/style.css";

fn main() {
    println!("cargo::rerun-if-changed=src/screen_codec.rs");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let write =
        |name, code: String| fs::write(Path::new(&out).join(name), code).expect("OUT_DIR can be written");
    let texts = Texts::parse(&read(ENGLISH)).unwrap_or_else(|error| panic!("{ENGLISH}: {error}"));

    write("texts.rs", text_enum(&texts));
    let keys: Vec<&str> = texts.first().map(|text| text.key.as_str()).collect();
    write("screen.rs", screen_table(&read(SCREEN), &keys));
    write("style.css", without_blanks(&read(STYLE)));
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Generates the enum of the form's texts, and the English texts in its order, one per line: a table would add pointers to
/// the visitor's download.
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

/// Generates the enum of the named nodes and the rows of the screen, one per line: the parent's row, the index of the text
/// (one past the last for none), tag, part and attributes.
fn screen_table(lines: &str, keys: &[&str]) -> String {
    let mut nodes = String::new();
    let mut rows = String::new();
    let mut above: Vec<usize> = Vec::new();
    for (at, line) in lines.lines().filter(|line| !line.starts_with('#')).enumerate() {
        let depth = (line.len() - line.trim_start().len()) / 2;
        above.truncate(depth);
        assert_eq!(above.len(), depth, "{SCREEN}: {line:?} is too deep");

        let (line, text) = match line.trim().strip_suffix('}').and_then(|line| line.rsplit_once('{')) {
            Some((line, key)) => {
                let known = keys.iter().position(|one| *one == key);
                (line.trim(), known.unwrap_or_else(|| panic!("{SCREEN}: no text has the key {key}")))
            }
            None => (line.trim(), keys.len()),
        };
        let (element, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (tag, part) = element.split_once('.').unwrap_or((element, ""));
        let part = part.replace('.', " ");
        let attributes = match rest.strip_prefix('@') {
            Some(rest) => {
                let (name, attributes) = rest.split_once(' ').unwrap_or((rest, ""));
                nodes += &format!("    {name} = {at},\n");
                attributes
            }
            None => rest,
        };
        let parent = screen_codec::encode(above.last().copied().unwrap_or(0));
        let text = screen_codec::encode(text);
        rows += &format!("{parent}|{text}|{tag}|{part}|{attributes}\n");
        above.push(at);
    }
    format!(
        "/// **A named element of the screen**, by its row.\n#[derive(Clone, Copy)]\npub(crate) enum Node {{\n{nodes}}}\n\n\
         const SCREEN: &str = {rows:?};\n"
    )
}

/// Removes comments and insignificant blanks. It does not parse CSS, so the stylesheet must have no strings that contain
/// such blanks.
fn without_blanks(css: &str) -> String {
    let mut code = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        code += before;
        rest = comment.split_once("*/").unwrap_or_else(|| panic!("{STYLE}: a comment has no end")).1;
    }
    code += rest;
    let code: String = code.lines().map(str::trim).collect();
    let blanks = [(": ", ":"), (" {", "{"), ("{ ", "{"), (", ", ","), ("; ", ";"), (" }", "}"), (";}", "}")];
    let code = blanks.iter().fold(code, |code, (with, without)| code.replace(with, without));
    without_quotes(&code)
}

/// Removes the quotes from attribute selectors whose value is a word: `[part~="form"]` becomes `[part~=form]`.
fn without_quotes(css: &str) -> String {
    let mut pieces = css.split("=\"");
    let mut code = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_word = |value: &str| !value.is_empty() && value.chars().all(|char| char.is_ascii_alphabetic());
        match piece.split_once("\"]") {
            Some((value, rest)) if is_word(value) => code += &format!("={value}]{rest}"),
            _ => code += &format!("=\"{piece}"),
        }
    }
    code
}
