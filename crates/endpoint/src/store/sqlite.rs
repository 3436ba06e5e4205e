//! Stores tickets and keys in one SQLite file.
//!
//! Other processes may have the same file open: writers wait for SQLite's lock.

use std::{io::ErrorKind, path::Path, time::Duration};

use async_trait::async_trait;
use sqlx::{
    Connection, Row, SqlSafeStr, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use support_ticket_contract::{Status, Ticket, expand::Site};

use super::{Created, NewKey, NewTicket, Store, StoreError, StoredKey, StoredTicket};
use crate::secret::{KeyHash, UrlSecret};

/// How long a writer waits for another process's transaction. Ours take milliseconds.
const BUSY_WAIT: Duration = Duration::from_secs(5);
/// How long a request waits for a connection before it fails.
const ACQUIRE_WAIT: Duration = Duration::from_secs(10);
/// Readers never wait for the writer (WAL), and each is quick.
const READERS: u32 = 4;

/// **A SQLite file with tickets and keys.**
#[derive(Debug)]
pub struct Sqlite {
    /// One connection: SQLite allows one writer at a time anyway, and this queue is fairer than its busy loop.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file, creates it if it is missing, and migrates its tables.
    ///
    /// # Errors
    /// [`StoreError::File`] if it cannot be created, or SQLite's error.
    pub async fn open(file: &str) -> Result<Sqlite, StoreError> {
        make_private(Path::new(file)).map_err(|error| StoreError::File { file: file.to_owned(), error })?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: in WAL mode the default syncs at checkpoints only, and a power cut would lose tickets whose URL was
            // already sent.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_WAIT);

        let pool =
            || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_WAIT).idle_timeout(None).max_lifetime(None);
        let writer = pool().max_connections(1);
        let writer = retry_while_locked(async || writer.clone().connect_with(options.clone()).await).await?;
        migrate(&writer).await?;
        let readers =
            pool().max_connections(READERS).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Sqlite { writer, readers })
    }
}

