//! Building what a page loads into `target/widget/dist`: `widget/` (loader, glue, wasm, languages) and `site/`
//! (the pages about it), each file also as `.br` and `.gz`.
//!
//! Owns the recipe. Must not know who serves the files. The folder does not move with CARGO_TARGET_DIR: the
//! endpoint's build embeds it from there.

mod bundle;
mod compress;
mod folder;
mod guard;
mod languages;
mod module;
mod shorten;
mod site;
mod slim;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::hash::Hash;
use crate::run::root;
use crate::setup::{self, Node};

pub(crate) use folder::Files;
pub(crate) use module::artifact;

use module::Compiled;

/// What the page itself names.
pub(crate) const LOADER: &str = "widget/support-ticket-widget.js";

/// With Node, each of these is one file with all that it imports: one request instead of many. The parts of one begin
/// like it. The first is fetched when the visitor reaches for the button, the others after that.
const BUNDLES: [&str; 5] = [
    "support-ticket-form",
    "support-ticket-extras",
    "support-ticket-details",
    "support-ticket-outbox",
    "support-ticket-tickets",
];
/// Imported by several of these. Of the last one, which Rust calls, wasm-bindgen brings a copy of its own, too.
const SHARED: [&str; 6] = [
    "support-ticket-files.js",
    "support-ticket-id.js",
    "support-ticket-memory.js",
    "support-ticket-say.js",
    "support-ticket-token.js",
    "support-ticket-browser.js",
];

/// Whether a script is only ever a part of a bundle.
fn is_part(name: &str) -> bool {
    let begins = |bundle: &&str| name.strip_prefix(*bundle).is_some_and(|rest| rest.starts_with('-'));
    SHARED.contains(&name) || BUNDLES.iter().any(begins)
}

/// Where the files are.
pub(crate) fn dist() -> PathBuf {
    root().join("target/widget/dist")
}

/// The same for bundlers, and as a single file; only where Node is.
pub(crate) fn bundles() -> PathBuf {
    root().join("target/widget/bundles")
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
    // Programs get theirs from the npm package, which takes Node.
    let compiled = module::compile(node.is_some())?;
    let bindgen = setup::wasm_bindgen()?;
    let work = root().join("target/widget");
    let _lock = setup::lock(&work.join("lock"))?;

    let sources = Sources::read(&compiled)?;
    let inputs = sources.hash(&bindgen, node);
    let stamp = work.join("stamp");
    let made = fs::read_to_string(&stamp).unwrap_or_default();
    let there = [dist(), bundles()].map(|folder| Files::read(&folder).unwrap_or_default().hash());
    let stamped = |[dist, bundles]: [Hash; 2]| format!("{inputs} {dist} {bundles}");
    if made == stamped(there) {
        return Ok(());
    }

    let scripts = work.join("work");
    let files = make(&compiled, &sources, &bindgen, node, &scripts)?;
    let bundles = match node {
        Some(node) => bundle::make(node, &scripts, &files, &sources.www)?,
        None => Files::default(),
    };
    let files = files.with_compressed()?;
    files.write(&dist())?;
    bundles.write(&self::bundles())?;
    fs::write(&stamp, stamped([files.hash(), bundles.hash()])).context("could not write the stamp")
}

/// All that the result depends on, besides the tools.
struct Sources {
    modules: Vec<Vec<u8>>,
    texts_rs: String,
    www: Files,
    site: Files,
}

impl Sources {
    fn read(Compiled { modules, out }: &Compiled) -> Result<Self> {
        let read =
            |wasm: &PathBuf| fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()));
        let modules = modules.iter().map(read).collect::<Result<_>>()?;
        let texts_rs = fs::read_to_string(out.join("texts.rs")).context("build.rs made no texts.rs")?;
        let www = Files::read(&root().join("www"))?;
        let of_the_site = www.iter().filter(|(name, _)| place(name) == Place::Site);
        let site = site::filled(of_the_site, &www, &root())?;
        Ok(Self { modules, texts_rs, www, site })
    }

    fn hash(&self, bindgen: &Path, node: Option<&Node>) -> Hash {
        // The recipe is an input like any other: another xtask, another result.
        let recipe = [
            include_bytes!("dist.rs").as_slice(),
            include_bytes!("dist/bundle.rs"),
            include_bytes!("dist/compress.rs"),
            include_bytes!("dist/languages.rs"),
            include_bytes!("dist/module.rs"),
            include_bytes!("dist/guard.rs"),
            include_bytes!("dist/shorten.rs"),
            include_bytes!("dist/site.rs"),
            include_bytes!("dist/slim.rs"),
        ];
        let modules = self.modules.iter().map(Vec::as_slice);
        recipe
            .into_iter()
            .chain(modules)
            .fold(Hash::default(), Hash::add)
            .add(self.texts_rs.as_bytes())
            .add(self.www.hash().to_string().as_bytes())
            .add(self.site.hash().to_string().as_bytes())
            .add(bindgen.to_string_lossy().as_bytes())
            .add(node.map_or("", |node| &node.hash).as_bytes())
    }
}

/// Follows the recipe, in a folder of its own.
fn make(
    compiled: &Compiled,
    sources: &Sources,
    bindgen: &Path,
    node: Option<&Node>,
    work: &Path,
) -> Result<Files> {
    // What an earlier build left would be served too.
    if work.join("snippets").is_dir() {
        fs::remove_dir_all(work.join("snippets")).context("could not remove the last build's snippets")?;
    }
    let mut files = Files::default();
    for wasm in &compiled.modules {
        let made = module::make(wasm, bindgen, node, work)?;
        // By the script that fetches it; the more alike the names are, the smaller the loader.
        let script = made.name.replace("ticket_widget", "ticket_form").replace('_', "-");
        if made.name == module::CLIENT_NAME {
            fs::write(work.join(format!("{script}.wasm")), made.wasm)?;
        } else {
            files.add(&format!("widget/{script}.wasm"), made.wasm);
        }
        let glue = format!("{}.js", made.name);
        match node {
            // A part of the script that imports it.
            Some(_) => fs::write(work.join(glue), made.glue)?,
            None => files.add(&format!("widget/{glue}"), made.glue.into_bytes()),
        }
    }

    let of = |wanted: Place| sources.www.iter().filter(move |(name, _)| place(name) == wanted);
    let scripts = || of(Place::Script);
    match node {
        Some(node) => {
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
    for (name, bytes) in sources.site.iter() {
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
        _ if ["package/", "locales/", "parts/", "recipes/"].iter().any(|folder| name.starts_with(folder)) => {
            Place::Elsewhere
        }
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

    #[test]
    fn what_pages_are_made_of_is_no_page() {
        assert!(matches!(place("parts/top.html"), Place::Elsewhere));
        assert!(matches!(place("recipes/script-tag.html"), Place::Elsewhere));
        assert!(matches!(place("recipes.html"), Place::Site));
    }
}
