//! **A ticket without a form**: the contract's checks, both wire formats and the outbox's rules, for programs that create
//! tickets with `support-ticket-widget/client` of the npm package.
//!
//! This crate adds what such a program needs and a form does not: one sentence for each problem, and the number of tries
//! while somebody waits. `npm/client.js` has the network, the clock and the random numbers.

mod checked_ticket;
mod tries;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
mod words;

pub use checked_ticket::CheckedTicket;
pub use tries::{MAX_DELAY_MS, Tries};
pub use words::{failure, problem};
