//! API v2 as it goes over the wire, both ways: `support/create-ticket`.
//! It has no id: a request that is repeated makes a second ticket.
//!
//! # Source
//! CoCalc API v2, `/api/v2/support/create-ticket`.

use serde::Serialize;

use crate::TicketType;

#[cfg(feature = "server")]
pub use read::read_create;

/// **The body of `support/create-ticket`**: everything stands under `options`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreateRequest<F, I> {
    /// What was asked.
    pub options: Options<F, I>,
}

/// **A ticket in the words of API v2.** `F` is the type of an entry of `files`, `I` that of `info`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Options<F, I> {
    /// What kind of help is asked for.
    #[serde(rename = "type")]
    pub kind: TicketType,
    /// Files that the ticket is about.
    pub files: Vec<F>,
    /// Where the answer goes.
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

/// **The answer**, with HTTP 200 in both cases: a client must look at its keys.
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

#[cfg(feature = "server")]
mod read {
    //! From the bytes of a request to a checked one. Nothing that comes in may make it panic.

    use serde_json::Value;

    use super::{CreateRequest, Options};
    use crate::wire_v1::{self, NotARequest};
    use crate::{Field, Info, Problem, Rule, TicketType, check_request_size, check_text};

    /// Reads and checks the JSON body. `null` counts as absent, unknown keys are ignored.
    ///
    /// # Errors
    /// [`NotARequest`], in the case of `Problems` with all of them at once, under the names of API v1.
    pub fn read_create(body: &[u8]) -> Result<CreateRequest<Value, Info>, NotARequest> {
        check_request_size(body.len()).map_or(Ok(()), |problem| Err(wire_v1::problems([problem])))?;
        let Some(Value::Object(mut fields)) = wire_v1::object(body)?.remove("options") else {
            return Err(NotARequest::NoOptions);
        };

        let mut found = Vec::new();
        let mut take = |field, name| wire_v1::text(&mut fields, field, name, &mut found);
        let kind = take(Field::Type, "type");
        let email = take(Field::EmailAddress, "email").unwrap_or_default();
        let text = take(Field::Body, "body").unwrap_or_default();
        let url = take(Field::Location, "url");
        let subject = take(Field::Subject, "subject").unwrap_or_default();
        let files = match fields.remove("files") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(files)) => files,
            Some(_) => {
                found.push(Problem { field: Field::Files, rule: Rule::List });
                Vec::new()
            }
        };
        let info = wire_v1::info(&mut fields, &mut found);

        let checked = [
            (Field::EmailAddress, Some(email.as_str())),
            (Field::Type, Some(kind.as_deref().unwrap_or_default())),
            (Field::Subject, Some(subject.as_str())),
            (Field::Body, Some(text.as_str())),
            (Field::Location, url.as_deref()),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some(Problem { field, rule: check_text(field, value?)? }))
        .collect();
        let found = wire_v1::merge(found, checked);
        match kind.as_deref().and_then(TicketType::from_name) {
            Some(kind) if found.is_empty() => {
                Ok(CreateRequest { options: Options { kind, files, email, body: text, url, subject, info } })
            }
            _ => Err(wire_v1::problems(found)),
        }
    }
}
