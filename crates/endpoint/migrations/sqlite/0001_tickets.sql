-- Tickets, who asked, and the keys of those who may ask for others.
-- Times are RFC 3339 in UTC with milliseconds, so that they sort as text.

CREATE TABLE requesters (
    seq         INTEGER PRIMARY KEY,
    -- In lower case: no mail system in use tells "Jo@" from "jo@".
    address     TEXT NOT NULL UNIQUE,
    name        TEXT,
    -- The account, once an API key vouched for it. A page's word alone never writes it.
    external_id TEXT,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

CREATE TABLE tickets (
    -- The order of arrival; never used again, so that an export may go on from one.
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    -- In lower case. Unique: this, not the code, is what makes creating repeatable.
    id            TEXT NOT NULL UNIQUE,
    -- The secret part of the ticket's address.
    token         TEXT NOT NULL UNIQUE,
    -- SHA-256 of what was sent, to tell the same ticket again from another under its id.
    fingerprint   BLOB NOT NULL,
    requester     INTEGER NOT NULL REFERENCES requesters (seq),

    -- As sent; `tags` and `info` as JSON.
    username      TEXT,
    email_address TEXT NOT NULL,
    subject       TEXT NOT NULL,
    body          TEXT NOT NULL,
    tags          TEXT NOT NULL,
    account_id    TEXT,
    location      TEXT,
    info          TEXT,

    -- The account that the ticket belongs to, in lower case, if an API key vouched for it.
    owner         TEXT,
    -- The origin that `location` and the course belong to.
    site          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('new', 'open', 'pending', 'hold', 'solved', 'closed')),
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX tickets_of_owner ON tickets (owner, seq) WHERE owner IS NOT NULL;
CREATE INDEX tickets_of_requester ON tickets (requester);

CREATE TABLE keys (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The first characters of the key, by which it is found and shown. No secret.
    prefix     TEXT NOT NULL,
    -- SHA-256 of the whole key.
    hash       BLOB NOT NULL UNIQUE,
    account    TEXT NOT NULL,
    note       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE INDEX keys_with_prefix ON keys (prefix);
