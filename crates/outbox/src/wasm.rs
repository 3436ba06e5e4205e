//! What a page's JavaScript calls, in numbers and small strings. It must not decide anything.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Effect, Event, Facts, Meaning, Phase, Record, Said, Url, step};

/// As in the form's module: smaller than the default one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// **A record**, which changes with what happens to it. Times are in milliseconds.
#[wasm_bindgen]
pub struct Kept(Record);

#[wasm_bindgen]
impl Kept {
    /// As it was written down; see [`Phase::by`].
    #[wasm_bindgen(constructor)]
    pub fn new(phase: u8, tries: u32, pressed: f64, due: f64, held: bool, repeatable: bool) -> Kept {
        Kept(Record { phase: Phase::by(phase), tries, pressed, due, held, repeatable })
    }

    /// See [`Record::pressed`].
    pub fn pressed(now: f64, repeatable: bool) -> Kept {
        Kept(Record::pressed(now, repeatable))
    }

    /// See [`Event::Looked`].
    pub fn looked(&mut self, now: f64, hint: bool, alone: bool) -> Effect {
        self.step(Event::Looked { now, hint, alone })
    }

    /// See [`Event::SendNow`].
    #[wasm_bindgen(js_name = sendNow)]
    pub fn send_now(&mut self, now: f64, alone: bool) -> Effect {
        self.step(Event::SendNow { now, alone })
    }

    /// See [`Event::Answered`]; `retry_after` is in milliseconds, 0 or NaN if the server did not say.
    pub fn answered(
        &mut self,
        attempt: u32,
        meaning: Meaning,
        retry_after: f64,
        now: f64,
        random: f64,
    ) -> Effect {
        self.step(Event::Answered { attempt, meaning, retry_after: Some(retry_after), now, random })
    }

    /// See [`Event::Unsent`].
    pub fn unsent(&mut self, attempt: u32, now: f64, random: f64) -> Effect {
        self.step(Event::Unsent { attempt, now, random })
    }

    /// See [`Record::is_old`].
    #[wasm_bindgen(js_name = isOld)]
    pub fn is_old(&self, now: f64) -> bool {
        self.0.is_old(now)
    }

    /// See [`Record::rest`]; infinite if it is the visitor's turn.
    pub fn rest(&self, now: f64) -> f64 {
        self.0.rest(now).unwrap_or(f64::INFINITY)
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
    #[wasm_bindgen(getter, js_name = pressedAt)]
    pub fn pressed_at(&self) -> f64 {
        self.0.pressed
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

    /// See [`Record`].
    #[wasm_bindgen(getter)]
    pub fn repeatable(&self) -> bool {
        self.0.repeatable
    }

    fn step(&mut self, event: Event) -> Effect {
        let (record, effect) = step(self.0, event);
        self.0 = record;
        effect
    }
}

/// See [`crate::judge`]. `event` and `url` are those of the answer's object where they are strings.
#[wasm_bindgen]
pub fn judge(
    status: u16,
    is_object: bool,
    event: Option<String>,
    url: Option<String>,
    has_error: bool,
    v2: bool,
) -> Meaning {
    let (said, url) = (Said::by(event.as_deref()), Url::by(url.as_deref()));
    crate::judge(Facts { status, is_object, said, url, has_error }, v2)
}

/// See [`Meaning::code`].
#[wasm_bindgen]
pub fn code(meaning: Meaning) -> String {
    meaning.code().to_owned()
}

/// See [`crate::TRY`].
#[wasm_bindgen(js_name = tryMillis)]
pub fn try_millis() -> f64 {
    crate::TRY
}
