//! What is known of a kept ticket besides its text, and every rule of what becomes of it. It must not know where it is
//! written down, nor how a try is made.

use crate::{
    Meaning,
    backoff::{self, CAP, JITTER, MAX_RETRY_AFTER},
};

#[cfg(all(target_arch = "wasm32", feature = "module"))]
use wasm_bindgen::prelude::wasm_bindgen;

/// How long a try may take before it counts as a timeout, in milliseconds.
///
/// # Source
/// `MAX_TICKS` times `TICK_SECONDS` of the form, for which issue 3 says "a timeout of 30 s".
pub const TRY: f64 = 30_000.0;

/// How long after the start of a try somebody else may take the ticket over, in milliseconds. Longer than [`TRY`], so
/// that a sender that is still there has given up before.
///
/// # Source
/// Ours: ten seconds for a timer that a browser lets fire late in a tab that nobody sees.
pub const LEASE: f64 = 40_000.0;

/// How long after Send was pressed a ticket is sent by itself, in milliseconds.
///
/// # Source
/// Issue 5: "for 7 days; then it is handed back to the visitor as a draft, never dropped".
pub const KEPT: f64 = 604_800_000.0;

/// The longest that a try can be off, in milliseconds.
pub const LONGEST_WAIT: f64 = CAP;

/// The same where the server said how long.
pub const LONGEST_HELD: f64 = MAX_RETRY_AFTER + MAX_RETRY_AFTER * JITTER;

/// **What is known of a kept ticket, besides its text.** Times are in milliseconds since 1970, as the visitor's clock
/// has them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// Where it is on its way.
    pub phase: Phase,
    /// How many tries were begun. It tells an answer to the last one from one that comes late.
    pub tries: u32,
    /// When the visitor pressed Send.
    pub pressed: f64,
    /// When something is to happen by itself: see [`Phase`].
    pub due: f64,
    /// Whether `due` is the server's `Retry-After`, which no hint shortens.
    pub held: bool,
    /// Whether the same id makes no second ticket: so in API v1, not in v2.
    pub repeatable: bool,
}

/// **Where a kept ticket is on its way.** Its numbers are written down in browsers: they mean the same for ever.
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Somebody is sending it. After `due` nobody is any more.
    Sending = 0,
    /// It is sent when it is `due`.
    Waiting = 1,
    /// It may have arrived and cannot be repeated: the visitor decides.
    Asking = 2,
    /// It was handed back to the visitor: refused, or grown old.
    Returned = 3,
}

impl Phase {
    /// By its number. One that is none is [`Phase::Returned`]: the visitor sees the ticket, and nobody sends it unasked.
    pub fn by(number: u8) -> Phase {
        match number {
            0 => Phase::Sending,
            1 => Phase::Waiting,
            2 => Phase::Asking,
            _ => Phase::Returned,
        }
    }
}

/// **Something that happened to a kept ticket.**
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the fields are what is said here, once for all")]
pub enum Event {
    /// Somebody looks after it. `hint`: now may be a good time, by what happened to the browser (`online`, the page
    /// became visible, a later visit), and not because a timer ended. `alone`: nobody else can be sending it, since the
    /// caller holds its Web Lock.
    Looked { now: f64, hint: bool, alone: bool },
    /// The visitor wants it sent now.
    SendNow { now: f64, alone: bool },
    /// A try came to something. `attempt`: what `tries` was when it began. `retry_after`: what the server asks for, in
    /// milliseconds. `random`: evenly distributed over [0, 1).
    Answered { attempt: u32, meaning: Meaning, retry_after: Option<f64>, now: f64, random: f64 },
    /// A try was never begun, and not a byte has left: the caller found out before that it can't be.
    Unsent { attempt: u32, now: f64, random: f64 },
}

/// **The one thing that follows.** For all but [`Nothing`](Effect::Nothing), the record is written before it is done.
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing, and the record is as it was. If it is due later, look again then.
    Nothing,
    /// Send it, under its id, as it is.
    Post,
    /// The ticket exists: remove the record, tell the visitor and the page.
    Remove,
    /// Hand it back: tell the visitor why, and put the text where they can go on with it.
    GiveBack,
    /// Ask the visitor whether to send it again.
    Ask,
    /// Say that it is kept and will be sent, and look again when it is due.
    Wait,
}

impl Record {
    /// A ticket whose Send was pressed just now: its first try begins as soon as this is written.
    pub fn pressed(now: f64, repeatable: bool) -> Record {
        Record { phase: Phase::Sending, tries: 1, pressed: now, due: now + LEASE, held: false, repeatable }
    }

    /// How many milliseconds from now something is to happen by itself; none if it is the visitor's turn.
    pub fn rest(&self, now: f64) -> Option<f64> {
        let longest = match self.phase {
            Phase::Sending => LEASE,
            Phase::Waiting if self.held => LONGEST_HELD,
            Phase::Waiting => LONGEST_WAIT,
            Phase::Asking | Phase::Returned => return None,
        };
        let rest = self.due - now;
        // No wait is set longer than that: the clock was put back since. (NaN is no wait either.)
        Some(if (0.0..=longest).contains(&rest) { rest } else { 0.0 })
    }

