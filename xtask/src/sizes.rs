//! How many bytes a visitor's browser loads, against the budget.
//!
//! Owns the budget. Must not know how the files are made.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use crate::dist::{Files, dist, is_compressed};

/// What a page may load before the button can be clicked, in all until the form can be typed in, until it can check and send,
/// and once it has been open for a moment; in English, in bytes after brotli 11.
const BUDGETS: [Budget; 4] = [
    Budget { until: "the button", loads: |name| name == LOADER, bytes: 2_000 },
    Budget { until: "the form can be typed in", loads: is_needed_to_type, bytes: 12_000 },
    Budget { until: "it can check and send", loads: is_needed_to_send, bytes: 32_000 },
    Budget { until: "the form is complete", loads: is_loaded_with_an_open_form, bytes: 52_000 },
];

const LOADER: &str = "support-ticket-widget.js";

/// What each further language may cost until the form is usable. As above.
const LANGUAGE: usize = 2_000;

struct Budget {
    until: &'static str,
    /// Whether the page loads a file of `widget/` by then.
    loads: fn(&str) -> bool,
    bytes: usize,
}

fn is_needed_to_type(name: &str) -> bool {
    [LOADER, "support-ticket-form.js"].contains(&name)
}

fn is_needed_to_send(name: &str) -> bool {
    is_needed_to_type(name) || ["support-ticket-module.js", "support-ticket-form.wasm"].contains(&name)
}

/// What comes by itself once the form stands: all but languages and what a visitor opens or a page asks for.
fn is_loaded_with_an_open_form(name: &str) -> bool {
    const EXTRAS: [&str; 4] = [
        "support-ticket-extras.js",
        "support-ticket-outbox.js",
        "support-ticket-outbox.wasm",
        "locales/en.late.txt",
    ];
    is_needed_to_send(name) || EXTRAS.contains(&name) || name == "locales/keys.late.txt"
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
    judge(&Files::read(&dist()).context("build the widget first: `cargo xtask build`")?)
}

/// A table of the files that a page loads, raw and compressed, and the sums beside their budgets.
pub(crate) fn table() -> Result<String> {
    let files = Files::read(&dist()).context("build the widget first: `cargo xtask build`")?;
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
    let loaded: Vec<_> = files
        .iter()
        .map(|(name, _)| name)
        .filter(|name| name.strip_prefix("widget/").is_some_and(budget.loads))
        .collect();
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
            ("widget/support-ticket-widget.js", loader),
            ("widget/support-ticket-form.js", 10_000),
            ("widget/support-ticket-form.wasm", wasm),
            ("widget/support-ticket-extras.js", 19_500),
            ("widget/locales/en.txt", 0),
            ("widget/locales/en.late.txt", 500),
            ("widget/support-ticket-details.js", 5_000),
            ("widget/locales/de.txt", german),
            ("widget/locales/de.late.txt", 100),
            ("widget/locales/keys.late.txt", 0),
        ];
        for (name, bytes) in all {
            files.add(name, Vec::new());
            files.add(&format!("{name}.br"), vec![0; bytes]);
        }
        files
    }

    #[test]
    fn exactly_the_budget_is_within_it() {
        assert_eq!(judge(&files(2_000, 20_000, 2_000)).unwrap(), [""; 0]);
    }

    #[test]
    fn one_byte_more_is_over_and_said() {
        let over = judge(&files(2_001, 20_000, 2_001)).unwrap();

        assert_eq!(
            over,
            [
                "until the button: 2001 bytes of 2000, 1 too many",
                "until the form can be typed in: 12001 bytes of 12000, 1 too many",
                "until it can check and send: 32001 bytes of 32000, 1 too many",
                "until the form is complete: 52001 bytes of 52000, 1 too many",
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
