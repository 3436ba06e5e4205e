//! What of the page's address becomes the ticket's `location`. Pure functions of strings; reading the strings from the
//! browser is `config`'s.

use crate::text;

/// Which parts of the page's address the visitor's ticket names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// `?…`
    pub query: bool,
    /// `#…`
    pub hash: bool,
}

impl Parts {
    /// Reads the attribute `location-parts`, a list of words. The path is always there.
    pub fn read(words: &str) -> Parts {
        let has = |wanted| text::pieces(words, b' ').any(|word| word == wanted);
        Parts { query: has("query"), hash: has("hash") }
    }
}

/// The location that the ticket names: the path without the app's base path, and the other parts as wanted.
pub fn location(path: &str, query: &str, hash: &str, base: &str, parts: Parts) -> String {
    let query = if parts.query { query } else { "" };
    let hash = if parts.hash { hash } else { "" };
    text::join(&[without_base(path, base), query, hash])
}

/// The base is a whole number of path segments: `/app` is no base of `/apple`.
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
    fn query_and_hash_come_along_only_when_the_page_says_so() {
        let of = |words| location("/a", "?q=1", "#h", "", Parts::read(words));

        assert_eq!(of("path"), "/a");
        assert_eq!(of("path query"), "/a?q=1");
        assert_eq!(of("path query hash"), "/a?q=1#h");
        assert_eq!(of("path hash"), "/a#h");
        assert_eq!(of("everything"), "/a");
    }
}