/// Creates the file readable by its owner only, since it has people's addresses and problems.
/// SQLite gives its side files the same permissions.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Retries while the file is locked: switching it to WAL does not wait for another process that does the same.
async fn retry_while_locked<T>(open: impl AsyncFn() -> Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
    let give_up = tokio::time::Instant::now() + BUSY_WAIT;
    loop {
        match open().await {
            Err(sqlx::Error::Database(error))
                if is_locked(&*error) && tokio::time::Instant::now() < give_up =>
            {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            done => return done,
        }
    }
}

/// Whether it is SQLITE_BUSY or SQLITE_LOCKED, which is the low byte of their extended codes.
fn is_locked(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<i32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

/// Runs missing migrations under one write lock: sqlx locks nothing in SQLite, so two servers started together would both
/// create the tables.
///
/// A database stores a hash of each migration, so not even a comment of one can change. Where the first one says that an
/// API key vouches for an account, an identity token does, too.
async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let migrations = vec![Migration::new(
        1,
        "tickets".into(),
        MigrationType::Simple,
        include_str!("../../migrations/sqlite/0001_tickets.sql").into_sql_str(),
        false,
    )];
    let mut connection = writer.acquire().await?;
    let mut locked = connection.begin_with("BEGIN IMMEDIATE").await?;
    Migrator::with_migrations(migrations).run(&mut *locked).await?;
    Ok(locked.commit().await?)
}

/// The columns that [`ticket`] reads.
macro_rules! tickets {
    ($rest:literal) => {
        concat!(
            "SELECT seq, id, token, username, email_address, subject, body, tags, account_id, location, info, \
             owner, site, status, created_at, updated_at FROM tickets ",
            $rest
        )
    };
}

#[async_trait]
impl Store for Sqlite {
    async fn create(&self, new: NewTicket) -> Result<Created, StoreError> {
        let NewTicket { id, url_secret, fingerprint, ticket, owner, address_owner, site, now } = new;
        // IMMEDIATE: the lock is taken before the SELECT, so nobody can write between it and the INSERT. The unique id
        // guards against other programs.
        let mut change = self.writer.begin_with("BEGIN IMMEDIATE").await?;

        let found = sqlx::query("SELECT token, fingerprint FROM tickets WHERE id = ?1")
            .bind(&id)
            .fetch_optional(&mut *change)
            .await?;
        if let Some(found) = found {
            let same = found.try_get::<&[u8], _>("fingerprint")? == fingerprint.as_bytes();
            let url_secret = UrlSecret::from_store(found.try_get("token")?);
            return Ok(if same { Created::Ticket(url_secret) } else { Created::IdTaken });
        }

        // A claim may set the name of a requester whose account is not proven, but never rename a proven one: anybody
        // can enter anybody's address into a form.
        let requester: i64 = sqlx::query(
            "INSERT INTO requesters (address, name, external_id, created_at, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?4) \
             ON CONFLICT (address) DO UPDATE SET \
             name = CASE WHEN excluded.external_id IS NOT NULL OR requesters.external_id IS NULL \
                    THEN coalesce(excluded.name, requesters.name) ELSE requesters.name END, \
             external_id = coalesce(excluded.external_id, requesters.external_id), \
             updated_at = excluded.updated_at \
             RETURNING seq",
        )
        .bind(ticket.email_address.to_ascii_lowercase())
        .bind(ticket.username.as_deref().map(str::trim).filter(|name| !name.is_empty()))
        .bind(&address_owner)
        .bind(&now)
        .fetch_one(&mut *change)
        .await?
        .try_get("seq")?;

        sqlx::query(
            "INSERT INTO tickets (id, token, fingerprint, requester, username, email_address, subject, body, tags, \
             account_id, location, info, owner, site, status, created_at, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16)",
        )
        .bind(&id)
        .bind(url_secret.as_str())
        .bind(fingerprint.as_bytes())
        .bind(requester)
        .bind(&ticket.username)
        .bind(&ticket.email_address)
        .bind(&ticket.subject)
        .bind(&ticket.body)
        .bind(json(&ticket.tags)?)
        .bind(&ticket.account_id)
        .bind(&ticket.location)
        .bind(ticket.info.as_ref().map(json).transpose()?)
        .bind(&owner)
        .bind(site.origin())
        .bind(Status::New.name())
        .bind(&now)
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(Created::Ticket(url_secret))
    }

    async fn by_url_secret(&self, secret: &str) -> Result<Option<StoredTicket>, StoreError> {
        let row =
            sqlx::query(tickets!("WHERE token = ?1")).bind(secret).fetch_optional(&self.readers).await?;
        row.as_ref().map(ticket).transpose()
    }

    async fn of_owner(&self, account: &str, count: u32) -> Result<Vec<StoredTicket>, StoreError> {
        let rows = sqlx::query(tickets!("WHERE owner = ?1 ORDER BY seq DESC LIMIT ?2"))
            .bind(account)
            .bind(count)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(ticket).collect()
    }

    async fn after(&self, seq: i64, count: u32) -> Result<Vec<StoredTicket>, StoreError> {
        let rows = sqlx::query(tickets!("WHERE seq > ?1 ORDER BY seq LIMIT ?2"))
            .bind(seq)
            .bind(count)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(ticket).collect()
    }

    async fn add_key(&self, new: NewKey) -> Result<i64, StoreError> {
        let row = sqlx::query(
            "INSERT INTO keys (prefix, hash, account, note, created_at) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING seq",
        )
        .bind(&new.prefix)
        .bind(new.hash.as_bytes())
        .bind(&new.account)
        .bind(&new.note)
        .bind(&new.now)
        .fetch_one(&self.writer)
        .await?;
        Ok(row.try_get("seq")?)
    }

    async fn keys(&self) -> Result<Vec<StoredKey>, StoreError> {
        let rows = sqlx::query("SELECT * FROM keys ORDER BY seq").fetch_all(&self.readers).await?;
        rows.iter().map(key).collect()
    }

    async fn keys_with_prefix(&self, prefix: &str) -> Result<Vec<StoredKey>, StoreError> {
        let rows = sqlx::query("SELECT * FROM keys WHERE prefix = ?1 AND revoked_at IS NULL")
            .bind(prefix)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(key).collect()
    }

    async fn revoke_key(&self, seq: i64, now: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE keys SET revoked_at = ?2 WHERE seq = ?1 AND revoked_at IS NULL")
            .bind(seq)
            .bind(now)
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT seq FROM tickets LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(())
    }

    async fn close(&self) {
        // The writer last: the last connection to close merges the log into the file.
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn ticket(row: &SqliteRow) -> Result<StoredTicket, StoreError> {
    let site: String = row.try_get("site")?;
    let status: String = row.try_get("status")?;
    let info: Option<String> = row.try_get("info")?;
    Ok(StoredTicket {
        seq: row.try_get("seq")?,
        id: row.try_get("id")?,
        url_secret: UrlSecret::from_store(row.try_get("token")?),
        ticket: Ticket {
            id: Some(row.try_get("id")?),
            username: row.try_get("username")?,
            email_address: row.try_get("email_address")?,
            subject: row.try_get("subject")?,
            body: row.try_get("body")?,
            tags: parse(row.try_get("tags")?)?,
            account_id: row.try_get("account_id")?,
            location: row.try_get("location")?,
            info: info.as_deref().map(parse).transpose()?,
        },
        owner: row.try_get("owner")?,
        site: Site::parse(&site).map_err(unreadable)?,
        status: Status::from_name(&status).ok_or_else(|| unreadable(format!("a status {status:?}")))?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn key(row: &SqliteRow) -> Result<StoredKey, StoreError> {
    let hash = KeyHash::from_store(row.try_get("hash")?);
    Ok(StoredKey {
        seq: row.try_get("seq")?,
        prefix: row.try_get("prefix")?,
        hash: hash.ok_or_else(|| unreadable("a key's hash of another length"))?,
        account: row.try_get("account")?,
        note: row.try_get("note")?,
        created_at: row.try_get("created_at")?,
        revoked_at: row.try_get("revoked_at")?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(unreadable)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(unreadable)
}

fn unreadable(what: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable { what: what.to_string() }
}
