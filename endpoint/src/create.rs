//! `create_support_ticket`: from a request to a ticket that is kept, and its address. It must not know how the
//! store keeps it, nor how a page looks.

use axum::{
    Json,
    body::Body,
    extract,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use support_ticket_contract::{
    Info, Ticket,
    wire_v1::{self, CreateAnswer},
};
use url::form_urlencoded;

use crate::{
    State,
    auth::{self, Sender},
    clock,
    error::{Failure, Problem, Refused},
    page,
    request::{self, Kind},
    secret::{self, Fingerprint, Token},
    store::{Created, NewTicket},
};

/// `POST /api/v1/create_support_ticket`
///
/// # Source
/// contract/create_support_ticket.md and "v1 on the wire" of its README.
pub async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let wants_page = request::wants_page(&headers);
    let read = match request::read(body).await {
        Ok(bytes) => ticket(&headers, &bytes),
        Err(refused) => return refuse(&state, wants_page, refused),
    };
    let id = read.as_ref().ok().and_then(|ticket| ticket.id.as_deref()).map(str::to_ascii_lowercase);

    match keep(&state, &headers, read, id.clone()).await {
        Ok((_, url)) if wants_page => (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response(),
        Ok((id, url)) => Json(CreateAnswer::Created { id, url }).into_response(),
        Err(Problem::Refused(refused)) => refuse(&state, wants_page, refused),
        Err(Problem::Failed(failure)) => {
            tracing::error!(id, error = &failure as &dyn std::error::Error, "a ticket could not be kept");
            if wants_page { page::failed_form(&state) } else { fail(id) }
        }
    }
}

fn refuse(state: &State, wants_page: bool, refused: Refused) -> Response {
    if wants_page { page::refused_form(state, &refused) } else { refused.into_response() }
}

/// With HTTP 200, as the contract has it: a client looks at `event`.
fn fail(id: Option<String>) -> Response {
    // Where not even an id can be made, an answer without one is better than none.
    let id = id.or_else(|| secret::new_id().ok()).unwrap_or_default();
    Json(CreateAnswer::Failed { id, error: Failure::SAID.to_owned() }).into_response()
}

fn ticket(headers: &HeaderMap, bytes: &[u8]) -> Result<Ticket<Info>, Refused> {
    Ok(match request::kind(headers)? {
        Kind::Json => wire_v1::read_create(bytes)?,
        Kind::Form => {
            let pairs = form_urlencoded::parse(bytes);
            wire_v1::read_create_form(pairs.map(|(name, value)| (name, value.into_owned())))?
        }
    })
}

/// Keeps the ticket, and says its id and its address.
///
/// Who sends is looked at before what: who may not send is told that, not what is wrong with the ticket.
/// An id needs no guard of its own. Nobody learns another's address by trying ids: they would need one of 2¹²²
/// and, for the address, its writer's exact words with it.
async fn keep(
    state: &State,
    headers: &HeaderMap,
    read: Result<Ticket<Info>, Refused>,
    id: Option<String>,
) -> Result<(String, String), Problem> {
    let sender = auth::sender(headers, state).await?;
    let ticket = read?;

    let id = id.map_or_else(secret::new_id, Ok)?;
    let (owner, page_site) = match sender {
        // Never the key's own account: "If account_id is not provided, the ticket will be created, but ticket info
        // will not be returned by get_support_tickets."
        Sender::Key { .. } => (ticket.account_id.as_deref().map(str::to_ascii_lowercase), None),
        Sender::Page { site } => (None, site),
    };
    let site = state.site.clone().or(page_site).unwrap_or_else(|| state.public_url.site().clone());
    let fingerprint = Fingerprint::of(&ticket);
    let new = NewTicket {
        id: id.clone(),
        token: Token::new()?,
        fingerprint,
        ticket,
        owner,
        site,
        now: clock::now(),
    };

    match state.store.create(new).await? {
        Created::Ticket(token) => {
            tracing::info!(id, "a ticket is kept");
            Ok((id, state.public_url.ticket(&token)))
        }
        Created::IdTaken => Err(Refused::IdTaken { id }.into()),
    }
}
