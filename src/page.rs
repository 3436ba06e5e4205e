//! What the page and the browser say of themselves: the ticket's `location` and what of `info` is read out of the
//! user agent. Pure functions of strings; reading the strings from the browser is `config`'s.

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

/// The browser by its name and version, such as `Firefox 140.0`, if the user agent names one that is known.
///
/// Every browser names others before itself, so the more particular names come first.
pub fn browser(user_agent: &str) -> Option<String> {
    const NAMES: &str = "Edg/=Edge;EdgA/=Edge;OPR/=Opera;SamsungBrowser/=Samsung Internet;FxiOS/=Firefox;\
        Firefox/=Firefox;CriOS/=Chrome;Chrome/=Chrome;Version/=Safari";
    let (name, rest) = first_known(user_agent, NAMES)?;
    let version = rest.get(..text::position(rest, |byte| byte != b'.' && !byte.is_ascii_digit()))?;
    Some(text::join(&[name, " ", version]))
}

/// The operating system, if the user agent names one that is known. A phone's names its kin on the desktop too.
pub fn os(user_agent: &str) -> Option<&'static str> {
    const NAMES: &str = "Android=Android;iPhone=iOS;iPad=iPadOS;CrOS=ChromeOS;Windows=Windows;Mac OS X=macOS;\
        Linux=Linux;BSD=BSD";
    Some(first_known(user_agent, NAMES)?.0)
}

/// Whether it is a phone or a tablet that says so.
pub fn is_mobile(user_agent: &str) -> bool {
    first_known(user_agent, "Mobi=;Android=").is_some()
}

/// The name that belongs to the first token of the list (`token=name;token=name`: a table would cost the visitor its
/// pointers) that the user agent has, and what follows it there.
fn first_known<'a>(user_agent: &'a str, names: &'static str) -> Option<(&'static str, &'a str)> {
    text::pieces(names, b';').find_map(|pair| {
        let mut halves = text::pieces(pair, b'=');
        let rest = text::after(user_agent, halves.next()?)?;
        Some((halves.next().unwrap_or_default(), rest))
    })
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

    #[test]
    fn browsers_and_systems_are_known_by_their_user_agents() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68",
                Some("Edge 126.0.2592.68"),
                Some("Windows"),
                false,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                Some("Chrome 126.0.0.0"),
                Some("Linux"),
                false,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                Some("Safari 17.5"),
                Some("macOS"),
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
                Some("Chrome 126.0.6478.54"),
                Some("iOS"),
                true,
            ),
            (
                "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
                Some("Firefox 127.0"),
                Some("Android"),
                true,
            ),
            ("curl/8.0", None, None, false),
            ("", None, None, false),
        ];
        for (user_agent, named, system, mobile) in cases {
            assert_eq!(browser(user_agent).as_deref(), named, "{user_agent}");
            assert_eq!(os(user_agent), system, "{user_agent}");
            assert_eq!(is_mobile(user_agent), mobile, "{user_agent}");
        }
    }
}
