//! The commands besides `serve`: keys and the export.

use std::io::{self, Write};

use serde::Serialize;
use support_ticket_contract::{Info, Status, Ticket, expand::expand_body};

use crate::{
    clock,
    config::PublicUrl,
    secret::{Key, NoRandomness},
    store::{NewKey, Store, StoreError, StoredTicket},
};

/// The number of tickets that an export holds in memory at once, each of at most half a megabyte.
const EXPORT_PIECE: u32 = 50;

/// **Why a command failed.**
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No key can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Standard output was closed or is full.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
    /// Not an account.
    #[error("--account: {account:?} is not a UUID, such as 291f43c1-deae-431c-b763-712307fa6859")]
    Account {
        /// As given.
        account: String,
    },
    /// No such key.
    #[error("there is no key {seq} in force; `key list` shows them all")]
    NoKey {
        /// As given.
        seq: i64,
    },
}

/// Creates a key and writes it. It is never shown again.
///
/// # Errors
/// [`CommandError`]
pub async fn add_key(
    store: &dyn Store,
    account: &str,
    note: &str,
    to: &mut impl Write,
) -> Result<(), CommandError> {
    if !support_ticket_contract::is_uuid(account) {
        return Err(CommandError::Account { account: account.to_owned() });
    }
    let key = Key::new()?;
    let new = NewKey {
        prefix: key.prefix().to_owned(),
        hash: key.hash(),
        account: account.to_ascii_lowercase(),
        note: note.to_owned(),
        now: clock::now(),
    };
    store.add_key(new).await?;
    writeln!(to, "{}", key.reveal())?;
    Ok(())
}

/// Writes one line per key, tab-separated, without its secret.
///
/// # Errors
/// [`CommandError`]
pub async fn list_keys(store: &dyn Store, to: &mut impl Write) -> Result<(), CommandError> {
    writeln!(to, "ID\tKEY\tACCOUNT\tCREATED\tREVOKED\tNOTE")?;
    for key in store.keys().await? {
        let revoked = key.revoked_at.as_deref().unwrap_or("-");
        // A note is one cell, so it must have no tabs or line breaks.
        let note = key.note.replace(char::is_control, " ");
        writeln!(to, "{}\t{}…\t{}\t{}\t{revoked}\t{note}", key.seq, key.prefix, key.account, key.created_at)?;
    }
    Ok(())
}

/// Revokes a key at once.
///
/// # Errors
/// [`CommandError::NoKey`] if there is none of this number in force.
pub async fn revoke_key(store: &dyn Store, seq: i64, to: &mut impl Write) -> Result<(), CommandError> {
    if !store.revoke_key(seq, &clock::now()).await? {
        return Err(CommandError::NoKey { seq });
    }
    writeln!(to, "key {seq} is revoked")?;
    Ok(())
}

/// Writes every ticket in order of arrival, one JSON object per line: the contract's fields as sent, then the endpoint's
/// own.
///
/// # Errors
/// [`CommandError`]
pub async fn export(
    store: &dyn Store,
    public_url: &PublicUrl,
    to: &mut impl Write,
) -> Result<(), CommandError> {
    let mut last = 0;
    loop {
        let tickets = store.after(last, EXPORT_PIECE).await?;
        let Some(newest) = tickets.last() else { return Ok(to.flush()?) };
        last = newest.seq;
        for stored in &tickets {
            serde_json::to_writer(&mut *to, &line(stored, public_url)).map_err(io::Error::from)?;
            writeln!(to)?;
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    ticket: &'a Ticket<Info>,
    /// The name on the ticket.
    name: &'a str,
    /// The body, expanded.
    description: String,
    /// The account it belongs to, or null if `account_id` is only a claim.
    owner: Option<&'a str>,
    site: String,
    status: &'static str,
    url: String,
    created_at: &'a str,
    updated_at: &'a str,
}

fn line<'a>(stored: &'a StoredTicket, public_url: &PublicUrl) -> Line<'a> {
    let status: Status = stored.status;
    Line {
        ticket: &stored.ticket,
        name: stored.ticket.name(),
        description: expand_body(&stored.ticket, &stored.site),
        owner: stored.owner.as_deref(),
        site: stored.site.origin(),
        status: status.name(),
        url: public_url.ticket(&stored.url_secret),
        created_at: &stored.created_at,
        updated_at: &stored.updated_at,
    }
}
