//! The endpoint's binary: building it, with the widget in it.
//!
//! Owns which build is used for what. Must not know what the endpoint does.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::dist::artifact;
use crate::run::Cmd;

/// The binary that people run.
pub(crate) fn release() -> Result<PathBuf> {
    built(&Cmd::cargo("build --release --package support-ticket-endpoint"))
}

/// The binary that the native tests have already built: the same features and profile, so nothing is compiled
/// twice.
pub(crate) fn of_the_tests() -> Result<PathBuf> {
    built(&Cmd::cargo("test --workspace --no-run"))
}

fn built(cargo: &Cmd) -> Result<PathBuf> {
    let messages = cargo.clone().words("--message-format=json-render-diagnostics").read()?;
    let name = format!("support-ticket-endpoint{}", std::env::consts::EXE_SUFFIX);
    artifact(&messages, |file| PathBuf::from(file).file_name().is_some_and(|file| file == name.as_str()))
        .with_context(|| format!("`{}` made no {name}", cargo.line()))
}
