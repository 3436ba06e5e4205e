//! The wire format of API v1, requests and responses: `create_support_ticket` and `get_support_tickets`.
//!
//! # Source
//! CoCalc API v1, `create_support_ticket` and `get_support_tickets`; see `docs/contract/`.

use serde::Serialize;

#[cfg(feature = "server")]
pub use read::{InvalidRequest, read_create, read_create_form, read_tickets};

/// The `event` of a response with a new ticket's URL.
pub const EVENT_CREATED: &str = "support_ticket_url";
/// The `event` of a response with the reason why there is no ticket.
pub const EVENT_ERROR: &str = "error";

/// **The response to a valid request**, with HTTP 200 in both cases: clients must look at `event`.
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
    /// The server could not create the ticket.
    #[serde(rename = "error")]
    Failed {
        /// The request's id, or the one that the server made.
        id: String,
        /// Why.
        error: String,
    },
}

/// **The response to a rejected request**: invalid, not allowed or too large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
pub struct ErrorBody {
    /// Why.
    pub error: String,
}

/// **The body of `get_support_tickets`.** It has no account: the caller's credentials determine it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TicketsRequest {
    /// A UUID that the response repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// **The response of `get_support_tickets`.**
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
    //! Parses and checks requests. No input may make it panic.

    use serde_json::{Map, Value};

    use super::TicketsRequest;
    use crate::{
        Field, Info, Problem, Problems, Ticket, check_request_size, check_text,
        decode::{self, Decoder, FieldValue},
    };

    /// **Why a request is invalid.** Its `Display` is the `error` of the response.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum InvalidRequest {
        /// The body is not JSON, with the parser's message.
        Json(String),
        /// The body is JSON, but not an object.
        NotAnObject,
        /// A request of API v2 has no object `options`.
        NoOptions,
        /// A form contains `tags` or `info`, which need JSON.
        NeedsJson,
        /// These fields have problems.
        Problems(Problems),
    }

    /// Parses and checks the JSON body of `create_support_ticket`. `null` counts as absent, unknown keys are ignored.
    ///
    /// # Errors
    /// [`InvalidRequest`], in the case of `Problems` with all of them at once.
    pub fn read_create(body: &[u8]) -> Result<Ticket<Info>, InvalidRequest> {
        check_request_size(body.len()).map_or(Ok(()), |problem| Err(problems([problem])))?;
        ticket(object(body)?)
    }

    /// Parses and checks the decoded pairs of a form-encoded `create_support_ticket`. The last of repeated names counts. An
    /// empty optional field counts as absent, since plain HTML forms send all of their fields.
    ///
    /// # Errors
    /// [`InvalidRequest`]; `NeedsJson` if there are `tags` or `info`.
    pub fn read_create_form<N: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, String)>,
    ) -> Result<Ticket<Info>, InvalidRequest> {
        let mut fields = Map::new();
        for (name, value) in pairs {
            let name = name.as_ref();
            if name == Field::Tags.name() || name == Field::Info.name() {
                return Err(InvalidRequest::NeedsJson);
            }
            let value = if value.is_empty() { Value::Null } else { Value::String(value) };
            fields.insert(name.to_owned(), value);
        }
        ticket(fields)
    }

    /// Parses and checks the JSON body of `get_support_tickets`. An empty body counts as `{}`.
    ///
    /// # Errors
    /// [`InvalidRequest`]
    pub fn read_tickets(body: &[u8]) -> Result<TicketsRequest, InvalidRequest> {
        let mut fields = if body.is_empty() { Map::new() } else { object(body)? };
        let mut decoder = Decoder::default();
        let id = decoder.text(Field::Id, field_value(fields.remove(Field::Id.name())));
        let rule = id.as_deref().and_then(|id| check_text(Field::Id, id));
        let found = decoder.finish(rule.map(|rule| Problem { field: Field::Id, rule }));
        if found.is_empty() { Ok(TicketsRequest { id }) } else { Err(problems(found)) }
    }

    pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, InvalidRequest> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(InvalidRequest::NotAnObject),
            Err(error) => Err(InvalidRequest::Json(error.to_string())),
        }
    }

    pub(crate) fn problems(found: impl Into<Vec<Problem>>) -> InvalidRequest {
        InvalidRequest::Problems(Problems(found.into()))
    }

    /// Converts a JSON value to what the rules distinguish.
    pub(crate) fn field_value(value: Option<Value>) -> FieldValue<Info> {
        match value {
            None | Some(Value::Null) => FieldValue::Absent,
            Some(Value::String(text)) => FieldValue::Text(text),
            Some(Value::Object(object)) => FieldValue::Object(object),
            Some(Value::Array(list)) => {
                let texts = list
                    .into_iter()
                    .map(|entry| if let Value::String(text) = entry { Some(text) } else { None });
                texts.collect::<Option<_>>().map_or(FieldValue::MixedList, FieldValue::Texts)
            }
            Some(_) => FieldValue::Other,
        }
    }

    fn ticket(mut fields: Map<String, Value>) -> Result<Ticket<Info>, InvalidRequest> {
        decode::ticket(|field| field_value(fields.remove(field.name()))).map_err(problems)
    }

    impl core::fmt::Display for InvalidRequest {
        fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            match self {
                InvalidRequest::Json(error) => write!(to, "the request must be JSON: {error}"),
                InvalidRequest::NotAnObject => to.write_str("the request must be a JSON object"),
                InvalidRequest::NoOptions => {
                    to.write_str("the request must have an object options, with the ticket in it")
                }
                InvalidRequest::NeedsJson => {
                    to.write_str("if tags or info are provided, options must be sent as a JSON object")
                }
                InvalidRequest::Problems(problems) => problems.fmt(to),
            }
        }
    }

    impl core::error::Error for InvalidRequest {}
}

#[cfg(feature = "server")]
pub(crate) use read::{field_value, object, problems};
