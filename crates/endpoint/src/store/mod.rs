//! What a store keeps and promises: tickets and keys. It must not know HTTP, nor how a database is spoken to.
//!
//! Everything the endpoint asks of a database stands in [`Store`], so that another one fits in beside SQLite.

mod sqlite;

use std::sync::Arc;

use async_trait::async_trait;
use support_ticket_contract::{Info, Status, Ticket, expand::Site};

use crate::secret::{Fingerprint, KeyHash, Token};

pub use sqlite::Sqlite;

/// **A place where tickets and keys are kept.** A method that writes returns only when the write is on disk.
#[async_trait]
pub trait Store: Send + Sync {
    /// Keeps the ticket, unless one of its id is there already. However many ask at the same time, there is one.
    async fn create(&self, new: NewTicket) -> Result<Created, StoreError>;

    /// The ticket with this token.
    async fn by_token(&self, token: &str) -> Result<Option<StoredTicket>, StoreError>;

    /// The newest `count` tickets that belong to an account, newest first. Never those that only claim to.
    async fn of_owner(&self, account: &str, count: u32) -> Result<Vec<StoredTicket>, StoreError>;

    /// At most `count` tickets in order of arrival, beginning after the one of this `seq`; 0 is before all.
    async fn after(&self, seq: i64, count: u32) -> Result<Vec<StoredTicket>, StoreError>;

    /// Keeps a key, and says its `seq`.
    async fn add_key(&self, new: NewKey) -> Result<i64, StoreError>;

    /// Every key, revoked ones too, in order of making.
    async fn keys(&self) -> Result<Vec<StoredKey>, StoreError>;

    /// The keys that are in force and begin so.
    async fn keys_with_prefix(&self, prefix: &str) -> Result<Vec<StoredKey>, StoreError>;

    /// Ends a key. False: there is none of this `seq` in force.
    async fn revoke_key(&self, seq: i64, now: &str) -> Result<bool, StoreError>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Finishes what is under way and lets go of the files.
    async fn close(&self);
}

/// **A ticket that is to be kept.**
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// In lower case.
    pub id: String,
    /// The secret part of its address, if it is new.
    pub token: Token,
    /// Of the ticket as sent.
    pub fingerprint: Fingerprint,
    /// As sent, with what the sender's proof adds.
    pub ticket: Ticket<Info>,
    /// The account it belongs to, in lower case, if that is proven.
    pub owner: Option<String>,
    /// The account, in lower case, whose e-mail address stands on it, if that is proven: only then does the requester of
    /// that address become the account's. A signed-in visitor may have their answer sent to any address.
    pub vouched: Option<String>,
    /// What its location belongs to.
    pub site: Site,
    /// The time, RFC 3339.
    pub now: String,
}

/// **What became of a ticket that was to be kept.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// It is there, now or since an earlier request, and has this token.
    Ticket(Token),
    /// Another ticket has this id. Nothing changed.
    IdTaken,
}

/// **A ticket that is kept.**
#[derive(Debug, Clone)]
pub struct StoredTicket {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// In lower case.
    pub id: String,
    /// The secret part of its address.
    pub token: Token,
    /// As sent.
    pub ticket: Ticket<Info>,
    /// The account it belongs to, if that is proven.
    pub owner: Option<String>,
    /// What its location belongs to.
    pub site: Site,
    /// Where it stands.
    pub status: Status,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// RFC 3339, UTC.
    pub updated_at: String,
}

/// **A key that is to be kept**: never itself, only its hash.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The part that is no secret.
    pub prefix: String,
    /// Of the whole key.
    pub hash: KeyHash,
    /// Whose it is, in lower case.
    pub account: String,
    /// What it is for, in the words of who made it.
    pub note: String,
    /// The time, RFC 3339.
    pub now: String,
}

/// **A key that is kept.**
#[derive(Debug, Clone)]
pub struct StoredKey {
    /// Its number.
    pub seq: i64,
    /// The part that is no secret.
    pub prefix: String,
    /// Of the whole key.
    pub hash: KeyHash,
    /// Whose it is.
    pub account: String,
    /// What it is for.
    pub note: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// RFC 3339, UTC; absent while it is in force.
    pub revoked_at: Option<String>,
}

/// **What went wrong in a store.** For the log: none of it is said to a visitor.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no store that this program can open.
    #[error("{address:?} is no store: write sqlite:FILE, such as sqlite:tickets.db")]
    Address {
        /// As given.
        address: String,
    },
    /// The file cannot be made or opened.
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
    /// The database rejection.
    #[error("the store rejection: {0}")]
    Database(#[from] sqlx::Error),
    /// Something in it is not what this program wrote.
    #[error("the store holds something unreadable: {what}")]
    Unreadable {
        /// What, and why.
        what: String,
    },
}

/// Opens the store that an address names, and brings its tables up to date.
///
/// # Errors
/// [`StoreError::Address`] for an unknown kind of address; else why it could not be opened.
pub async fn open(address: &str) -> Result<Arc<dyn Store>, StoreError> {
    match sqlite_file(address) {
        Some(file) => Ok(Arc::new(Sqlite::open(file).await?)),
        None => Err(StoreError::Address { address: address.to_owned() }),
    }
}

/// Whether there is a store at this address already; [`open`] makes one where there is none.
pub fn exists(address: &str) -> bool {
    sqlite_file(address).is_none_or(|file| std::path::Path::new(file).exists())
}

/// Whether [`open`] knows this kind of address.
pub fn is_address(address: &str) -> bool {
    sqlite_file(address).is_some()
}

fn sqlite_file(address: &str) -> Option<&str> {
    let file = address.strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file);
    (!file.is_empty() && file != ":memory:").then_some(file)
}
