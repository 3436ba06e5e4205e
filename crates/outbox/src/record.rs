//! The state of a stored ticket and every rule that changes it. It never sees the ticket's text, the storage or the
//! network.

use support_ticket_contract::Dialect;

use crate::{
    Outcome,
    backoff::{self, BACKOFF_CAP_MS, DAY_MS, MAX_RETRY_AFTER_MS, RETRY_AFTER_JITTER, SECOND_MS},
};

#[cfg(all(target_arch = "wasm32", feature = "module"))]
use wasm_bindgen::prelude::wasm_bindgen;

/// How long a try may take before it counts as a timeout.
///
/// # Source
/// Ours: nobody watches a spinner for longer. The form counts the same time, as `MAX_TICKS` times `TICK_SECONDS`.
pub const TRY_TIMEOUT_MS: f64 = 30.0 * SECOND_MS;

/// How long after the start of a try another tab may take the ticket over. It is longer than [`TRY_TIMEOUT_MS`], so that
/// a sender that still runs has timed out before.
///
/// # Source
/// Ours: ten seconds for timers, which browsers delay in background tabs.
pub const TAKEOVER_AFTER_MS: f64 = 40.0 * SECOND_MS;

/// How long after Send was pressed a ticket is sent automatically. After that it is shown to the visitor, who can edit it;
/// it is never dropped.
///
/// # Source
/// Ours: a visitor who is away for longer has probably found help elsewhere.
pub const KEEP_FOR_MS: f64 = 7.0 * DAY_MS;

/// The longest wait before the next try.
pub const LONGEST_WAIT_MS: f64 = BACKOFF_CAP_MS;

/// The longest wait where the server sent `Retry-After`.
pub const LONGEST_HELD_MS: f64 = MAX_RETRY_AFTER_MS + MAX_RETRY_AFTER_MS * RETRY_AFTER_JITTER;

/// **The state of a stored ticket**, without its text. Times are in milliseconds since 1970 by the visitor's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// The phase that it is in.
    pub phase: Phase,
    /// How many tries were started. It distinguishes the answer to the last try from a late one.
    pub tries: u32,
    /// When the visitor pressed Send.
    pub submitted_at: f64,
    /// When the next step happens without the visitor; see [`Phase`].
    pub due: f64,
    /// Whether `due` comes from the server's `Retry-After`, which no nudge shortens.
    pub held: bool,
    /// The API that the ticket is sent by, which decides whether it may be sent twice.
    pub dialect: Dialect,
}

/// **The phase of a stored ticket.** Browsers store its names: never rename a variant.
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// A tab is sending it; after `due`, no tab is.
    Sending = 0,
    /// It is sent when it is `due`.
    Waiting = 1,
    /// It may have arrived and must not be repeated: the visitor decides.
    Asking = 2,
    /// It was refused or has expired. The visitor sees it in the list and can edit it.
    Returned = 3,
}

impl Phase {
    /// Returns the phase with this number, which the scripts look up by its name. An unknown number is [`Phase::Returned`]: the visitor sees the ticket, and
    /// no tab sends it without being asked to.
    pub fn from_u8(number: u8) -> Phase {
        match number {
            0 => Phase::Sending,
            1 => Phase::Waiting,
            2 => Phase::Asking,
            _ => Phase::Returned,
        }
    }
}

/// **Something that happened to a stored ticket.** `exclusive`: the caller holds the ticket's Web Lock, so that no other
/// tab can be sending it. `random` is evenly distributed over [0, 1).
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the variants describe their fields")]
pub enum Event {
    /// A tab checked the ticket. `nudged`: not because a timer ended, but because this may be a good time: the browser
    /// went online, the page became visible, or the visitor came back.
    Checked { now: f64, nudged: bool, exclusive: bool },
    /// The visitor asked to send it now.
    SendNow { now: f64, exclusive: bool },
    /// A try ended. `attempt` is the value of `tries` when it started; `retry_after` is in milliseconds.
    Answered { attempt: u32, outcome: Outcome, retry_after: Option<f64>, now: f64, random: f64 },
    /// A try never started: the caller found out that it cannot send, before a byte was sent.
    Unsent { attempt: u32, now: f64, random: f64 },
}

