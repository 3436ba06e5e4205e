//! The functions that the page's JavaScript calls, by the names of this crate in camel case. They take numbers and short
//! strings, and decide nothing.

use support_ticket_contract::Dialect;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Effect, Event, EventKind, Outcome, Phase, Record, ResponseFacts, UrlKind, step};

/// As in the form's module: smaller than the default one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn dialect(is_repeatable: bool) -> Dialect {
    Dialect::from_is_v2(!is_repeatable)
}

/// **A [`Record`] that events change.** Times are in milliseconds.
#[wasm_bindgen(js_name = Record)]
pub struct StoredRecord(Record);

#[wasm_bindgen(js_class = Record)]
impl StoredRecord {
    /// Restores a record from its stored fields; see [`Phase::from_u8`].
    #[wasm_bindgen(constructor)]
    pub fn restore(
        phase: u8,
        tries: u32,
        submitted_at: f64,
        due: f64,
        held: bool,
        repeatable: bool,
    ) -> StoredRecord {
        let (phase, dialect) = (Phase::from_u8(phase), dialect(repeatable));
        StoredRecord(Record { phase, tries, submitted_at, due, held, dialect })
    }

    /// See [`Record::new`].
    pub fn submitted(now: f64, repeatable: bool) -> StoredRecord {
        StoredRecord(Record::new(now, dialect(repeatable)))
    }

    /// See [`Event::Checked`].
    pub fn checked(&mut self, now: f64, nudged: bool, exclusive: bool) -> Effect {
        self.step(Event::Checked { now, nudged, exclusive })
    }

    /// See [`Event::SendNow`].
    #[wasm_bindgen(js_name = sendNow)]
    pub fn send_now(&mut self, now: f64, exclusive: bool) -> Effect {
        self.step(Event::SendNow { now, exclusive })
    }

    /// See [`Event::Answered`]; `retry_after` is 0 or NaN if the server sent none.
    pub fn answered(
        &mut self,
        attempt: u32,
        outcome: Outcome,
        retry_after: f64,
        now: f64,
        random: f64,
    ) -> Effect {
        self.step(Event::Answered { attempt, outcome, retry_after: Some(retry_after), now, random })
    }

    /// See [`Event::Unsent`].
    pub fn unsent(&mut self, attempt: u32, now: f64, random: f64) -> Effect {
        self.step(Event::Unsent { attempt, now, random })
    }

    /// See [`Record::has_expired`].
    #[wasm_bindgen(js_name = hasExpired)]
    pub fn has_expired(&self, now: f64) -> bool {
        self.0.has_expired(now)
    }

    /// See [`Record::delay_until_due`]; infinite if the visitor decides.
    #[wasm_bindgen(js_name = delayUntilDue)]
    pub fn delay_until_due(&self, now: f64) -> f64 {
        self.0.delay_until_due(now).unwrap_or(f64::INFINITY)
    }

    /// See [`Record`].
    #[wasm_bindgen(getter)]
    pub fn phase(&self) -> Phase {
        self.0.phase
    }

    /// See [`Record`].
    #[wasm_bindgen(getter)]
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// See [`Record`].
    #[wasm_bindgen(getter, js_name = submittedAt)]
    pub fn submitted_at(&self) -> f64 {
        self.0.submitted_at
    }

    /// See [`Record`].
    #[wasm_bindgen(getter)]
    pub fn due(&self) -> f64 {
        self.0.due
    }

    /// See [`Record`].
    #[wasm_bindgen(getter)]
    pub fn held(&self) -> bool {
        self.0.held
    }

    fn step(&mut self, event: Event) -> Effect {
        let (record, effect) = step(self.0, event);
        self.0 = record;
        effect
    }
}

/// See [`crate::classify`]. `event` and `url` are those of the response's object, if they are strings.
#[wasm_bindgen]
pub fn classify(
    status: u16,
    is_object: bool,
    event: Option<String>,
    url: Option<String>,
    has_error: bool,
    v2: bool,
) -> Outcome {
    let (event, url) = (EventKind::parse(event.as_deref()), UrlKind::classify(url.as_deref()));
    crate::classify(ResponseFacts { status, is_object, event, url, has_error }, Dialect::from_is_v2(v2))
}

/// See [`Outcome::code`].
#[wasm_bindgen]
pub fn code(outcome: Outcome) -> String {
    outcome.code().to_owned()
}

/// See [`crate::TRY_TIMEOUT_MS`].
#[wasm_bindgen(js_name = tryTimeoutMs)]
pub fn try_timeout_ms() -> f64 {
    crate::TRY_TIMEOUT_MS
}
