//! `get_support_tickets`: the tickets of the caller's account, as their requester sees them.
//! It must not know how they are kept.

use axum::{
    Json,
    body::Body,
    extract,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use support_ticket_contract::{
    expand::expand_body,
    wire_v1::{self, TicketSummary, TicketsAnswer},
};

use crate::{
    State, auth,
    error::{Failure, Problem, Refused},
    request::{self, Kind},
    secret,
    store::StoredTicket,
};

/// How many tickets an answer has at most: the newest ones. The others stay at their addresses.
///
/// # Source
/// Ours: the contract has no bound and no pages. Texts of 500 kB each would then be 500 MB at worst, all in memory; of
/// usual ones of 1 kB it is 1 MB, and nobody reads through more than a thousand.
const MAX_LISTED: u32 = 1000;

/// `POST /api/v1/get_support_tickets`
///
/// # Source
/// "v1 on the wire" of contract/README.md.
pub async fn list(extract::State(state): extract::State<State>, headers: HeaderMap, body: Body) -> Response {
    match tickets(&state, &headers, body).await {
        Ok((id, tickets)) => Json(TicketsAnswer::Tickets { id, tickets }).into_response(),
        Err(Problem::Refused(refused)) => refused.into_response(),
        Err(Problem::Failed(failure)) => {
            tracing::error!(error = &failure as &dyn std::error::Error, "tickets could not be read");
            let id = secret::new_id().unwrap_or_default();
            Json(TicketsAnswer::Failed { id, error: Failure::SAID.to_owned() }).into_response()
        }
    }
}

/// The answer's id and the caller's tickets, newest first; both dialects tell the same ones.
///
/// # Errors
/// [`Refused`] if the caller has no account or asks for something else; a failure if the store does not answer.
pub async fn tickets(
    state: &State,
    headers: &HeaderMap,
    body: Body,
) -> Result<(String, Vec<TicketSummary>), Problem> {
    let bytes = request::read(body).await?;
    let account = auth::account(headers, state).await?;
    let request = match request::kind(headers) {
        // Nothing was sent, so there is no kind to say.
        _ if bytes.is_empty() => wire_v1::read_tickets(&bytes),
        Ok(Kind::Json) => wire_v1::read_tickets(&bytes),
        Ok(Kind::Form) => wire_v1::read_tickets(&form_as_json(&bytes)),
        Err(refused) => return Err(refused.into()),
    };
    let request = request.map_err(Refused::from)?;

    let id = request.id.map_or_else(secret::new_id, |id| Ok(id.to_ascii_lowercase()))?;
    let tickets = state.store.of_owner(&account, MAX_LISTED).await?;
    Ok((id, tickets.iter().map(|ticket| summary(state, ticket)).collect()))
}

/// A form's pairs as the object that the contract reads: it has no reader of its own for this one field.
fn form_as_json(bytes: &[u8]) -> Vec<u8> {
    let pairs = url::form_urlencoded::parse(bytes).filter(|(_, value)| !value.is_empty());
    let fields: serde_json::Map<_, _> =
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    serde_json::Value::Object(fields).to_string().into_bytes()
}

fn summary(state: &State, kept: &StoredTicket) -> TicketSummary {
    TicketSummary {
        id: kept.id.clone(),
        subject: kept.ticket.subject.clone(),
        description: expand_body(&kept.ticket, &kept.site),
        created_at: kept.created_at.clone(),
        updated_at: kept.updated_at.clone(),
        status: kept.status.for_requester().to_owned(),
        url: state.public_url.ticket(&kept.token),
    }
}
