//! Both calls of API v2, today's dialect: the same tickets, the same senders and the same bounds as in v1, but every
//! answer has HTTP 200, and a client looks at its keys. It must not know how tickets are kept.

use axum::{
    Json,
    body::Body,
    extract,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use support_ticket_contract::{
    expand::Site,
    wire_v1::ErrorBody,
    wire_v2::{self, CreateAnswer, TicketsAnswer},
};

use crate::{
    State, auth,
    error::{Failure, Problem, Refused},
    keep, list, request,
};

/// `POST /api/v2/support/create-ticket`
///
/// # Source
/// "v2 on the wire" of contract/README.md.
pub async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(created(&state, &headers, body).await, "a ticket could not be kept")
}

/// `POST /api/v2/support/tickets`
///
/// # Source
/// "v1 on the wire" of contract/README.md, for what it answers: of v2 it says nothing.
pub async fn list(extract::State(state): extract::State<State>, headers: HeaderMap, body: Body) -> Response {
    let listed = list::tickets(&state, &headers, body).await;
    answer(listed.map(|(_, tickets)| TicketsAnswer::Tickets { tickets }), "tickets could not be read")
}

fn answer(made: Result<impl Serialize, Problem>, failed: &str) -> Response {
    match made {
        Ok(answer) => Json(answer).into_response(),
        Err(Problem::Refused(refused)) => refused.answer(StatusCode::OK),
        Err(Problem::Failed(failure)) => {
            tracing::error!(error = &failure as &dyn std::error::Error, "{failed}");
            Json(ErrorBody { error: Failure::SAID.to_owned() }).into_response()
        }
    }
}

async fn created(state: &State, headers: &HeaderMap, body: Body) -> Result<CreateAnswer, Problem> {
    let bytes = request::read(body).await?;
    // Who may not send is told that, not what is wrong with the ticket.
    let sender = auth::sender(headers, state).await?;
    request::must_be_json(headers)?;
    let options = wire_v2::read_create(&bytes).map_err(Refused::from)?.options;

    let named = options.url.as_deref().and_then(|url| Site::parse(url).ok());
    let named = named.filter(|site| auth::vouches_for(state, &site.origin()));
    let site = keep::site(state, &sender, named);
    let sites: Vec<&Site> = [&site].into_iter().chain(sender.site()).collect();
    let ticket = wire_v2::into_ticket(options, &sites);
    let kept = keep::keep(state, &sender, ticket, site).await?;
    Ok(CreateAnswer::Created { url: kept.url })
}
