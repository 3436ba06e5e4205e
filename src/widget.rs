//! The wiring: a listener turns what happened into an event, `form::step` decides, and here its effects are carried
//! out. No decision is taken in a listener, and nothing is borrowed while the page's own code may run.

use std::{cell::RefCell, rc::Rc};

use js_sys::{JSON, Object};
use serde::Serialize;
use support_ticket_contract::{Field, Problem, Ticket, check_request_size, check_text};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{
    AbortController, CssStyleSheet, CustomEvent, Element, HtmlDialogElement, HtmlElement, KeyboardEvent,
    Response, SecurityPolicyViolationEvent, ShadowRoot, Window,
};

use crate::{
    answer::SendError,
    config::{self, Manner},
    dom::{self, Clock, Listener, Settled},
    error::{MountError, expect},
    form::{Event, FIELDS, Focus, Phase, State, TICK_SECONDS, Tell, step},
    send,
    view::{Thing, View},
    words,
};

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// What is heard of the panel. `cancel` and `close` are its own, the rest bubbles up to it.
const HEARD: [&str; 10] =
    ["submit", "click", "input", "change", "focusout", "cancel", "close", "keydown", "keyup", "keypress"];

/// **The form of one element**, for as long as it is held: freeing it takes away all of it.
#[wasm_bindgen]
pub struct Form(Rc<Widget>);

/// Puts the form of the element `host` into its shadow root. It is not open yet.
///
/// # Errors
/// What the browser says, should it be unable to.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, root: ShadowRoot) -> Result<Form, JsValue> {
    Ok(Form(Widget::mount(host, root)?))
}

#[wasm_bindgen]
impl Form {
    /// Reads the element's attributes again; one of them says whether the form is open.
    pub fn configure(&self) {
        self.0.configure();
    }

    /// Leads the visitor to the form.
    pub fn focus(&self) {
        self.0.happen(Event::Focused);
    }

    /// Fills in what the visitor has not typed: an object by the contract's names.
    pub fn prefill(&self, fields: &JsValue) {
        for field in FIELDS {
            if let Some(value) = dom::string(fields, field.name()) {
                self.0.happen(Event::Prefilled(field, value));
            }
        }
    }

    /// Throws away what was typed.
    pub fn reset(&self) {
        self.0.happen(Event::Reset { spare_id: fresh_id() });
    }
}

struct Widget {
    host: HtmlElement,
    root: ShadowRoot,
    window: Window,
    inline: bool,
    view: View,
    state: RefCell<State>,
    /// What the prefilling attributes said last.
    prefilled: RefCell<[String; 4]>,
    /// What had the focus before the panel was opened.
    focus_before: RefCell<Option<HtmlElement>>,
    /// What is there while a ticket is on its way.
    under_way: RefCell<Option<UnderWay>>,
    listener: RefCell<Option<Listener>>,
}

/// **A request under way**, and the clock beside it.
struct UnderWay {
    url: String,
    abort: AbortController,
    /// The answer, until its body is there.
    response: Option<Response>,
    _clock: Option<Clock>,
}

impl Widget {
    fn mount(host: HtmlElement, root: ShadowRoot) -> Result<Rc<Widget>, MountError> {
        let inline = config::attribute(&host, "position") == "inline";
        // One is the loader's; a second is there already when a form was here before.
        if root.adopted_style_sheets().length() < 2 {
            let sheet = CssStyleSheet::new()?;
            sheet.replace_sync(STYLE)?;
            root.adopted_style_sheets().push(&sheet);
        }
        let window = dom::window(&host).ok_or(JsValue::UNDEFINED)?;
        let widget = Rc::new(Widget {
            window,
            view: View::build(&root, inline)?,
            host,
            root,
            inline,
            state: RefCell::new(State::new(fresh_id())),
            prefilled: RefCell::default(),
            focus_before: RefCell::default(),
            under_way: RefCell::default(),
            listener: RefCell::default(),
        });
        widget.listen();
        widget.show();
        Ok(widget)
    }

    /// One listener for all: it does nothing once the widget is gone, and does not keep it.
    fn listen(self: &Rc<Self>) {
        let widget = Rc::downgrade(self);
        let mut listener = Listener::new(move |event| {
            if let Some(widget) = widget.upgrade() {
                widget.hear(&event);
            }
        });
        for name in HEARD {
            listener.hear(self.view.at(Thing::Panel), name);
        }
        if let Some(page) = self.host.owner_document() {
            listener.hear(&page, "securitypolicyviolation");
        }
        if let Ok(Some(narrow)) = self.window.match_media(config::NARROW) {
            listener.hear(&narrow, "change");
        }
        *self.listener.borrow_mut() = Some(listener);
    }

