//! **The rules of the outbox**: when a submitted ticket is sent again, when the visitor is asked, and when it may be
//! removed.
//!
//! A submitted ticket is stored with a [`Record`] before its first byte is sent. Everything that happens to it is an
//! [`Event`]; [`step`] returns the changed record and the one [`Effect`] that follows. [`classify`] turns a server's
//! response into an [`Outcome`].
//!
//! This crate makes every decision of the outbox and contains its limits. It knows no browser, storage or network;
//! callers pass the time and random numbers, and it never sees a ticket's text.
//!
//! # What the caller does
//! It reads a record, calls [`step`] and, unless the effect is [`Effect::Nothing`], stores the record (or removes it, for
//! [`Effect::Remove`]) *before* it carries out the effect. It never recreates a removed record for a late answer.
//!
//! Before it reads the record, the caller asks for the ticket's Web Lock, and holds it until it has stored the outcome of
//! the try. Whether it got the lock decides what it does with a record:
//!
//! | Lock | [`Phase::Waiting`] | other phases |
//! |---|---|---|
//! | held by this tab | [`step`], with `exclusive` | [`step`], with `exclusive` |
//! | held by another tab | nothing: that tab is about to send it | [`step`], without `exclusive`: that tab may be frozen, for days |
//! | no Web Locks | [`step`], without `exclusive` | [`step`], without `exclusive` |
//!
//! # Promises
//! - A record is removed only for the ticket's address, for a refusal that an open form shows, or because the visitor
//!   deletes or edits the ticket (docs/reliability.md).
//! - A repeatable ticket (API v1) is sent again until it exists, is refused or has expired. It is one ticket.
//! - Any other ticket (API v2) is sent a second time only if the visitor says so, or if the first try certainly created
//!   none.
//! - Nothing gets stuck: a changed clock, a closed tab or an absurd number delays a try by the longest wait at most.
//!
//! `tests/model.rs` checks them for all interleavings of two tabs. `cargo mutants --package support-ticket-outbox
//! --exclude crates/outbox/src/wasm.rs` finds no rule that could change without a failing test; the excluded file decides
//! nothing and is compiled for WebAssembly only.

mod backoff;
mod outcome;
mod record;
#[cfg(all(target_arch = "wasm32", feature = "module"))]
pub mod wasm;

pub use backoff::{BACKOFF_BASE_MS, BACKOFF_CAP_MS, MAX_RETRY_AFTER_MS, MIN_DELAY_MS, RETRY_AFTER_JITTER};
pub use outcome::{EventKind, Outcome, ResponseFacts, UrlKind, classify};
pub use record::{
    Effect, Event, KEEP_FOR_MS, LONGEST_HELD_MS, LONGEST_WAIT_MS, Phase, Record, TAKEOVER_AFTER_MS,
    TRY_TIMEOUT_MS, step,
};
