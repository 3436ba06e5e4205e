//! The wire format of API v2, requests and responses: `support/create-ticket` and `support/tickets`; and the conversion of
//! its requests to tickets of API v1. It has no ids, so a repeated request creates a second ticket.
//!
//! # Source
//! CoCalc API v2, `/api/v2/support/create-ticket`.

use serde::Serialize;

use crate::{TicketType, wire_v1::TicketSummary};

#[cfg(feature = "server")]
pub use read::{into_ticket, read_create};

/// **The body of `support/create-ticket`**, which wraps everything in `options`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreateRequest<F, I> {
    /// The ticket.
    pub options: Options<F, I>,
}

/// **A ticket in API v2.** `F` is the type of an entry of `files`, `I` that of `info`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Options<F, I> {
    /// The kind of help that the ticket asks for.
    #[serde(rename = "type")]
    pub kind: TicketType,
    /// The files that the ticket concerns.
    pub files: Vec<F>,
    /// The address that support answers to.
    pub email: String,
    /// HTML or Markdown text.
    pub body: String,
    /// The page's address, without query and fragment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// One line.
    pub subject: String,
    /// `userAgent`, `browser`, `context` and whatever else helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<I>,
}

/// **The response**, with HTTP 200 in both cases: clients must look at its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
#[serde(untagged)]
pub enum CreateAnswer {
    /// The ticket exists.
    Created {
        /// Where the requester can read it.
        url: String,
    },
    /// There is no ticket.
    Failed {
        /// Why.
        error: String,
    },
}

/// **The response of `support/tickets`**, with HTTP 200 in both cases.
///
/// # Source
/// Ours, because v2 does not document it: tickets have the format of `get_support_tickets` of API v1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
#[serde(untagged)]
pub enum TicketsAnswer {
    /// The account's tickets.
    Tickets {
        /// Newest first.
        tickets: Vec<TicketSummary>,
    },
    /// The server could not list them.
    Failed {
        /// Why.
        error: String,
    },
}

#[cfg(feature = "server")]
mod read {
    //! Parses and checks requests, and converts them to tickets. No input may make it panic.

    use serde_json::Value;
    use url::{Position, Url};

    use super::{CreateRequest, Options};
    use crate::wire_v1::{self, InvalidRequest};
    use crate::{
        Field, Info, MAX_TAGS, Problem, Rule, Ticket, TicketType, check_request_size, check_text,
        decode::Decoder, expand::Site, is_blank,
    };

    /// Parses and checks the JSON body. `null` counts as absent, unknown keys are ignored.
    ///
    /// # Errors
    /// [`InvalidRequest`], in the case of `Problems` with all of them at once, under the names of API v1.
    pub fn read_create(body: &[u8]) -> Result<CreateRequest<Value, Info>, InvalidRequest> {
        check_request_size(body.len()).map_or(Ok(()), |problem| Err(wire_v1::problems([problem])))?;
        let Some(Value::Object(mut fields)) = wire_v1::object(body)?.remove("options") else {
            return Err(InvalidRequest::NoOptions);
        };

        let mut decoder = Decoder::default();
        let mut take = |field, name| decoder.text(field, wire_v1::field_value(fields.remove(name)));
        let kind = take(Field::Type, "type");
        let email = take(Field::EmailAddress, "email").unwrap_or_default();
        let text = take(Field::Body, "body").unwrap_or_default();
        let url = take(Field::Location, "url");
        let subject = take(Field::Subject, "subject").unwrap_or_default();
        let files = match fields.remove("files") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(files)) => files,
            Some(_) => decoder.reject(Field::Files, Rule::List).unwrap_or_default(),
        };
        let info = decoder.object(Field::Info, wire_v1::field_value(fields.remove(Field::Info.name())));

        let checked = [
            (Field::EmailAddress, Some(email.as_str())),
            (Field::Type, Some(kind.as_deref().unwrap_or_default())),
            (Field::Subject, Some(subject.as_str())),
            (Field::Body, Some(text.as_str())),
            (Field::Location, url.as_deref()),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some(Problem { field, rule: check_text(field, value?)? }));
        let found = decoder.finish(checked);
        match kind.as_deref().and_then(TicketType::from_name) {
            Some(kind) if found.is_empty() => {
                Ok(CreateRequest { options: Options { kind, files, email, body: text, url, subject, info } })
            }
            _ => Err(wire_v1::problems(found)),
        }
    }

    /// Converts a checked request to a ticket of API v1, so that both are stored and shown in the same way.
    ///
    /// `url` becomes the location if it is on one of these sites; any other is only a claim, and goes to `info`, as `files`
    /// do. The type becomes a tag, `type:problem`, as the widget sends it in API v1. `username`, `account_id` and `tags`, for
    /// which v2 has no fields, are moved out of `info` if they are valid.
    pub fn into_ticket(options: Options<Value, Info>, sites: &[&Site]) -> Ticket<Info> {
        let Options { kind, files, email, body, url, subject, info } = options;
        let mut info = info.unwrap_or_default();
        let username = take_text(&mut info, Field::Username);
        let account_id = take_text(&mut info, Field::AccountId);
        let tags = take_tags(&mut info, kind.tag());
        let url = url.filter(|url| !url.is_empty());
        let location = url.as_deref().and_then(|url| location(url, sites));
        if let (Some(url), None) = (url, &location) {
            info.entry("url").or_insert(Value::String(url));
        }
        if !files.is_empty() {
            info.insert(Field::Files.name().to_owned(), Value::Array(files));
        }
        let info = (!info.is_empty()).then_some(info);
        Ticket { id: None, username, email_address: email, subject, body, tags, account_id, location, info }
    }

    /// Moves a text out of `info`, if it is valid for this field.
    fn take_text(info: &mut Info, field: Field) -> Option<String> {
        let text = info.get(field.name())?.as_str()?;
        let is_right = !is_blank(text) && check_text(field, text).is_none();
        let text = is_right.then(|| text.to_owned());
        if text.is_some() {
            info.shift_remove(field.name());
        }
        text
    }

    /// Returns the type's tag, followed by the tags in `info` if they are valid.
    fn take_tags(info: &mut Info, of_type: String) -> Vec<String> {
        let mut tags = vec![of_type];
        let listed = info.get(Field::Tags.name()).and_then(Value::as_array);
        let texts: Option<Vec<_>> = listed.and_then(|tags| tags.iter().map(Value::as_str).collect());
        if let Some(texts) = texts {
            let more = texts.iter().filter(|tag| **tag != tags[0]).map(|tag| (*tag).to_owned());
            let more: Vec<_> = more.collect();
            let are_right = more.iter().all(|tag| check_text(Field::Tags, tag).is_none());
            if are_right && more.len() < MAX_TAGS {
                tags.extend(more);
                info.shift_remove(Field::Tags.name());
            }
        }
        tags
    }

    /// Returns the part of a URL after its origin, if that is one of the sites. A path alone counts as on one of them.
    fn location(url: &str, sites: &[&Site]) -> Option<String> {
        if url.starts_with('/') {
            return Some(url.to_owned());
        }
        let url = Url::parse(url).ok()?;
        let origin = url.origin().ascii_serialization();
        let is_here = sites.iter().any(|site| site.origin() == origin);
        is_here.then(|| url[Position::BeforePath..].to_owned())
    }
}
