//! What comes from the system: browsers, their drivers, the compiler's wasm target.
//!
//! Owns the names of Debian's packages. Must not build anything.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::run::{Cmd, on_path};

const CHROMIUMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// geckodriver looks for `firefox` itself; Debian's firefox-esr brings that name too.
const FIREFOXES: [&str; 2] = ["firefox", "firefox-esr"];
const BROWSERS: &str = "the tests run in real browsers";

/// Chromium or Chrome.
pub(crate) fn chromium() -> Result<PathBuf> {
    found_or_installed(&CHROMIUMS, &["chromium", "chromium-driver"], BROWSERS)
}

/// ChromeDriver, of the version of the Chromium that Debian has.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    found_or_installed(&["chromedriver"], &["chromium", "chromium-driver"], BROWSERS)
}

/// Firefox.
pub(crate) fn firefox() -> Result<PathBuf> {
    found_or_installed(&FIREFOXES, &["firefox-esr"], BROWSERS)
}

/// WebKitGTK's driver, which knows where the browser is that comes with the library.
pub(crate) fn webkit() -> Result<PathBuf> {
    found_or_installed(&["WebKitWebDriver"], &["webkit2gtk-driver"], BROWSERS)
}

/// gjs with what it needs to show pages of WebKit's, for the end-to-end tests.
pub(crate) fn webkit_windows() -> Result<PathBuf> {
    const PACKAGES: [&str; 4] = ["gjs", "gir1.2-webkit2-4.1", "gir1.2-gtk-3.0", "gir1.2-soup-3.0"];
    const WHY: &str = "the end-to-end tests show WebKit's pages with it";
    let find = || on_path("gjs").filter(|_| has_webkit());
    if let Some(gjs) = find() {
        return Ok(gjs);
    }
    debian(&PACKAGES, WHY)?;
    find().with_context(|| format!("{} brought no gjs with WebKit", PACKAGES.join(" ")))
}

fn has_webkit() -> bool {
    let needs = r#"["Gtk", "3.0", "Soup", "3.0", "WebKit2", "4.1"].forEach((word, at, words) => {
        if (at % 2) imports.gi.versions[words[at - 1]] = word; }); imports.gi.Gtk; imports.gi.Soup; imports.gi.WebKit2;"#;
    Cmd::new("gjs").arg("-c").arg(needs).capture().is_ok_and(|gjs| gjs.ok)
}

/// WebKit cannot shut its processes in where root starts it, as in CI, and would not start at all.
pub(crate) fn without_sandbox_as_root(cmd: Cmd) -> Result<Cmd> {
    Ok(if is_root()? { cmd.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1") } else { cmd })
}

/// An X server whose screens nobody sees.
pub(crate) fn xvfb() -> Result<PathBuf> {
    found_or_installed(&["Xvfb"], &["xvfb"], "WebKit shows its windows somewhere")
}

/// curl, which the demo's printed command begins with.
pub(crate) fn curl() -> Result<PathBuf> {
    found_or_installed(&["curl"], &["curl"], "the printed command is tried")
}

/// Makes sure that rustc can compile for browsers.
pub(crate) fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = Cmd::new("rustc").words("--print target-libdir --target").words(TARGET).read()?;
    if PathBuf::from(libraries.trim()).is_dir() {
        return Ok(());
    }
    let add = Cmd::new("rustup").words("target add").words(TARGET);
    if on_path("rustup").is_none() {
        bail!(
            "rustc has no target {TARGET}; install it as you installed Rust (with rustup: `{}`)",
            add.line()
        );
    }
    println!("installing rustc's target {TARGET} with rustup (the widget is WebAssembly)");
    add.run()
}

/// Makes sure that the standard library's source is there.
pub(crate) fn rust_source() -> Result<()> {
    let sysroot = PathBuf::from(Cmd::new("rustc").words("--print sysroot").read()?.trim());
    if sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        bail!("there is no rustup to install rust-src with");
    }
    println!("installing the standard library's source with rustup (the widget compiles it anew, smaller)");
    Cmd::new("rustup").words("component add rust-src").run()
}

fn found_or_installed(programs: &[&str], packages: &[&str], why: &str) -> Result<PathBuf> {
    let find = || programs.iter().find_map(|program| on_path(program));
    if let Some(program) = find() {
        return Ok(program);
    }
    debian(packages, why)?;
    match find() {
        Some(program) => Ok(program),
        None => bail!("{} brought no {} into the PATH", packages.join(" "), programs.join(" or ")),
    }
}

/// Installs Debian packages as root or by a sudo that asks nothing; else fails with the command to type.
pub(super) fn debian(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if on_path("apt-get").is_none() {
        bail!("install {names}: {why} (on Debian: `apt-get install {names}`)");
    }
    let as_root = is_root()?;
    let with_sudo = !as_root
        && on_path("sudo").is_some()
        && Cmd::new("sudo").words("-n true").capture().is_ok_and(|sudo| sudo.ok);
    if !as_root && !with_sudo {
        bail!("{why}; type `sudo apt-get update && sudo apt-get install {names}`, then run this again");
    }
    println!("installing Debian's {names} with apt-get ({why})");
    let start = if as_root { "env" } else { "sudo -n env" };
    let apt = |what: &str| {
        let mut words = start.split(' ');
        let program = words.next().unwrap_or(start);
        let rest = words.collect::<Vec<_>>().join(" ");
        Cmd::new(program).words(&rest).words("DEBIAN_FRONTEND=noninteractive apt-get --quiet=2").words(what)
    };
    apt("update").run()?;
    apt(&format!("install --yes --no-install-recommends {names}")).run()
}

fn is_root() -> Result<bool> {
    Ok(Cmd::new("id").words("-u").read()?.trim() == "0")
}
