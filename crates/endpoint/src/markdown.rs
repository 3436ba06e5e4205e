//! Renders a stranger's text as safe HTML, in bounded time.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::Builder;
use maud::html as markup;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The longest text that is rendered, in bytes; longer ones are shown as they were written.
///
/// # Source
/// Measured: the slowest text of this length, deep quotes with continued lines, takes 0.1 s in a release build, and four
/// times that at twice the length. People seldom write a tenth of it.
const MAX_RENDERED_BYTES: usize = 25_000;
/// The largest number of parser events; texts with more are shown as they were written.
///
/// # Source
/// Hardly any Markdown has two parts a byte, except a table whose rows are cut short: each gets all its cells, up to
/// 262,144 in pulldown-cmark 0.13.
const MAX_PARTS: usize = 2 * MAX_RENDERED_BYTES;
/// The deepest nesting; deeper content moves to the innermost element that is left.
///
/// # Source
/// Measured: cleaning takes as long as the text times its depth. No reader can tell 50 levels apart.
const MAX_DEPTH: usize = 50;
/// The most HTML that the sanitizer may have to repeat, in bytes; texts with more are shown as they were written.
///
/// HTML that is left open is opened again in each block after it, attributes and all. So at worst there is as much
/// of it as its length times the number of tags.
///
/// # Source
/// Measured: the worst text within this bound takes 0.1 s in a release build. A mail of 10 kB with 500 tags is
/// within it.
const MAX_REPEATED_BYTES: usize = 5_000_000;

/// The sanitizer. It removes images: their server would learn who reads the ticket, and when.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img", "map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    cleaner
});

/// Renders a body, which is Markdown or HTML or both. An image becomes a link to it. A body that would take long is shown
/// as it was written, so that it does not delay others.
pub fn to_safe_html(body: &str) -> String {
    rendered(body).unwrap_or_else(|| markup! { div.as-written { (body) } }.into_string())
}

/// Returns `None` for a body that would take long.
fn rendered(body: &str) -> Option<String> {
    if body.len() > MAX_RENDERED_BYTES {
        return None;
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut depth = 0;
    let events = Parser::new_ext(body, options).map(|event| flatten(tame(event), &mut depth));
    let events: Vec<_> = events.take(MAX_PARTS + 1).collect();
    if events.len() > MAX_PARTS || repeated_bytes(&events) > MAX_REPEATED_BYTES {
        return None;
    }

    let mut dirty = String::with_capacity(body.len() * 2);
    html::push_html(&mut dirty, events.into_iter());
    Some(CLEANER.clean(&dirty).to_string())
}

/// Returns the upper bound that [`MAX_REPEATED_BYTES`] limits.
fn repeated_bytes(events: &[Event<'_>]) -> usize {
    let (mut bytes, mut tags) = (0_usize, 0_usize);
    for event in events {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                bytes += html.len();
                tags += html.matches('<').count();
            }
            Event::Start(_) => tags += 1,
            _ => {}
        }
    }
    bytes.saturating_mul(tags)
}

/// Removes tags that are too deep, and keeps their content, with its words separated.
fn flatten<'a>(event: Event<'a>, depth: &mut usize) -> Event<'a> {
    let too_deep = match &event {
        Event::Start(_) => {
            *depth += 1;
            *depth > MAX_DEPTH
        }
        Event::End(_) => {
            *depth -= 1;
            *depth >= MAX_DEPTH
        }
        _ => false,
    };
    if too_deep { Event::SoftBreak } else { event }
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Image { dest_url, title, .. }) => {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: CowStr::Borrowed("") })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        // Below the page's own headings.
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        // People do not write mail in Markdown, so their line breaks count.
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
    fn nothing_that_runs_or_loads_remains() {
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

    /// Texts that once took minutes, as long as a request may be, as long as is still rendered, and shorter.
    #[test]
    fn no_text_takes_long_and_each_is_still_shown() {
        let open = |bytes| (0..).map(|n| format!("<b a{n}>")).take(bytes / 8).collect::<String>();
        for bytes in [490_000, MAX_RENDERED_BYTES - 20, 5_000] {
            let of = |unit: &str, share: usize| unit.repeat(bytes / share / unit.len());
            for (label, nasty) in [
                ("quotes", of(">", 1)),
                ("quotes and lazy lines", of(">", 2) + "a\n" + &of("b\n", 2)),
                ("elements", of("<div>", 1)),
                ("ampersands", of("&", 1)),
                ("less-than signs", of("<", 1)),
                ("brackets", of("[", 1)),
                ("emphasis", of("*a **a ", 1)),
                ("elements opened again by HTML", format!("<p>{}{}", open(bytes / 2), of("<p>x", 2))),
                (
                    "elements opened again by Markdown",
                    format!("<p>{}\n\n{}", open(bytes / 2), of("- x\n", 2)),
                ),
                ("an attribute opened again", format!("<p><b title={}>{}", of("y", 2), of("<p>x", 2))),
                ("short rows", format!("{}\n{}\n{}", of("|a", 3), of("|-", 3), of("x\n", 3))),
            ] {
                // The time of this thread alone, since other processes say nothing about the text.
                let start = cpu_time::ThreadTime::now();
                let shown = to_safe_html(&format!("{nasty} the words"));

                let took = start.elapsed();
                assert!(took < std::time::Duration::from_secs(5), "{bytes} bytes of {label} took {took:?}");
                assert!(shown.contains("the words"), "{bytes} bytes of {label} hide the words");
                assert!(
                    shown.len() < 20 * nasty.len() + 5_000_000,
                    "{bytes} bytes of {label} became {}",
                    shown.len()
                );
            }
        }
    }

    #[test]
    fn a_long_text_is_shown_as_it_was_written() {
        let long = format!("# A <b>&\n{}", "x".repeat(MAX_RENDERED_BYTES));

        let shown = to_safe_html(&long);

        assert!(shown.starts_with("<div class=\"as-written\"># A &lt;b&gt;&amp;\nx"), "{}", &shown[..60]);
    }

    #[test]
    fn text_that_is_nested_too_deep_keeps_its_words_apart() {
        let deep = ">".repeat(60);

        let shown = to_safe_html(&format!("{deep}one\n{deep}\n{deep}**two**"));

        assert_eq!(shown.matches("<blockquote>").count(), MAX_DEPTH);
        let words: Vec<_> = shown.split("<blockquote>").last().unwrap().split_whitespace().collect();
        assert_eq!(words[..2], ["one", "two"], "{shown}");
    }

    #[test]
    fn links_send_no_referrer_and_vouch_for_nothing() {
        let clean = to_safe_html("[x](https://example.com)");

        assert!(clean.contains(r#"rel="noopener noreferrer nofollow ugc""#), "{clean}");
    }
}
