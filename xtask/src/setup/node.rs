//! Node.js and the tools of package.json (esbuild, wasm-opt, tsc, biome, Playwright, …), in the checkout's
//! `node_modules`, where editors find them, too.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::lock;
use super::system::debian;
use crate::hash::Hash;
use crate::run::{Cmd, on_path, root};

/// What Playwright, biome and `node --test` ask for.
const OLDEST_NODE: u32 = 20;

/// **Node.js with the tools in the checkout's `node_modules`.**
pub(crate) struct Node {
    /// Of the lock file: other tools, other hash.
    pub(crate) hash: String,
    modules: PathBuf,
}

impl Node {
    /// A tool by its command's name, e.g. `esbuild`.
    pub(crate) fn tool(&self, name: &str) -> Cmd {
        Cmd::new(self.modules.join(".bin").join(name))
    }

    /// A script of the checkout.
    pub(crate) fn script(&self, path: &str) -> Cmd {
        Cmd::new("node").words(path)
    }
}

/// Node.js with the tools. Both are installed if they are not there: Node.js where Debian's packages can be, the tools by
/// npm, as the lock file says.
pub(crate) fn node() -> Result<Node> {
    // One after the other: where nodejs is not Debian's own it brings npm, and refuses Debian's.
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if on_path(program).is_none() {
            debian(&[package], "the widget's scripts are built and tested with Node.js")?;
        }
    }
    let version = Cmd::new("node").words("--version").read()?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {OLDEST_NODE} or newer is needed, and this is {}", version.trim());
    }

    let package_lock =
        fs::read(root().join("package-lock.json")).context("could not read package-lock.json")?;
    let hash = Hash::default().add(&package_lock).to_string();
    let modules = root().join("node_modules");
    let stamp = modules.join(".installed-from");
    let _lock = lock(&root().join("target/node.lock"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == hash) {
        return Ok(Node { hash, modules });
    }
    println!(
        "installing the tools of package.json with npm (esbuild, wasm-opt, type check, end-to-end tests)"
    );
    if modules.is_symlink() {
        fs::remove_file(&modules).context("could not remove the link node_modules")?;
    }
    // The scripts of packages are not run: none of ours needs any.
    let npm =
        "ci --ignore-scripts --prefer-offline --no-audit --no-fund --no-update-notifier --loglevel=error";
    Cmd::new("npm").words(npm).run()?;
    fs::write(&stamp, &hash).context("could not write node_modules/.installed-from")?;
    Ok(Node { hash, modules })
}

/// `v20.20.2` → 20
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nodes_major_version() {
        assert_eq!((major("v20.20.2\n"), major("v8"), major("twenty")), (Some(20), Some(8), None));
    }
}
