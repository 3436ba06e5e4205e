//! `cargo xtask check` and `cargo xtask test`: every check and every test in tiers, the cheap ones first.

mod browser;
mod end_to_end;
mod named;
mod node;
mod plan;
mod screen;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::report::Report;

/// The number of tests that the report of a whole run ends with.
const SLOWEST: usize = 20;

const USAGE: &str = "`cargo xtask test` takes nothing, the NAME of a test or of a test file, --quick or --all, \
    and with the latter two or alone --keep-going";

/// The tests to run.
#[derive(Debug, PartialEq)]
enum Scope {
    Quick,
    Whole { all: bool },
    Named(String),
}

/// `cargo xtask check`
pub(crate) fn check(args: &[String]) -> Result<ExitCode> {
    if !args.is_empty() {
        bail!("`cargo xtask check` takes no argument, and got `{}`", args.join(" "));
    }
    let mut report = Report::default();
    report.run(vec![plan::checks()], false);
    Ok(exit_code(report.close()))
}

/// `cargo xtask test [NAME|--quick|--all] [--keep-going]`
pub(crate) fn command(args: &[String]) -> Result<ExitCode> {
    let (scope, keep_going) = parse(args)?;
    let mut report = Report::default();
    match scope {
        Scope::Named(name) => {
            named::run(&name, &mut report)?;
            return Ok(exit_code(report.close()));
        }
        Scope::Quick => {
            report.run(plan::quick(), keep_going);
            report.leave_out(&format!("{} (--quick)", plan::left_out_by_quick().join(", ")));
        }
        Scope::Whole { all } => {
            report.run(plan::whole(all), keep_going);
            if !all {
                report.leave_out("most end-to-end files in Firefox and WebKit (--all has them)");
                let bundlers = "the package with webpack, Parcel, Next.js, SvelteKit and Nuxt";
                report.leave_out(&format!("{bundlers} (--all has them)"));
            }
        }
    }
    report.print_slowest(SLOWEST);
    Ok(exit_code(report.close()))
}

fn exit_code(passed: bool) -> ExitCode {
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn parse(args: &[String]) -> Result<(Scope, bool)> {
    let mut scope = None;
    let mut keep_going = false;
    for arg in args {
        let next = match arg.as_str() {
            "--keep-going" => {
                keep_going = true;
                continue;
            }
            "--quick" => Scope::Quick,
            "--all" => Scope::Whole { all: true },
            name if !name.starts_with('-') && !name.trim().is_empty() => Scope::Named(name.to_owned()),
            _ => bail!("{USAGE}; it got `{arg}`"),
        };
        if scope.replace(next).is_some() {
            bail!("{USAGE}; it got `{}` (put a name with blanks in quotes)", args.join(" "));
        }
    }
    if keep_going && matches!(scope, Some(Scope::Named(_))) {
        bail!("{USAGE}; it got `{}`", args.join(" "));
    }
    Ok((scope.unwrap_or(Scope::Whole { all: false }), keep_going))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<(Scope, bool)> {
        parse(&args.iter().copied().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn reads_which_tests_to_run() {
        assert_eq!(parsed(&[]).unwrap(), (Scope::Whole { all: false }, false));
        assert_eq!(parsed(&["--all", "--keep-going"]).unwrap(), (Scope::Whole { all: true }, true));
        assert_eq!(parsed(&["--keep-going", "--quick"]).unwrap(), (Scope::Quick, true));
        assert_eq!(parsed(&["keeps the text"]).unwrap(), (Scope::Named("keeps the text".to_owned()), false));
    }

    #[test]
    fn a_mistyped_argument_is_an_error_that_says_what_to_type() {
        let error = |args: &[&str]| parsed(args).unwrap_err().to_string();

        assert_eq!(error(&["--fast"]), format!("{USAGE}; it got `--fast`"));
        let two = "it got `keeps the` (put a name with blanks in quotes)";
        assert_eq!(error(&["keeps", "the"]), format!("{USAGE}; {two}"));
        assert_eq!(error(&["a", "--keep-going"]), format!("{USAGE}; it got `a --keep-going`"));
    }
}