    fn hear(self: &Rc<Self>, event: &web_sys::Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return if event.type_() == "change" { self.show_anew() } else { self.hear_policy(event) };
        };
        let name = target.get_attribute("name");
        let field = FIELDS.into_iter().find(|field| name.as_deref() == Some(field.name()));
        match (event.type_().as_str(), field) {
            ("submit", _) => {
                event.prevent_default();
                self.happen(Event::Send);
            }
            ("input" | "change", Some(field)) => self.typed(field),
            ("focusout", Some(field)) => self.happen(Event::Left(field)),
            ("click", _) => match target.get_attribute("part").as_deref() {
                Some("close") => self.ask_to_close(),
                Some("another") => self.happen(Event::Another),
                Some("copy") => self.copy(),
                _ => {}
            },
            ("keydown", _) => {
                event.stop_propagation();
                let key: &KeyboardEvent = event.unchecked_ref();
                let is_escape = dom::string(key, "key").as_deref() == Some("Escape");
                if is_escape && dom::get(key, "isComposing").is_falsy() && !self.inline {
                    // A dialog of the page below ours must not take it too.
                    event.prevent_default();
                    self.ask_to_close();
                }
            }
            ("keyup" | "keypress", _) => event.stop_propagation(),
            // The back gesture of a phone. Closing goes by the `open` attribute.
            ("cancel", _) => {
                event.prevent_default();
                self.ask_to_close();
            }
            ("close", _) if !self.is_shown() => self.ask_to_close(),
            (_, _) => self.hear_policy(event),
        }
    }

    /// The browser says that the page's policy forbids something: perhaps our request.
    fn hear_policy(self: &Rc<Self>, event: &web_sys::Event) {
        let violation: &SecurityPolicyViolationEvent = event.unchecked_ref();
        let is_ours =
            self.under_way.borrow().as_ref().is_some_and(|it| {
                dom::string(violation, "blockedURI").is_some_and(|blocked| blocked == it.url)
            });
        if is_ours {
            self.happen(Event::Blocked);
        }
    }

    fn typed(self: &Rc<Self>, field: Field) {
        let value = self.view.control(field).value();
        // `change` follows `input`, and comes alone where a password manager fills in.
        let is_new = self.state.borrow().entry(field).value != value;
        if is_new {
            self.happen(Event::Typed(field, value));
        }
    }

    fn configure(self: &Rc<Self>) {
        for (at, field) in FIELDS.into_iter().enumerate() {
            let value = config::attribute(&self.host, config::attribute_of(field));
            let before = core::mem::replace(&mut self.prefilled.borrow_mut()[at], value.clone());
            if before != value {
                self.happen(Event::Prefilled(field, value));
            }
        }
        self.happen(Event::SetOpen(self.host.get_attribute("open").is_some()));
    }

    /// The element's `open` attribute says whether the form is open; taking it off makes the loader tell us so.
    fn ask_to_close(&self) {
        expect(self.host.remove_attribute("open"));
    }

    /// Deals with an event. The page's code may run at the end of it, and come back here.
    fn happen(self: &Rc<Self>, event: Event) {
        let effects = step(&mut self.state.borrow_mut(), event);
        self.show();
        match effects.panel {
            Some(true) => self.open(),
            Some(false) => self.close(),
            None => {}
        }
        match effects.focus {
            Some(Focus::Field(field)) => dom::focus(self.view.control(field)),
            Some(Focus::Result) => dom::focus(self.view.at(Thing::TicketUrl)),
            None => {}
        }
        if effects.send {
            self.send();
        }
        match effects.tell {
            Some(Tell::Opened) => _ = self.tell("ticket-open", &Object::new(), false),
            Some(Tell::Closed) => _ = self.tell("ticket-close", &Object::new(), false),
            Some(Tell::Created | Tell::Failed) => self.tell_outcome(),
            None => {}
        }
    }

    fn show(&self) {
        let help_email = config::attribute(&self.host, "help-email");
        self.view.show(&self.state.borrow(), &help_email, duration);
    }

    fn tell_outcome(&self) {
        if let Some(under_way) = self.under_way.take() {
            under_way.abort.abort();
        }
        let detail = Object::new();
        let set = |key, value: &str| dom::set(&detail, key, &value.into());
        let name = {
            let state = self.state.borrow();
            set("id", &state.sent_id);
            match (&state.phase, &state.failure) {
                (Phase::Sent { url }, _) => {
                    set("url", url);
                    "ticket-created"
                }
                (_, Some(error)) => {
                    set("code", error.code());
                    set("message", &words::failure(error, true, duration).happened);
                    "ticket-error"
                }
                _ => return,
            }
        };
        self.tell(name, &detail, false);
    }

    fn dialog(&self) -> &HtmlDialogElement {
        self.view.at(Thing::Panel).unchecked_ref()
    }

    fn is_shown(&self) -> bool {
        self.dialog().matches(":popover-open,:modal").unwrap_or_default()
    }

    fn open(&self) {
        if self.inline || self.is_shown() || !self.host.is_connected() {
            return;
        }
        if self.focus_before.borrow().is_none() {
            *self.focus_before.borrow_mut() = dom::focused(&self.host);
        }
        let dialog = self.dialog();
        let modal = config::manner(&self.host) == Manner::Modal;
        expect(if modal {
            expect(dialog.remove_attribute("popover"));
            dialog.show_modal()
        } else {
            dom::attr(dialog, "popover", "manual");
            dialog.show_popover()
        });
    }

    /// Hides the panel. The focus goes back to where it was, if it was in the panel.
    fn close(&self) {
        let before = self.focus_before.take();
        let is_inside = dom::focused(&self.host).is_some_and(|focused| self.root.contains(Some(&focused)));
        self.hide();
        if !is_inside {
            return;
        }
        let is_there = |element: &HtmlElement| element.is_connected() && element.tag_name() != "BODY";
        let button = || self.root.query_selector("[part=button]").ok()??.dyn_into().ok();
        if let Some(element) = before.filter(is_there).or_else(button) {
            dom::focus(&element);
        }
    }

    fn hide(&self) {
        let dialog = self.dialog();
        if !self.inline && self.is_shown() {
            if dialog.get_attribute("popover").is_some() {
                expect(dialog.hide_popover());
            } else {
                dialog.close();
            }
        }
    }

    /// The screen became narrow or wide: what was beside the content may have to be above it now.
    fn show_anew(&self) {
        if self.is_shown() {
            let focused = dom::focused(&self.host);
            self.hide();
            self.open();
            if let Some(focused) = focused {
                dom::focus(&focused);
            }
        }
    }

    /// Lets the page see the ticket and change it, then sends it.
    fn send(self: &Rc<Self>) {
        let ticket = config::ticket(&self.host, &self.state.borrow());
        let Some(ticket) = expect(to_js(&self.host, &ticket)) else { return self.refuse() };
        let detail = Object::new();
        dom::set(&detail, "ticket", &ticket);
        let Some(event) = self.tell("ticket-submit", &detail, true) else {
            return self.happen(Event::Withheld);
        };
        let ticket = dom::get(&dom::get(&event, "detail"), "ticket");
        let Some(json) = expect(JSON::stringify(&ticket)).and_then(|json| json.as_string()) else {
            return self.refuse();
        };
        let problems = problems(&ticket, json.len());
        if problems.is_empty() {
            self.post(&json);
        } else {
            self.happen(Event::Wrong(problems));
        }
    }

    fn post(self: &Rc<Self>, json: &str) {
        let endpoint = config::attribute(&self.host, "endpoint");
        let attempt = self.state.borrow().attempt;
        let Some(abort) = expect(AbortController::new()) else { return self.refuse() };
        let Some(request) = send::request(&endpoint, json, &abort) else {
            return self.answered(attempt, Err(SendError::NotFound));
        };
        let widget = Rc::downgrade(self);
        let clock = Clock::start(self.window.clone(), TICK_SECONDS as i32 * 1000, move || {
            if let Some(widget) = widget.upgrade() {
                widget.happen(Event::Tick);
            }
        });
        let url = request.url();
        *self.under_way.borrow_mut() = Some(UnderWay { url, abort, response: None, _clock: clock });
        self.then(send::start(&self.window, &request), attempt, Widget::responded);
    }

    /// The head of the answer is there, or there is none.
    fn responded(self: &Rc<Self>, attempt: u32, settled: Settled) {
        if attempt != self.state.borrow().attempt {
            return;
        }
        match settled.and_then(JsCast::dyn_into::<Response>) {
            Ok(response) => {
                let text = response.text().map(JsValue::from);
                if let Some(under_way) = self.under_way.borrow_mut().as_mut() {
                    under_way.response = Some(response);
                }
                self.then(text, attempt, Widget::has_body);
            }
            Err(_) => self.answered(attempt, Err(send::lost(&self.window))),
        }
    }

    fn has_body(self: &Rc<Self>, attempt: u32, settled: Settled) {
        let response = self.under_way.borrow_mut().as_mut().and_then(|under_way| under_way.response.take());
        if let Some(response) = response {
            self.answered(attempt, send::judge_response(&response, settled));
        }
    }

    fn answered(self: &Rc<Self>, attempt: u32, outcome: Result<String, SendError>) {
        self.happen(Event::Answered { attempt, outcome, spare_id: fresh_id() });
    }

    /// Goes on when a promise is settled, if the widget is still there.
    fn then(self: &Rc<Self>, started: Settled, attempt: u32, go_on: fn(&Rc<Widget>, u32, Settled)) {
        let widget = Rc::downgrade(self);
        dom::then(started, move |settled| {
            if let Some(widget) = widget.upgrade() {
                go_on(&widget, attempt, settled);
            }
        });
    }

    /// The page has put into the ticket what cannot be written as JSON; that was said on the console.
    fn refuse(self: &Rc<Self>) {
        let attempt = self.state.borrow().attempt;
        self.answered(attempt, Err(SendError::Refused { reason: None }));
    }

    /// Dispatches an event to the page; gives it back, unless the page cancelled it.
    fn tell(&self, name: &str, detail: &Object, cancelable: bool) -> Option<CustomEvent> {
        let init = Object::new();
        for (key, value) in [("bubbles", true), ("composed", true), ("cancelable", cancelable)] {
            dom::set(&init, key, &value.into());
        }
        dom::set(&init, "detail", detail);
        let event = expect(CustomEvent::new_with_event_init_dict(name, init.unchecked_ref()))?;
        expect(self.host.dispatch_event(&event))?.then_some(event)
    }

    /// Without a secure context there is no clipboard, and a policy may forbid it.
    fn copy(self: &Rc<Self>) {
        let Phase::Sent { url } = &self.state.borrow().phase else { return };
        let clipboard = dom::get(&dom::get(&self.window, "navigator"), "clipboard");
        let written = dom::method(&clipboard, "writeText")
            .and_then(|write| write.call1(&clipboard, &url.as_str().into()));
        self.then(written, 0, |widget, _, settled| {
            widget.view.show_copied(settled.is_ok());
        });
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        self.view.at(Thing::Panel).remove();
    }
}

