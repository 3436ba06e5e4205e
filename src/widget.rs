//! Connects the form's state to the page. `www/widget/form/live-form.js` calls it for each thing that happens; it has
//! `form::step` decide, carries out the effects and shows the state. It has no listeners and no timers, so nothing of it
//! is left after a crash. Nothing is borrowed while the page's own code may run.

use std::cell::RefCell;

use js_sys::Object;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{CustomEvent, HtmlElement};

use crate::{
    browser,
    console::log_err,
    dom,
    form::{Event, Focus, Input, Notice, State, step},
    host_page,
    view::{Node, View},
    words::Words,
};

mod sending;

/// Does nothing. After a crash wasm-bindgen's `__wbg_reset_state` starts the fresh instance by it, whether there is one or not.
#[wasm_bindgen(start)]
#[allow(clippy::missing_const_for_fn, reason = "wasm-bindgen exports no constant functions")]
fn start() {}

/// **The form of one element**, attached to the elements that stand there.
#[wasm_bindgen]
pub struct Form {
    host: HtmlElement,
    view: View,
    words: RefCell<Words>,
    state: RefCell<State>,
}

#[wasm_bindgen]
impl Form {
    /// Attaches to the form of the element `host`, which is in the page already: `elements` are those of
    /// `www/widget/form/screen.txt` in its order. The values in the inputs stay. `texts` are the language's texts, one per
    /// line. The ticket gets the `id`.
    #[wasm_bindgen(constructor)]
    pub fn attach(
        host: HtmlElement,
        elements: Vec<HtmlElement>,
        language: String,
        texts: String,
        id: String,
    ) -> Form {
        let view = View(elements);
        let mut state = State::new(id);
        for input in Input::ALL {
            step(&mut state, Event::Prefilled(input, view.control(input).value()));
        }
        let words = Words::new(language, texts, browser::counted);
        let form = Form { host, view, words: RefCell::new(words), state: RefCell::new(state) };
        form.configure();
        form
    }

    /// Reads the options from the element's attributes.
    pub fn configure(&self) {
        self.dispatch(Event::OptionsChanged(host_page::options(&self.host)));
    }

    /// Prefills inputs that the visitor has not changed, from an object with the contract's names.
    pub fn prefill(&self, fields: &JsValue) {
        for input in Input::ALL {
            if let Some(value) = dom::string(fields, input.name()) {
                self.dispatch(Event::Prefilled(input, host_page::normalize(input, &value)));
            }
        }
    }

    /// The visitor has changed the input with this name.
    pub fn typed(&self, name: &str) {
        if let Some(input) = Input::from_name(name) {
            self.dispatch(Event::Typed(input, self.view.control(input).value()));
        }
    }

    /// The visitor has left the input with this name.
    pub fn blurred(&self, name: &str) {
        if let Some(input) = Input::from_name(name) {
            self.dispatch(Event::Blurred(input));
        }
    }

    /// The visitor has pressed Send. Returns the request's body; none if there is nothing to send. `info` is the page's,
    /// for this ticket alone.
    pub fn send(&self, info: &JsValue) -> Option<String> {
        // Browsers normalize values without an event, so the fields are read again.
        for input in Input::ALL {
            let value = self.view.control(input).value();
            if self.state.borrow().entry(input).value != value {
                self.dispatch(Event::Typed(input, value));
            }
        }
        if self.dispatch(Event::Send) { self.request_body(info) } else { None }
    }

    /// This form replaces one that crashed while it was sending the ticket: it waits for the answer.
    #[wasm_bindgen(js_name = keepSending)]
    pub fn keep_sending(&self) {
        self.dispatch(Event::StillSending);
    }

    /// [`TICK_SECONDS`](crate::form::TICK_SECONDS) passed while the ticket is being sent. Whether to give up.
    pub fn tick(&self) -> bool {
        let effects = step(&mut self.state.borrow_mut(), Event::Tick);
        self.update();
        effects.abort
    }

    /// The request is over: `came` is what `www/widget/shared/post.js` gives.
    pub fn answered(&self, came: &JsValue) {
        self.on_answer(came);
    }

    /// The outbox has sent the ticket with this id.
    #[wasm_bindgen(js_name = sentByOutbox)]
    pub fn sent_by_outbox(&self, id: String, url: String) {
        self.dispatch(Event::SentByOutbox { id, url, spare_id: fresh_id() });
    }

    /// The visitor wants to write another ticket.
    #[wasm_bindgen(js_name = startAnother)]
    pub fn start_another(&self) {
        self.dispatch(Event::StartAnother);
    }

    /// The page discards what the visitor typed.
    pub fn reset(&self) {
        self.dispatch(Event::Reset { spare_id: fresh_id() });
    }

    /// Changes the language.
    pub fn speak(&self, language: String, texts: String) {
        *self.words.borrow_mut() = Words::new(language, texts, browser::counted);
        self.update();
    }

    /// Returns the ticket as it would be sent now.
    pub fn ticket(&self, info: &JsValue) -> JsValue {
        log_err(self.current_ticket(info)).unwrap_or_default()
    }

    /// Returns the ticket's id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.state.borrow().id.clone()
    }

    /// Continues an earlier try, which may have created the ticket with this id.
    #[wasm_bindgen(setter)]
    pub fn set_id(&self, id: String) {
        self.dispatch(Event::ResumedAs(id));
    }
}

impl Form {
    /// Handles a form event; whether a ticket is to be sent. At the end the page's code may run and call back into the form.
    fn dispatch(&self, event: Event) -> bool {
        let effects = step(&mut self.state.borrow_mut(), event);
        self.update();
        match effects.focus {
            Some(Focus::Input(input)) => dom::focus(self.view.control(input)),
            Some(Focus::Result) if self.host.has_attribute("open") => {
                dom::focus(self.view.node(Node::TicketUrl));
            }
            _ => {}
        }
        if let Some(Notice::Created | Notice::Failed) = effects.notify {
            self.emit_outcome();
        }
        effects.send
    }

    fn update(&self) {
        let help_email = host_page::attribute(&self.host, "help-email");
        self.view.update(&self.state.borrow(), &self.words.borrow(), &help_email);
    }

    /// Dispatches an event to the page, and returns it unless the page cancelled it.
    fn emit(&self, name: &str, detail: &Object, cancelable: bool) -> Option<CustomEvent> {
        let init = Object::new();
        for (key, value) in [("bubbles", true), ("composed", true), ("cancelable", cancelable)] {
            dom::set(&init, key, &value.into());
        }
        dom::set(&init, "detail", detail);
        let event =
            log_err(CustomEvent::new_with_event_init_dict(name, wasm_bindgen::JsCast::unchecked_ref(&init)))?;
        log_err(self.host.dispatch_event(&event))?.then_some(event)
    }
}

fn fresh_id() -> String {
    let mut buffer = uuid::Uuid::encode_buffer();
    uuid::Uuid::new_v4().hyphenated().encode_lower(&mut buffer).to_owned()
}
