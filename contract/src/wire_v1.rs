//! API v1 as it goes over the wire, both ways: `create_support_ticket` and `get_support_tickets`.
//! It must not know who sent it or where a ticket is kept.
//!
//! # Source
//! CoCalc API v1, `create_support_ticket` and `get_support_tickets`; see `tests/vectors`.

use serde::Serialize;

#[cfg(feature = "server")]
pub use read::{NotARequest, read_create, read_create_form, read_tickets};

/// The `event` of an answer that carries a new ticket's address.
pub const EVENT_CREATED: &str = "support_ticket_url";
/// The `event` of an answer that says why there is no ticket.
pub const EVENT_ERROR: &str = "error";

/// **The answer to a request that was understood**, with HTTP 200 in both cases: a client must look at `event`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
#[serde(tag = "event")]
pub enum CreateAnswer {
    /// The ticket exists.
    #[serde(rename = "support_ticket_url")]
    Created {
        /// The request's id, or the one that the server made.
        id: String,
        /// Where the requester can read the ticket.
        url: String,
    },
    /// The server could not make the ticket.
    #[serde(rename = "error")]
    Failed {
        /// The request's id, or the one that the server made.
        id: String,
        /// Why.
        error: String,
    },
}

/// **The answer to a request that was refused**: not understood, not allowed, too large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
pub struct Refusal {
    /// Why.
    pub error: String,
}

/// **The body of `get_support_tickets`.** Whose tickets they are is the caller's account, never said in here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TicketsRequest {
    /// A UUID that the answer repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// **The answer of `get_support_tickets`.**
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
#[serde(tag = "event")]
pub enum TicketsAnswer {
    /// The account's tickets, newest first.
    #[serde(rename = "support_tickets")]
    Tickets {
        /// The request's id, or the one that the server made.
        id: String,
        /// Newest first.
        tickets: Vec<TicketSummary>,
    },
    /// The server could not read them.
    #[serde(rename = "error")]
    Failed {
        /// The request's id, or the one that the server made.
        id: String,
        /// Why.
        error: String,
    },
}

/// **A ticket as its requester sees it in a list.**
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
pub struct TicketSummary {
    /// The ticket's id.
    pub id: String,
    /// The ticket's subject.
    pub subject: String,
    /// The body, expanded.
    pub description: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// RFC 3339, UTC.
    pub updated_at: String,
    /// See [`Status::for_requester`](crate::Status::for_requester).
    pub status: String,
    /// Where the requester can read the ticket.
    pub url: String,
}

#[cfg(feature = "server")]
mod read {
    //! From the bytes of a request to a checked ticket. Nothing that comes in may make it panic.

    use serde_json::{Map, Value};

    use super::TicketsRequest;
    use crate::{Field, Info, Problem, Problems, Rule, Ticket, check, check_request_size, check_text};

