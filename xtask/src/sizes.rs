//! How many bytes a visitor's browser loads, against the budget.
//!
//! Owns the budget. Must not know how the files are made.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use crate::dist::{Files, LOADER, dist, is_compressed};

/// What a page may load before the button can be clicked, and in all until the form is usable, in English.
///
/// Bytes after brotli 11; issues 3 and 4, "Numbers", where 1 kB is 1000 bytes.
const BUDGETS: [Budget; 2] = [
    Budget { until: "the button", loads: |name| name == LOADER, bytes: 1_500 },
    Budget { until: "the form", loads: needed_for_the_form, bytes: 32_000 },
];

/// What each further language may cost until the form is usable. As above.
const LANGUAGE: usize = 2_000;

/// Fetched once the form stands, when a visitor opens them, or by a page that asks for what they do.
const LATER: [&str; 8] = [
    "support-ticket-ahead.js",
    "support-ticket-details.js",
    "support-ticket-extras.js",
    "support-ticket-memory.js",
    "support-ticket-outbox.js",
    "support-ticket-over-modals.js",
    "support-ticket-tickets.js",
    "support-ticket-outbox.wasm",
];

struct Budget {
    until: &'static str,
    loads: fn(&str) -> bool,
    bytes: usize,
}

/// All of `widget/` but its languages and what is loaded later: a file that is added there counts without being listed
/// here.
fn needed_for_the_form(name: &str) -> bool {
    let is_needed = |name: &str| !name.contains('/') && !LATER.contains(&name);
    name.strip_prefix("widget/").is_some_and(is_needed) && !is_compressed(name)
}

/// The tags that have files, each with the bytes of the one that comes with the form.
fn languages(files: &Files) -> Result<Vec<(&str, usize)>> {
    let late =
        files.iter().filter_map(|(name, _)| name.strip_prefix("widget/locales/")?.strip_suffix(".late.txt"));
    let bytes = |tag: &str| size(files, &format!("widget/locales/{tag}.txt.br"));
    late.filter(|tag| *tag != "keys").map(|tag| Ok((tag, bytes(tag)?))).collect()
}

/// The sentence for each budget that is exceeded.
pub(crate) fn over_budget() -> Result<Vec<String>> {
    judge(&Files::read(&dist()).context("build the widget first: `cargo xtask build --shipped`")?)
}

/// A table of the files that a page loads, raw and compressed, and the sums beside their budgets.
pub(crate) fn table() -> Result<String> {
    let files = Files::read(&dist()).context("build the widget first: `cargo xtask build --shipped`")?;
    let mut table = format!("{:<40} {:>8} {:>8} {:>8}\n", "bytes", "raw", "gzip", "brotli");
    for (name, raw) in files.iter().filter(|(name, _)| name.starts_with("widget/") && !is_compressed(name)) {
        let (gz, br) = (size(&files, &format!("{name}.gz"))?, size(&files, &format!("{name}.br"))?);
        let _ = writeln!(table, "{name:<40} {:>8} {gz:>8} {br:>8}", raw.len());
    }
    for budget in &BUDGETS {
        let _ = writeln!(table, "until {:<51} {:>8} of {}", budget.until, sum(&files, budget)?, budget.bytes);
    }
    if let Some((tag, bytes)) = languages(&files)?.into_iter().max_by_key(|(_, bytes)| *bytes) {
        let _ = writeln!(table, "{:<57} {bytes:>8} of {LANGUAGE}", format!("the largest language, {tag}"));
    }
    Ok(table)
}

fn judge(files: &Files) -> Result<Vec<String>> {
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let bytes = sum(files, budget)?;
        if bytes > budget.bytes {
            let by = bytes - budget.bytes;
            over.push(format!("until {}: {bytes} bytes of {}, {by} too many", budget.until, budget.bytes));
        }
    }
    for (tag, bytes) in languages(files)?.into_iter().filter(|(_, bytes)| *bytes > LANGUAGE) {
        over.push(format!("the language {tag}: {bytes} bytes of {LANGUAGE}, {} too many", bytes - LANGUAGE));
    }
    Ok(over)
}

fn sum(files: &Files, budget: &Budget) -> Result<usize> {
    let loaded: Vec<_> = files.iter().map(|(name, _)| name).filter(|name| (budget.loads)(name)).collect();
    if loaded.is_empty() {
        bail!("the widget's build has no file for {}", budget.until);
    }
    loaded.into_iter().map(|name| size(files, &format!("{name}.br"))).sum()
}

fn size(files: &Files, name: &str) -> Result<usize> {
    files.get(name).map(<[u8]>::len).with_context(|| format!("the widget's build has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(loader: usize, wasm: usize, german: usize) -> Files {
        let mut files = Files::default();
        let all = [
            (LOADER, loader),
            ("widget/w_bg.wasm", wasm),
            ("widget/support-ticket-details.js", 5_000),
            ("widget/locales/de.txt", german),
            ("widget/locales/de.late.txt", 100),
            ("widget/locales/keys.late.txt", 5_000),
        ];
        for (name, bytes) in all {
            files.add(name, Vec::new());
            files.add(&format!("{name}.br"), vec![0; bytes]);
        }
        files
    }

    #[test]
    fn exactly_the_budget_is_within_it() {
        assert_eq!(judge(&files(1_500, 30_500, 2_000)).unwrap(), [""; 0]);
    }

    #[test]
    fn one_byte_more_is_over_and_said() {
        let over = judge(&files(1_501, 30_500, 2_001)).unwrap();

        assert_eq!(
            over,
            [
                "until the button: 1501 bytes of 1500, 1 too many",
                "until the form: 32001 bytes of 32000, 1 too many",
                "the language de: 2001 bytes of 2000, 1 too many"
            ]
        );
    }

    #[test]
    fn nothing_built_is_not_small() {
        let error = judge(&Files::default()).unwrap_err();

        assert_eq!(error.to_string(), "the widget's build has no file for the button");
    }
}
