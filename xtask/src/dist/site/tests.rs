//! Tests of the site's markers, on small sites.

use super::*;
use crate::run::root;

const TOP: &str = "<!-- Links. -->\n<a href=\"{root}\">Start</a> <a href=\"{root}demo/\">Demos</a>\n";
const TEMPLATE: &str = "<title>{title}</title><meta content=\"{description}\"><!-- notes: {document} -->";

fn files(name: &str, text: &str) -> Result<Files> {
    let mut site = Files::default();
    site.add("parts/top.html", TOP.into());
    site.add(DOCUMENT, TEMPLATE.into());
    site.add(name, text.into());
    filled(&site, &root())
}

fn made(name: &str, text: &str) -> Result<String> {
    Ok(String::from_utf8(files(name, text)?.get(name).context("not served")?.to_vec())?)
}

#[test]
fn a_part_leads_from_each_page_to_the_others_and_marks_its_own() {
    for (name, expected) in [
        ("index.html", r#"<a href="./" aria-current="page">Start</a> <a href="./demo/">Demos</a>!"#),
        ("demo/index.html", r#"<a href="../">Start</a> <a href="../demo/" aria-current="page">Demos</a>!"#),
        ("demo/a.html", r#"<a href="../">Start</a> <a href="../demo/" aria-current="true">Demos</a>!"#),
    ] {
        assert_eq!(made(name, "<!-- part: top -->!").unwrap(), expected, "{name}");
    }
}

#[test]
fn a_file_of_the_project_is_shown_as_text() {
    let page = made("index.html", "<pre><!-- file: xtask/bundle.mjs --></pre>").unwrap();

    assert!(page.starts_with("<pre>// Makes the scripts") && page.ends_with(");</pre>"), "{page}");
    assert_eq!(escaped("<a b=\"c\">&amp;</a>"), "&lt;a b=\"c\"&gt;&amp;amp;&lt;/a&gt;");
}

#[test]
fn a_document_is_a_page_and_links_lead_to_the_pages_of_others() {
    let files = files("theming.html", "<!-- notes: docs/looks.md -->").unwrap();
    let page = |name: &str| String::from_utf8(files.get(name).unwrap_or_default().to_vec()).unwrap();

    let attributes = page("docs/attributes.html");
    assert!(
        attributes.starts_with("<title>Attributes and properties</title><meta content=\"Every"),
        "{attributes}"
    );
    assert!(attributes.contains(r#"<a href="../docs/languages.html">Languages</a>"#), "{attributes}");
    assert!(page("theming.html").contains(r#"<h2 id="parts">Parts</h2>"#));
    assert_eq!(page("docs/looks.html"), "", "a document has one page");
}

#[test]
fn a_marker_that_names_nothing_is_reported_with_its_page() {
    for (text, expected) in [
        ("<!-- part: tip -->", "www/site/a.html: there is no www/site/parts/tip.html"),
        ("<!-- file: gone.js -->", "www/site/a.html: could not read gone.js"),
        ("<!-- part: top", "www/site/a.html: a `<!-- part: ` has no end"),
    ] {
        let error = format!("{:#}", made("a.html", text).unwrap_err());
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn ingredients_are_not_served() {
    assert!(made("recipes/script-tag.html", "").is_err_and(|error| error.to_string() == "not served"));
}

#[test]
fn a_script_is_left_alone() {
    assert_eq!(made("a.js", "// <!-- part: top -->").unwrap(), "// <!-- part: top -->");
}
