//! The WebAssembly modules: the form, the outbox that comes after it, and what programs load without either. Each compiled, bound to JavaScript, made small.
//!
//! Must not know which scripts import them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::{guard, shorten, slim};
use crate::run::{Cmd, root};
use crate::setup::{self, Node};

/// What to tell cargo for each module that a page loads. The outbox is a library that the form has in it, too, without
/// what it exports.
const MODULES: [&str; 2] =
    ["--lib", "--lib --package support-ticket-outbox --features module --crate-type cdylib"];

/// The same for the one that only programs load, and what is made of it.
const CLIENT: &str = "--lib --package support-ticket-client --crate-type cdylib";
pub(super) const CLIENT_NAME: &str = "support_ticket_client";

/// The form's.
const FORM_NAME: &str = "support_ticket_widget";

/// A panic is a trap, without a text and without the names of files.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Cllvm-args=-inline-threshold=0 \
    -Zfmt-debug=none -Zlocation-detail=none \
    -Ctarget-feature=-reference-types,-multivalue";

/// What `rustc --print cfg --target wasm32-unknown-unknown` names, in wasm-opt's words. `--all-features` would
/// let it write what no browser compiles.
const WASM_FEATURES: &str = "--enable-bulk-memory --enable-multivalue --enable-mutable-globals \
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext";

/// What cargo names: the modules, and the folder of what build.rs made for the form's.
pub(super) struct Compiled {
    pub(super) modules: Vec<PathBuf>,
    pub(super) out: PathBuf,
}

/// Compiles the modules; `for_programs`: theirs, too.
///
/// Where the standard library's source is there, it is compiled anew, for size and without the texts of panics that
/// nobody could read: 6 kB less for every visitor. That takes flags which rustc keeps for its nightly builds.
pub(super) fn compile(for_programs: bool) -> Result<Compiled> {
    setup::wasm_target()?;
    let has_source = match setup::rust_source() {
        Ok(()) => true,
        Err(why) => {
            println!(
                "the widget stays 6 kB larger than it could be, with the standard library as it comes: {why:#}"
            );
            false
        }
    };
    let mut modules = Vec::new();
    let mut out = None;
    for module in MODULES.into_iter().chain(for_programs.then_some(CLIENT)) {
        let build = Cmd::cargo("rustc --target wasm32-unknown-unknown --profile widget").words(module);
        let build = build.words("--message-format=json-render-diagnostics");
        let messages = if has_source { small(build) } else { build }.read()?;
        modules.push(artifact(&messages, |file| file.ends_with(".wasm")).context("cargo built no wasm")?);
        out = out.or_else(|| out_dir(&messages, "support-ticket-widget"));
    }
    Ok(Compiled { modules, out: out.context("cargo ran no build.rs")? })
}

fn small(build: Cmd) -> Cmd {
    build
        .words("-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL)
        // Other flags, other dependencies: in cargo's own folder they would be built anew after each other build.
        .env("CARGO_TARGET_DIR", root().join("target/widget/cargo"))
}

/// **A module as a page loads it.**
pub(super) struct Made {
    /// Its crate's: of the form `support_ticket_widget`.
    pub(super) name: String,
    pub(super) wasm: Vec<u8>,
    /// wasm-bindgen's JavaScript, which imports from `snippets/` beside it.
    pub(super) glue: String,
}

/// Makes one of what cargo compiled, in the folder `work`.
pub(super) fn make(wasm: &Path, bindgen: &Path, node: Option<&Node>, work: &Path) -> Result<Made> {
    let name = wasm.file_stem().context("cargo's module has no name")?.to_string_lossy().into_owned();
    Cmd::new(bindgen.join("wasm-bindgen"))
        .words("--target web --no-typescript --out-dir")
        .arg(work)
        .arg(wasm)
        .run()?;
    let bound = work.join(format!("{name}_bg.wasm"));
    let small = work.join("optimised.wasm");
    let wasm = match node {
        Some(node) => {
            // The two sections that are stripped say who compiled the module: 0.1 kB that no browser reads.
            let wasm_opt = node
                .tool("wasm-opt")
                .words("--flatten --rereloop -Oz --low-memory-unused --converge")
                // Functions that are called once are smaller after brotli where they are, but for the smallest.
                .words("-ocimfs 20 -aimfs 0 -fimfs 0")
                .words(WASM_FEATURES);
            let wasm_opt = wasm_opt.words("--strip-producers --strip-target-features").arg(&bound);
            wasm_opt.words("-o").arg(&small).run()?;
            read(&small)?
        }
        None => read(&bound)?,
    };
    let mut glue = slim::slim(&String::from_utf8(read(&work.join(format!("{name}.js")))?)?)?;
    if name == FORM_NAME {
        glue = guard::guard(&glue)?;
    }
    let (wasm, glue) = shorten::shorten(&wasm, &glue)?;
    Ok(Made { name, wasm, glue })
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}

/// The last file of a cargo build's messages that `wanted` picks.
pub(crate) fn artifact(messages: &str, wanted: impl Fn(&str) -> bool) -> Option<PathBuf> {
    let files = messages.lines().rev().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let names = message.get("filenames")?.as_array()?;
        names.iter().filter_map(|name| name.as_str()).find(|name| wanted(name)).map(PathBuf::from)
    });
    files.into_iter().next()
}

/// The folder of a package's build.rs, from a cargo build's messages.
fn out_dir(messages: &str, package: &str) -> Option<PathBuf> {
    let mut folders = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        // `path+file:///…/main#support-ticket-widget@0.1.0`, or, in a folder of its name, `…/support-ticket-widget#0.1.0`
        let (folder, id) = message.get("package_id")?.as_str()?.rsplit_once('#')?;
        let name = id.split_once('@').map(|(name, _)| name).or_else(|| folder.rsplit('/').next());
        (name == Some(package)).then(|| message.get("out_dir")?.as_str().map(PathBuf::from)).flatten()
    });
    folders.next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_last_artifact_that_cargo_names() {
        let messages = r#"{"reason":"compiler-artifact","filenames":["/t/dep.rlib"]}
{"reason":"compiler-artifact","filenames":["/t/w.rlib","/t/w.wasm"]}
{"reason":"build-finished","success":true}"#;

        assert_eq!(artifact(messages, |file| file.ends_with(".wasm")), Some(PathBuf::from("/t/w.wasm")));
        assert_eq!(artifact(messages, |file| file.ends_with(".exe")), None);
    }

    #[test]
    fn finds_the_folder_of_a_packages_build_script() {
        let messages = r#"{"reason":"build-script-executed","package_id":"registry+x#serde@1.0.0","out_dir":"/t/serde"}
{"reason":"build-script-executed","package_id":"path+file:///w/main#support-ticket-widget@0.1.0","out_dir":"/t/w"}
{"reason":"compiler-artifact","package_id":"path+file:///w/main#support-ticket-widget@0.1.0","filenames":[]}"#;

        assert_eq!(out_dir(messages, "support-ticket-widget"), Some(PathBuf::from("/t/w")));
        assert_eq!(out_dir(messages, "support-ticket"), None);
        let in_its_own = messages.replace("main#support-ticket-widget@", "support-ticket-widget#");
        assert_eq!(out_dir(&in_its_own, "support-ticket-widget"), Some(PathBuf::from("/t/w")));
    }
}
