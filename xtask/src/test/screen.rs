//! A screen that nobody sees, for a browser that shows its windows in any case: WebKit's.
//!
//! Owns the X server behind it, and that it ends with us. Must not know what is shown.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::run::Cmd;
use crate::setup;

/// It ends when nobody holds its standard input any more: also after a `kill -9` of ours. It takes a number that is
/// free, and says it.
const SERVE: &str = r#""$0" -displayfd 1 -screen 0 1600x1200x24 -nolisten tcp & server=$!; read -r _; kill $server; wait $server"#;

/// Gone when it is dropped.
pub(super) struct Screen {
    shell: Child,
    number: String,
}

impl Screen {
    pub(super) fn open() -> Result<Self> {
        let serve = Cmd::new("sh").arg("-c").arg(SERVE).arg(setup::xvfb()?);
        let mut command = serve.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut shell = command.spawn().with_context(|| format!("could not start `{}`", serve.line()))?;
        let mut number = String::new();
        if let Some(said) = shell.stdout.take() {
            BufReader::new(said).read_line(&mut number)?;
        }
        let screen = Self { shell, number: number.trim().to_owned() };
        if screen.number.is_empty() {
            bail!("`{}` did not say which screen it made", serve.line());
        }
        Ok(screen)
    }

    /// Has `cmd` show its windows there.
    pub(super) fn show(&self, cmd: Cmd) -> Cmd {
        cmd.env("DISPLAY", format!(":{}", self.number))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // That it is gone is all we wanted to know.
        let _ = self.shell.wait();
    }
}
