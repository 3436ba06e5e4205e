//! The project's commands, `cargo xtask …`: what to type is in CONTRIBUTING.md, what each does in its module.
//!
//! Small and quick to compile on purpose. It starts programs and moves files; it must hold no part of the
//! product.

mod demo;

mod dev;

mod test;

mod package;

mod bench;

mod soak;

mod static_site;

mod dist;
mod docs;
mod endpoint;
mod sizes;
mod tidy;

mod count;
mod hash;
mod report;
mod run;
mod setup;

use std::process::ExitCode;

use anyhow::Result;

/// What can be typed after `cargo xtask`.
const COMMANDS: [&str; 11] =
    ["check", "demo", "dev", "test", "soak", "package", "bench", "site", "build", "docs", "tidy"];

const USAGE: &str = "\
cargo xtask check               formats, lints, house rules, types, native and unit tests: a minute once built, no browser
cargo xtask demo [--port N] [--data DIR] [--no-open]
                                builds everything, and serves it with a page to try it
cargo xtask dev [--port N] [--data DIR] [--no-open]
                                the demo, rebuilt part by part while you edit
cargo xtask test [NAME|--quick|--all] [--keep-going]
                                all checks and all tests, or only those with NAME; a failed tier stops the next
cargo xtask soak [--tickets N] [--seed N] [--browser chromium|firefox] [--dialect v1|v2]
                                tickets through every fault we know: none lost, none twice
cargo xtask package             the npm package, in pkg/
cargo xtask bench [--short|--sizes]
                                sizes and timings, against the budgets
cargo xtask site [--pictures]   the site for a static host, in target/site; takes its pictures anew
cargo xtask build               only the files that a page loads
cargo xtask docs                writes the tables and types of npm/custom-elements.json
cargo xtask tidy                only the house rules";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match command(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(args: &[String]) -> Result<ExitCode> {
    let Some((name, args)) = args.split_first() else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    match name.as_str() {
        "check" => return test::check(args),
        "demo" => return demo::command(args),
        "dev" => return dev::command(args),
        "test" => return test::command(args),
        "soak" => soak::command(args)?,
        "package" => package::command(args)?,
        "bench" => bench::command(args)?,
        "site" => static_site::command(args)?,
        "build" => dist::command(args)?,
        "docs" => docs::command(args)?,
        "tidy" => tidy::command(args)?,
        "help" | "--help" | "-h" => println!("{USAGE}"),
        _ => {
            eprintln!("error: there is no `cargo xtask {name}`\n{USAGE}");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}
