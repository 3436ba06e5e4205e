//! Lets scripts hear of what the form's module throws where the browser calls it. The browser's own `error` event does not
//! do: WebKit says of a script of another origin neither what was thrown nor where.
//!
//! Must not know what becomes of that.

use anyhow::{Result, bail};

/// Where wasm-bindgen calls a closure of the module.
const CALL: &str = "            return f(state.a, state.b, ...args);\n        } finally {\n";

/// How it would call one that is not `Fn`; there is none.
const OTHER: &str = "makeMutClosure";

/// What the `crashListeners` hear of does not go into the page.
const GUARDED: &str = "            return f(state.a, state.b, ...args);
        } catch (error) {
            if (!crashListeners[0]) throw error;
            for (const listener of crashListeners) listener(error);
        } finally {
";

/// The JavaScript of a module, whose `crashListeners` hear of it.
pub(super) fn guard(glue: &str) -> Result<String> {
    if glue.matches(CALL).count() != 1 || glue.contains(OTHER) {
        bail!("wasm-bindgen writes something else than this now; see xtask/src/dist/guard.rs:\n{CALL}");
    }
    Ok(format!("export const crashListeners = [];\n{}", glue.replace(CALL, GUARDED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_closure_throws_is_heard_of() {
        let guarded = guard(&format!("        try {{\n{CALL}        }}\n")).unwrap();

        assert!(guarded.starts_with("export const crashListeners") && !guarded.contains(CALL));
        let at = |what| guarded.find(what).unwrap();
        assert!(at("return f(") < at("catch (error)") && at("catch (error)") < at("finally"));
    }

    #[test]
    fn what_is_not_there_any_more_is_said() {
        for glue in ["nothing", &CALL.repeat(2), &format!("{CALL}{OTHER}")] {
            assert!(guard(glue).unwrap_err().to_string().contains("state.a"));
        }
    }
}
