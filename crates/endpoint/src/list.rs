//! `get_support_tickets`: lists the tickets of the caller's account, as their requester sees them.

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
    error::{ApiError, Failure, Rejection},
    request::{self, Kind},
    secret,
    store::StoredTicket,
};

/// The largest number of tickets in a response, the newest ones. Older tickets stay available at their URLs.
///
/// # Source
/// Ours: the contract has no limit and no pages. At worst these are 500 MB in memory, with texts of 500 kB each; usual
/// texts of 1 kB make 1 MB, and nobody reads more than a thousand tickets.
const MAX_LISTED: u32 = 1000;

/// `POST /api/v1/get_support_tickets`
///
/// # Source
/// "v1 on the wire" of docs/contract/README.md.
pub async fn list(extract::State(state): extract::State<State>, headers: HeaderMap, body: Body) -> Response {
    match tickets(&state, &headers, body).await {
        Ok((id, tickets)) => Json(TicketsAnswer::Tickets { id, tickets }).into_response(),
        Err(ApiError::Rejected(rejection)) => rejection.into_response(),
        Err(ApiError::Internal(failure)) => {
            tracing::error!(error = &failure as &dyn std::error::Error, "tickets could not be read");
            let id = secret::new_id().unwrap_or_default();
            Json(TicketsAnswer::Failed { id, error: Failure::PUBLIC_MESSAGE.to_owned() }).into_response()
        }
    }
}

/// Returns the response's id and the caller's tickets, newest first, for both dialects.
///
/// # Errors
/// [`Rejection`] if the caller has no account or asks for something else; a failure if the store does not answer.
pub async fn tickets(
    state: &State,
    headers: &HeaderMap,
    body: Body,
) -> Result<(String, Vec<TicketSummary>), ApiError> {
    let bytes = request::read(body).await?;
    let account = auth::account(headers, state).await?;
    let request = match request::kind(headers) {
        // An empty body needs no content type.
        _ if bytes.is_empty() => wire_v1::read_tickets(&bytes),
        Ok(Kind::Json) => wire_v1::read_tickets(&bytes),
        Ok(Kind::Form) => wire_v1::read_tickets(&form_as_json(&bytes)),
        Err(rejection) => return Err(rejection.into()),
    };
    let request = request.map_err(Rejection::from)?;

    let id = request.id.map_or_else(secret::new_id, |id| Ok(id.to_ascii_lowercase()))?;
    let tickets = state.store.of_owner(&account, MAX_LISTED).await?;
    Ok((id, tickets.iter().map(|ticket| summary(state, ticket)).collect()))
}

/// Converts a form's pairs to JSON, because the contract's only decoder for this request reads JSON.
fn form_as_json(bytes: &[u8]) -> Vec<u8> {
    let pairs = url::form_urlencoded::parse(bytes).filter(|(_, value)| !value.is_empty());
    let fields: serde_json::Map<_, _> =
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    serde_json::Value::Object(fields).to_string().into_bytes()
}

fn summary(state: &State, stored: &StoredTicket) -> TicketSummary {
    TicketSummary {
        id: stored.id.clone(),
        subject: stored.ticket.subject.clone(),
        description: expand_body(&stored.ticket, &stored.site),
        created_at: stored.created_at.clone(),
        updated_at: stored.updated_at.clone(),
        status: stored.status.for_requester().to_owned(),
        url: state.public_url.ticket(&stored.url_secret),
    }
}
