//! Makes a table of the form's English texts that say what is wrong, so that a program says it in the same words.
//! It must not know which of them is said when: that is `src/words.rs`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use support_ticket_texts::{ENGLISH, Texts};

/// How the keys of a field's problems end.
const PROBLEMS: [&str; 6] = ["_required", "_invalid", "_too_long", "_one_line", "_too_many", "_too_large"];

/// The keys of what became of a try, and of how long was waited.
const FAILURES: [&str; 16] = [
    "bad_address",
    "blocked",
    "conflict",
    "failed",
    "not_allowed",
    "not_found",
    "not_the_contract",
    "offline",
    "refused",
    "refused_silently",
    "seconds",
    "server_down",
    "timeout",
    "too_large",
    "too_many",
    "unreachable",
];

fn main() -> Result<(), Box<dyn Error>> {
    let path = PathBuf::from("../..").join(ENGLISH);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", path.display());
    let texts = Texts::parse(&fs::read_to_string(path)?)?;

    let mut table = String::from("const TEXTS: &[(&str, &str)] = &[\n");
    let is_said =
        |key: &str| FAILURES.contains(&key) || PROBLEMS.iter().any(|problem| key.ends_with(problem));
    for text in texts.iter().filter(|text| is_said(&text.key)) {
        // No limit is one.
        writeln!(table, "    ({:?}, {:?}),", text.key, text.plural())?;
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    fs::write(PathBuf::from(out).join("texts.rs"), table)?;
    Ok(())
}