    fn is_due(&self, now: f64) -> bool {
        self.rest(now) == Some(0.0)
    }

    /// Whether Send was pressed too long ago. In the future, before the clock was put back, counts as now.
    pub fn is_old(&self, now: f64) -> bool {
        now - self.pressed > KEPT
    }

    fn post(self, now: f64) -> (Record, Effect) {
        let tries = self.tries.saturating_add(1);
        (Record { phase: Phase::Sending, tries, due: now + LEASE, held: false, ..self }, Effect::Post)
    }

    fn wait(self, retry_after: Option<f64>, now: f64, random: f64) -> (Record, Effect) {
        let asked = retry_after.filter(|asked| *asked > 0.0);
        let due = now + backoff::wait(self.tries, asked, random);
        (Record { phase: Phase::Waiting, due, held: asked.is_some(), ..self }, Effect::Wait)
    }

    fn ask(self) -> (Record, Effect) {
        (Record { phase: Phase::Asking, held: false, ..self }, Effect::Ask)
    }

    fn give_back(self) -> (Record, Effect) {
        (Record { phase: Phase::Returned, held: false, ..self }, Effect::GiveBack)
    }
}

/// The one place that decides: the record after what happened, and what follows.
pub fn step(record: Record, event: Event) -> (Record, Effect) {
    match event {
        Event::Looked { now, hint, alone } => looked(record, now, hint, alone),
        Event::SendNow { now, alone } => send_now(record, now, alone),
        Event::Answered { attempt, meaning, retry_after, now, random } => {
            answered(record, attempt, meaning, retry_after, now, random)
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

fn looked(record: Record, now: f64, hint: bool, alone: bool) -> (Record, Effect) {
    let is_due = record.is_due(now);
    let is_time = match record.phase {
        // Over, or whoever sent it is gone.
        Phase::Sending => is_due || alone,
        Phase::Waiting => is_due || record.is_old(now) || hint && !record.held,
        // The visitor sees it already, and has not said yet what to do: age makes no difference to the question.
        Phase::Asking | Phase::Returned => false,
    };
    if !is_time {
        return (record, Effect::Nothing);
    }
    // It may have got through, and a question is truer than "it was not sent", however old it is.
    if record.phase == Phase::Sending && !record.repeatable {
        return record.ask();
    }
    if record.is_old(now) {
        return record.give_back();
    }
    // Without a lock two tabs may both find it due, and it would be two tickets.
    if !record.repeatable && !alone {
        return record.ask();
    }
    // Pressed before the clock was put back: from here on it grows old by the clock as it is.
    Record { pressed: record.pressed.min(now), ..record }.post(now)
}

fn send_now(record: Record, now: f64, alone: bool) -> (Record, Effect) {
    if record.phase == Phase::Sending {
        // The visitor saw an older state of it.
        return looked(record, now, true, alone);
    }
    // It was pressed anew, and is kept for as long again.
    Record { pressed: now, ..record }.post(now)
}

fn answered(
    record: Record,
    attempt: u32,
    meaning: Meaning,
    retry_after: Option<f64>,
    now: f64,
    random: f64,
) -> (Record, Effect) {
    let effect = after(meaning, record.repeatable);
    // The ticket exists, whichever try made it and whatever became of the record meanwhile.
    if effect == Effect::Remove {
        return (record, effect);
    }
    // Somebody else has taken it over since, or settled it: of this try nothing else matters any more.
    if record.phase != Phase::Sending || record.tries != attempt {
        return (record, Effect::Nothing);
    }
    match effect {
        Effect::Wait => record.wait(retry_after, now, random),
        Effect::Ask => record.ask(),
        _ => record.give_back(),
    }
}

/// What follows from an answer. Only a refusal of this very ticket ends the tries: all else may pass.
fn after(meaning: Meaning, repeatable: bool) -> Effect {
    use Meaning::*;
    match meaning {
        Created => Effect::Remove,
        // The same again would be refused again. (Our endpoint refuses a token that has run out and an origin that is
        // not on its list alike: the visitor reads its words, and the next press brings what the page has then.)
        Refused | TooLarge => Effect::GiveBack,
        // Under its id another text has arrived: this one needs an id of its own first.
        Conflict => Effect::GiveBack,
        // Our endpoint says so, at 200, while its store does not answer; in v2 it says a refusal in the same way, and
        // only the visitor can tell which it is. There is no ticket, so there is nothing to ask.
        Failed if repeatable => Effect::Wait,
        Failed => Effect::GiveBack,
        // Of these it is certain that there is no ticket, in v2 too. They are about the page, its address or the
        // moment, not about this ticket: another page of the site may be allowed to, the endpoint be back tomorrow.
        NotAllowed | NotFound | Blocked | TooMany => Effect::Wait,
        // The ticket may exist. Of the same id it stays one; without, the visitor is asked. `Offline` is what the
        // browser says after the request was lost, and it may have been whole by then: see `Event::Unsent`. With
        // `BadAddress` the ticket is said to exist, and a server that is set right names its address.
        ServerDown | NotTheContract | BadAddress | Offline | Unreachable | Timeout => {
            if repeatable {
                Effect::Wait
            } else {
                Effect::Ask
            }
        }
    }
}

#[cfg(test)]
mod tests;
