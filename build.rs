//! Makes Rust of what is written for people: the English texts (`www/widget/locales/en.json`) become an enum, the screen
//! (`src/screen.txt`) a table that names them, so that a text that is missing does not compile; and the stylesheet
//! (`src/style.css`) loses comments and indentation. The texts of the parts that a page loads late stay out. It must
//! not need the network.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken input must stop the build"
)]

use std::{env, fs, path::Path};

use support_ticket_texts::{ENGLISH, FOLDER, Texts};

const SCREEN: &str = "src/screen.txt";
const STYLE: &str = "src/style.css";

fn main() {
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let write =
        |name, code: String| fs::write(Path::new(&out).join(name), code).expect("OUT_DIR can be written");
    let texts = Texts::parse(&read(ENGLISH)).unwrap_or_else(|error| panic!("{ENGLISH}: {error}"));

    write("texts.rs", texts_of(&texts));
    let keys: Vec<&str> = texts.first().map(|text| text.key.as_str()).collect();
    write("screen.rs", screen(&read(SCREEN), &keys));
    write("style.css", without_blanks(&read(STYLE)));
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The enum of the first screen's texts, and the English ones in its order, each a line: a table would cost the visitor
/// its pointers.
fn texts_of(texts: &Texts) -> String {
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

/// The enum of the things that have a name, and the rows of the screen, each a line: its parent's row, its text (one
/// past the last for none), tag, part and attributes.
fn screen(lines: &str, keys: &[&str]) -> String {
    let mut things = String::new();
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
                things += &format!("    {name} = {at},\n");
                attributes
            }
            None => rest,
        };
        let (parent, text) = (character(above.last().copied().unwrap_or(0)), character(text));
        rows += &format!("{parent}|{text}|{tag}|{part}|{attributes}\n");
        above.push(at);
    }
    format!(
        "/// **A thing on the screen**, by its row.\n#[derive(Clone, Copy)]\npub(crate) enum Thing {{\n{things}}}\n\n\
         const SCREEN: &str = {rows:?};\n"
    )
}

/// A number as visible characters that add up to it; view.rs reads it.
fn character(number: usize) -> String {
    const MOST: usize = 79;
    let last = char::from(b'*' + (number % MOST) as u8);
    format!("{}{last}", char::from(b'*' + MOST as u8).to_string().repeat(number / MOST))
}

/// Takes out comments and the blanks that mean nothing. What a line says is not understood here: the stylesheet must
/// have no text in which these blanks mean something.
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

/// Takes the quotes out of attribute selectors whose value is a word: `[part~="form"]` is `[part~=form]`.
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
