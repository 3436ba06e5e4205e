//! Small replacements for `str` methods: std's search code would be a tenth of this module.

/// Splits a text at a separator, without an empty piece at the end.
pub(crate) fn pieces(text: &str, separator: u8) -> Pieces<'_> {
    Pieces { rest: text, separator }
}

/// **An iterator over [`pieces`].**
pub(crate) struct Pieces<'a> {
    rest: &'a str,
    separator: u8,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = position(self.rest, |byte| byte == self.separator);
        let piece = self.rest.get(..end);
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        piece
    }
}

/// Returns the position of the first matching byte, or the text's length if there is none.
pub(crate) fn position(text: &str, is_it: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(is_it).unwrap_or(text.len())
}

/// Returns the text after the first `token`.
pub(crate) fn after<'a>(text: &'a str, token: &str) -> Option<&'a str> {
    let start = text.as_bytes().windows(token.len()).position(|window| window == token.as_bytes())?;
    text.get(start + token.len()..)
}

/// Concatenates texts.
pub(crate) fn join(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_split_at_separators() {
        let of = |text| pieces(text, b',').collect::<Vec<_>>();

        assert_eq!(of("a,b"), ["a", "b"]);
        assert_eq!(of("a,,b,"), ["a", "", "b"]);
        assert_eq!(of("ä"), ["ä"]);
        assert!(of("").is_empty());
    }

    #[test]
    fn after_returns_the_text_after_the_first_token() {
        assert_eq!(after("a Chrome/1 Chrome/2", "Chrome/"), Some("1 Chrome/2"));
        assert_eq!(after("ä/", "ä"), Some("/"));
        assert_eq!(after("a", "ab"), None);
    }
}
