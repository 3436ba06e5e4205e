//! The endpoint's binary, built by cargo.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::dist::{Files, artifact};
use crate::hash::Hash;
use crate::run::{Cmd, root};

/// The binary that people run, with the widget's files in it.
pub(crate) fn release() -> Result<PathBuf> {
    built(&Cmd::cargo("build --release --package support-ticket-endpoint"))
}

/// The binary that the native tests have already built: the same features and profile, so nothing is compiled
/// twice.
pub(crate) fn of_the_tests() -> Result<PathBuf> {
    built(&Cmd::cargo("test --workspace --no-run"))
}

/// The binary for `--widget-dir`. It embeds the widget's files of some earlier build, or none: cargo would build it anew
/// after each edit of the widget, so cargo is asked only when the endpoint's own sources changed.
pub(crate) fn for_widget_dir() -> Result<PathBuf> {
    let stamp = root().join("target/widget/endpoint-stamp");
    let sources = sources()?;
    let stamped = |binary: &Path| -> Result<String> {
        let about = fs::metadata(binary).with_context(|| format!("could not find {}", binary.display()))?;
        Ok(format!("{sources} {} {:?}\n{}", about.len(), about.modified()?, binary.display()))
    };
    if let Ok(old) = fs::read_to_string(&stamp)
        && let Some((_, binary)) = old.split_once('\n')
        && stamped(Path::new(binary)).is_ok_and(|now| now == old)
    {
        return Ok(PathBuf::from(binary));
    }
    let binary = release()?;
    fs::write(&stamp, stamped(&binary)?).context("could not write the endpoint's stamp")?;
    Ok(binary)
}

/// The hash of all that the binary is made of but the widget's files.
fn sources() -> Result<Hash> {
    let mut hash = Hash::default();
    for folder in ["crates/endpoint/src", "crates/endpoint/migrations", "crates/contract/src"] {
        hash = hash.add(Files::read(&root().join(folder))?.hash().to_string().as_bytes());
    }
    for file in [
        "crates/endpoint/Cargo.toml",
        "crates/endpoint/build.rs",
        "crates/contract/Cargo.toml",
        "Cargo.lock",
        "Cargo.toml",
    ] {
        hash = hash.add(&fs::read(root().join(file)).with_context(|| format!("could not read {file}"))?);
    }
    Ok(hash)
}

fn built(cargo: &Cmd) -> Result<PathBuf> {
    let messages = cargo.clone().words("--message-format=json-render-diagnostics").read()?;
    let name = format!("support-ticket-endpoint{}", std::env::consts::EXE_SUFFIX);
    artifact(&messages, |file| PathBuf::from(file).file_name().is_some_and(|file| file == name.as_str()))
        .with_context(|| format!("`{}` made no {name}", cargo.line()))
}
