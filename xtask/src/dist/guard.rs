//! Lets scripts hear of what the form's module throws where the browser calls it. The browser's own `error` event does not
//! do: WebKit says of a script of another origin neither what was thrown nor where.
//!
//! Must not know what becomes of that.

use anyhow::{Result, bail};

/// Where wasm-bindgen calls a closure of the module.
const CALL: &str = "            return f(state.a, state.b, ...args);\n        } finally {\n";

/// What somebody in `hearers` takes for theirs does not go into the page.
const GUARDED: &str = "            return f(state.a, state.b, ...args);
        } catch (error) {
            if (!hearers.filter((hear) => hear(error))[0]) throw error;
        } finally {
";

/// The JavaScript of a module, whose `hearers` hear of it.
pub(super) fn guard(glue: &str) -> Result<String> {
    if glue.matches(CALL).count() != 1 {
        bail!("wasm-bindgen writes something else than this now; see xtask/src/dist/guard.rs:\n{CALL}");
    }
    Ok(format!("export const hearers = [];\n{}", glue.replace(CALL, GUARDED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_closure_throws_is_heard_of() {
        let guarded = guard(&format!("        try {{\n{CALL}        }}\n")).unwrap();

        assert!(guarded.contains("hearers.filter") && !guarded.contains(CALL));
    }

    #[test]
    fn what_is_not_there_any_more_is_said() {
        for glue in ["nothing", &CALL.repeat(2)] {
            assert!(guard(glue).unwrap_err().to_string().contains("state.a"));
        }
    }
}
