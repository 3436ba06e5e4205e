//! What can be typed after `cargo xtask demo` and `cargo xtask dev`, and which port it comes down to.

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::run::root;

/// The endpoint's own default.
pub(super) const DEFAULT_PORT: u16 = 8000;
/// How far to look for a free one.
const LAST_PORT: u16 = 8099;

#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) port: Port,
    pub(super) data: PathBuf,
    pub(super) open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Port {
    Default,
    /// 0 for any that is free.
    Asked(u16),
}

impl Options {
    pub(crate) fn read(command: &str, args: &[String]) -> Result<Self> {
        let mut options = Self { port: Port::Default, data: root().join("target/demo"), open: true };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let (name, attached) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg.as_str(), None),
            };
            let mut value = || {
                attached
                    .or_else(|| args.next().map(String::as_str))
                    .with_context(|| format!("{name} needs a value"))
            };
            match name {
                "--port" => {
                    let port = value()?;
                    options.port = Port::Asked(port.parse().with_context(|| format!("{port} is no port"))?);
                }
                "--data" => options.data = PathBuf::from(value()?),
                "--no-open" if attached.is_none() => options.open = false,
                _ => {
                    bail!("`cargo xtask {command}` takes --port N, --data DIR and --no-open, and got `{arg}`")
                }
            }
        }
        Ok(options)
    }
}

impl Port {
    /// A free port. One that was asked for is taken at its word; without --port the next free one will do, for
    /// the demo should work at the first try and 8000 is many programs' default.
    pub(crate) fn choose(self) -> Result<u16> {
        match self {
            Self::Asked(port) => free(port).with_context(|| {
                format!("port {port} is taken; stop what listens there, or name another with --port")
            }),
            Self::Default => (DEFAULT_PORT..=LAST_PORT).find(|port| free(*port).is_ok()).with_context(|| {
                format!("no port from {DEFAULT_PORT} to {LAST_PORT} is free; name one with --port")
            }),
        }
    }
}

fn free(port: u16) -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", port))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Options> {
        Options::read("demo", &args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn everything_has_a_default() {
        let options = read(&[]).unwrap();

        assert_eq!(options, Options { port: Port::Default, data: root().join("target/demo"), open: true });
    }

    #[test]
    fn values_stand_behind_a_blank_or_an_equals_sign() {
        let options = read(&["--port", "9000", "--data=/tmp/demo", "--no-open"]).unwrap();

        assert_eq!(options, Options { port: Port::Asked(9000), data: "/tmp/demo".into(), open: false });
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let error = |args: &[&str]| format!("{:#}", read(args).unwrap_err());

        assert_eq!(error(&["--port"]), "--port needs a value");
        assert!(error(&["--port", "70000"]).starts_with("70000 is no port"));
        assert!(error(&["--prot", "1"]).ends_with("and got `--prot`"));
    }

    #[test]
    fn a_port_that_was_asked_for_and_is_taken_is_an_error_that_says_what_to_do() {
        let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let taken = other.local_addr().unwrap().port();

        let error = Port::Asked(taken).choose().unwrap_err();

        assert_eq!(
            error.to_string(),
            format!("port {taken} is taken; stop what listens there, or name another with --port")
        );
    }

    #[test]
    fn port_0_is_any_that_is_free() {
        assert_ne!(Port::Asked(0).choose().unwrap(), 0);
    }
}
