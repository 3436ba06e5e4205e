//! The form's events and effects. [`step`](super::step) decides which effects follow from an event.

use support_ticket_contract::Problem;

use super::{FormOptions, Input, Queued};
use crate::answer::SendError;

/// **Something that happened to the form.** A `spare_id` is a fresh UUID, used if the next ticket needs one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants describe their fields")]
pub enum Event {
    /// The page's options changed.
    OptionsChanged(FormOptions),
    /// The page prefilled an input.
    Prefilled(Input, String),
    /// The visitor changed an input.
    Typed(Input, String),
    /// The visitor left an input.
    Blurred(Input),
    /// The visitor pressed Send.
    Send,
    /// The page cancelled `ticket-submit`, because it handles the ticket itself.
    CancelledByPage,
    /// The ticket breaks rules after the page changed it, or is too large.
    Rejected(Vec<Problem>),
    /// [`TICK_SECONDS`](super::TICK_SECONDS) passed.
    Tick,
    /// The try ended, with the ticket's address or an error. `queued`: the outbox stores the ticket.
    Answered { result: Result<String, SendError>, queued: Option<Queued>, spare_id: String },
    /// The outbox sent the ticket with this id.
    SentByOutbox { id: String, url: String, spare_id: String },
    /// The visitor asked to write another ticket.
    StartAnother,
    /// The ticket continues an earlier try, which may have created it with this id.
    ResumedAs(String),
    /// This form replaces one that crashed while it was sending the ticket.
    StillSending,
    /// The page discarded the visitor's input.
    Reset { spare_id: String },
}

/// **What to do after an event**, in this order. The page is notified last, since it may call back. (A list instead of
/// these fields would add 1 kB to the visitor's download.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// Moves the focus.
    pub focus: Option<Focus>,
    /// Shows the ticket to the page, then sends it.
    pub send: bool,
    /// Aborts the request.
    pub abort: bool,
    /// Dispatches an event to the page.
    pub notify: Option<Notice>,
}

/// **The element that gets the focus.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// An input.
    Input(Input),
    /// The ticket's address, if the form is open.
    Result,
}

/// **An event for the page.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The ticket exists.
    Created,
    /// Sending failed.
    Failed,
}
