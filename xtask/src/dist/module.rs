//! The WebAssembly modules: the form, the outbox that comes after it, and what programs load without either. Each is
//! compiled, bound to JavaScript and made small.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::shorten;
use crate::run::{Cmd, root};
use crate::setup::{self, Node};

/// **A module of ours.**
pub(super) struct Module {
    /// Its crate's name in Rust. Its glue is `NAME.js`.
    pub(super) name: &'static str,
    /// What the module is called where it is loaded: its script's name and `.wasm`.
    pub(super) file: &'static str,
    /// What to tell cargo.
    cargo: &'static str,
}

/// What a page loads. The outbox is a library that the form has in it, too, without what it exports.
pub(super) const OF_A_PAGE: [Module; 2] = [
    Module { name: "support_ticket_widget", file: "support-ticket-form.wasm", cargo: "--lib" },
    Module {
        name: "support_ticket_outbox",
        file: "support-ticket-outbox.wasm",
        cargo: "--lib --package support-ticket-outbox --features module --crate-type cdylib",
    },
];

/// What a program loads.
pub(super) const CLIENT: Module = Module {
    name: "support_ticket_client",
    file: "support-ticket-client.wasm",
    cargo: "--lib --package support-ticket-client --crate-type cdylib",
};

/// All of them.
pub(super) fn all() -> impl Iterator<Item = Module> {
    OF_A_PAGE.into_iter().chain([CLIENT])
}

/// A panic is a trap, without a text and without the names of files.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Cllvm-args=-inline-threshold=0 \
    -Zfmt-debug=none -Zlocation-detail=none \
    -Ctarget-feature=-reference-types,-multivalue";

/// What `rustc --print cfg --target wasm32-unknown-unknown` names, in wasm-opt's words. `--all-features` would
/// let it write what no browser compiles.
const WASM_FEATURES: &str = "--enable-bulk-memory --enable-multivalue --enable-mutable-globals \
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext";

/// Compiles the modules, and gives the file of each, in the order of [`all`].
///
/// Where the standard library's source is there, it is compiled anew, for size and without the texts of panics that
/// nobody could read: 6 kB less for every visitor. That takes flags which rustc keeps for its nightly builds.
pub(super) fn compile() -> Result<Vec<PathBuf>> {
    setup::wasm_target()?;
    let has_source = match setup::rust_source() {
        Ok(()) => true,
        Err(why) => {
            println!("the widget is 6 kB larger, with the standard library as it comes: {why:#}");
            false
        }
    };
    let compile = |module: Module| {
        let build = Cmd::cargo("rustc --target wasm32-unknown-unknown --profile widget").words(module.cargo);
        let build = build.words("--message-format=json-render-diagnostics");
        let messages = if has_source { small(build) } else { build }.read()?;
        artifact(&messages, |file| file.ends_with(".wasm")).context("cargo built no wasm")
    };
    all().map(compile).collect()
}

fn small(build: Cmd) -> Cmd {
    build
        .words("-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL)
        // Other flags, other dependencies: in cargo's own folder they would be built anew after each other build.
        .env("CARGO_TARGET_DIR", root().join("target/widget/cargo"))
}

/// Binds a compiled module to JavaScript: writes both into the folder `glue`, and gives the bound module's file.
pub(super) fn bind(wasm: &Path, glue: &Path) -> Result<PathBuf> {
    let name = wasm.file_stem().context("cargo's module has no name")?.to_string_lossy();
    let mut output = Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        // Every browser that the form runs in has `encodeInto`.
        .encode_into(EncodeInto::Always)
        // After a crash the form goes on with a fresh instance.
        .reset_state_function(name == OF_A_PAGE[0].name)
        .generate_output()
        .with_context(|| format!("could not bind {}", wasm.display()))?;
    let script = output.js().to_owned();
    let names = shorten::shorten(output.wasm_mut(), &script);
    output.emit(glue)?;
    let path = glue.join(format!("{name}.js"));
    let script = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    fs::write(&path, names.rename(&script)).with_context(|| format!("could not write {}", path.display()))?;
    Ok(glue.join(format!("{name}_bg.wasm")))
}

/// The bytes of a bound module, made small.
pub(super) fn optimised(bound: &Path, node: &Node) -> Result<Vec<u8>> {
    let small = bound.with_file_name("optimised.wasm");
    // The two sections that are stripped say who compiled the module: 0.1 kB that no browser reads.
    let wasm_opt = node
        .tool("wasm-opt")
        .words("--flatten --rereloop -Oz --low-memory-unused --converge")
        // Functions that are called once are smaller after brotli where they are, but for the smallest.
        .words("-ocimfs 20 -aimfs 0 -fimfs 0 --reorder-locals --dealign")
        .words(WASM_FEATURES);
    wasm_opt.words("--strip-producers --strip-target-features").arg(bound).words("-o").arg(&small).run()?;
    fs::read(&small).with_context(|| format!("could not read {}", small.display()))
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
}
