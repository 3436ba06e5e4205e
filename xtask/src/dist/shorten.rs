//! Shortens the names between a module and its glue. wasm-bindgen ends each in a hash of 16 digits, which no
//! compression can shrink: 4 kB of what a visitor loads, in a module with 110 imports.
//!
//! Names that a person wrote stay.

use std::collections::{HashMap, HashSet};

/// **The short name of each name that wasm-bindgen made.**
pub(super) struct Names {
    names: HashMap<String, String>,
    paths: HashSet<String>,
}

/// What a module calls its glue.
const SHORT_PATH: &str = "_";

/// Gives the module's imports and exports short names. `glue` is the module's JavaScript: no short name is a word in it.
pub(super) fn shorten(module: &mut walrus::Module, glue: &str) -> Names {
    let taken: HashSet<&str> = words(glue).collect();
    let mut free = (0..).map(|number| format!("_{number:x}")).filter(|name| !taken.contains(name.as_str()));
    let mut names = HashMap::new();
    // Each import has the path of the glue before its name.
    let mut paths = HashSet::new();
    for import in module.imports.iter_mut() {
        paths.insert(std::mem::replace(&mut import.module, SHORT_PATH.to_owned()));
    }
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports).filter(|name| is_generated(name)) {
        let short: &mut String =
            names.entry(name.clone()).or_insert_with(|| free.next().unwrap_or_else(|| name.clone()));
        name.clone_from(short);
    }
    Names { names, paths }
}

impl Names {
    /// The glue with the short names.
    pub(super) fn rename(&self, glue: &str) -> String {
        let glue = self.paths.iter().fold(glue.to_owned(), |glue, path| {
            glue.replace(&format!("\"{path}\""), &format!("\"{SHORT_PATH}\""))
        });
        words(&glue).map(|word| self.names.get(word).map_or(word, String::as_str)).collect()
    }
}

/// Whether wasm-bindgen made the name. Other exports are functions of the glue, too, and keep their names.
fn is_generated(name: &str) -> bool {
    name.starts_with("__") || name.starts_with("wasm_bindgen_")
}

/// The words of a JavaScript text and what stands between them, in turn.
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

#[cfg(test)]
mod tests {
    use super::*;

    const IMPORT: &str = "__wbg_focus_d5e2fdbdb56416f0";

    fn module() -> walrus::Module {
        let mut module = walrus::Module::default();
        let function = module.types.add(&[], &[]);
        let (imported, _) = module.add_import_func("./w_bg.js", IMPORT, function);
        for name in ["__wbindgen_free", "mount"] {
            module.exports.add(name, imported);
        }
        module
    }

    fn names_of(module: &walrus::Module) -> Vec<&str> {
        let imports = module.imports.iter().map(|import| import.name.as_str());
        imports.chain(module.exports.iter().map(|export| export.name.as_str())).collect()
    }

    #[test]
    fn the_module_and_its_glue_get_the_same_short_names() {
        let mut module = module();
        let glue = format!(
            "const i = {{ \"./w_bg.js\": {{ {IMPORT}: f }} }}; export function mount() {{ wasm.mount(); wasm.__wbindgen_free() }}"
        );

        let names = shorten(&mut module, &glue);

        assert_eq!(
            names.rename(&glue),
            "const i = { \"_\": { _0: f } }; export function mount() { wasm.mount(); wasm._1() }"
        );
        assert_eq!(names_of(&module), ["_0", "_1", "mount"]);
    }

    #[test]
    fn a_word_of_the_glue_is_not_used_as_a_short_name() {
        let mut module = module();

        let names = shorten(&mut module, &format!("let _0 = {IMPORT}"));

        assert_eq!(names.rename(&format!("let _0 = {IMPORT}")), "let _0 = _1");
        assert_eq!(names_of(&module), ["_1", "_2", "mount"]);
    }

    #[test]
    fn part_of_a_longer_word_is_no_name() {
        let names = shorten(&mut module(), "");

        assert_eq!(names.rename(&format!("${IMPORT}")), format!("${IMPORT}"));
    }
}
