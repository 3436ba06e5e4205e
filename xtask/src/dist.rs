//! Building what a page loads into `target/widget/dist`: `widget/` (loader, glue, wasm, languages) and `site/`
//! (the trial pages), each file also as `.br` and `.gz`.
//!
//! Owns the recipe. Must not know who serves the files. The folder does not move with CARGO_TARGET_DIR: the
//! endpoint's build embeds it from there.

mod compress;
mod folder;
mod languages;
mod shorten;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::hash::Hash;
use crate::run::{Cmd, root};
use crate::setup::{self, Node};

pub(crate) use folder::Files;

/// What the page itself names, wasm-bindgen's JavaScript, and the module.
pub(crate) const LOADER: &str = "widget/support-ticket-widget.js";
const GLUE: &str = "widget/support_ticket_widget.js";
const WASM: &str = "widget/support_ticket_widget_bg.wasm";

/// What `rustc --print cfg --target wasm32-unknown-unknown` names, in wasm-opt's words. `--all-features` would
/// let it write what no browser compiles.
const WASM_FEATURES: &str = "--enable-bulk-memory --enable-multivalue --enable-mutable-globals \
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext";

/// With Node, each of these is one file with all that it imports: one request instead of many. The parts of one begin
/// like it. The first is fetched when the visitor reaches for the button, the others after that.
const BUNDLES: [&str; 4] =
    ["support-ticket-form", "support-ticket-extras", "support-ticket-details", "support-ticket-tickets"];
/// Imported by several of these.
const SHARED: &str = "support-ticket-memory.js";
/// wasm-bindgen brings its own copy of what Rust calls.
const CALLED_BY_RUST: &str = "support-ticket-browser.js";

/// Whether a script is only ever a part of a bundle.
fn is_part(name: &str) -> bool {
    let begins = |bundle: &&str| name.strip_prefix(*bundle).is_some_and(|rest| rest.starts_with('-'));
    name == SHARED || BUNDLES.iter().any(begins)
}

/// Where the files are.
pub(crate) fn dist() -> PathBuf {
    root().join("target/widget/dist")
}

/// Whether it is one of the two forms that stand beside a file.
pub(crate) fn is_compressed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// Builds the widget, with wasm-opt and minifying if the Node tools can be had here, and without them if not.
pub(crate) fn build_with_what_is_here() -> Result<()> {
    match setup::node_if_there() {
        Ok(node) => build(Some(&node)),
        Err(why) => {
            println!("the widget stays larger than it could be, without wasm-opt and minifying: {why:#}");
            build(None)
        }
    }
}

/// Builds the widget as it is shipped.
pub(crate) fn build_for_shipping() -> Result<Node> {
    let node = setup::node_required()?;
    build(Some(&node))?;
    Ok(node)
}

fn build(node: Option<&Node>) -> Result<()> {
    let compiled = compile()?;
    let bindgen = setup::wasm_bindgen()?;
    let work = root().join("target/widget");
    let _lock = setup::lock(&work.join("lock"))?;

    let sources = Sources::read(&compiled)?;
    let inputs = sources.hash(&bindgen, node);
    let stamp = work.join("stamp");
    let made = fs::read_to_string(&stamp).unwrap_or_default();
    if made == format!("{inputs} {}", Files::read(&dist()).unwrap_or_default().hash()) {
        return Ok(());
    }

    let files = make(&compiled.wasm, &sources, &bindgen, node, &work.join("work"))?.with_compressed()?;
    files.write(&dist())?;
    fs::write(&stamp, format!("{inputs} {}", files.hash())).context("could not write the stamp")
}

/// What cargo names: the module, and the folder of what build.rs made for it.
struct Compiled {
    wasm: PathBuf,
    out: PathBuf,
}

/// Compiles the root package.
///
/// Where the standard library's source is there, it is compiled anew, for size and without the texts of panics that
/// nobody could read: 6 kB less for every visitor. That takes flags which rustc keeps for its nightly builds.
fn compile() -> Result<Compiled> {
    setup::wasm_target()?;
    let build = Cmd::cargo("build --lib --target wasm32-unknown-unknown --profile widget")
        .words("--message-format=json-render-diagnostics");
    let build = match setup::rust_source() {
        Ok(()) => build
            .words("-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size")
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL)
            // Other flags, other dependencies: in cargo's own folder they would be built anew after each other build.
            .env("CARGO_TARGET_DIR", root().join("target/widget/cargo")),
        Err(why) => {
            println!(
                "the widget stays 6 kB larger than it could be, with the standard library as it comes: {why:#}"
            );
            build
        }
    };
    let messages = build.read()?;
    let wasm = artifact(&messages, |file| file.ends_with(".wasm")).context("cargo built no wasm")?;
    let out = out_dir(&messages, "support-ticket-widget").context("cargo ran no build.rs")?;
    Ok(Compiled { wasm, out })
}

/// A panic is a trap, without a text and without the names of files.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Cllvm-args=-inline-threshold=0 \
    -Zfmt-debug=none -Zlocation-detail=none \
    -Ctarget-feature=-reference-types,-multivalue";

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

/// All that the result depends on, besides the tools.
struct Sources {
    wasm: Vec<u8>,
    texts_rs: String,
    www: Files,
}

