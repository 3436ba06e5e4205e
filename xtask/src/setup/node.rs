//! The Node tools of `xtask/node/`: esbuild, wasm-opt, tsc, playwright-core, axe-core, lighthouse.
//!
//! Owns their install, named by the lock file's hash, and the checkout's `node_modules` link to it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::system::debian;
use super::{cache, once};
use crate::hash::Hash;
use crate::run::{Cmd, on_path, root};

/// What playwright-core 1.65 and `node --test` ask for.
const OLDEST_NODE: u32 = 20;

/// Node and the tools in the checkout's `node_modules`.
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
}

/// The tools, or the reason why this machine does not get them: the demo works without.
pub(crate) fn node_if_there() -> Result<Node> {
    if on_path("node").is_none() || on_path("npm").is_none() {
        bail!("there is no Node.js here");
    }
    install()
}

/// The tools. Node itself is installed where Debian's packages can be.
pub(crate) fn node_required() -> Result<Node> {
    // One after the other: where nodejs is not Debian's own it brings npm, and refuses Debian's.
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if on_path(program).is_none() {
            debian(&[package], "wasm-opt, minifying and the end-to-end tests run in Node.js")?;
        }
    }
    install()
}

fn install() -> Result<Node> {
    let version = Cmd::new("node").words("--version").read()?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {OLDEST_NODE} or newer is needed, and this is {}", version.trim());
    }
    let manifest = root().join("xtask/node");
    let lock = fs::read(manifest.join("package-lock.json")).context("could not read package-lock.json")?;
    let hash = Hash::default().add(&lock).to_string();
    let folder = cache()?.join("node").join(&hash);
    once(&folder, |to| {
        println!(
            "installing the Node tools of xtask/node into {} (wasm-opt, minify, type check, end-to-end tests)",
            folder.display()
        );
        for file in ["package.json", "package-lock.json"] {
            fs::copy(manifest.join(file), to.join(file)).with_context(|| format!("could not copy {file}"))?;
        }
        Cmd::new("npm")
            .words("ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error")
            .dir(to)
            .run()
    })?;
    let modules = root().join("node_modules");
    link(&folder.join("node_modules"), &modules)?;
    Ok(Node { hash, modules })
}

/// `v20.20.2` → 20
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Makes `link` lead to `folder`, by a rename, so that it is there all the time while others use it.
fn link(folder: &Path, link: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|old| old == folder) {
        return Ok(());
    }
    if link.is_dir() && !link.is_symlink() {
        bail!(
            "{} is a folder of its own; remove it, and it becomes a link to the cached tools",
            link.display()
        );
    }
    let new = link.with_file_name(format!(".node_modules-{}", std::process::id()));
    symlink(folder, &new).with_context(|| format!("could not link {}", new.display()))?;
    fs::rename(&new, link).with_context(|| format!("could not link {}", link.display()))
}

#[cfg(unix)]
fn symlink(folder: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(folder, link)
}

#[cfg(windows)]
fn symlink(folder: &Path, link: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(folder, link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nodes_major_version() {
        assert_eq!((major("v20.20.2\n"), major("v8"), major("twenty")), (Some(20), Some(8), None));
    }

    #[cfg(unix)]
    #[test]
    fn the_link_follows_the_lock_file_but_never_replaces_a_real_folder() {
        let folder = std::env::temp_dir().join(format!("xtask-link-{}", std::process::id()));
        let [old, new, at] = ["old", "new", "at"].map(|name| folder.join(name));
        fs::create_dir_all(&old).unwrap();
        fs::create_dir_all(&new).unwrap();

        link(&old, &at).unwrap();
        link(&new, &at).unwrap();
        assert_eq!(fs::read_link(&at).unwrap(), new);
        assert!(link(&new, &old).unwrap_err().to_string().contains("is a folder of its own"));

        fs::remove_dir_all(folder).unwrap();
    }
}
