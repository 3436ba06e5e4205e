//! **What a support ticket is**: its fields, the checks of each, how it looks on the wire in both dialects,
//! and how a server expands it.
//!
//! The widget and the endpoint both use this crate, so a page and its server never disagree about a ticket.
//! It owns the rules and their limits. It must not know a browser, a server or a database, and does no I/O.
//!
//! # The way through
//! A [`Ticket`] is checked by [`check()`], which lists every [`Problem`] at once. [`wire_v1`] and [`wire_v2`]
//! read and write it. A server (feature `server`, on by default) adds the complete addresses with [`expand`].
//!
//! # Example
//! ```
//! use support_ticket_contract::{Field, Problem, Rule, Ticket, check};
//!
//! let ticket: Ticket<()> = Ticket { email_address: "jd@example".into(), body: "It broke".into(), ..Ticket::default() };
//!
//! assert_eq!(check(&ticket), [Problem { field: Field::Subject, rule: Rule::Required }]);
//! ```
//!
//! # Not covered
//! Who may create a ticket, and where it is kept: that is the endpoint's.

mod ticket;

mod check;
mod email;
mod uuid;

#[cfg(feature = "server")]
pub mod expand;
pub mod given;
pub mod wire_v1;
pub mod wire_v2;

pub use check::{
    MAX_EMAIL_CHARS, MAX_REQUEST_BYTES, MAX_SUBJECT_CHARS, MAX_TAG_CHARS, MAX_TAGS, MAX_USERNAME_CHARS,
    Problem, Problems, Rule, check, check_request_size, check_text, is_blank,
};
pub use email::is_valid_email;
pub use ticket::{Field, Status, Ticket, TicketType};
pub use uuid::is_uuid;

/// The `info` of a ticket as a server reads it: a JSON object, kept whole, its keys in the order sent.
#[cfg(feature = "server")]
pub type Info = serde_json::Map<String, serde_json::Value>;
