//! Decodes and checks the fields that a program has filled in, for either dialect.

use support_ticket_contract::{
    Dialect, Field, Problem, Rule, Ticket, TicketType,
    decode::{self, Decoder, FieldValue},
};

/// **A ticket that has passed every check**, so that it may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedTicket<I> {
    /// The ticket in terms of API v1, where its type is a tag.
    pub ticket: Ticket<I>,
    /// The type, which API v2 requires and v1 does not have.
    pub kind: Option<TicketType>,
}

impl<I> CheckedTicket<I> {
    /// Decodes and checks a ticket as the endpoint does; `value_of` gives the value of each field.
    ///
    /// # Errors
    /// Every problem at once, at most one per field, in the order of the fields.
    pub fn decode(
        dialect: Dialect,
        mut value_of: impl FnMut(Field) -> FieldValue<I>,
    ) -> Result<CheckedTicket<I>, Vec<Problem>> {
        let mut decoder = Decoder::default();
        let name = decoder.text(Field::Type, value_of(Field::Type));
        let kind = name.as_deref().and_then(TicketType::from_name);
        if name.is_some() && kind.is_none() {
            let _: Option<()> = decoder.reject(Field::Type, Rule::Known);
        }
        let tag = kind.filter(|_| dialect == Dialect::V1).map(TicketType::tag);
        let decoded = decode::ticket(|field| match (value_of(field), &tag) {
            (FieldValue::Absent, Some(tag)) if field == Field::Tags => FieldValue::Texts(vec![tag.clone()]),
            (FieldValue::Texts(mut tags), Some(tag)) if field == Field::Tags && !tags.contains(tag) => {
                tags.push(tag.clone());
                FieldValue::Texts(tags)
            }
            (value, _) => value,
        });
        let (ticket, content_problems) = match decoded {
            Ok(ticket) => (Some(ticket), Vec::new()),
            Err(problems) => (None, problems),
        };
        let problems = decoder.finish(content_problems);
        match ticket {
            Some(ticket) if problems.is_empty() => {
                // The form's first type is the default, too.
                let kind = (dialect == Dialect::V2).then(|| kind.unwrap_or(TicketType::Problem));
                Ok(CheckedTicket { ticket, kind })
            }
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use Dialect::{V1, V2};

    use super::*;

    /// Decodes a valid ticket with these fields added or replaced.
    fn with(dialect: Dialect, more: &[(Field, FieldValue<()>)]) -> Result<CheckedTicket<()>, Vec<Problem>> {
        CheckedTicket::decode(dialect, |field| {
            if let Some((_, value)) = more.iter().find(|(name, _)| *name == field) {
                return value.clone();
            }
            match field {
                Field::EmailAddress => text("jd@example.com"),
                Field::Subject => text("package xyz"),
                Field::Body => text("please install it"),
                _ => FieldValue::Absent,
            }
        })
    }

    fn text(text: &str) -> FieldValue<()> {
        FieldValue::Text(text.to_owned())
    }

    fn texts(texts: &[&str]) -> FieldValue<()> {
        FieldValue::Texts(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[track_caller]
    fn tags(dialect: Dialect, more: &[(Field, FieldValue<()>)]) -> Vec<String> {
        with(dialect, more).unwrap().ticket.tags
    }

    #[test]
    fn the_type_is_a_tag_in_v1_only() {
        let task = (Field::Type, text("task"));

        assert_eq!(tags(V1, std::slice::from_ref(&task)), ["type:task"]);
        assert_eq!(tags(V1, &[task.clone(), (Field::Tags, texts(&["member"]))]), ["member", "type:task"]);
        assert_eq!(tags(V1, &[task.clone(), (Field::Tags, texts(&["type:task"]))]), ["type:task"]);
        let checked = with(V2, &[task]).unwrap();
        assert_eq!((checked.ticket.tags, checked.kind), (Vec::new(), Some(TicketType::Task)));
    }

    #[test]
    fn the_default_type_is_none_in_v1_and_problem_in_v2() {
        assert_eq!(with(V1, &[]).unwrap().kind, None);
        assert_eq!(with(V2, &[]).unwrap().kind, Some(TicketType::Problem));
    }

    #[test]
    fn all_problems_are_found_at_once_in_the_order_of_the_fields() {
        let result = with(
            V1,
            &[
                (Field::Info, text("no object")),
                (Field::Tags, FieldValue::MixedList),
                (Field::Type, text("complaint")),
                (Field::EmailAddress, text("jd@")),
                (Field::Subject, FieldValue::Other),
            ],
        );

        let problem = |field, rule| Problem { field, rule };
        let expected = vec![
            problem(Field::EmailAddress, Rule::Email),
            problem(Field::Type, Rule::Known),
            problem(Field::Subject, Rule::Text),
            problem(Field::Tags, Rule::Strings),
            problem(Field::Info, Rule::Object),
        ];
        assert_eq!(result, Err(expected));
    }

    #[test]
    fn the_tag_of_the_type_counts_towards_the_limit() {
        let most: Vec<String> = (0..support_ticket_contract::MAX_TAGS).map(|tag| tag.to_string()).collect();
        let most = (Field::Tags, FieldValue::Texts(most));

        assert!(with(V1, std::slice::from_ref(&most)).is_ok());
        assert!(with(V1, &[most.clone(), (Field::Type, text("task"))]).is_err());
        assert!(with(V2, &[most, (Field::Type, text("task"))]).is_ok());
    }
}
