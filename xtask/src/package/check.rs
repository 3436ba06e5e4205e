//! Looks at the npm package as those do who install it: the tarball that npm packs, installed in an empty folder, through
//! publint, "are the types wrong", and a developer's compiler (`tests/types/`); and the folder, installed and bundled.
//!
//! Must not know what is in the package.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::dist::Files;
use crate::run::{Cmd, root};
use crate::setup::Node;

/// Installs from the arguments alone, without the network.
const INSTALL: &str =
    "install --offline --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error";

/// Packs what is in `package`, and has it looked at.
pub(super) fn check(node: &Node, package: &Path) -> Result<()> {
    let folder = root().join("target/npm");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).context("could not remove the last check")?;
    }
    // Beside it the other libraries are found, in the checkout's node_modules.
    Files::read(&root().join("tests/types"))?.write(&folder)?;
    fs::write(folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;

    // This also lists what would be published.
    Cmd::new("npm").words("pack --ignore-scripts --pack-destination").arg(&folder).dir(package).run()?;
    let files = fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path());
    let Some(tarball) = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "tgz"))
    else {
        bail!("npm packed nothing into {}", folder.display());
    };

    node.tool("publint").words("run --strict").arg(&tarball).run()?;
    // It has modules only; a program that still requires gets them from Node.js 22 on.
    node.tool("attw")
        .arg(&tarball)
        .words("--profile esm-only --no-emoji --no-color --format table-flipped")
        .run()?;
    Cmd::new("npm").words(INSTALL).arg(&tarball).dir(&folder).run()?;
    node.tool("tsc").words("-p").arg(&folder).run()?;
    bundle_from_folder(node, package)
}

/// Bundles the package as `npm install FOLDER` installs it: as a link, in whose files esbuild reports what it does not
/// report in `node_modules`.
fn bundle_from_folder(node: &Node, package: &Path) -> Result<()> {
    let folder = root().join("target/npm/from-folder");
    let mut project = Files::default();
    project.add("package.json", b"{ \"private\": true, \"type\": \"module\" }\n".to_vec());
    project.add("main.js", b"import \"support-ticket-widget\";\n".to_vec());
    project.write(&folder)?;
    Cmd::new("npm").words(INSTALL).arg(package).dir(&folder).run()?;
    let bundling = node
        .tool("esbuild")
        .words("main.js --bundle --splitting --format=esm --outdir=out --log-level=warning");
    let bundled = bundling.dir(&folder).capture()?;
    if !bundled.ok || !bundled.text.is_empty() {
        bail!("esbuild complains about the package:\n{}", bundled.text);
    }
    Ok(())
}
