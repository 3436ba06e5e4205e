//! Generates a table of the form's English texts for problems and failures, so that programs use the same words.
//! `src/words.rs` chooses among them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use support_ticket_texts::{ENGLISH, Texts};

/// The endings of the keys of fields' problems.
const PROBLEMS: [&str; 6] = ["_required", "_invalid", "_too_long", "_one_line", "_too_many", "_too_large"];

/// The keys of the outcomes of a try, and of the timeout's duration.
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
    let is_wanted =
        |key: &str| FAILURES.contains(&key) || PROBLEMS.iter().any(|problem| key.ends_with(problem));
    for text in texts.iter().filter(|text| is_wanted(&text.key)) {
        // Each limit is above one, so the plural form is right.
        writeln!(table, "    ({:?}, {:?}),", text.key, text.plural())?;
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    fs::write(PathBuf::from(out).join("texts.rs"), table)?;
    Ok(())
}
