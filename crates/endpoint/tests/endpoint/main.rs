//! The endpoint's promises, tested through its router on a real SQLite file and through the real program. It is one crate,
//! so that it is linked once; each file is a group of promises.

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
