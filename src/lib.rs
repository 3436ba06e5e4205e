//! **The form of the help button**, as a WebAssembly module.
//!
//! A page loads `www/widget/support-ticket-widget.js`, which shows the button and, when the visitor reaches for it, loads
//! the form's screen and this module, which attaches to the screen as a [`Form`]. Then there is one loop:
//! `www/widget/form/live-form.js` listens and calls the form, [`form::step`] decides, `widget` carries out the effects, and
//! `view` shows the state.
//!
//! The form knows the contract (`support_ticket_contract`), but no particular endpoint.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod answer;
pub mod form;
pub mod location;
pub mod words;

mod browser;
mod console;
mod dom;
mod host_page;
mod response;
mod text;
mod view;
mod widget;

pub use widget::Form;

/// The default allocator would add 1.9 kB to the visitor's download, brotli.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