impl Sources {
    fn read(Compiled { wasm, out }: &Compiled) -> Result<Self> {
        let wasm = fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()))?;
        let texts_rs = fs::read_to_string(out.join("texts.rs")).context("build.rs made no texts.rs")?;
        Ok(Self { wasm, texts_rs, www: Files::read(&root().join("www"))? })
    }

    fn hash(&self, bindgen: &Path, node: Option<&Node>) -> Hash {
        // The recipe is an input like any other: another xtask, another result.
        let recipe = [
            include_bytes!("dist.rs").as_slice(),
            include_bytes!("dist/compress.rs"),
            include_bytes!("dist/languages.rs"),
            include_bytes!("dist/shorten.rs"),
        ];
        recipe
            .into_iter()
            .fold(Hash::default(), Hash::add)
            .add(&self.wasm)
            .add(self.texts_rs.as_bytes())
            .add(self.www.hash().to_string().as_bytes())
            .add(bindgen.to_string_lossy().as_bytes())
            .add(node.map_or("", |node| &node.hash).as_bytes())
    }
}

/// Follows the recipe, in a folder of its own.
fn make(wasm: &Path, sources: &Sources, bindgen: &Path, node: Option<&Node>, work: &Path) -> Result<Files> {
    // What an earlier build left would be served too.
    if work.join("snippets").is_dir() {
        fs::remove_dir_all(work.join("snippets")).context("could not remove the last build's snippets")?;
    }
    Cmd::new(bindgen.join("wasm-bindgen"))
        .words("--target web --no-typescript --out-dir")
        .arg(work)
        .arg(wasm)
        .run()?;
    let made = |name: &str| {
        let file = work.join(name);
        fs::read(&file).with_context(|| format!("could not read {}", file.display()))
    };
    let module = match node {
        Some(node) => {
            let [from, to] = ["support_ticket_widget_bg.wasm", "optimised.wasm"].map(|name| work.join(name));
            // The two sections that are stripped say who compiled the module: 0.1 kB that no browser reads.
            let wasm_opt = node
                .tool("wasm-opt")
                .words("--flatten --rereloop -Oz --low-memory-unused --converge")
                // Functions that are called once are smaller after brotli where they are, but for the smallest.
                .words("-ocimfs 20 -aimfs 0 -fimfs 0")
                .words(WASM_FEATURES);
            let wasm_opt = wasm_opt.words("--strip-producers --strip-target-features").arg(&from);
            wasm_opt.words("-o").arg(&to).run()?;
            made("optimised.wasm")?
        }
        None => made("support_ticket_widget_bg.wasm")?,
    };
    let glue = work.join("support_ticket_widget.js");
    let (module, short) = shorten::shorten(&module, &String::from_utf8(made("support_ticket_widget.js")?)?)?;

    let mut files = Files::default();
    files.add(WASM, module);
    let of = |wanted: Place| sources.www.iter().filter(move |(name, _)| place(name) == wanted);
    let scripts = || of(Place::Script).filter(|(name, _)| *name != CALLED_BY_RUST);
    match node {
        Some(node) => {
            fs::write(&glue, short)?;
            for (name, bytes) in scripts() {
                fs::write(work.join(name), bytes)?;
            }
            for (name, _) in scripts().filter(|(name, _)| !is_part(name)) {
                let is_bundle = BUNDLES.contains(&name.trim_end_matches(".js"));
                let more = if is_bundle { "--bundle" } else { "" };
                let script = minified(node, &work.join(name), more, &work.join("small.js"))?;
                files.add(&format!("widget/{name}"), script);
            }
        }
        None => {
            files.add(GLUE, short.into_bytes());
            let snippets = work.join("snippets");
            if snippets.is_dir() {
                for (name, bytes) in Files::read(&snippets)?.iter() {
                    files.add(&format!("widget/snippets/{name}"), bytes.to_vec());
                }
            }
            for (name, bytes) in scripts() {
                files.add(&format!("widget/{name}"), bytes.to_vec());
            }
        }
    }
    for (name, bytes) in of(Place::Site) {
        files.add(&format!("site/{name}"), bytes.to_vec());
    }
    for (name, bytes) in languages::files(&sources.www, &sources.texts_rs)? {
        files.add(&format!("widget/{name}"), bytes);
    }
    Ok(files)
}

/// A script without what only its readers need.
fn minified(node: &Node, source: &Path, more: &str, out: &Path) -> Result<Vec<u8>> {
    let esbuild = node.tool("esbuild").arg(source).words(more).words("--minify --format=esm --target=es2022");
    esbuild.words("--charset=utf8 --log-level=warning --allow-overwrite --outfile=").glue(out).run()?;
    fs::read(out).with_context(|| format!("could not read {}", out.display()))
}

#[derive(PartialEq, Eq)]
enum Place {
    Script,
    Site,
    /// Made into something else, or only in the npm package.
    Elsewhere,
}

/// Where a file of `www/` goes.
fn place(name: &str) -> Place {
    match name {
        _ if name.starts_with("package/") || name.starts_with("locales/") => Place::Elsewhere,
        _ if name.starts_with("support-ticket-") && name.ends_with(".js") => Place::Script,
        _ => Place::Site,
    }
}

/// `cargo xtask build`
///
/// With `--shipped` it fails rather than go on without the Node tools.
pub(crate) fn command(args: &[String]) -> Result<()> {
    match args {
        [] => build_with_what_is_here()?,
        [arg] if arg == "--shipped" => drop(build_for_shipping()?),
        _ => bail!("`cargo xtask build` takes --shipped or nothing, and got `{}`", args.join(" ")),
    }
    println!("the widget is in {}", dist().display());
    Ok(())
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

    #[test]
    fn the_scripts_of_the_widget_are_not_the_trial_pages() {
        assert!(matches!(place("support-ticket-widget.js"), Place::Script));
        assert!(matches!(place("demo/support-ticket.js"), Place::Site));
        assert!(matches!(place("package/support-ticket-widget.js"), Place::Elsewhere));
    }

    #[test]
    fn a_language_is_not_served_as_it_is_written() {
        assert!(matches!(place("locales/de.json"), Place::Elsewhere));
        assert!(matches!(place("demo/inline.html"), Place::Site));
    }
}
