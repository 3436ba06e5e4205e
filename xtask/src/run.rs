//! Running other programs: a [`Cmd`] knows the line that a person would type to repeat it.
//!
//! Owns how output is shown or kept. Must not know what any program is for.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A program with its arguments, run in the checkout's root unless told otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Cmd {
    program: String,
    args: Vec<String>,
    envs: Vec<(String, String)>,
    dir: PathBuf,
}

/// What a program said, both streams in the order they were written, and whether it succeeded.
pub(crate) struct Captured {
    pub(crate) ok: bool,
    pub(crate) text: String,
}

impl Cmd {
    pub(crate) fn new(program: impl AsRef<Path>) -> Self {
        let program = program.as_ref().to_string_lossy().into_owned();
        Self { program, args: Vec::new(), envs: Vec::new(), dir: root() }
    }

    /// The cargo that runs this xtask, so that nested builds use the same toolchain.
    pub(crate) fn cargo(args: &str) -> Self {
        Self::new("cargo").words(args)
    }

    /// Arguments without blanks in them, written as one string.
    pub(crate) fn words(mut self, words: &str) -> Self {
        self.args.extend(words.split_whitespace().map(str::to_owned));
        self
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<Path>) -> Self {
        self.args.push(arg.as_ref().to_string_lossy().into_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<Path>) -> Self {
        self.envs.push((name.to_owned(), value.as_ref().to_string_lossy().into_owned()));
        self
    }

    /// Puts `folder` before everything else that programs are searched in.
    pub(crate) fn path_first(self, folder: &Path) -> Self {
        let path = std::env::var("PATH").unwrap_or_default();
        self.env("PATH", format!("{}:{path}", folder.display()))
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.dir = dir.to_owned();
        self
    }

    /// What a person types in the checkout's root to do the same.
    pub(crate) fn line(&self) -> String {
        let mut line = String::new();
        if self.dir != root() {
            let _ = write!(line, "cd {} && ", quoted(&self.dir.to_string_lossy()));
        }
        for (name, value) in &self.envs {
            if name == "PATH" {
                let first = value.split(':').next().unwrap_or_default();
                let _ = write!(line, "PATH={}:$PATH ", quoted(first));
            } else {
                let _ = write!(line, "{name}={} ", quoted(value));
            }
        }
        let words: Vec<_> =
            std::iter::once(&self.program).chain(&self.args).map(|word| quoted(word)).collect();
        line + &words.join(" ")
    }

    /// Runs it before the user's eyes.
    pub(crate) fn run(&self) -> Result<()> {
        let status = self.command().status().with_context(|| format!("could not start `{}`", self.line()))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.line());
        }
        Ok(())
    }

    /// Runs it and gives what it printed on stdout; what it says on stderr goes to the user.
    pub(crate) fn read(&self) -> Result<String> {
        let output = self
            .command()
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("could not start `{}`", self.line()))?;
        if !output.status.success() {
            bail!("`{}` failed ({})", self.line(), output.status);
        }
        String::from_utf8(output.stdout).with_context(|| format!("`{}` did not print text", self.line()))
    }

    /// Runs it silently and keeps both streams. Whether it succeeded is for the caller to judge.
    pub(crate) fn capture(&self) -> Result<Captured> {
        let started = || format!("could not start `{}`", self.line());
        // One pipe for both streams: cargo names each test file on stderr, the file's result follows on stdout.
        let (mut reader, writer) = std::io::pipe()?;
        let mut command = self.command();
        command.stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn().with_context(started)?;
        drop(command); // it holds the pipe's writing end: without this the read below never ends

        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let status = child.wait().with_context(started)?;
        Ok(Captured { ok: status.success(), text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The same, with what it writes to `report`, which is a new file then: nothing if it did not come to that.
    pub(crate) fn capture_with(&self, report: &Path) -> Result<(Captured, String)> {
        if report.exists() {
            fs::remove_file(report).with_context(|| format!("could not remove {}", report.display()))?;
        }
        let captured = self.capture()?;
        let text = if report.exists() { fs::read_to_string(report)? } else { String::new() };
        Ok((captured, text))
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(&self.dir).stdin(Stdio::null());
        // `cargo run` describes xtask in the environment. Passed on, build scripts that watch these variables
        // would run again each time cargo is called from another place.
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command.envs(self.envs.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// The checkout's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// Where `program` is, if the PATH has it.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_can_be_pasted_into_a_shell() {
        let cmd = Cmd::new("echo").env("GREETING", "it's me").words("-n --all").arg("two words");

        assert_eq!(cmd.line(), r"GREETING='it'\''s me' echo -n --all 'two words'");
    }

    #[test]
    fn capturing_keeps_the_order_of_both_streams() {
        let cmd = Cmd::new("sh").arg("-c").arg("echo one >&2; echo two; echo three >&2; exit 3");

        let captured = cmd.capture().unwrap();

        assert_eq!((captured.ok, captured.text.as_str()), (false, "one\ntwo\nthree\n"));
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let error = Cmd::new("no-such-program-of-ours").run().unwrap_err();

        assert_eq!(error.to_string(), "could not start `no-such-program-of-ours`");
    }
}
