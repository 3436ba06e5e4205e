//! The site's pages as they are served: what pages share is put in, and so are files of the project that they show.
//!
//! Owns the three markers of `www/site/**/*.html`, each of which stands for a file:
//! - `<!-- part: top -->` for `www/site/parts/top.html`, without its first comment. In it, `{root}` is the way to the site's
//!   first page (the site may lie anywhere on a host), and the link to the page itself is marked as such.
//! - `<!-- file: tests/a.js -->` for the text of that file of the project, so that a recipe is what a test runs.
//! - `<!-- notes: CHANGELOG.md -->` for such a file of headings and lists, as HTML.
//!
//! Must not know what a page says.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use pulldown_cmark::{Options, Parser};

use super::Files;

/// What pages are made of, which is not served by itself.
const INGREDIENTS: [&str; 2] = ["parts/", "recipes/"];

/// The site as it is served, of what is in `www/site`; the files that pages show are in `project`.
///
/// # Errors
/// A marker that names nothing, with the page that has it.
pub(super) fn filled(site: &Files, project: &Path) -> Result<Files> {
    let mut made = Files::default();
    for (name, bytes) in site.iter() {
        if INGREDIENTS.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let bytes = match name.ends_with(".html") {
            true => {
                page(name, bytes, site, project).with_context(|| format!("www/site/{name}"))?.into_bytes()
            }
            false => bytes.to_vec(),
        };
        made.add(name, bytes);
    }
    Ok(made)
}

fn page(name: &str, bytes: &[u8], site: &Files, project: &Path) -> Result<String> {
    let text = std::str::from_utf8(bytes)?;
    let text = replaced(text, "part", |part| {
        let file = format!("parts/{part}.html");
        let bytes = site.get(&file).with_context(|| format!("there is no www/site/{file}"))?;
        Ok(in_place(std::str::from_utf8(bytes)?, name))
    })?;
    let read =
        |file: &str| fs::read_to_string(project.join(file)).with_context(|| format!("could not read {file}"));
    let text = replaced(&text, "file", |file| Ok(escaped(read(file)?.trim_end())))?;
    replaced(&text, "notes", |file| Ok(notes(&read(file)?)))
}

/// `text` with each `<!-- kind: name -->` replaced by what there is under that name.
fn replaced(text: &str, kind: &str, by: impl Fn(&str) -> Result<String>) -> Result<String> {
    let marker = format!("<!-- {kind}: ");
    let mut pieces = text.split(&marker);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(" -->").with_context(|| format!("a `{marker}` has no end"))?;
        made.push_str(&by(name)?);
        made.push_str(rest);
    }
    Ok(made)
}

/// A part as it stands in `page`.
fn in_place(part: &str, page: &str) -> String {
    let part =
        part.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")).map_or(part, |(_, rest)| rest);
    let depth = page.matches('/').count();
    let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    let part = part.trim().replace("{root}", &root);

    let folder = page.rfind('/').map_or("", |end| &page[..=end]);
    let address = page.strip_suffix("index.html").unwrap_or(page);
    let marked = |part: String, address: &str, how: &str| {
        let link = format!("href=\"{root}{address}\"");
        part.replace(&link, &format!("{link} aria-current=\"{how}\""))
    };
    let part = marked(part, address, "page");
    if folder.is_empty() || folder == address { part } else { marked(part, folder, "true") }
}

/// A Markdown file as HTML, without its first heading, which is the page's own.
fn notes(markdown: &str) -> String {
    let (first, rest) = markdown.split_once('\n').unwrap_or((markdown, ""));
    let text = if first.starts_with("# ") { rest } else { markdown };
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, Options::ENABLE_TABLES));
    html.trim_end().to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOP: &str = "<!-- Links. -->\n<a href=\"{root}\">Start</a> <a href=\"{root}demo/\">Demos</a>\n";

    fn made(name: &str, text: &str) -> Result<String> {
        let mut site = Files::default();
        site.add("parts/top.html", TOP.into());
        site.add(name, text.into());
        let files = filled(&site, Path::new(env!("CARGO_MANIFEST_DIR")))?;
        Ok(String::from_utf8(files.get(name).context("not served")?.to_vec())?)
    }

    #[test]
    fn a_part_leads_from_each_page_to_the_others_and_marks_its_own() {
        for (name, expected) in [
            ("index.html", r#"<a href="./" aria-current="page">Start</a> <a href="./demo/">Demos</a>!"#),
            (
                "demo/index.html",
                r#"<a href="../">Start</a> <a href="../demo/" aria-current="page">Demos</a>!"#,
            ),
            ("demo/a.html", r#"<a href="../">Start</a> <a href="../demo/" aria-current="true">Demos</a>!"#),
        ] {
            assert_eq!(made(name, "<!-- part: top -->!").unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn a_file_of_the_project_is_shown_as_text() {
        let page = made("index.html", "<pre><!-- file: bundle.mjs --></pre>").unwrap();

        assert!(page.starts_with("<pre>// Makes the scripts") && page.ends_with(");</pre>"), "{page}");
        assert_eq!(escaped("<a b=\"c\">&amp;</a>"), "&lt;a b=\"c\"&gt;&amp;amp;&lt;/a&gt;");
    }

    #[test]
    fn notes_become_headings_and_lists() {
        let made =
            notes("# Changelog\n\n## Unreleased\n\n- The form\n  opens (`<a>`).\n- It closes.\n\nMore.\n");

        assert_eq!(
            made,
            "<h2>Unreleased</h2>\n<ul>\n<li>The form\nopens (<code>&lt;a&gt;</code>).</li>\n\
             <li>It closes.</li>\n</ul>\n<p>More.</p>"
        );
    }

    #[test]
    fn a_marker_that_names_nothing_is_said_with_its_page() {
        for (text, expected) in [
            ("<!-- part: tip -->", "www/site/a.html: there is no www/site/parts/tip.html"),
            ("<!-- file: gone.js -->", "www/site/a.html: could not read gone.js"),
            ("<!-- part: top", "www/site/a.html: a `<!-- part: ` has no end"),
        ] {
            let said = format!("{:#}", made("a.html", text).unwrap_err());
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn what_pages_are_made_of_is_no_page() {
        assert!(made("recipes/script-tag.html", "").is_err_and(|error| error.to_string() == "not served"));
    }

    #[test]
    fn a_script_is_left_alone() {
        assert_eq!(made("a.js", "// <!-- part: top -->").unwrap(), "// <!-- part: top -->");
    }
}
