//! `cargo xtask bench`: how many bytes a page loads, and how long a visitor waits, in real Chromium.
//!
//! Bytes fail `cargo xtask test` when they are over budget. Times only inform, since they are of one machine.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::run::{Cmd, root};
use crate::{dist, endpoint, setup, sizes};

/// How much longer than plain JavaScript the widget may take once it was prefetched.
const MOST_TIMES_AS_LONG: f64 = 2.0;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Extent {
    Full,
    /// A few clicks, which show that the bench works; their times say little.
    Short,
    Sizes,
}

impl Extent {
    fn read(args: &[String]) -> Result<Self> {
        match args {
            [] => Ok(Self::Full),
            [arg] if arg == "--short" => Ok(Self::Short),
            [arg] if arg == "--sizes" => Ok(Self::Sizes),
            _ => bail!("`cargo xtask bench` takes --short, --sizes or nothing, and got `{}`", args.join(" ")),
        }
    }
}

/// `cargo xtask bench [--short|--sizes]`
pub(crate) fn command(args: &[String]) -> Result<()> {
    let extent = Extent::read(args)?;
    dist::build()?;
    println!("{}", sizes::table()?);
    if extent != Extent::Sizes {
        timings(extent)?;
    }
    let over = sizes::over_budget()?;
    if !over.is_empty() {
        bail!("over budget\n{}", over.join("\n"));
    }
    Ok(())
}

fn timings(extent: Extent) -> Result<()> {
    let chromium = setup::chromium()?;
    let endpoint = endpoint::release()?;
    let short = if extent == Extent::Short { "--short" } else { "" };
    let timing = Cmd::new("node").words("xtask/bench/timing.mjs").words(short);
    let json =
        timing.env("STW_ENDPOINT", endpoint).env("STW_CHROMIUM", chromium).env("STW_ROOT", root()).read()?;
    let times: Value = serde_json::from_str(&json).context("xtask/bench/timing.mjs did not print JSON")?;
    println!("\n{}", table(&times).context("xtask/bench/timing.mjs printed other numbers than before")?);
    Ok(())
}

/// The widget beside the same form in plain JavaScript.
fn table(times: &Value) -> Option<String> {
    let cell = |subject: &str, fetched: &str| {
        let figures = times.get(subject)?.get(fetched)?;
        let number = |name: &str| figures.get(name)?.as_f64();
        Some(format!("{:.1} ({:.1})", number("median")?, number("p90")?))
    };
    let row = |subject: &str, name: &str| {
        Some(format!("{name:<32} {:>20} {:>20}\n", cell(subject, "warm")?, cell(subject, "cold")?))
    };
    let ratio = |fetched: &str| times.get("ratio")?.get(fetched)?.as_f64();
    let heads = format!("{:<32} {:>20} {:>20}\n", "ms from click to form, (p90)", "prefetched", "cold");
    let times_as_long =
        format!("{:<32} {:>20} {:>20.2}\n", "times as long", times_budget(ratio("warm")?), ratio("cold")?);
    // Only where another build is measured, too.
    let beside = row("beside", "the other build").unwrap_or_default()
        + &row("besideChecks", "the other build, until it checks").unwrap_or_default();
    let rows = row("widget", "the widget")?
        + &row("widgetChecks", "the widget, until it checks")?
        + &beside
        + &row("plain", "plain JavaScript")?;
    Some(heads + &rows + &times_as_long)
}

fn times_budget(ratio: f64) -> String {
    let verdict = if ratio > MOST_TIMES_AS_LONG { "over" } else { "of" };
    format!("{ratio:.2} {verdict} {MOST_TIMES_AS_LONG}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_widget_beside_plain_javascript() {
        let times = r#"{"widget":{"warm":{"median":13,"p90":15.25},"cold":{"median":60,"p90":70}},
            "widgetChecks":{"warm":{"median":20,"p90":25},"cold":{"median":80,"p90":90}},
            "plain":{"warm":{"median":10,"p90":11},"cold":{"median":20,"p90":21}},"ratio":{"warm":1.3,"cold":3}}"#;

        let table = table(&serde_json::from_str(times).unwrap()).unwrap();

        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[1], ["the", "widget", "13.0", "(15.2)", "60.0", "(70.0)"]);
        assert_eq!(rows[2].last(), Some(&"(90.0)"));
        assert_eq!(rows[4], ["times", "as", "long", "1.30", "of", "2", "3.00"]);
    }

    #[test]
    fn options_that_do_not_exist_are_refused() {
        let read = |args: &[&str]| Extent::read(&args.iter().map(ToString::to_string).collect::<Vec<_>>());

        assert_eq!(read(&["--short"]).unwrap(), Extent::Short);
        assert!(read(&["--long"]).unwrap_err().to_string().ends_with("and got `--long`"));
        assert!(read(&["--short", "--sizes"]).is_err());
    }

    #[test]
    fn numbers_of_another_shape_are_not_shown_as_if_they_were_none() {
        assert_eq!(table(&serde_json::json!({ "widget": {} })), None);
        assert_eq!(times_budget(2.01), "2.01 over 2");
    }
}
