//! `cargo xtask soak`: some hundred tickets through every fault we know, in real browsers, with the endpoint killed
//! under them; none may be lost, none be there twice.
//!
//! Owns what is built and installed for it. How a ticket is sent, broken and counted is `tests/soak/`'s.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::run::{Cmd, root};
use crate::{dist, endpoint, setup};

const WORDS: &str = "--tickets N, --seed N, --browser chromium|firefox and --dialect v1|v2";

/// `cargo xtask soak [--tickets N] [--seed N] [--browser chromium|firefox] [--dialect v1|v2]`
pub(crate) fn command(args: &[String]) -> Result<()> {
    // Before minutes of building: what was mistyped is known at once.
    let options = read(args)?;
    setup::node()?;
    let named =
        options.iter().find(|(name, _)| name == "--browser").and_then(|(_, value)| Browser::named(value));
    let browsers = named.map_or(Browser::ALL.to_vec(), |browser| vec![browser]);
    let soak = with_browsers(Cmd::new("node").arg("tests/soak/soak.mjs"), &browsers)?;
    dist::build()?;
    let soak = options.iter().fold(soak, |soak, (name, value)| soak.arg(name).arg(value));
    with_endpoint(soak, &endpoint::release()?).run()
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    pub(crate) const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    fn named(name: &str) -> Option<Self> {
        match name {
            "chromium" => Some(Self::Chromium),
            "firefox" => Some(Self::Firefox),
            _ => None,
        }
    }
}

/// Installs what drives these browsers, and tells `cmd` where it is.
pub(crate) fn with_browsers(cmd: Cmd, browsers: &[Browser]) -> Result<Cmd> {
    browsers.iter().try_fold(cmd, |cmd, browser| {
        Ok(match browser {
            Browser::Chromium => {
                cmd.env("STW_CHROMIUM", setup::chromium()?).env("STW_CHROMEDRIVER", setup::chromedriver()?)
            }
            Browser::Firefox => {
                setup::firefox()?;
                cmd.env("STW_GECKODRIVER", setup::geckodriver()?.join("geckodriver"))
            }
        })
    })
}

/// Tells `cmd` which endpoint to run.
pub(crate) fn with_endpoint(cmd: Cmd, endpoint: &Path) -> Cmd {
    cmd.env("STW_ENDPOINT", endpoint).env("STW_ROOT", root())
}

/// What was typed, as pairs of a name and its value.
fn read(args: &[String]) -> Result<Vec<(String, String)>> {
    let mut options = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (arg.as_str(), args.next().map(String::as_str)),
        };
        let value = match name {
            "--tickets" | "--seed" | "--browser" | "--dialect" => {
                value.with_context(|| format!("{name} needs a value"))?
            }
            _ => bail!("`cargo xtask soak` takes {WORDS}, and got `{arg}`"),
        };
        let is_known = match name {
            "--browser" => Browser::named(value).is_some(),
            "--dialect" => matches!(value, "v1" | "v2"),
            _ => value.parse::<u32>().is_ok_and(|number| number > 0),
        };
        if !is_known {
            bail!("`cargo xtask soak` takes {WORDS}, and got {name} `{value}`");
        }
        options.push((name.to_owned(), value.to_owned()));
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_words(words: &str) -> Result<Vec<(String, String)>> {
        read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_typed_is_passed_on() {
        let expected = [("--tickets", "40"), ("--seed", "7"), ("--browser", "firefox"), ("--dialect", "v2")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));

        assert_eq!(read_words("--tickets 40 --seed=7 --browser firefox --dialect=v2").unwrap(), expected);
        assert!(read_words("").unwrap().is_empty());
    }

    #[track_caller]
    fn says(words: &str, error: &str) {
        assert_eq!(read_words(words).unwrap_err().to_string(), error);
    }

    #[test]
    fn what_is_mistyped_is_said_before_anything_is_built() {
        let takes = format!("`cargo xtask soak` takes {WORDS}, and got");
        says("--seeds 4", &format!("{takes} `--seeds`"));
        says("--seed", "--seed needs a value");
        says("--seed -4", &format!("{takes} --seed `-4`"));
        says("--tickets 0", &format!("{takes} --tickets `0`"));
        says("--browser safari", &format!("{takes} --browser `safari`"));
        says("--dialect=v3", &format!("{takes} --dialect `v3`"));
    }
}