/// The problems that the visitor can see and solve in a ticket which the page may have changed.
fn problems(ticket: &JsValue, bytes: usize) -> Vec<Problem> {
    let mut problems: Vec<Problem> = check_request_size(bytes).into_iter().collect();
    for field in FIELDS {
        let value = dom::string(ticket, field.name()).unwrap_or_default();
        if let Some(rule) = check_text(field, &value) {
            problems.push(Problem { field, rule });
        }
    }
    problems
}

/// The ticket as a JavaScript object, its `info` as the page has it.
fn to_js(host: &HtmlElement, ticket: &Ticket<&str>) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let object = ticket.serialize(&serializer)?;
    dom::set(&object, Field::Info.name(), &config::info(host));
    Ok(object)
}

fn fresh_id() -> String {
    let mut buffer = uuid::Uuid::encode_buffer();
    uuid::Uuid::new_v4().hyphenated().encode_lower(&mut buffer).to_owned()
}

/// A duration in words, such as "30 seconds", as the language has them: minutes from two on.
fn duration(seconds: u32) -> String {
    let (number, unit) = if seconds < 120 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    let options = Object::new();
    for (key, value) in [("style", "unit"), ("unit", unit), ("unitDisplay", "long")] {
        dom::set(&options, key, &value.into());
    }
    let format = js_sys::Intl::NumberFormat::new(&js_sys::Array::of1(&"en".into()), &options).format();
    let text = expect(format.call1(&JsValue::UNDEFINED, &number.into()));
    text.and_then(|text| text.as_string()).unwrap_or_default()
}
