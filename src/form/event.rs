//! What may happen to the form, and what follows from it. What follows from what is [`step`](super::step)'s to decide.

use support_ticket_contract::Problem;

use super::{Asks, Input, Queued};
use crate::answer::SendError;

/// **Something that happened.** A `spare_id` is a fresh UUID, used if the next ticket needs one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the variants say")]
pub enum Event {
    /// The panel is to be open, or not.
    SetOpen(bool),
    /// The visitor is to be led to the form.
    Focused,
    /// What the page asks for has changed.
    Asked(Asks),
    /// The page filled in an input.
    Prefilled(Input, String),
    /// The visitor changed an input.
    Typed(Input, String),
    /// The visitor left an input.
    Left(Input),
    /// The visitor pressed Send.
    Send,
    /// The page took the ticket over (it cancelled `ticket-submit`).
    Withheld,
    /// The ticket as the page changed it, or as it would go over the wire, breaks rules.
    Wrong(Vec<Problem>),
    /// [`TICK_SECONDS`](super::TICK_SECONDS) went by.
    Tick,
    /// The answer to a try to send is there: the ticket's address, or why there is none. `queued`: it is in the outbox.
    Answered { attempt: u32, outcome: Result<String, SendError>, queued: Option<Queued>, spare_id: String },
    /// The outbox has sent the ticket under this id.
    Arrived { id: String, url: String, spare_id: String },
    /// The visitor wants to write another ticket.
    Another,
    /// The ticket goes on under the id of an earlier try, which may have made it.
    Resumed(String),
    /// What was typed is thrown away.
    Reset { spare_id: String },
}

/// **What is to be done**, in this order; what is needed for it is in the state. Telling the page comes last, since
/// the page may answer by calling back. (Flags and not a list: 1 kB less for every visitor.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// Show the panel, or hide it.
    pub panel: Option<bool>,
    /// Lead the visitor somewhere.
    pub focus: Option<Focus>,
    /// Let the page see the ticket, then send it.
    pub send: bool,
    /// Give the request up.
    pub abort: bool,
    /// Tell the page what happened.
    pub tell: Option<Tell>,
}

/// **Where the visitor is led.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// To an input.
    Input(Input),
    /// To the ticket's address.
    Result,
}

/// **What the page is told.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// The panel was opened.
    Opened,
    /// The panel was closed.
    Closed,
    /// The ticket exists.
    Created,
    /// Sending failed.
    Failed,
}
