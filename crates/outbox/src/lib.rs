//! **What becomes of a ticket after Send was pressed**: when it is tried again, when the visitor is asked, and when it
//! may be forgotten.
//!
//! A pressed Send is written down as a [`Record`] before the first byte leaves, beside the ticket's text. Whatever
//! happens to it then is an [`Event`]; [`step`] answers with the record as it is after that and the one [`Effect`] that
//! follows. What a server answered is a [`Meaning`], found by [`judge`].
//!
//! It owns every decision of the outbox, with its limits. It must not know a browser, the storage, the network, the
//! clock or a source of randomness: the time now and random numbers are given to it. It never sees a ticket's text.
//!
//! # What the caller does
//! Reads a record, steps, and unless the effect is [`Effect::Nothing`] writes the record (removes it, for
//! [`Effect::Remove`]) *before* it does what the effect says. A record that is gone stays gone: it is not written again
//! for an answer that comes late.
//!
//! With Web Locks, a ticket's lock is held from before its record is read until the answer to the try is written down,
//! and the caller says `alone`. Where another tab holds the lock, a record that is [`Phase::Waiting`] is left to that
//! tab; to all else things happen as ever, only not `alone`: a tab that the browser froze while it was sending may hold
//! the lock for days. A caller without Web Locks is never `alone`.
//!
//! # Promises
//! - A record leaves the storage only when the server named the ticket's address, or by the visitor's own word.
//! - A repeatable ticket (API v1) is tried again until it exists, is refused, or has grown old; it is one ticket.
//! - A ticket that is not (API v2) is sent a second time only by the visitor's own word, unless the first try certainly
//!   made none.
//! - Nothing is stuck: a clock that jumps, a closed tab or a strange number delays a try by the longest wait at most.
//!
//! `tests/model.rs` shows them for all interleavings of two tabs. `cargo mutants --package support-ticket-outbox
//! --exclude outbox/src/wasm.rs` finds no rule that could be another unnoticed; what it leaves out decides nothing, and
//! is compiled for WebAssembly only.

mod backoff;
mod meaning;
mod record;
#[cfg(all(target_arch = "wasm32", feature = "module"))]
pub mod wasm;

pub use backoff::{BASE, CAP, FLOOR, JITTER, MAX_RETRY_AFTER};
pub use meaning::{Facts, Meaning, Said, Url, judge};
pub use record::{Effect, Event, KEPT, LEASE, LONGEST_HELD, LONGEST_WAIT, Phase, Record, TRY, step};
