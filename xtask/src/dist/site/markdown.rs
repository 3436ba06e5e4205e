//! Markdown as the site's HTML: without its first heading, which is the page's, with ids on headings, tables that scroll by
//! themselves, code that can be focused, and links rewritten.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// What a wide table stands in, so that it scrolls and not the page.
const SCROLLING: &str = r#"<div class="wide" role="group" tabindex="0" aria-label="Table">"#;

/// A document as HTML. `address` gives where a link leads on the page, or nothing where its text is to stand alone.
pub(super) fn html(document: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(without_title(document), Options::ENABLE_TABLES).collect();
    let mut made: Vec<Event<'_>> = Vec::new();
    let mut is_link_kept = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let event = match event.clone() {
            // The markers of generated tables.
            Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => continue,
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = Some(CowStr::from(slug(&text_of(&events[at..]))));
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = address(&dest_url);
                is_link_kept.push(dest_url.is_some());
                let Some(dest_url) = dest_url.map(CowStr::from) else { continue };
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::End(TagEnd::Link) if is_link_kept.pop() == Some(false) => continue,
            Event::Start(Tag::CodeBlock(_)) => Event::Html(r#"<pre tabindex="0"><code>"#.into()),
            Event::End(TagEnd::CodeBlock) => Event::Html("</code></pre>\n".into()),
            Event::Start(Tag::Table(_)) => {
                made.push(Event::Html(SCROLLING.into()));
                event.clone()
            }
            Event::End(TagEnd::Table) => {
                made.push(event.clone());
                Event::Html("</div>\n".into())
            }
            // The text of a code block ends in a line of its own.
            Event::Text(text) if matches!(events.get(at + 1), Some(Event::End(TagEnd::CodeBlock))) => {
                Event::Text(text.trim_end().to_owned().into())
            }
            other => other,
        };
        made.push(event);
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, made.into_iter());
    // The site's policy forbids styles in attributes.
    let html = html.replace(r#" style="text-align: right""#, r#" class="number""#);
    let html = html.replace("<th>", r#"<th scope="col">"#).replace("<th class", r#"<th scope="col" class"#);
    html.trim_end().to_owned()
}

/// The document's first heading.
pub(super) fn title(document: &str) -> &str {
    document.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// The text of the document's first paragraph.
pub(super) fn first_paragraph(document: &str) -> String {
    let events: Vec<Event<'_>> = Parser::new(without_title(document)).collect();
    let start = events.iter().position(|event| matches!(event, Event::Start(Tag::Paragraph)));
    start.map(|start| text_of(&events[start..])).unwrap_or_default()
}

fn without_title(document: &str) -> &str {
    let (first, rest) = document.split_once('\n').unwrap_or((document, ""));
    if first.starts_with("# ") { rest } else { document }
}

/// The text of the block that begins `events`.
fn text_of(events: &[Event<'_>]) -> String {
    let is_end = |event: &&Event<'_>| matches!(event, Event::End(TagEnd::Heading(_) | TagEnd::Paragraph));
    let texts = events.iter().take_while(|event| !is_end(event)).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        Event::SoftBreak => Some(" ".to_owned()),
        _ => None,
    });
    texts.collect()
}

/// A heading's id, as GitHub makes it.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(document: &str) -> String {
        html(document, |link| link.strip_suffix(".md").map(|name| format!("./{name}.html")))
    }

    #[test]
    fn a_changelog_becomes_headings_and_lists() {
        let html =
            made("# Changelog\n\n## Unreleased\n\n- The form\n  opens (`<a>`).\n- It closes.\n\nMore.\n");

        assert_eq!(
            html,
            "<h2 id=\"unreleased\">Unreleased</h2>\n<ul>\n<li>The form\nopens (<code>&lt;a&gt;</code>).</li>\n\
             <li>It closes.</li>\n</ul>\n<p>More.</p>"
        );
    }

    #[test]
    fn a_table_scrolls_by_itself_and_its_head_has_a_scope() {
        let html = made(
            "<!-- generated: a -->\n\n| A | B |\n|---|--:|\n| <i lang=\"de\">b</i> | 1 |\n\n<!-- end -->\n",
        );

        assert!(html.starts_with(SCROLLING) && html.ends_with("</table>\n</div>"), "{html}");
        assert!(html.contains(r#"<th scope="col">A</th><th scope="col" class="number">B</th>"#), "{html}");
        assert!(html.contains(r#"<td><i lang="de">b</i></td><td class="number">1</td>"#), "{html}");
        assert!(!html.contains("<!--"), "{html}");
    }

    #[test]
    fn code_can_be_focused_and_ends_with_its_last_line() {
        assert_eq!(
            made("```js a.js\nif (a < b) c();\n```\n"),
            "<pre tabindex=\"0\"><code>if (a &lt; b) c();</code></pre>"
        );
    }

    #[test]
    fn links_lead_to_pages_and_files_without_one_are_text() {
        assert_eq!(
            made("[Events](events.md), [`secrets`](../a/secrets.js)."),
            "<p><a href=\"./events.html\">Events</a>, <code>secrets</code>.</p>"
        );
    }

    #[test]
    fn a_document_has_a_title_and_a_first_paragraph() {
        let document = "# Events\n\nAll events\n[bubble](a.md).\n\nMore.\n";

        assert_eq!((title(document), first_paragraph(document).as_str()), ("Events", "All events bubble."));
        assert_eq!(slug("Methods, and `buttons` of your own"), "methods-and-buttons-of-your-own");
    }
}
