//! Building what a page loads into `target/widget/dist`: `widget/` (loader, glue, wasm, languages) and `site/`
//! (the pages about it), each file also as `.br` and `.gz`.
//!
//! Owns the recipe. Must not know who serves the files. The folder does not move with CARGO_TARGET_DIR: the
//! endpoint's build embeds it from there.

mod bundle;
mod compress;
mod folder;
mod languages;
mod live;
mod module;
mod shorten;
mod site;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::hash::Hash;
use crate::run::root;
use crate::setup::{self, Node};

pub(crate) use folder::Files;
pub(crate) use live::{LiveBuild, Part};
pub(crate) use module::artifact;

/// Where the files are.
pub(crate) fn dist() -> PathBuf {
    root().join("target/widget/dist")
}

/// The same for bundlers, and as a single file.
pub(crate) fn bundles() -> PathBuf {
    root().join("target/widget/bundles")
}

/// Whether it is one of the two forms that stand beside a file.
pub(crate) fn is_compressed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// Builds the widget.
pub(crate) fn build() -> Result<Node> {
    let node = setup::node()?;
    let modules = module::compile()?;
    let work = root().join("target/widget");
    let _lock = setup::lock(&work.join("lock"))?;

    let sources = Sources::read(&modules)?;
    let inputs = sources.hash(&node)?;
    let stamp = work.join("stamp");
    let made = fs::read_to_string(&stamp).unwrap_or_default();
    let there = [dist(), bundles()].map(|folder| Files::read(&folder).unwrap_or_default().hash());
    let stamped = |[dist, bundles]: [Hash; 2]| format!("{inputs} {dist} {bundles}");
    if made == stamped(there) {
        return Ok(node);
    }

    let (files, bundles) = make(&modules, &sources, &node)?;
    let files = files.with_compressed()?;
    files.write(&dist())?;
    bundles.write(&self::bundles())?;
    fs::write(&stamp, stamped([files.hash(), bundles.hash()])).context("could not write the stamp")?;
    Ok(node)
}

/// All that the result depends on, besides the tools.
struct Sources {
    modules: Vec<Vec<u8>>,
    widget: Files,
    npm: Files,
    site: Files,
}

impl Sources {
    fn read(modules: &[PathBuf]) -> Result<Self> {
        let read =
            |wasm: &PathBuf| fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()));
        Ok(Self {
            modules: modules.iter().map(read).collect::<Result<_>>()?,
            widget: Files::read(&root().join("www/widget"))?,
            npm: Files::read(&root().join("npm"))?,
            site: site::filled(&Files::read(&root().join("www/site"))?, &root())?,
        })
    }

    fn hash(&self, node: &Node) -> Result<Hash> {
        // The recipe is an input like any other: another xtask, another result.
        let xtask = fs::read(std::env::current_exe()?).context("could not read xtask itself")?;
        let bundle = fs::read(root().join("xtask/bundle.mjs")).context("could not read xtask/bundle.mjs")?;
        let files = [&self.widget, &self.npm, &self.site];
        let hash = self.modules.iter().map(Vec::as_slice).fold(Hash::default(), Hash::add);
        let hash = files.iter().fold(hash, |hash, files| hash.add(files.hash().to_string().as_bytes()));
        Ok(hash.add(&xtask).add(&bundle).add(node.hash.as_bytes()))
    }
}

/// Makes what is served and what the npm package has, in a folder of its own.
fn make(modules: &[PathBuf], sources: &Sources, node: &Node) -> Result<(Files, Files)> {
    let work = root().join("target/widget/work");
    let glue = work.join("glue");
    if glue.is_dir() {
        fs::remove_dir_all(&glue).context("could not remove the last build's glue")?;
    }
    let mut made = Files::default();
    for (module, wasm) in module::all().zip(modules) {
        made.add(module.file, module::optimised(&module::bind(wasm, &glue)?, node)?);
    }
    let languages = languages::all(&sources.widget.below("locales"))?;
    let bundles = bundle::make(node, &root(), &work, &made, &languages)?;

    Ok((served(&made, &bundles.page, &languages.files, &sources.site), bundles.npm))
}

/// What a page loads, by the folders in which it is served.
fn served(modules: &Files, scripts: &Files, languages: &Files, site: &Files) -> Files {
    let mut files = Files::default();
    for module in module::OF_A_PAGE {
        files.add(&format!("widget/{}", module.file), modules.get(module.file).unwrap_or_default().to_vec());
    }
    for (name, bytes) in scripts.iter().chain(languages.iter()) {
        files.add(&format!("widget/{name}"), bytes.to_vec());
    }
    for (name, bytes) in site.iter() {
        files.add(&format!("site/{name}"), bytes.to_vec());
    }
    files
}

/// `cargo xtask build`
pub(crate) fn command(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("`cargo xtask build` takes no argument, and got `{}`", args.join(" "));
    }
    build()?;
    println!("the widget is in {}", dist().display());
    Ok(())
}
