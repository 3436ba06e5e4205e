//! Makes a table of the form's English texts that say what is wrong, so that a program says it in the same words.
//! It must not know which of them is said when: that is `src/words.rs`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

const TEXTS: &str = "../www/locales/en.json";

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
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={TEXTS}");
    let texts: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(TEXTS)?)?;

    let mut table = String::from("const TEXTS: &[(&str, &str)] = &[\n");
    for (key, text) in &texts {
        if FAILURES.contains(&key.as_str()) || PROBLEMS.iter().any(|problem| key.ends_with(problem)) {
            // No limit is one.
            let text = text.get("other").unwrap_or(text);
            let text = text.as_str().ok_or_else(|| format!("{TEXTS}: {key} is no text"))?;
            writeln!(table, "    ({key:?}, {text:?}),")?;
        }
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    fs::write(PathBuf::from(out).join("texts.rs"), table)?;
    Ok(())
}
