//! What is wrong, in English: in the form's own words where it has some, else in the contract's. Both are found by the
//! names of fields, rules and outcomes. It must not know where it is said.

use support_ticket_contract::{Problem, Rule};
use support_ticket_outbox::Meaning;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// What is wrong with a field, and how to solve it.
pub fn problem(problem: &Problem) -> String {
    let (ending, number) = match problem.rule {
        Rule::Required => ("_required", 0),
        Rule::Email | Rule::NoNul => ("_invalid", 0),
        Rule::OneLine => ("_one_line", 0),
        Rule::TooLong { limit } => ("_too_long", limit),
        Rule::TooMany { limit } => ("_too_many", limit),
        // The limit is in bytes of the whole request: what is left for the text is less, and as much as the form says.
        Rule::TooLarge { limit } => ("_too_large", limit / 10 * 9),
        _ => return problem.to_string(),
    };
    text(&[problem.field.name(), ending].concat())
        .map_or_else(|| problem.to_string(), |text| filled(text, &grouped(number)))
}

/// What a try came to, if that was no ticket. `reason` is in the server's words.
pub fn failure(meaning: Meaning, reason: Option<&str>, status: u16, seconds: u32) -> String {
    let key = match (meaning, reason) {
        (Meaning::Refused, None) => "refused_silently".to_owned(),
        _ => meaning.code().replace('-', "_"),
    };
    let said = text(&key).unwrap_or_default();
    let value = match meaning {
        Meaning::ServerDown => status.to_string(),
        Meaning::Timeout => filled(text("seconds").unwrap_or_default(), &grouped(seconds as usize)),
        _ => reason.unwrap_or_default().to_owned(),
    };
    match reason {
        Some(reason) if !said.contains("{reason}") => {
            [&filled(said, &value), " The help desk says: “", reason, "”"].concat()
        }
        _ => filled(said, &value),
    }
}

fn text(key: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(name, _)| *name == key).map(|(_, text)| *text)
}

/// A text with `value` in the place of its placeholder, if it has one.
fn filled(text: &str, value: &str) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    [before, value, after].concat()
}

/// A number as English writes it: 450,000.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use support_ticket_contract::{Field, MAX_REQUEST_BYTES, MAX_SUBJECT_CHARS};

    use super::*;

    #[track_caller]
    fn says(field: Field, rule: Rule, sentence: &str) {
        assert_eq!(problem(&Problem { field, rule }), sentence);
    }

    #[test]
    fn a_field_of_the_form_has_the_forms_words() {
        let too_long = Rule::TooLong { limit: MAX_SUBJECT_CHARS };
        says(Field::EmailAddress, Rule::Required, "Enter your email address.");
        says(Field::EmailAddress, Rule::Email, "Enter an email address like name@example.com.");
        says(Field::Subject, too_long, "The subject can have up to 300 characters.");
        says(Field::Body, Rule::NoNul, "Your text has a character that can’t be sent. Remove it.");
        let too_large = Rule::TooLarge { limit: MAX_REQUEST_BYTES };
        says(Field::Body, too_large, "Your text is too long. Shorten it to about 450,000 characters.");
    }

    #[test]
    fn what_no_visitor_can_write_wrong_is_said_in_the_contracts_words() {
        says(Field::AccountId, Rule::Uuid, "account_id must be a UUID");
        says(Field::Tags, Rule::Strings, "tags must be a list of strings");
        says(Field::Tags, Rule::Required, "tags must not be empty strings");
    }

    #[test]
    fn every_outcome_but_a_ticket_has_a_sentence() {
        for meaning in Meaning::ALL.into_iter().filter(|meaning| *meaning != Meaning::Created) {
            for reason in [None, Some("we are closed")] {
                let said = failure(meaning, reason, 500, 30);
                assert!(said.ends_with(['.', '”']) && !said.contains(['{', '}']), "{meaning:?}: {said}");
                assert_eq!(said.contains("we are closed"), reason.is_some(), "{meaning:?}: {said}");
            }
        }
    }

    #[test]
    fn a_sentence_carries_what_it_needs() {
        assert_eq!(failure(Meaning::Failed, Some("no"), 200, 0), "We couldn’t create a ticket: “no”");
        assert_eq!(
            failure(Meaning::ServerDown, None, 503, 0),
            "Something went wrong on our side (error 503)."
        );
        assert_eq!(failure(Meaning::Timeout, None, 0, 30), "There was no answer within 30 seconds.");
    }
}
