//! From a ticket and its sender to a ticket that is kept: whose it is, which site it is about, its id and its address.
//! It must not know how it came over the wire, nor how the store keeps it.

use support_ticket_contract::{Info, Ticket, expand::Site, is_blank};

use crate::{
    State,
    auth::Sender,
    clock,
    error::{Problem, Refused},
    identity::Identity,
    secret::{self, Fingerprint, Token},
    store::{Created, NewTicket},
};

/// The key of `info` under which the e-mail address stands that the site vouches for, where the visitor wrote another.
///
/// # Source
/// Ours: the contract has one address on a ticket, the one that the answer goes to.
pub const IDENTITY_EMAIL: &str = "identity_email";

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
/// [`Refused::IdTaken`], [`Refused::OtherAccount`]; a failure if the store does not answer.
pub async fn keep(state: &State, sender: &Sender, ticket: Ticket<Info>, site: Site) -> Result<Kept, Problem> {
    let id = ticket.id.as_deref().map(str::to_ascii_lowercase).map_or_else(secret::new_id, Ok)?;
    let token = Token::new()?;
    // Of what was sent: a page may try again after its visitor signed in or out, and that is no other ticket.
    let fingerprint = Fingerprint::of(&ticket);
    let Belonging { ticket, owner, vouched } = belonging(ticket, sender)?;
    let now = clock::now();
    let new = NewTicket { id: id.clone(), token, fingerprint, ticket, owner, vouched, site, now };

    match state.store.create(new).await? {
        Created::Ticket(token) => {
            tracing::info!(id, "a ticket is kept");
            Ok(Kept { id, url: state.public_url.ticket(&token) })
        }
        Created::IdTaken => Err(Refused::IdTaken { id }.into()),
    }
}

/// A ticket with what its sender's proof adds to it.
struct Belonging {
    ticket: Ticket<Info>,
    /// The account that it belongs to, if that is proven.
    owner: Option<String>,
    /// The account whose e-mail address stands on it, if that is proven too.
    vouched: Option<String>,
}

fn belonging(mut ticket: Ticket<Info>, sender: &Sender) -> Result<Belonging, Refused> {
    let named = ticket.account_id.as_deref().map(str::to_ascii_lowercase);
    let visitor = match sender {
        // Never the key's own account: "If account_id is not provided, the ticket will be created, but ticket info
        // will not be returned by get_support_tickets."
        Sender::Key { .. } => return Ok(Belonging { ticket, owner: named.clone(), vouched: named }),
        Sender::Page { visitor, .. } => visitor,
    };
    // What a page says of itself proves nothing, and must not look as if it did.
    if let Some(info) = &mut ticket.info {
        info.shift_remove(IDENTITY_EMAIL);
    }
    let Some(Identity { account, email, name }) = visitor else {
        return Ok(Belonging { ticket, owner: None, vouched: None });
    };
    if named.is_some_and(|named| named != *account) {
        return Err(Refused::OtherAccount);
    }

    let is_theirs = email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(&ticket.email_address));
    if let (Some(email), false) = (email, is_theirs) {
        ticket.info.get_or_insert_default().insert(IDENTITY_EMAIL.to_owned(), email.clone().into());
    }
    if ticket.username.as_deref().is_none_or(is_blank) {
        ticket.username.clone_from(name);
    }
    Ok(Belonging { ticket, owner: Some(account.clone()), vouched: is_theirs.then(|| account.clone()) })
}
