//! From what a program has put into the fields to a ticket that may be sent, in either dialect. It must not know how it
//! is written down.

use support_ticket_contract::{
    Field, Problem, Rule, Ticket, TicketType,
    given::{self, Given, Reader},
};

/// **A ticket that may be sent.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<I> {
    /// The ticket in the words of API v1, where its type is a tag.
    pub ticket: Ticket<I>,
    /// The type that API v2 has to have, and v1 does not know.
    pub kind: Option<TicketType>,
}

/// What a program has put in, checked as the endpoint does it; `take` gives what is in a field.
///
/// # Errors
/// Every problem at once, at most one a field, in the order of the fields.
pub fn draft<I>(v2: bool, mut take: impl FnMut(Field) -> Given<I>) -> Result<Draft<I>, Vec<Problem>> {
    let mut reader = Reader::default();
    let name = reader.text(Field::Type, take(Field::Type));
    let kind = name.as_deref().and_then(TicketType::from_name);
    if name.is_some() && kind.is_none() {
        let _: Option<()> = reader.wrong(Field::Type, Rule::Known);
    }
    let tag = kind.filter(|_| !v2).map(TicketType::tag);
    let read = given::read(|field| match (take(field), &tag) {
        (Given::Nothing, Some(tag)) if field == Field::Tags => Given::Texts(vec![tag.clone()]),
        (Given::Texts(mut tags), Some(tag)) if field == Field::Tags && !tags.contains(tag) => {
            tags.push(tag.clone());
            Given::Texts(tags)
        }
        (given, _) => given,
    });
    let (ticket, checked) = match read {
        Ok(ticket) => (Some(ticket), Vec::new()),
        Err(found) => (None, found),
    };
    let found = reader.close(checked);
    match ticket {
        Some(ticket) if found.is_empty() => {
            // As the form does, whose first type is this one.
            let kind = v2.then(|| kind.unwrap_or(TicketType::Problem));
            Ok(Draft { ticket, kind })
        }
        _ => Err(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: bool = false;
    const V2: bool = true;

    /// A good ticket with these fields put in or exchanged.
    fn with(v2: bool, more: &[(Field, Given<()>)]) -> Result<Draft<()>, Vec<Problem>> {
        draft(v2, |field| {
            if let Some((_, given)) = more.iter().find(|(name, _)| *name == field) {
                return given.clone();
            }
            match field {
                Field::EmailAddress => text("jd@example.com"),
                Field::Subject => text("package xyz"),
                Field::Body => text("please install it"),
                _ => Given::Nothing,
            }
        })
    }

    fn text(text: &str) -> Given<()> {
        Given::Text(text.to_owned())
    }

    fn texts(texts: &[&str]) -> Given<()> {
        Given::Texts(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[track_caller]
    fn tags(v2: bool, more: &[(Field, Given<()>)]) -> Vec<String> {
        with(v2, more).unwrap().ticket.tags
    }

    #[test]
    fn the_type_is_a_tag_in_v1_and_no_tag_in_v2() {
        let task = (Field::Type, text("task"));

        assert_eq!(tags(V1, std::slice::from_ref(&task)), ["type:task"]);
        assert_eq!(tags(V1, &[task.clone(), (Field::Tags, texts(&["member"]))]), ["member", "type:task"]);
        assert_eq!(tags(V1, &[task.clone(), (Field::Tags, texts(&["type:task"]))]), ["type:task"]);
        let draft = with(V2, &[task]).unwrap();
        assert_eq!((draft.ticket.tags, draft.kind), (Vec::new(), Some(TicketType::Task)));
    }

    #[test]
    fn without_a_type_v1_has_none_and_v2_a_problem() {
        assert_eq!(with(V1, &[]).unwrap().kind, None);
        assert_eq!(with(V2, &[]).unwrap().kind, Some(TicketType::Problem));
    }

    #[test]
    fn every_problem_is_found_at_once_in_the_order_of_the_fields() {
        let found = with(
            V1,
            &[
                (Field::Info, text("no object")),
                (Field::Tags, Given::List),
                (Field::Type, text("complaint")),
                (Field::EmailAddress, text("jd@")),
                (Field::Subject, Given::Other),
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
        assert_eq!(found, Err(expected));
    }

    #[test]
    fn the_types_tag_counts_among_the_most_tags() {
        let most: Vec<String> = (0..support_ticket_contract::MAX_TAGS).map(|tag| tag.to_string()).collect();
        let most = (Field::Tags, Given::Texts(most));

        assert!(with(V1, std::slice::from_ref(&most)).is_ok());
        assert!(with(V1, &[most.clone(), (Field::Type, text("task"))]).is_err());
        assert!(with(V2, &[most, (Field::Type, text("task"))]).is_ok());
    }
}
