//! Takes out of wasm-bindgen's JavaScript what it has for browsers that could not run the form anyway (README,
//! "Browsers"), and for ways to start a module that nobody here goes.
//!
//! Must not change what is left.

use anyhow::{Result, bail};

/// What stands there, and what is left of it.
const CUTS: [(&str, &str); 4] = [
    (
        "(typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : ",
        "",
    ),
    (
        "if (!('encodeInto' in cachedTextEncoder)) {\n    cachedTextEncoder.encodeInto = function (arg, view) {\n        const buf = cachedTextEncoder.encode(arg);\n        view.set(buf);\n        return {\n            read: arg.length,\n            written: buf.length\n        };\n    };\n}\n",
        "",
    ),
    (
        "    if (module !== undefined) {\n        if (Object.getPrototypeOf(module) === Object.prototype) {\n            ({module} = module)\n        } else {\n            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')\n        }\n    }\n",
        "    ({module} = module);\n",
    ),
    (
        "    if (!(module instanceof WebAssembly.Module)) {\n        module = new WebAssembly.Module(module);\n    }\n    const instance",
        "    const instance",
    ),
];

/// Lines that make `using` work, which nobody here writes.
const USING: &str = "if (Symbol.dispose) ";

/// The JavaScript of a module.
pub(super) fn slim(glue: &str) -> Result<String> {
    let mut slim: String = glue.split_inclusive('\n').filter(|line| !line.starts_with(USING)).collect();
    for (cut, left) in CUTS {
        if !slim.contains(cut) {
            bail!("wasm-bindgen writes something else than this now; see xtask/src/dist/slim.rs:\n{cut}");
        }
        slim = slim.replace(cut, left);
    }
    Ok(slim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_old_browsers_is_taken_out_and_the_rest_stays() {
        let all: String = CUTS.iter().map(|(cut, _)| format!("before;\n{cut}after;\n")).collect();

        let left = slim(&format!("{all}{USING}Form.prototype[Symbol.dispose] = 1;\n")).unwrap();

        assert!(
            !left.contains("typeof") && !left.contains("dispose") && left.contains("({module} = module);")
        );
        assert_eq!(left.matches("before;\n").count(), CUTS.len());
        assert_eq!(left.matches("after;\n").count(), CUTS.len());
    }

    #[test]
    fn what_is_not_there_any_more_is_said() {
        assert!(slim("nothing").unwrap_err().to_string().contains("FinalizationRegistry"));
    }
}
