//! `cargo xtask bench`: how many bytes a page loads, and how long a visitor waits, in real Chromium.
//!
//! Owns how the numbers are shown. Bytes fail `cargo xtask test` when they are over budget; times only inform,
//! for they are of one machine.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::run::{Cmd, root};
use crate::{dist, endpoint, setup, sizes};

/// `cargo xtask bench [--sizes]`
pub(crate) fn command(args: &[String]) -> Result<()> {
    let only_sizes = match args {
        [] => false,
        [arg] if arg == "--sizes" => true,
        _ => bail!("`cargo xtask bench` takes --sizes or nothing, and got `{}`", args.join(" ")),
    };
    dist::build_for_shipping()?;
    println!("{}", sizes::table()?);
    if !only_sizes {
        timings()?;
    }
    let over = sizes::over_budget()?;
    if !over.is_empty() {
        bail!("over budget\n{}", over.join("\n"));
    }
    Ok(())
}

fn timings() -> Result<()> {
    let chromium = setup::chromium()?;
    let endpoint = endpoint::release()?;
    let timing = Cmd::new("node").words("xtask/bench/timing.mjs");
    let json =
        timing.env("STW_ENDPOINT", endpoint).env("STW_CHROMIUM", chromium).env("STW_ROOT", root()).read()?;
    let times: Value = serde_json::from_str(&json).context("xtask/bench/timing.mjs did not print JSON")?;
    print(&times, "");
    Ok(())
}

/// One line for each number, under the names that lead to it.
fn print(value: &Value, name: &str) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| print(value, &join(name, key))),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| print(value, &join(name, &i.to_string())))
        }
        Value::String(text) => println!("{name:<56} {text}"),
        other => println!("{name:<56} {other}"),
    }
}

fn join(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name}, {key}") }
}
