//! The language files as a page loads them: of each `www/widget/locales/TAG.json` a `locales/TAG.txt` with the texts of
//! the form, one a line, in the order of the English ones, and a `locales/TAG.late.txt` with the others, whose keys are in a
//! file of their own. The English texts of the form are a script with their keys, which the form imports.

use anyhow::{Context as _, Result};
use support_ticket_texts::{ENGLISH, Entry, FOLDER, Texts};

use super::Files;

/// **The texts for the pages and for their scripts.**
#[derive(Default)]
pub(super) struct Languages {
    /// By their path under `widget/`.
    pub(super) files: Files,
    /// The script with the form's English texts.
    pub(super) english: Vec<u8>,
}

/// Makes all of them. `locales` has the JSON files by their names.
pub(super) fn all(locales: &Files) -> Result<Languages> {
    let english_name = ENGLISH.trim_start_matches(FOLDER).trim_start_matches('/');
    let english =
        read(english_name, locales.get(english_name).with_context(|| format!("there is no {ENGLISH}"))?)?;
    let keys = |entries: Vec<&Entry>| entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    let parts = [("", keys(english.first().collect())), (".late", keys(english.late().collect()))];

    let mut files = Files::default();
    files.add("locales/keys.late.txt", parts[1].1.join("\n").into_bytes());
    for (name, bytes) in locales.iter() {
        let Some(tag) = name.strip_suffix(".json") else { continue };
        let texts = read(name, bytes)?;
        for (part, keys) in &parts {
            let lines: Result<Vec<_>, _> = keys.iter().map(|key| texts.line(key)).collect();
            let lines = lines.with_context(|| format!("{FOLDER}/{name}"))?;
            files.add(&format!("locales/{tag}{part}.txt"), lines.join("\n").into_bytes());
        }
    }
    let texts: serde_json::Map<_, _> =
        english.first().map(|text| (text.key.clone(), text.line.clone().into())).collect();
    let script = format!("export const ENGLISH = {};\n", serde_json::Value::Object(texts));
    Ok(Languages { files, english: script.into_bytes() })
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

    fn made(german: &str) -> Result<Languages> {
        let mut locales = Files::default();
        locales.add("en.json", ENGLISH_TEXTS.as_bytes().to_vec());
        locales.add("de.json", german.as_bytes().to_vec());
        all(&locales)
    }

    #[test]
    fn every_language_has_the_order_of_the_english_texts() {
        let made = made(
            r#"{"details_page":"Seite","wrong":{"one":"{n} Fehler","other":"{n} Fehler"},"send_2":"Senden"}"#,
        )
        .unwrap();

        let files: Vec<_> =
            made.files.iter().map(|(name, bytes)| (name, std::str::from_utf8(bytes).unwrap())).collect();
        assert_eq!(
            files,
            [
                ("locales/de.late.txt", "Seite"),
                ("locales/de.txt", "Senden\none:{n} Fehler|other:{n} Fehler"),
                ("locales/en.late.txt", "Page"),
                ("locales/en.txt", "Send\none:{n} thing|other:{n} things"),
                ("locales/keys.late.txt", "details_page"),
            ]
        );
        let script =
            "export const ENGLISH = {\"send_2\":\"Send\",\"wrong\":\"one:{n} thing|other:{n} things\"};\n";
        assert_eq!(std::str::from_utf8(&made.english).unwrap(), script);
    }

    #[test]
    fn a_text_that_a_language_lacks_is_named() {
        let error = made(r#"{"send_2":"Senden","details_page":"Seite"}"#).err().unwrap();

        assert_eq!(format!("{error:#}"), "www/widget/locales/de.json: the text for wrong is missing");
    }
}
