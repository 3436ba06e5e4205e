//! The site's pages as they are served: HTML from `www/site/` with its markers filled, and a page for each `docs/*.md`.
//!
//! A marker stands for a file:
//! - `<!-- part: top -->` for `www/site/parts/top.html`, without its first comment. In it, `{root}` is the way to the site's
//!   first page (the site may lie anywhere on a host), and the link to the page itself is marked as such.
//! - `<!-- file: tests/a.js -->` for the text of that file of the project, so that a recipe is what a test runs.
//! - `<!-- notes: docs/looks.md -->` for a Markdown file as HTML. The page that has it is the page of that document; a
//!   document that is on no page gets `docs/NAME.html`, made of `www/site/parts/document.html`.

mod markdown;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Files;

/// What pages are made of, which is not served by itself.
const INGREDIENTS: [&str; 2] = ["parts/", "recipes/"];
/// The page of a document that no other page shows.
const DOCUMENT: &str = "parts/document.html";

/// The site as it is served, of what is in `www/site`; the files that pages show are in `project`.
///
/// # Errors
/// A marker that names nothing, with the page that has it.
pub(super) fn filled(site: &Files, project: &Path) -> Result<Files> {
    let documents = documents(project)?;
    let is_page = |name: &str| name.ends_with(".html") && !INGREDIENTS.iter().any(|it| name.starts_with(it));
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for (name, bytes) in site.iter().filter(|(name, _)| is_page(name)) {
        pages.insert(name.to_owned(), std::str::from_utf8(bytes)?.to_owned());
    }
    let homes = homes(&documents, &pages);
    for (path, text) in &documents {
        let home = &homes[path];
        if !pages.contains_key(home) {
            let template = site.get(DOCUMENT).with_context(|| format!("there is no www/site/{DOCUMENT}"))?;
            pages.insert(home.clone(), of_document(std::str::from_utf8(template)?, path, text));
        }
    }

    let mut made = Files::default();
    for (name, bytes) in site.iter().filter(|(name, _)| !name.ends_with(".html")) {
        if !INGREDIENTS.iter().any(|folder| name.starts_with(folder)) {
            made.add(name, bytes.to_vec());
        }
    }
    let build = Build { site, project, homes: &homes };
    for (name, text) in &pages {
        made.add(name, build.page(name, text).with_context(|| format!("www/site/{name}"))?.into_bytes());
    }
    Ok(made)
}

/// The documents of the project, by their paths in it.
fn documents(project: &Path) -> Result<BTreeMap<String, String>> {
    let mut documents = BTreeMap::new();
    for entry in fs::read_dir(project.join("docs")).context("could not read docs/")? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".md") {
            let text = fs::read_to_string(&path).with_context(|| format!("could not read docs/{name}"))?;
            documents.insert(format!("docs/{name}"), text);
        }
    }
    Ok(documents)
}

/// The page of each document, by the document's path.
fn homes(documents: &BTreeMap<String, String>, pages: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let home = |path: &String| {
        let marker = format!("<!-- notes: {path} -->");
        let shown = pages.iter().find(|(_, text)| text.contains(&marker)).map(|(name, _)| name.clone());
        let home = shown.unwrap_or_else(|| path.replace(".md", ".html"));
        (path.clone(), home)
    };
    documents.keys().map(home).collect()
}

/// A page of its own for the document `path`.
fn of_document(template: &str, path: &str, text: &str) -> String {
    template
        .replace("{title}", &escaped(markdown::title(text)))
        .replace("{description}", &escaped(&markdown::first_paragraph(text)).replace('"', "&quot;"))
        .replace("{document}", path)
}

/// **What pages are filled from.**
struct Build<'a> {
    site: &'a Files,
    project: &'a Path,
    /// The page of each document.
    homes: &'a BTreeMap<String, String>,
}

impl Build<'_> {
    fn page(&self, name: &str, text: &str) -> Result<String> {
        let text = replaced(text, "part", |part| {
            let file = format!("parts/{part}.html");
            let bytes = self.site.get(&file).with_context(|| format!("there is no www/site/{file}"))?;
            Ok(in_place(std::str::from_utf8(bytes)?, name))
        })?;
        let text = replaced(&text, "file", |file| Ok(escaped(self.read(file)?.trim_end())))?;
        replaced(&text, "notes", |file| {
            let address = |link: &str| self.address(file, link, name);
            Ok(markdown::html(&self.read(file)?, address))
        })
    }

    fn read(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.project.join(file)).with_context(|| format!("could not read {file}"))
    }

    /// Where a link of the document `from` leads on `page`; nowhere, if it is a file that the site does not have.
    fn address(&self, from: &str, link: &str, page: &str) -> Option<String> {
        if link.contains("://") || link.starts_with("mailto:") || link.starts_with('#') {
            return Some(link.to_owned());
        }
        let (path, fragment) = link.split_once('#').map_or((link, ""), |(path, fragment)| (path, fragment));
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let home = self.homes.get(&path)?;
        let hash = if fragment.is_empty() { "" } else { "#" };
        Some(format!("{}{home}{hash}{fragment}", root_of(page)))
    }
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

/// The way from a page to the site's folder.
fn root_of(page: &str) -> String {
    match page.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// A part as `page` has it.
fn in_place(part: &str, page: &str) -> String {
    let part =
        part.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")).map_or(part, |(_, rest)| rest);
    let root = root_of(page);
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