/// **What the caller does next.** For every effect but [`Nothing`](Effect::Nothing) it stores the record first.
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Do nothing; the record is unchanged. If it is due later, check it again then.
    Nothing,
    /// Send it unchanged, with the same id.
    Send,
    /// Remove the record and announce the ticket to the visitor and the page: it exists.
    Remove,
    /// Show the visitor why it was not sent, with its text to edit. If the text is still in an open form, remove the record.
    HandBack,
    /// Ask the visitor whether to send it again.
    AskVisitor,
    /// Show that it is stored and will be sent, and check it again when it is due.
    Wait,
}

impl Record {
    /// Creates the record of a ticket that was just submitted. Its first try starts as soon as the record is stored.
    pub fn new(now: f64, dialect: Dialect) -> Record {
        Record {
            phase: Phase::Sending,
            tries: 1,
            submitted_at: now,
            due: now + TAKEOVER_AFTER_MS,
            held: false,
            dialect,
        }
    }

    /// Returns the milliseconds until the next step that happens without the visitor; `None` if the visitor decides.
    pub fn delay_until_due(&self, now: f64) -> Option<f64> {
        let longest = match self.phase {
            Phase::Sending => TAKEOVER_AFTER_MS,
            Phase::Waiting if self.held => LONGEST_HELD_MS,
            Phase::Waiting => LONGEST_WAIT_MS,
            Phase::Asking | Phase::Returned => return None,
        };
        let delay = self.due - now;
        // A longer delay means that the clock was put back since. NaN is outside of the range, too.
        Some(if (0.0..=longest).contains(&delay) { delay } else { 0.0 })
    }

    fn is_due(&self, now: f64) -> bool {
        self.delay_until_due(now) == Some(0.0)
    }

    /// Whether Send was pressed too long ago. A time in the future, before the clock was put back, counts as now.
    pub fn has_expired(&self, now: f64) -> bool {
        now - self.submitted_at > KEEP_FOR_MS
    }

    fn send(self, now: f64) -> (Record, Effect) {
        let tries = self.tries.saturating_add(1);
        let due = now + TAKEOVER_AFTER_MS;
        (Record { phase: Phase::Sending, tries, due, held: false, ..self }, Effect::Send)
    }

    fn wait(self, retry_after: Option<f64>, now: f64, random: f64) -> (Record, Effect) {
        let retry_after = retry_after.filter(|delay| *delay > 0.0);
        let due = now + backoff::delay(self.tries, retry_after, random);
        (Record { phase: Phase::Waiting, due, held: retry_after.is_some(), ..self }, Effect::Wait)
    }

    fn ask_visitor(self) -> (Record, Effect) {
        (Record { phase: Phase::Asking, held: false, ..self }, Effect::AskVisitor)
    }

    fn hand_back(self) -> (Record, Effect) {
        (Record { phase: Phase::Returned, held: false, ..self }, Effect::HandBack)
    }
}

/// Decides what an event changes in the record and what the caller does next. No other place decides.
pub fn step(record: Record, event: Event) -> (Record, Effect) {
    match event {
        Event::Checked { now, nudged, exclusive } => checked(record, now, nudged, exclusive),
        Event::SendNow { now, exclusive } => send_now(record, now, exclusive),
        Event::Answered { attempt, outcome, retry_after, now, random } => {
            answered(record, attempt, outcome, retry_after, now, random)
        }
        Event::Unsent { attempt, now, random } => {
            if record.phase == Phase::Sending && record.tries == attempt {
                record.wait(None, now, random)
            } else {
                (record, Effect::Nothing)
            }
        }
    }
}

