//! The language files as a page loads them: of each `www/widget/locales/TAG.json` a `locales/TAG.txt` with the texts of
//! the form's first screen, one a line, in the order of the English ones, and a `locales/TAG.late.txt` with the others;
//! and the keys themselves, for pages that have words of their own.

use anyhow::{Context as _, Result};
use support_ticket_texts::{ENGLISH, Entry, FOLDER, Texts};

use super::Files;

/// All of them, by their path under `widget/`. `locales` has the JSON files by their names.
pub(super) fn files(locales: &Files) -> Result<Vec<(String, Vec<u8>)>> {
    let english_name = ENGLISH.trim_start_matches(FOLDER).trim_start_matches('/');
    let english =
        read(english_name, locales.get(english_name).with_context(|| format!("there is no {ENGLISH}"))?)?;
    let keys = |entries: Vec<&Entry>| entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    let parts = [("", keys(english.first().collect())), (".late", keys(english.late().collect()))];

    let mut files = Vec::new();
    for (part, keys) in &parts {
        files.push((format!("locales/keys{part}.txt"), keys.join("\n").into_bytes()));
    }
    for (name, bytes) in locales.iter() {
        let Some(tag) = name.strip_suffix(".json") else { continue };
        let texts = read(name, bytes)?;
        for (part, keys) in &parts {
            let lines: Result<Vec<_>, _> = keys.iter().map(|key| texts.line(key)).collect();
            let lines = lines.with_context(|| format!("{FOLDER}/{name}"))?;
            files.push((format!("locales/{tag}{part}.txt"), lines.join("\n").into_bytes()));
        }
    }
    Ok(files)
}

fn read(name: &str, bytes: &[u8]) -> Result<Texts> {
    let path = || format!("{FOLDER}/{name}");
    Texts::parse(std::str::from_utf8(bytes).with_context(path)?).with_context(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH_TEXTS: &str =
        r#"{"send_2":"Send","details_page":"Page","wrong":{"one":"{n} thing","other":"{n} things"}}"#;

    fn made(german: &str) -> Result<Vec<(String, Vec<u8>)>> {
        let mut locales = Files::default();
        locales.add("en.json", ENGLISH_TEXTS.as_bytes().to_vec());
        locales.add("de.json", german.as_bytes().to_vec());
        files(&locales)
    }

    #[test]
    fn every_language_has_the_order_of_the_english_texts() {
        let files = made(
            r#"{"details_page":"Seite","wrong":{"one":"{n} Fehler","other":"{n} Fehler"},"send_2":"Senden"}"#,
        )
        .unwrap();

        let files: Vec<_> =
            files.iter().map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).unwrap())).collect();
        assert_eq!(
            files,
            [
                ("locales/keys.txt", "send_2\nwrong"),
                ("locales/keys.late.txt", "details_page"),
                ("locales/de.txt", "Senden\none:{n} Fehler|other:{n} Fehler"),
                ("locales/de.late.txt", "Seite"),
                ("locales/en.txt", "Send\none:{n} thing|other:{n} things"),
                ("locales/en.late.txt", "Page"),
            ]
        );
    }

    #[test]
    fn a_text_that_a_language_lacks_is_named() {
        let error = made(r#"{"send_2":"Senden","details_page":"Seite"}"#).unwrap_err();

        assert_eq!(format!("{error:#}"), "www/widget/locales/de.json: the text for wrong is missing");
    }
}
