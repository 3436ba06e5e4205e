//! The invariants of ARCHITECTURE.md that a line of source can break.

use super::Committed;

/// Words that only some files may have.
struct Invariant {
    /// Beginnings of the paths that it holds for.
    within: &'static [&'static str],
    ending: &'static str,
    words: &'static [&'static str],
    /// Whether the words break it only at the beginning of a line.
    at_line_start: bool,
    /// Files that may have the words, each with a comment that says why.
    except: &'static [&'static str],
    /// The sentence for whoever broke it, with the thing to do instead.
    instead: &'static str,
}

const INVARIANTS: [Invariant; 6] = [
    Invariant {
        within: &["www/widget/"],
        ending: ".js",
        words: &[".setItem(", ".removeItem("],
        at_line_start: false,
        except: &["www/widget/shared/storage.js"],
        instead: "call a function of www/widget/shared/storage.js, which alone writes to a page's storage",
    },
    Invariant {
        within: &["www/widget/"],
        ending: ".js",
        words: &["let ", "export let ", "var "],
        at_line_start: true,
        except: &[
            // The loader has no class but the element itself, which several on a page share.
            "www/widget/support-ticket-widget.js",
        ],
        instead: "keep state that changes in a field of a class; a module has only constants",
    },
    Invariant {
        within: &["www/widget/"],
        ending: ".js",
        words: &["document.createElement("],
        at_line_start: false,
        except: &[
            "www/widget/shared/dom.js",
            // The loader makes its button before any other file is loaded.
            "www/widget/support-ticket-widget.js",
        ],
        instead: "make elements with www/widget/shared/dom.js",
    },
    Invariant {
        within: &["src/"],
        ending: ".rs",
        words: &[".create_element(", ".create_element_ns("],
        at_line_start: false,
        except: &["src/dom.rs"],
        instead: "make elements with src/dom.rs",
    },
    Invariant {
        within: &[
            "src/form.rs",
            "src/form/",
            "src/answer.rs",
            "src/words.rs",
            "src/words/",
            "src/page.rs",
            "src/text.rs",
        ],
        ending: ".rs",
        words: &["web_sys::", "js_sys::", "wasm_bindgen::"],
        at_line_start: false,
        except: &[],
        instead: "this file is tested natively and does not know the DOM; do it in src/widget.rs or src/view.rs",
    },
    Invariant {
        within: &["crates/contract/src/"],
        ending: ".rs",
        words: &["std::fs", "std::net", "std::io", "std::process", "web_sys::", "js_sys::"],
        at_line_start: false,
        except: &[],
        instead: "the contract does no I/O; do it in the crate that calls it",
    },
];

/// One sentence for each line that breaks an invariant.
pub(super) fn broken(file: &Committed) -> Vec<String> {
    let holds = |invariant: &&Invariant| {
        file.path.ends_with(invariant.ending)
            && invariant.within.iter().any(|beginning| file.path.starts_with(beginning))
            && !invariant.except.contains(&file.path.as_str())
    };
    let invariants: Vec<_> = INVARIANTS.iter().filter(holds).collect();
    let mut broken = Vec::new();
    for (number, line) in file.text.lines().enumerate().filter(|(_, line)| !is_comment(line)) {
        for invariant in &invariants {
            let breaks = |word: &&&str| {
                if invariant.at_line_start { line.starts_with(**word) } else { line.contains(**word) }
            };
            if let Some(word) = invariant.words.iter().find(breaks) {
                let (path, number) = (&file.path, number + 1);
                broken.push(format!("{path}:{number}: `{}`: {}", word.trim_end(), invariant.instead));
            }
        }
    }
    broken
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "*"].iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn breaks(path: &str, text: &str, expected: &[&str]) {
        let found = broken(&Committed { path: path.to_owned(), text: text.to_owned() });
        let words: Vec<_> = found.iter().filter_map(|sentence| sentence.split(": ").nth(1)).collect();
        assert_eq!(words, expected, "{path}: {found:?}");
    }

    #[test]
    fn only_the_storage_writes_to_local_storage() {
        let text = "localStorage.setItem(key, text);\n// store.removeItem(key)\n";
        breaks("www/widget/extras/drafts.js", text, &["`.setItem(`"]);
        breaks("www/widget/shared/storage.js", text, &[]);
        breaks("www/site/demo/demo.js", text, &[]);
    }

    #[test]
    fn modules_of_the_widget_have_no_state() {
        breaks(
            "www/widget/extras/a.js",
            "let a = 1;\nexport let b;\nvar c;\n",
            &["`let`", "`export let`", "`var`"],
        );
        breaks("www/widget/extras/a.js", "const a = 1;\nfunction f() {\n  let b = 2;\n}\n", &[]);
    }

    #[test]
    fn elements_are_made_in_one_place_of_each_language() {
        breaks(
            "www/widget/extras/a.js",
            "  document.createElement(\"a\");\n",
            &["`document.createElement(`"],
        );
        breaks("www/widget/shared/dom.js", "  document.createElement(tag);\n", &[]);
        breaks("src/view.rs", "document.create_element(\"a\")\n", &["`.create_element(`"]);
        breaks("src/dom.rs", "document.create_element(tag)\n", &[]);
    }

    #[test]
    fn what_is_tested_natively_knows_no_dom_and_the_contract_does_no_io() {
        breaks("src/form/checks.rs", "use web_sys::Element;\n", &["`web_sys::`"]);
        breaks("crates/contract/src/check.rs", "use std::fs;\n", &["`std::fs`"]);
        breaks("src/view.rs", "use web_sys::Element;\n", &[]);
    }
}
