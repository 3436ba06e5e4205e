//! The house rules that no compiler checks: `cargo xtask tidy`, and a test of its own in `cargo test`.
//!
//! Owns the list of files to look at. The rules themselves are pure, in `tidy/`, and see only paths and texts.

mod commits;
mod documents;
mod interface;
mod invariants;
mod manifest;
mod mentions;
mod recipes;
mod sources;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::run::{Cmd, root};

/// A file of the checkout; `text` is empty for pictures and the like.
pub(crate) struct Committed {
    path: String,
    text: String,
}

/// One sentence for each place where a rule is broken.
pub(crate) fn broken() -> Result<Vec<String>> {
    let files = committed()?;
    let mut broken: Vec<String> = files.iter().flat_map(sources::broken).collect();
    broken.extend(files.iter().flat_map(invariants::broken));
    broken.extend(mentions::broken(&files));
    broken.extend(commits::broken()?);
    broken.extend(documents::broken(&files));
    broken.extend(interface::broken(&files));
    broken.extend(recipes::broken(&files));
    Ok(broken)
}

/// `cargo xtask tidy`
pub(crate) fn command(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("`cargo xtask tidy` takes no argument, and got `{}`", args.join(" "));
    }
    let broken = broken()?;
    if !broken.is_empty() {
        bail!("house rules are broken\n{}", broken.join("\n"));
    }
    println!("all house rules are kept");
    Ok(())
}

/// What is committed, and what would be: a rule should not first fail after the commit.
fn committed() -> Result<Vec<Committed>> {
    let list = Cmd::new("git").words("ls-files -z --cached --others --exclude-standard").read()?;
    let mut files = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        let file: PathBuf = root().join(path);
        if file.is_file() {
            let text = String::from_utf8(std::fs::read(file)?).unwrap_or_default();
            files.push(Committed { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_keeps_its_rules() {
        let broken = broken().unwrap();

        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }

    #[test]
    fn the_checkout_is_looked_at() {
        let files = committed().unwrap();

        assert!(files.iter().any(|file| file.path == "xtask/src/tidy.rs" && file.text.starts_with("//!")));
    }
}
