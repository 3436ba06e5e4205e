//! From a ticket and its sender to a ticket that is kept: whose it is, which site it is about, its id and its address.
//! It must not know how it came over the wire, nor how the store keeps it.

use support_ticket_contract::{Info, Ticket, expand::Site};

use crate::{
    State,
    auth::Sender,
    clock,
    error::{Problem, Refused},
    secret::{self, Fingerprint, Token},
    store::{Created, NewTicket},
};

/// **A ticket that is kept**, as its sender is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its own, or the one that was made for it, in lower case.
    pub id: String,
    /// Where its requester can read it.
    pub url: String,
}

/// The site that a ticket's location belongs to: the configured one, else that of the page it comes from, else the one
/// that it names itself, which the caller has found to be one of ours.
pub fn site(state: &State, sender: &Sender, named: Option<Site>) -> Site {
    let of_page = sender.site().cloned();
    state.site.clone().or(of_page).or(named).unwrap_or_else(|| state.public_url.site().clone())
}

/// Keeps a ticket that has passed the checks, and says its id and its address.
///
/// An id needs no guard of its own. Nobody learns another's address by trying ids: they would need one of 2¹²²
/// and, for the address, its writer's exact words with it.
///
/// # Errors
/// [`Refused::IdTaken`]; a failure if the store does not answer.
pub async fn keep(state: &State, sender: &Sender, ticket: Ticket<Info>, site: Site) -> Result<Kept, Problem> {
    let id = ticket.id.as_deref().map(str::to_ascii_lowercase).map_or_else(secret::new_id, Ok)?;
    let owner = match sender {
        // Never the key's own account: "If account_id is not provided, the ticket will be created, but ticket info
        // will not be returned by get_support_tickets."
        Sender::Key { .. } => ticket.account_id.as_deref().map(str::to_ascii_lowercase),
        Sender::Page { .. } => None,
    };
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
            Ok(Kept { id, url: state.public_url.ticket(&token) })
        }
        Created::IdTaken => Err(Refused::IdTaken { id }.into()),
    }
}