    /// **Why a request is no ticket.** Its `Display` is the `error` of the answer.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum NotARequest {
        /// The body is no JSON: where it stops being so, as the parser says it.
        Json(String),
        /// The body is JSON, but no object.
        NotAnObject,
        /// A request of API v2 has no object `options`.
        NoOptions,
        /// A form brought `tags` or `info`, which only JSON can carry.
        NeedsJson,
        /// It is a request, but these fields are wrong.
        Problems(Problems),
    }

    /// Reads and checks the JSON body of `create_support_ticket`. `null` counts as absent, unknown keys are ignored.
    ///
    /// # Errors
    /// [`NotARequest`], in the case of `Problems` with all of them at once.
    pub fn read_create(body: &[u8]) -> Result<Ticket<Info>, NotARequest> {
        check_request_size(body.len()).map_or(Ok(()), |problem| Err(problems([problem])))?;
        ticket(object(body)?)
    }

    /// Reads and checks the pairs of a form-encoded `create_support_ticket`, already decoded. Of a name that
    /// comes twice the last counts; an optional field that is empty counts as absent, since a plain HTML form
    /// sends all of its fields.
    ///
    /// # Errors
    /// [`NotARequest`]; `NeedsJson` if there are `tags` or `info`.
    pub fn read_create_form<N: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, String)>,
    ) -> Result<Ticket<Info>, NotARequest> {
        let mut fields = Map::new();
        for (name, value) in pairs {
            let name = name.as_ref();
            if name == Field::Tags.name() || name == Field::Info.name() {
                return Err(NotARequest::NeedsJson);
            }
            let value = if value.is_empty() { Value::Null } else { Value::String(value) };
            fields.insert(name.to_owned(), value);
        }
        ticket(fields)
    }

    /// Reads and checks the JSON body of `get_support_tickets`. An empty body counts as `{}`.
    ///
    /// # Errors
    /// [`NotARequest`]
    pub fn read_tickets(body: &[u8]) -> Result<TicketsRequest, NotARequest> {
        let mut fields = if body.is_empty() { Map::new() } else { object(body)? };
        let mut found = Vec::new();
        let id = text(&mut fields, Field::Id, Field::Id.name(), &mut found);
        let rule = id.as_deref().and_then(|id| check_text(Field::Id, id));
        found.extend(rule.map(|rule| Problem { field: Field::Id, rule }));
        if found.is_empty() { Ok(TicketsRequest { id }) } else { Err(problems(found)) }
    }

    pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, NotARequest> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(NotARequest::NotAnObject),
            Err(error) => Err(NotARequest::Json(error.to_string())),
        }
    }

    pub(crate) fn problems(found: impl Into<Vec<Problem>>) -> NotARequest {
        NotARequest::Problems(Problems(found.into()))
    }

    /// Takes a string out of the fields; a value of another type is a problem.
    pub(crate) fn text(
        fields: &mut Map<String, Value>,
        field: Field,
        name: &str,
        found: &mut Vec<Problem>,
    ) -> Option<String> {
        match fields.remove(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                found.push(Problem { field, rule: Rule::Text });
                None
            }
        }
    }

    /// Takes an object out of the fields; a value of another type is a problem.
    pub(crate) fn info(fields: &mut Map<String, Value>, found: &mut Vec<Problem>) -> Option<Info> {
        match fields.remove(Field::Info.name()) {
            None | Some(Value::Null) => None,
            Some(Value::Object(info)) => Some(info),
            Some(_) => {
                found.push(Problem { field: Field::Info, rule: Rule::Object });
                None
            }
        }
    }

    /// The problems of types come first, those of a field's content only where its type is right.
    pub(crate) fn merge(mut found: Vec<Problem>, checked: Vec<Problem>) -> Vec<Problem> {
        let of_types = found.len();
        for problem in checked {
            if !found[..of_types].iter().any(|earlier| earlier.field == problem.field) {
                found.push(problem);
            }
        }
        found.sort_by_key(|problem| problem.field);
        found
    }

    fn ticket(mut fields: Map<String, Value>) -> Result<Ticket<Info>, NotARequest> {
        let mut found = Vec::new();
        let mut take = |field: Field| text(&mut fields, field, field.name(), &mut found);
        let mut ticket = Ticket {
            id: take(Field::Id),
            username: take(Field::Username),
            email_address: take(Field::EmailAddress).unwrap_or_default(),
            subject: take(Field::Subject).unwrap_or_default(),
            body: take(Field::Body).unwrap_or_default(),
            account_id: take(Field::AccountId),
            location: take(Field::Location),
            tags: Vec::new(),
            info: None,
        };
        ticket.tags = tags(&mut fields, &mut found);
        ticket.info = info(&mut fields, &mut found);

        let found = merge(found, check(&ticket));
        if found.is_empty() { Ok(ticket) } else { Err(problems(found)) }
    }

    fn tags(fields: &mut Map<String, Value>, found: &mut Vec<Problem>) -> Vec<String> {
        let rule = match fields.remove(Field::Tags.name()) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(tags)) => {
                let texts: Option<Vec<String>> = tags
                    .into_iter()
                    .map(|tag| if let Value::String(tag) = tag { Some(tag) } else { None })
                    .collect();
                match texts {
                    Some(texts) => return texts,
                    None => Rule::Strings,
                }
            }
            Some(_) => Rule::List,
        };
        found.push(Problem { field: Field::Tags, rule });
        Vec::new()
    }

    impl core::fmt::Display for NotARequest {
        fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            match self {
                NotARequest::Json(error) => write!(to, "the request must be JSON: {error}"),
                NotARequest::NotAnObject => to.write_str("the request must be a JSON object"),
                NotARequest::NoOptions => {
                    to.write_str("the request must have an object options, with the ticket in it")
                }
                NotARequest::NeedsJson => {
                    to.write_str("if tags or info are provided, options must be sent as a JSON object")
                }
                NotARequest::Problems(problems) => problems.fmt(to),
            }
        }
    }

    impl core::error::Error for NotARequest {}
}

#[cfg(feature = "server")]
pub(crate) use read::{info, merge, object, problems, text};
