//! The files that `cargo xtask dev` serves, built part by part: only the parts whose sources changed, not compressed, and
//! with modules that nobody made small.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::languages::{self, Languages};
use super::{Files, bundle, module, site};
use crate::run::root;
use crate::setup::{self, Node};

/// **A part of the build**, in the order in which parts are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Modules,
    Languages,
    Scripts,
    Package,
    Site,
}

impl Part {
    const ALL: [Self; 5] = [Self::Modules, Self::Languages, Self::Scripts, Self::Package, Self::Site];

    /// The parts that are made of this source, a path in the checkout.
    pub(crate) fn made_of(source: &str) -> &'static [Self] {
        let is_below = |folder: &str| source.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        if source == support_ticket_texts::ENGLISH {
            // The form's script has the English texts in it, and a page of the site shows them.
            &[Self::Modules, Self::Languages, Self::Site]
        } else if source == "www/widget/form/screen.txt" {
            // The module knows the elements by their rows.
            &[Self::Modules]
        } else if is_below(support_ticket_texts::FOLDER) {
            &[Self::Languages]
        } else if is_below("www/widget") {
            // Rust names some of these scripts, but only what they export, which no module is compiled of.
            &[Self::Scripts]
        } else if is_below("www/site") || is_below("docs") {
            &[Self::Site]
        } else if is_below("npm") {
            &[Self::Package]
        } else {
            &[Self::Modules]
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Modules => "modules",
            Self::Languages => "languages",
            Self::Scripts => "scripts",
            Self::Package => "package",
            Self::Site => "site",
        }
    }
}

/// **The last build of each part.**
pub(crate) struct LiveBuild {
    node: Node,
    /// Has `www/`, `npm/` and `xtask/bundle.mjs`.
    tree: PathBuf,
    /// For what is served and all that is made on the way: another folder than the one of whole builds, which a
    /// build without compressed files would make look complete.
    work: PathBuf,
    stale: BTreeSet<Part>,
    modules: Files,
    languages: Languages,
    scripts: Files,
    site: Files,
}

impl LiveBuild {
    /// A build in which every part is stale.
    pub(crate) fn new(tree: &Path) -> Result<Self> {
        Ok(Self {
            node: setup::node()?,
            tree: tree.to_owned(),
            work: root().join("target/widget/dev"),
            stale: Part::ALL.into(),
            modules: Files::default(),
            languages: Languages::default(),
            scripts: Files::default(),
            site: Files::default(),
        })
    }

    /// The folder to serve.
    pub(crate) fn folder(&self) -> PathBuf {
        self.work.join("dist")
    }

    /// Builds what is stale and `changed`, and says which parts those were. After a failure they stay stale.
    pub(crate) fn update(&mut self, changed: impl IntoIterator<Item = Part>) -> Result<BTreeSet<Part>> {
        self.stale.extend(changed);
        if self.stale.contains(&Part::Modules) {
            // The modules' glue is in the scripts.
            self.stale.insert(Part::Scripts);
        }
        let _lock = setup::lock(&self.work.join("lock"))?;
        for part in &self.stale {
            match part {
                Part::Modules => self.modules = bound(&self.work.join("glue"))?,
                Part::Languages => {
                    let widget = Files::read(&self.tree.join("www/widget"))?;
                    self.languages = languages::all(&widget.below("locales"))?;
                }
                Part::Scripts => self.scripts = bundle::page(&self.tree, &self.work, &self.languages)?,
                // Nothing of it is served; it is bundled to see that it can be.
                Part::Package => {
                    bundle::make(&self.node, &self.tree, &self.work, &self.modules, &self.languages)?;
                }
                Part::Site => self.site = site::filled(&Files::read(&self.tree.join("www/site"))?, &root())?,
            }
        }
        super::served(&self.modules, &self.scripts, &self.languages.files, &self.site)
            .write(&self.folder())?;
        Ok(std::mem::take(&mut self.stale))
    }
}

/// Compiles the modules and binds them, with their glue in the folder `glue`.
fn bound(glue: &Path) -> Result<Files> {
    let compiled = module::compile()?;
    if glue.is_dir() {
        fs::remove_dir_all(glue).context("could not remove the last build's glue")?;
    }
    let mut files = Files::default();
    for (module, wasm) in module::all().zip(compiled) {
        let file = module::bind(&wasm, glue)?;
        let bytes = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        files.add(module.file, bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_of_a_script_compiles_no_rust() {
        for (source, parts) in [
            ("www/widget/support-ticket-widget.js", &[Part::Scripts][..]),
            ("www/widget/shared/dom.js", &[Part::Scripts]),
            ("www/widget/locales/de.json", &[Part::Languages]),
            ("www/widget/locales/en.json", &[Part::Modules, Part::Languages, Part::Site]),
            ("www/site/demo/index.html", &[Part::Site]),
            ("npm/client.js", &[Part::Package]),
            ("www/widget/form/form.css", &[Part::Scripts]),
            ("www/widget/form/screen.txt", &[Part::Modules]),
            ("src/view.rs", &[Part::Modules]),
            ("crates/contract/src/check.rs", &[Part::Modules]),
            ("build.rs", &[Part::Modules]),
        ] {
            assert_eq!(Part::made_of(source), parts, "{source}");
        }
    }
}
