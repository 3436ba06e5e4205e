//! Derives a ticket's `location` from the page's address. Pure functions on strings; `host_page` reads the address.

use crate::text;

/// **The parts of the page's address that a ticket contains**, besides the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// `?…`
    pub query: bool,
    /// `#…`
    pub hash: bool,
}

impl Parts {
    /// Parses the attribute `location-parts`, a list of words.
    pub fn parse(words: &str) -> Parts {
        let has = |wanted| text::pieces(words, b' ').any(|word| word == wanted);
        Parts { query: has("query"), hash: has("hash") }
    }
}

/// Returns the location: the path without the app's base path, then the other parts that are wanted.
pub fn location(path: &str, query: &str, hash: &str, base: &str, parts: Parts) -> String {
    let query = if parts.query { query } else { "" };
    let hash = if parts.hash { hash } else { "" };
    text::join(&[without_base(path, base), query, hash])
}

/// Removes the base from a path. It ends at a segment: `/app` is not a base of `/apple`.
fn without_base<'a>(path: &'a str, base: &str) -> &'a str {
    let base = base.strip_suffix("/").unwrap_or(base);
    match path.strip_prefix(base) {
        Some("") => "/",
        Some(rest) if rest.starts_with("/") => rest,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_location_is_the_path_below_the_base() {
        let cases = [
            ("/app/projects/1", "/app", "/projects/1"),
            ("/app/projects/1", "/app/", "/projects/1"),
            ("/app", "/app", "/"),
            ("/app/", "/app", "/"),
            ("/apple", "/app", "/apple"),
            ("/other", "/app", "/other"),
            ("/projects", "", "/projects"),
            ("/", "/", "/"),
        ];
        for (path, base, expected) in cases {
            assert_eq!(location(path, "?q=1", "#h", base, Parts::default()), expected, "{path} below {base}");
        }
    }

    #[test]
    fn query_and_hash_are_included_only_if_the_page_asks_for_them() {
        let of = |words| location("/a", "?q=1", "#h", "", Parts::parse(words));

        assert_eq!(of("path"), "/a");
        assert_eq!(of("path query"), "/a?q=1");
        assert_eq!(of("path query hash"), "/a?q=1#h");
        assert_eq!(of("path hash"), "/a#h");
        assert_eq!(of("everything"), "/a");
    }
}
