//! The interface of a store of tickets and keys.
//!
//! [`Store`] has everything that the endpoint needs from a database, so that another one can be added beside SQLite.

mod sqlite;

use std::sync::Arc;

use async_trait::async_trait;
use support_ticket_contract::{Info, Status, Ticket, expand::Site};

use crate::secret::{Fingerprint, KeyHash, UrlSecret};

pub use sqlite::Sqlite;

/// **A store of tickets and keys.** A method that writes returns only when the write is on disk.
#[async_trait]
pub trait Store: Send + Sync {
    /// Stores the ticket, unless there is one with its id. Concurrent calls with one id create one ticket.
    async fn create(&self, new: NewTicket) -> Result<Created, StoreError>;

    /// Returns the ticket with this secret in its URL.
    async fn by_url_secret(&self, secret: &str) -> Result<Option<StoredTicket>, StoreError>;

    /// Returns the newest `count` tickets that belong to an account, newest first, without those that only claim to.
    async fn of_owner(&self, account: &str, count: u32) -> Result<Vec<StoredTicket>, StoreError>;

    /// Returns at most `count` tickets in order of arrival, after the one with this `seq`; 0 is before all.
    async fn after(&self, seq: i64, count: u32) -> Result<Vec<StoredTicket>, StoreError>;

    /// Stores a key, and returns its `seq`.
    async fn add_key(&self, new: NewKey) -> Result<i64, StoreError>;

    /// Returns every key, including revoked ones, in order of creation.
    async fn keys(&self) -> Result<Vec<StoredKey>, StoreError>;

    /// Returns the active keys with this prefix.
    async fn keys_with_prefix(&self, prefix: &str) -> Result<Vec<StoredKey>, StoreError>;

    /// Revokes a key. Returns false if there is no active key with this `seq`.
    async fn revoke_key(&self, seq: i64, now: &str) -> Result<bool, StoreError>;

    /// Checks that the store responds.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Finishes pending operations and closes the files.
    async fn close(&self);
}

/// **A ticket to store.**
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// In lower case.
    pub id: String,
    /// The secret part of its URL, if it is new.
    pub url_secret: UrlSecret,
    /// Of the ticket as sent.
    pub fingerprint: Fingerprint,
    /// As sent, with what the sender's proof adds.
    pub ticket: Ticket<Info>,
    /// The account it belongs to, in lower case, if that is proven.
    pub owner: Option<String>,
    /// The account, in lower case, that its e-mail address is proven to belong to. Only then does the requester with that
    /// address become the account's: a signed-in visitor may enter any address.
    pub address_owner: Option<String>,
    /// The site of its location.
    pub site: Site,
    /// The time, RFC 3339.
    pub now: String,
}

/// **The result of storing a ticket.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// It is stored, now or since an earlier request, with this secret in its URL.
    Ticket(UrlSecret),
    /// Another ticket has this id. Nothing changed.
    IdTaken,
}

/// **A stored ticket.**
#[derive(Debug, Clone)]
pub struct StoredTicket {
    /// Its position in the order of arrival.
    pub seq: i64,
    /// In lower case.
    pub id: String,
    /// The secret part of its URL.
    pub url_secret: UrlSecret,
    /// As sent.
    pub ticket: Ticket<Info>,
    /// The account it belongs to, if that is proven.
    pub owner: Option<String>,
    /// The site of its location.
    pub site: Site,
    /// Its status.
    pub status: Status,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// RFC 3339, UTC.
    pub updated_at: String,
}

/// **A key to store**, as its hash.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The part that is not secret.
    pub prefix: String,
    /// Of the whole key.
    pub hash: KeyHash,
    /// Its account, in lower case.
    pub account: String,
    /// The note of the person who created it.
    pub note: String,
    /// The time, RFC 3339.
    pub now: String,
}

/// **A stored key.**
#[derive(Debug, Clone)]
pub struct StoredKey {
    /// Its number.
    pub seq: i64,
    /// The part that is not secret.
    pub prefix: String,
    /// Of the whole key.
    pub hash: KeyHash,
    /// Its account.
    pub account: String,
    /// The note of the person who created it.
    pub note: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// RFC 3339, UTC; absent while it is active.
    pub revoked_at: Option<String>,
}

/// **An error of a store**, for the log; visitors never see it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no store that this program can open.
    #[error("{address:?} is not a store: write sqlite:FILE, such as sqlite:tickets.db")]
    Address {
        /// As given.
        address: String,
    },
    /// The file cannot be created or opened.
    #[error("cannot open the store's file {file:?}: {error}")]
    File {
        /// Its path.
        file: String,
        /// Why.
        error: std::io::Error,
    },
    /// The tables could not be brought up to date.
    #[error("cannot bring the store's tables up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database reported an error.
    #[error("the database reported an error: {0}")]
    Database(#[from] sqlx::Error),
    /// Something in it is not what this program wrote.
    #[error("the store holds something unreadable: {what}")]
    Unreadable {
        /// What, and why.
        what: String,
    },
}

/// Opens the store at an address, and migrates its tables.
///
/// # Errors
/// [`StoreError::Address`] for an unknown kind of address; else why it could not be opened.
pub async fn open(address: &str) -> Result<Arc<dyn Store>, StoreError> {
    match sqlite_file(address) {
        Some(file) => Ok(Arc::new(Sqlite::open(file).await?)),
        None => Err(StoreError::Address { address: address.to_owned() }),
    }
}

/// Whether there is a store at this address already; [`open`] creates missing ones.
pub fn exists(address: &str) -> bool {
    sqlite_file(address).is_none_or(|file| std::path::Path::new(file).exists())
}

/// Whether [`open`] supports this kind of address.
pub fn is_address(address: &str) -> bool {
    sqlite_file(address).is_some()
}

fn sqlite_file(address: &str) -> Option<&str> {
    let file = address.strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file);
    (!file.is_empty() && file != ":memory:").then_some(file)
}
