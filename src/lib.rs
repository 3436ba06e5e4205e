//! **The help button's form**: what a visitor fills in, in WebAssembly.
//!
//! A page loads `www/widget/support-ticket-widget.js`, which shows the button; that loads this module and calls [`mount`]
//! when the visitor reaches for it. Inside is one loop: a listener turns what happened into a [`form::Event`],
//! [`form::step`] decides, `widget` carries the decisions out, `view` shows the state.
//!
//! It must not know the endpoint, only the contract it speaks (`support_ticket_contract`).

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod form;

pub mod answer;
pub mod page;
pub mod words;

mod browser;
mod config;
mod dom;
mod error;
mod send;
mod text;
mod view;
mod widget;

pub use widget::{Form, mount};

/// The default allocator costs the visitor 1.9 kB more, brotli.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