fn checked(record: Record, now: f64, nudged: bool, exclusive: bool) -> (Record, Effect) {
    let is_due = record.is_due(now);
    let is_time = match record.phase {
        // The try has timed out, or its tab is gone.
        Phase::Sending => is_due || exclusive,
        Phase::Waiting => is_due || record.has_expired(now) || nudged && !record.held,
        // The visitor sees it and has not decided yet; its age does not matter.
        Phase::Asking | Phase::Returned => false,
    };
    if !is_time {
        return (record, Effect::Nothing);
    }
    let is_repeatable = record.dialect.is_repeatable();
    // It may have arrived. However old it is, the question is true, and "it was not sent" might be false.
    if record.phase == Phase::Sending && !is_repeatable {
        return record.ask_visitor();
    }
    if record.has_expired(now) {
        return record.hand_back();
    }
    // Without a lock, two tabs could both find it due and create two tickets.
    if !is_repeatable && !exclusive {
        return record.ask_visitor();
    }
    // If it was submitted before the clock was put back, it ages by the clock as it is now.
    Record { submitted_at: record.submitted_at.min(now), ..record }.send(now)
}

fn send_now(record: Record, now: f64, exclusive: bool) -> (Record, Effect) {
    if record.phase == Phase::Sending {
        // The visitor saw an older state of it.
        return checked(record, now, true, exclusive);
    }
    // This counts as a new submit, so it is sent for another week.
    Record { submitted_at: now, ..record }.send(now)
}

fn answered(
    record: Record,
    attempt: u32,
    outcome: Outcome,
    retry_after: Option<f64>,
    now: f64,
    random: f64,
) -> (Record, Effect) {
    let effect = effect_of(outcome, record.dialect);
    // The ticket exists, whichever try created it and whatever happened to the record meanwhile.
    if effect == Effect::Remove {
        return (record, effect);
    }
    // Another tab has taken it over or settled it since: nothing else about this try matters any more.
    if record.phase != Phase::Sending || record.tries != attempt {
        return (record, Effect::Nothing);
    }
    match effect {
        Effect::Wait => record.wait(retry_after, now, random),
        Effect::AskVisitor => record.ask_visitor(),
        _ => record.hand_back(),
    }
}

/// Returns the effect of an outcome. Only a refusal of this very ticket ends the tries; everything else may pass.
fn effect_of(outcome: Outcome, dialect: Dialect) -> Effect {
    use Outcome::*;
    match outcome {
        Created => Effect::Remove,
        // The same ticket would be refused again. Our endpoint refuses expired tokens and unlisted origins in the same
        // way: the visitor reads its reason, and the next submit sends what the page has then.
        Refused | TooLarge => Effect::HandBack,
        // Another text has arrived with this id: the ticket needs a new id first.
        Conflict => Effect::HandBack,
        // With status 200, our endpoint says this while its store does not respond. In v2 it reports refusals in the
        // same way, and only the visitor can tell the two apart. Certainly no ticket exists, so there is no question.
        Failed if dialect.is_repeatable() => Effect::Wait,
        Failed => Effect::HandBack,
        // Certainly no ticket exists, in v2 too. These concern the page, its address or the moment, not this ticket:
        // another page of the site may be allowed, and the endpoint may be back tomorrow.
        NotAllowed | NotFound | Blocked | TooMany => Effect::Wait,
        // The ticket may exist. With the same id it stays one ticket; without ids, the visitor decides. The browser
        // reports `Offline` after the request was lost, which may have been complete by then; see `Event::Unsent`.
        // After `BadAddress` the ticket exists, and a repaired server answers with its address.
        ServerDown | NotTheContract | BadAddress | Offline | Unreachable | Timeout => {
            if dialect.is_repeatable() { Effect::Wait } else { Effect::AskVisitor }
        }
    }
}

#[cfg(test)]
mod tests;
