//! **A ticket without a form**: the contract's checks, both wire forms and the outbox's rules, for programs that make
//! tickets with `support-ticket-widget/client` of the npm package.
//!
//! It owns what such a program needs and a form does not: what is wrong in one sentence for each field, and how often
//! to try while somebody waits. It must not know a network, a clock or a source of randomness; `npm/client.js`
//! has them. The rules themselves are the contract's and the outbox's.

mod draft;
mod tries;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
mod words;

pub use draft::{Draft, draft};
pub use tries::{LONGEST_REST, Tries};
pub use words::{failure, problem};
