//! Describes problems and failures in English: with the form's texts where it has one, else with the contract's. Texts are
//! looked up by the names of fields, rules and outcomes.

use support_ticket_contract::{Problem, Rule};
use support_ticket_outbox::Outcome;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Describes a problem of a field and how to solve it.
pub fn problem(problem: &Problem) -> String {
    let (ending, number) = match problem.rule {
        Rule::Required => ("_required", 0),
        Rule::Email | Rule::NoNul => ("_invalid", 0),
        Rule::OneLine => ("_one_line", 0),
        Rule::TooLong { limit } => ("_too_long", limit),
        Rule::TooMany { limit } => ("_too_many", limit),
        // The limit is in bytes of the whole request. As in the form, less is left for the text.
        Rule::TooLarge { limit } => ("_too_large", limit / 10 * 9),
        _ => return problem.to_string(),
    };
    text(&[problem.field.name(), ending].concat())
        .map_or_else(|| problem.to_string(), |text| fill(text, &format_number(number)))
}

/// Describes the outcome of a try that created no ticket. `reason` is the server's `error`.
pub fn failure(outcome: Outcome, reason: Option<&str>, status: u16, timeout_seconds: u32) -> String {
    let key = match (outcome, reason) {
        (Outcome::Refused, None) => "refused_silently".to_owned(),
        _ => outcome.code().replace('-', "_"),
    };
    let sentence = text(&key).unwrap_or_default();
    let value = match outcome {
        Outcome::ServerDown => status.to_string(),
        Outcome::Timeout => {
            fill(text("seconds").unwrap_or_default(), &format_number(timeout_seconds as usize))
        }
        _ => reason.unwrap_or_default().to_owned(),
    };
    match reason {
        Some(reason) if !sentence.contains("{reason}") => {
            [&fill(sentence, &value), " The help desk says: “", reason, "”"].concat()
        }
        _ => fill(sentence, &value),
    }
}

fn text(key: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(name, _)| *name == key).map(|(_, text)| *text)
}

/// Replaces a text's placeholder, if it has one.
fn fill(text: &str, value: &str) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    [before, value, after].concat()
}

/// Formats a number as English does: 450,000.
fn format_number(number: usize) -> String {
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
    fn describes(field: Field, rule: Rule, sentence: &str) {
        assert_eq!(problem(&Problem { field, rule }), sentence);
    }

    #[test]
    fn problems_of_the_forms_fields_use_the_forms_texts() {
        let too_long = Rule::TooLong { limit: MAX_SUBJECT_CHARS };
        describes(Field::EmailAddress, Rule::Required, "Enter your email address.");
        describes(Field::EmailAddress, Rule::Email, "Enter an email address like name@example.com.");
        describes(Field::Subject, too_long, "The subject can have up to 300 characters.");
        describes(Field::Body, Rule::NoNul, "Your text has a character that can’t be sent. Remove it.");
        let too_large = Rule::TooLarge { limit: MAX_REQUEST_BYTES };
        describes(Field::Body, too_large, "Your text is too long. Shorten it to about 450,000 characters.");
    }

    #[test]
    fn other_problems_use_the_contracts_texts() {
        describes(Field::AccountId, Rule::Uuid, "account_id must be a UUID");
        describes(Field::Tags, Rule::Strings, "tags must be a list of strings");
        describes(Field::Tags, Rule::Required, "tags must not be empty strings");
    }

    #[test]
    fn every_failure_has_a_sentence() {
        for outcome in Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Created) {
            for reason in [None, Some("we are closed")] {
                let sentence = failure(outcome, reason, 500, 30);
                assert!(
                    sentence.ends_with(['.', '”']) && !sentence.contains(['{', '}']),
                    "{outcome:?}: {sentence}"
                );
                assert_eq!(sentence.contains("we are closed"), reason.is_some(), "{outcome:?}: {sentence}");
            }
        }
    }

    #[test]
    fn sentences_contain_their_values() {
        assert_eq!(failure(Outcome::Failed, Some("no"), 200, 0), "We couldn’t create a ticket: “no”");
        assert_eq!(
            failure(Outcome::ServerDown, None, 503, 0),
            "Something went wrong on our side (error 503)."
        );
        assert_eq!(failure(Outcome::Timeout, None, 0, 30), "There was no answer within 30 seconds.");
    }
}
