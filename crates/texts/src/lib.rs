//! Reads a language file (`www/widget/locales/TAG.json`): its texts in their order, each as one line.
//!
//! Three builds need it: the form's module has the texts of its first screen in an enum, the client has the sentences
//! for problems and failures, and a page fetches each language as two files.

use std::fmt;

use serde_json::{Map, Value};

/// Where the languages are, from the checkout's root.
pub const FOLDER: &str = "www/widget/locales";

/// The language that the others are translations of, and that the module has in it.
pub const ENGLISH: &str = "www/widget/locales/en.json";

/// What the keys of texts begin with that the form does not need for its first screen. They are fetched after it.
const LATE: [&str; 4] = ["details_", "extras_", "outbox_", "tickets_"];

/// **The texts of a language**, in the order of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts(Vec<Entry>);

/// **One text.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in every language, in snake case.
    pub key: String,
    /// The text, or its plural forms side by side, each after its CLDR category: `one:{n} day|other:{n} days`.
    pub line: String,
}

/// **What is wrong with a language file**, in a sentence that names the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextsError(String);

impl fmt::Display for TextsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TextsError {}

impl Texts {
    /// Parses a language file.
    ///
    /// # Errors
    /// Text that is not a JSON object, or a member that is neither one line nor plural forms of one line each.
    pub fn parse(json: &str) -> Result<Texts, TextsError> {
        let texts: Map<String, Value> =
            serde_json::from_str(json).map_err(|error| TextsError(error.to_string()))?;
        let entry = |(key, text): (&String, &Value)| Ok(Entry { key: key.clone(), line: line(key, text)? });
        texts.iter().map(entry).collect::<Result<_, _>>().map(Texts)
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// The texts that the form needs for its first screen.
    pub fn first(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(|entry| !entry.is_late())
    }

    /// The texts that are fetched after the form.
    pub fn late(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(|entry| entry.is_late())
    }

    /// The line for a key.
    ///
    /// # Errors
    /// A key that this language does not have.
    pub fn line(&self, key: &str) -> Result<&str, TextsError> {
        let entry = self.0.iter().find(|entry| entry.key == key);
        entry
            .map(|entry| entry.line.as_str())
            .ok_or_else(|| TextsError(format!("the text for {key} is missing")))
    }
}

impl Entry {
    /// Whether it is fetched after the form.
    pub fn is_late(&self) -> bool {
        LATE.iter().any(|prefix| self.key.starts_with(prefix))
    }

    /// Its name as an enum's variant: `next_mail` is `NextMail`.
    pub fn variant(&self) -> String {
        let capitalized = |word: &str| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        };
        self.key.split('_').map(capitalized).collect()
    }

    /// The text for any number other than one.
    pub fn plural(&self) -> &str {
        let form = self.line.split('|').find_map(|form| form.strip_prefix("other:"));
        form.unwrap_or(&self.line)
    }
}

fn line(key: &str, text: &Value) -> Result<String, TextsError> {
    let line = match text {
        Value::String(text) => text.clone(),
        Value::Object(forms) => {
            let form = |(category, text): (&String, &Value)| Some(format!("{category}:{}", text.as_str()?));
            let forms: Option<Vec<_>> = forms.iter().map(form).collect();
            forms.ok_or_else(|| TextsError(format!("a plural form of {key} is not a string")))?.join("|")
        }
        _ => return Err(TextsError(format!("{key} is neither a string nor plural forms"))),
    };
    if line.contains('\n') {
        return Err(TextsError(format!("{key} must be one line")));
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    const ENGLISH_TEXTS: &str =
        r#"{"send_2":"Send","details_page":"Page","wrong":{"one":"{n} thing","other":"{n} things"}}"#;

    #[test]
    fn keeps_the_order_of_the_file_and_late_texts_apart() {
        let texts = Texts::parse(ENGLISH_TEXTS).unwrap();

        let keys = |entries: Vec<&Entry>| entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(texts.first().collect()), ["send_2", "wrong"]);
        assert_eq!(keys(texts.late().collect()), ["details_page"]);
    }

    #[test]
    fn puts_plural_forms_into_one_line() {
        let texts = Texts::parse(ENGLISH_TEXTS).unwrap();

        assert_eq!(texts.line("wrong"), Ok("one:{n} thing|other:{n} things"));
        let plurals: Vec<_> = texts.iter().map(Entry::plural).collect();
        assert_eq!(plurals, ["Send", "Page", "{n} things"]);
    }

    #[test]
    fn names_an_enum_variant_after_the_key() {
        let entry = Entry { key: "send_2".to_owned(), line: String::new() };

        assert_eq!(entry.variant(), "Send2");
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let said = |json: &str| Texts::parse(json).unwrap_err().to_string();

        assert_eq!(said(r#"{"send":"Sen\nden"}"#), "send must be one line");
        assert_eq!(said(r#"{"send":3}"#), "send is neither a string nor plural forms");
        assert_eq!(said(r#"{"wrong":{"one":1}}"#), "a plural form of wrong is not a string");
        let missing = Texts::parse("{}").unwrap().line("send").unwrap_err();
        assert_eq!(missing.to_string(), "the text for send is missing");
    }
}
