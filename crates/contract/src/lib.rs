//! **What a support ticket is**: its fields and their checks, its wire format in both dialects, and how
//! a server expands it.
//!
//! The widget and the endpoint both use this crate, so a page and its server never disagree about a ticket. It does no I/O.
//!
//! # Overview
//! A [`Ticket`] is checked by [`check()`], which lists every [`Problem`] at once. [`wire_v1`] and [`wire_v2`]
//! read and write it. A server (feature `server`, on by default) adds complete URLs with [`expand`].
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
//! Who may create a ticket and where it is stored: the endpoint decides that.

mod check;
pub mod decode;
mod dialect;
mod email;
#[cfg(feature = "server")]
pub mod expand;
mod ticket;
mod uuid;
pub mod wire_v1;
pub mod wire_v2;

pub use check::{
    MAX_EMAIL_CHARS, MAX_REQUEST_BYTES, MAX_SUBJECT_CHARS, MAX_TAG_CHARS, MAX_TAGS, MAX_USERNAME_CHARS,
    Problem, Problems, Rule, check, check_request_size, check_text, is_blank,
};
pub use dialect::Dialect;
pub use email::is_valid_email;
pub use ticket::{Field, Status, Ticket, TicketType};
pub use uuid::is_uuid;

/// The `info` of a ticket on a server: a JSON object, stored whole, with its keys in the order sent.
#[cfg(feature = "server")]
pub type Info = serde_json::Map<String, serde_json::Value>;
