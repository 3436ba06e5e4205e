//! What the endpoint promises, seen from outside: through its router on a real SQLite file, and through the real
//! program. One crate, so that it is linked once; each file in it is one group of promises.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's helper panics as its test does: clippy knows only the test"
)]

mod help;

mod authorizes;
mod commands;
mod creates;
mod forms;
mod identities;
mod lists;
mod origins;
mod pages;
mod refuses;
mod repeats;
mod secrets;
mod serves_files;
mod survives;
mod tokens;
mod v2;
