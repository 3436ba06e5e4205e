//! Stores a ticket: decides its owner, site, id and URL.

use support_ticket_contract::{Info, Ticket, expand::Site, is_blank};

use crate::{
    State,
    auth::Sender,
    clock,
    error::{ApiError, Rejection},
    identity::Identity,
    secret::{self, Fingerprint, UrlSecret},
    store::{Created, NewTicket},
};

/// The key of `info` for the e-mail address that the site vouches for, if the visitor entered another.
///
/// # Source
/// Ours: the contract has one address on a ticket, the one that the answer goes to.
pub const IDENTITY_EMAIL: &str = "identity_email";

/// **A ticket that was stored**, as its sender sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedTicket {
    /// The ticket's id or the generated one, in lower case.
    pub id: String,
    /// Where its requester can read it.
    pub url: String,
}

/// Returns the site that a ticket's location belongs to: the configured one, else that of the sending page, else
/// `site_of_ticket`, which the ticket names and the caller has found to be allowed.
pub fn site_for(state: &State, sender: &Sender, site_of_ticket: Option<Site>) -> Site {
    let of_page = sender.site().cloned();
    state.site.clone().or(of_page).or(site_of_ticket).unwrap_or_else(|| state.public_url.site().clone())
}

/// Stores a checked ticket, and returns its id and URL.
///
/// Ids need no protection. To learn another ticket's URL by trying ids, an attacker would have to guess one of 2¹²²
/// ids and send its writer's exact text.
///
/// # Errors
/// [`Rejection::IdTaken`], [`Rejection::OtherAccount`]; a failure if the store does not answer.
pub async fn store_ticket(
    state: &State,
    sender: &Sender,
    ticket: Ticket<Info>,
    site: Site,
) -> Result<CreatedTicket, ApiError> {
    let id = ticket.id.as_deref().map(str::to_ascii_lowercase).map_or_else(secret::new_id, Ok)?;
    let url_secret = UrlSecret::new()?;
    // From the ticket as sent: a retry after the visitor signed in or out is the same ticket.
    let fingerprint = Fingerprint::of(&ticket);
    let Ownership { ticket, ticket_owner: owner, address_owner } = ownership(ticket, sender)?;
    let now = clock::now();
    let new = NewTicket { id: id.clone(), url_secret, fingerprint, ticket, owner, address_owner, site, now };

    match state.store.create(new).await? {
        Created::Ticket(url_secret) => {
            tracing::info!(id, "ticket stored");
            Ok(CreatedTicket { id, url: state.public_url.ticket(&url_secret) })
        }
        Created::IdTaken => Err(Rejection::IdTaken { id }.into()),
    }
}

/// A ticket with the accounts that its sender has proven.
struct Ownership {
    ticket: Ticket<Info>,
    /// The account that the ticket belongs to, if proven.
    ticket_owner: Option<String>,
    /// The account that the ticket's e-mail address belongs to, if that is proven, too.
    address_owner: Option<String>,
}

fn ownership(mut ticket: Ticket<Info>, sender: &Sender) -> Result<Ownership, Rejection> {
    let account_id = ticket.account_id.as_deref().map(str::to_ascii_lowercase);
    let visitor = match sender {
        // Never the key's own account: "If account_id is not provided, the ticket will be created, but ticket info
        // will not be returned by get_support_tickets."
        Sender::Key { .. } => {
            return Ok(Ownership { ticket, ticket_owner: account_id.clone(), address_owner: account_id });
        }
        Sender::Page { visitor, .. } => visitor,
    };
    // A page's own claim proves nothing, and must not look as if it did.
    if let Some(info) = &mut ticket.info {
        info.shift_remove(IDENTITY_EMAIL);
    }
    let Some(Identity { account, email, name }) = visitor else {
        return Ok(Ownership { ticket, ticket_owner: None, address_owner: None });
    };
    if account_id.is_some_and(|account_id| account_id != *account) {
        return Err(Rejection::OtherAccount);
    }

    let is_theirs = email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(&ticket.email_address));
    if let (Some(email), false) = (email, is_theirs) {
        ticket.info.get_or_insert_default().insert(IDENTITY_EMAIL.to_owned(), email.clone().into());
    }
    if ticket.username.as_deref().is_none_or(is_blank) {
        ticket.username.clone_from(name);
    }
    let address_owner = is_theirs.then(|| account.clone());
    Ok(Ownership { ticket, ticket_owner: Some(account.clone()), address_owner })
}
