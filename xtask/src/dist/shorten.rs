//! Shortens the names between the module and its glue. wasm-bindgen ends each in a hash of 16 digits, which no
//! compression can shrink: 4 kB of what a visitor loads, seen in a module with 110 imports.
//!
//! Must not know what the names stand for. It changes no name that a person wrote.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection};
use wasmparser::{Export, ImportSectionReader};

/// The module and its glue, with the same short names in both.
pub(super) fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names { short: HashMap::new(), taken: glue };
    let mut module = wasm_encoder::Module::new();
    names
        .parse_core_module(&mut module, wasmparser::Parser::new(0), wasm)
        .context("wasm-bindgen's module cannot be read")?;
    Ok((module.finish(), names.rename(glue)))
}

struct Names<'a> {
    short: HashMap<String, String>,
    /// The text in which a short name must not have stood before.
    taken: &'a str,
}

impl Names<'_> {
    fn shorten(&mut self, name: &str) -> String {
        if !is_made(name) {
            return name.to_owned();
        }
        if let Some(short) = self.short.get(name) {
            return short.clone();
        }
        let mut number = self.short.len();
        let short = loop {
            let short = format!("_{number:x}");
            let is_free = !words(self.taken).any(|word| word == short);
            if is_free && !self.short.values().any(|other| *other == short) {
                break short;
            }
            number += 1;
        };
        self.short.insert(name.to_owned(), short.clone());
        short
    }

    fn rename(&self, glue: &str) -> String {
        words(glue).map(|word| self.short.get(word).map_or(word, String::as_str)).collect()
    }
}

/// Whether wasm-bindgen made the name. Other exports are the glue's own functions too, and keep their names.
fn is_made(name: &str) -> bool {
    name.starts_with("__") || name.starts_with("wasm_bindgen_")
}

/// The words of a JavaScript text, and in turn what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut rest = text;
    std::iter::from_fn(move || {
        let kind = is_word(rest.chars().next()?);
        let end = rest.find(|c| is_word(c) != kind).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

impl Reencode for Names<'_> {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let name = self.shorten(import.name);
            imports.import(import.module, &name, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let name = self.shorten(export.name);
        let kind = self.export_kind(export.kind)?;
        exports.export(&name, kind, self.external_index(export.kind, export.index)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, FunctionSection, Module, TypeSection};

    fn module(import: &str, exports: [&str; 2]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./w_bg.js", import, EntityType::Function(0));
        let mut exported = ExportSection::new();
        for name in exports {
            exported.export(name, ExportKind::Func, 0);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&FunctionSection::new()).section(&exported);
        module.finish()
    }

    #[test]
    fn the_module_and_its_glue_get_the_same_short_names() {
        let wasm = module("__wbg_focus_d5e2fdbdb56416f0", ["__wbindgen_free", "mount"]);
        let glue = "const i = { __wbg_focus_d5e2fdbdb56416f0: f }; export function mount() { wasm.mount(); wasm.__wbindgen_free() }";

        let (short, renamed) = shorten(&wasm, glue).unwrap();

        assert_eq!(renamed, "const i = { _0: f }; export function mount() { wasm.mount(); wasm._1() }");
        assert_eq!(short, module("_0", ["_1", "mount"]));
    }

    #[test]
    fn a_name_that_the_glue_has_already_is_not_taken() {
        let wasm = module("__wbg_a_0123456789abcdef", ["__wbindgen_free", "mount"]);

        let (short, renamed) = shorten(&wasm, "let _0 = __wbg_a_0123456789abcdef").unwrap();

        assert_eq!(renamed, "let _0 = _1");
        assert_eq!(short, module("_1", ["_2", "mount"]));
    }

    #[test]
    fn part_of_a_longer_word_is_no_name() {
        let wasm = module("__wbg_a_0123456789abcdef", ["__wbindgen_free", "mount"]);

        let (_, renamed) = shorten(&wasm, "$__wbg_a_0123456789abcdef ".trim()).unwrap();

        assert_eq!(renamed, "$__wbg_a_0123456789abcdef");
    }
}
