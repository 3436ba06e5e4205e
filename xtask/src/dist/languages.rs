//! The language files as a page loads them: of each `www/locales/TAG.json` a `locales/TAG.txt` with the texts of the
//! module, one a line, in the module's order, and a `locales/TAG.late.txt` with the others; and the keys themselves, for
//! pages that have words of their own.
//!
//! Owns what a language must have. Must not know what the texts say.

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use super::Files;

const FOLDER: &str = "locales/";
const ENGLISH: &str = "locales/en.json";

/// All of them, by their path under `widget/`. `texts_rs` is the code that build.rs made of the English ones.
pub(super) fn files(www: &Files, texts_rs: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let english = read(ENGLISH, www.get(ENGLISH).context("www/ has no locales/en.json")?)?;
    let names: Vec<&str> =
        texts_rs.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(',')).collect();
    let place = |key: &str| names.iter().position(|name| *name == name_of(key));
    let (mut main, late): (Vec<&str>, Vec<&str>) =
        english.keys().map(String::as_str).partition(|key| place(key).is_some());
    main.sort_by_key(|key| place(key));
    if main.is_empty() || main.len() != names.len() {
        bail!("the module has {} texts, and {} of them are in www/{ENGLISH}", names.len(), main.len());
    }

    let mut files = Vec::new();
    for (part, keys) in [("", &main), (".late", &late)] {
        files.push((format!("{FOLDER}keys{part}.txt"), keys.join("\n").into_bytes()));
    }
    for (name, bytes) in www.iter() {
        let Some(tag) = name.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".json")) else {
            continue;
        };
        let texts = read(name, bytes)?;
        for (part, keys) in [("", &main), (".late", &late)] {
            let lines =
                keys.iter().map(|key| line(name, key, texts.get(*key))).collect::<Result<Vec<_>>>()?;
            files.push((format!("{FOLDER}{tag}{part}.txt"), lines.join("\n").into_bytes()));
        }
    }
    Ok(files)
}

/// The module's name for a text, of its key: `next_mail` is `NextMail`.
fn name_of(key: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    key.split('_').map(capitalised).collect()
}

fn read(name: &str, bytes: &[u8]) -> Result<Map<String, Value>> {
    serde_json::from_slice(bytes).with_context(|| format!("www/{name} is no JSON object"))
}

/// A text in one line. Plural forms stand side by side, each after its CLDR category: `one:{n} day|other:{n} days`.
fn line(name: &str, key: &str, text: Option<&Value>) -> Result<String> {
    let line = match text {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(forms)) => {
            let form = |(category, text): (&String, &Value)| Some(format!("{category}:{}", text.as_str()?));
            let forms = forms.iter().map(form).collect::<Option<Vec<_>>>();
            forms.with_context(|| format!("www/{name}: a plural form of {key} is no string"))?.join("|")
        }
        Some(_) => bail!("www/{name}: {key} is neither a string nor plural forms"),
        None => bail!("www/{name}: the text for {key} is missing"),
    };
    if line.contains('\n') {
        bail!("www/{name}: {key} must be one line");
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH_TEXTS: &str =
        r#"{"send_2":"Send","details_page":"Page","wrong":{"one":"{n} thing","other":"{n} things"}}"#;
    /// As build.rs writes it, in an order of its own.
    const MODULE: &str = "pub enum Text {\n    /// {n} things\n    Wrong,\n    /// Send\n    Send2,\n}\n\nconst ENGLISH: &str = \"\";\n";

    fn made(german: &str) -> Result<Vec<(String, Vec<u8>)>> {
        let mut www = Files::default();
        www.add("locales/en.json", ENGLISH_TEXTS.as_bytes().to_vec());
        www.add("locales/de.json", german.as_bytes().to_vec());
        files(&www, MODULE)
    }

    #[test]
    fn the_texts_stand_in_the_modules_order_and_the_late_ones_apart() {
        let files = made(
            r#"{"details_page":"Seite","send_2":"Senden","wrong":{"one":"{n} Fehler","other":"{n} Fehler"}}"#,
        )
        .unwrap();

        let files: Vec<_> =
            files.iter().map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).unwrap())).collect();
        assert_eq!(
            files,
            [
                ("locales/keys.txt", "wrong\nsend_2"),
                ("locales/keys.late.txt", "details_page"),
                ("locales/de.txt", "one:{n} Fehler|other:{n} Fehler\nSenden"),
                ("locales/de.late.txt", "Seite"),
                ("locales/en.txt", "one:{n} thing|other:{n} things\nSend"),
                ("locales/en.late.txt", "Page"),
            ]
        );
    }

    #[test]
    fn a_module_of_other_texts_is_refused() {
        let mut www = Files::default();
        www.add("locales/en.json", ENGLISH_TEXTS.as_bytes().to_vec());

        let error = files(&www, "    Wrong,\n    Gone,\n").unwrap_err();

        assert_eq!(error.to_string(), "the module has 2 texts, and 1 of them are in www/locales/en.json");
    }

    #[test]
    fn a_text_that_a_language_lacks_is_named() {
        let error = made(r#"{"send_2":"Senden","details_page":"Seite"}"#).unwrap_err();

        assert_eq!(error.to_string(), "www/locales/de.json: the text for wrong is missing");
    }

    #[test]
    fn a_text_of_two_lines_is_refused() {
        let error = made(r#"{"send_2":"Sen\nden","details_page":"","wrong":""}"#).unwrap_err();

        assert_eq!(error.to_string(), "www/locales/de.json: send_2 must be one line");
    }
}
