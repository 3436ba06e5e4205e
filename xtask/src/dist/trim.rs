//! Takes out of wasm-bindgen's glue what it says to callers that are not ours, and what it has for browsers that are
//! older than any which the form runs in: 0.1 kB of what a visitor loads.
//!
//! Must not know what the module is for.

use anyhow::{Result, bail};

/// What is taken out, what stands there then, and whether each glue has it.
const TEXTS: [(&str, &str, bool); 2] = [
    (
        "    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }
",
        "    ({module} = module);\n",
        true,
    ),
    // Older than popovers by years: Chromium 74, Firefox 61, Safari 14.1 (MDN).
    (
        "if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
",
        "",
        false,
    ),
];

pub(super) fn trim(mut glue: String) -> Result<String> {
    for (text, instead, is_in_each) in TEXTS {
        if is_in_each && !glue.contains(text) {
            bail!("wasm-bindgen's glue is no longer what xtask/src/dist/trim.rs takes it for");
        }
        glue = glue.replacen(text, instead, 1);
    }
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_it_stays() {
        let glue = format!("a\n{}b\n{}c\n", TEXTS[0].0, TEXTS[1].0);

        assert_eq!(trim(glue).unwrap(), "a\n    ({module} = module);\nb\nc\n");
        assert!(trim("a".to_owned()).is_err());
    }
}
