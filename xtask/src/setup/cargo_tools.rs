//! Tools that cargo builds: wasm-bindgen's CLI, wasm-pack, geckodriver.
//!
//! Owns their versions. Must not know where browsers come from.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::{cache, once};
use crate::run::{Cmd, root};

/// Checked with the browsers of Debian 12; geckodriver 0.37 drives Firefox from version 128 on.
const WASM_PACK: &str = "0.15.1";
const GECKODRIVER: &str = "0.37.1";

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version in Cargo.lock: the CLI refuses
/// a module that another version's macros wrote.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("could not read Cargo.lock")?;
    let Some(version) = locked_version(&lock, "wasm-bindgen") else {
        bail!("Cargo.lock has no wasm-bindgen: is it a dependency of the widget?");
    };
    tool("wasm-bindgen-cli", version, "makes the JavaScript beside the wasm")
}

/// The folder with `wasm-pack`.
pub(crate) fn wasm_pack() -> Result<PathBuf> {
    tool("wasm-pack", WASM_PACK, "runs the browser tests")
}

/// The folder with `geckodriver`.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    tool("geckodriver", GECKODRIVER, "lets tests drive Firefox")
}

fn tool(name: &str, version: &str, why: &str) -> Result<PathBuf> {
    let cache = cache()?;
    let folder = cache.join("tools").join(format!("{name}-{version}"));
    once(&folder, |to| {
        println!("installing {name} {version} with cargo into {} ({why}; some minutes)", folder.display());
        // A target folder of its own: this checkout's is not for other people's programs. An interrupted build
        // goes on where it stopped.
        let building = cache.join("building").join(format!("{name}-{version}"));
        Cmd::cargo("install --quiet")
            .arg(name)
            .words("--version")
            .arg(version)
            .words("--root")
            .arg(to)
            .env("CARGO_TARGET_DIR", &building)
            .dir(&cache) // away from this workspace's Cargo.toml and .cargo/config.toml
            .run()?;
        fs::remove_dir_all(&building).with_context(|| format!("could not remove {}", building.display()))
    })?;
    Ok(folder.join("bin"))
}

/// The version that a Cargo.lock has for `package`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_the_package_with_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
