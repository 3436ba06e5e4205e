//! From what a stranger wrote to HTML that is safe to show. It must not know the page around it.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// What cleans the HTML. Images are left out: one from elsewhere would tell its server who reads the ticket, and
/// when.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img", "map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    cleaner
});

/// The HTML of a body, which is Markdown or HTML or both. An image becomes a link to it.
pub fn to_safe_html(body: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut dirty = String::with_capacity(body.len() * 2);
    html::push_html(&mut dirty, Parser::new_ext(body, options).map(tame));
    CLEANER.clean(&dirty).to_string()
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Image { dest_url, title, .. }) => {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: CowStr::Borrowed("") })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        // The page's own headings stand above the text's.
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        // A line end is one that the writer made: people do not write mail in Markdown.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_and_html_are_both_shown() {
        assert_eq!(
            to_safe_html("# A\n\n**b** <em>c</em>"),
            "<h3>A</h3>\n<p><strong>b</strong> <em>c</em></p>\n"
        );
        assert_eq!(to_safe_html("one\ntwo"), "<p>one<br>\ntwo</p>\n");
    }

    #[test]
    fn nothing_that_runs_or_loads_is_left() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "[x](javascript:alert(1))",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe src=https://evil.example></iframe>",
            "<svg><script>alert(1)</script></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<p style=\"position:fixed\" class=ticket id=main>x</p>",
            "<form action=https://evil.example><input name=a></form>",
            "<style>*{display:none}</style>",
        ] {
            let clean = to_safe_html(hostile);
            for bad in [
                "<script",
                "<img",
                "<iframe",
                "<svg",
                "<form",
                "<input",
                "<style",
                "href=\"javascript",
                "style=",
                "class=",
                " id=",
            ] {
                assert!(!clean.contains(bad), "{hostile:?} became {clean:?}");
            }
        }
    }

    #[test]
    fn links_tell_their_target_nothing_and_vouch_for_nothing() {
        let clean = to_safe_html("[x](https://example.com)");

        assert!(clean.contains(r#"rel="noopener noreferrer nofollow ugc""#), "{clean}");
    }
}
