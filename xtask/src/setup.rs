//! Getting the tools that a command needs: each at a pinned version, in one user-level cache folder, so that a
//! fresh clone does not build them again.
//!
//! Owns where tools lie, which versions they have, and how they are installed. Must not know what they are used
//! for beyond the reason it prints.

mod cargo_tools;
mod node;
mod system;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

pub(crate) use cargo_tools::{geckodriver, wasm_bindgen, wasm_pack};
pub(crate) use node::{Node, node};
pub(crate) use system::{
    chromedriver, chromium, curl, firefox, rust_source, wasm_target, webkit, webkit_windows,
    without_sandbox_as_root, xvfb,
};

/// The folder for tools, kept across clones: `$SUPPORT_TICKET_CACHE`, else the user's cache folder.
fn cache() -> Result<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = named("SUPPORT_TICKET_CACHE")
        .or_else(|| named("XDG_CACHE_HOME").map(|caches| caches.join("support-ticket-widget")))
        .or_else(|| named("HOME").map(|home| home.join(".cache/support-ticket-widget")));
    let Some(folder) = folder else { bail!("set SUPPORT_TICKET_CACHE or HOME: the tools need a folder") };
    fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    // Tools run in other folders than this one.
    fs::canonicalize(&folder).with_context(|| format!("could not find {}", folder.display()))
}

/// Makes `folder` by `install`, which gets an empty folder to fill. Does nothing when it is there.
///
/// Interrupted, it leaves nothing under the final name. Of two runs at once, one waits for the other.
fn once(folder: &Path, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let _lock = lock(&beside(folder, "lock"))?;
    if folder.is_dir() {
        return Ok(());
    }
    let unfinished = beside(folder, "unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir_all(&unfinished)?;
    install(&unfinished)?;
    fs::rename(&unfinished, folder).with_context(|| format!("could not create {}", folder.display()))
}

/// Holds `file` until the answer is dropped; waits while another run holds it.
pub(crate) fn lock(file: &Path) -> Result<File> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let lock = File::create(file).with_context(|| format!("could not create {}", file.display()))?;
    lock.lock().with_context(|| format!("could not lock {}", file.display()))?;
    Ok(lock)
}

fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.{what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty_folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_failed_install_leaves_nothing_and_can_be_repeated() {
        let tools = empty_folder("repeated");
        let tool = tools.join("tool-1.0");

        let failed = once(&tool, |to| {
            fs::write(to.join("half"), "")?;
            bail!("no network")
        });
        assert_eq!(failed.unwrap_err().to_string(), "no network");
        assert!(!tool.exists());

        once(&tool, |to| Ok(fs::write(to.join("whole"), "")?)).unwrap();
        assert!(tool.join("whole").exists() && !tool.join("half").exists());
        fs::remove_dir_all(tools).unwrap();
    }

    #[test]
    fn of_two_installs_at_once_only_one_runs() {
        let tools = empty_folder("at-once");
        let tool = tools.join("tool-1.0");
        let runs = std::sync::atomic::AtomicUsize::new(0);

        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    once(&tool, |to| {
                        runs.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        Ok(fs::write(to.join("tool"), "")?)
                    })
                    .unwrap();
                });
            }
        });

        assert_eq!(runs.into_inner(), 1);
        fs::remove_dir_all(tools).unwrap();
    }
}
