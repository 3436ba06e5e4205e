//! The wiring: a listener turns what happened into an event, `form::step` decides, and here its effects are carried
//! out. No decision is taken in a listener, and nothing is borrowed while the page's own code may run.

use std::{cell::RefCell, rc::Rc};

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{CssStyleSheet, CustomEvent, Element, HtmlElement, ShadowRoot, Window};

use crate::{
    browser, config,
    dom::{self, Listener, Settled},
    error::{MountError, expect},
    form::{Event, Focus, Input, State, Tell, step},
    view::{Thing, View},
    words::Words,
};

mod panel;
mod sending;

use sending::UnderWay;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// What is heard of the panel. `cancel` and `close` are its own, the rest bubbles up to it.
const HEARD: [&str; 17] = [
    "submit",
    "click",
    "mousedown",
    "pointerdown",
    "touchstart",
    "input",
    "change",
    "focusout",
    "cancel",
    "close",
    "keydown",
    "keyup",
    "keypress",
    "copy",
    "cut",
    "paste",
    "dblclick",
];

/// **The form of one element**, for as long as it is held: freeing it takes away all of it. A ticket that is on its
/// way goes on.
#[wasm_bindgen]
pub struct Form(Rc<Widget>);

/// Puts the form of the element `host` into its shadow root, in a language, whose texts are lines (none: English). It
/// is not open yet.
///
/// # Errors
/// What the browser says, should it be unable to.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, root: ShadowRoot, language: String, texts: String) -> Result<Form, JsValue> {
    Ok(Form(Widget::mount(host, root, Words::new(language, texts, browser::counted))?))
}

#[wasm_bindgen]
impl Form {
    /// Reads the element's attributes again; one of them says whether the form is open. With `true` it leads the
    /// visitor to the form instead; with `false` it throws away what was typed. (Each method costs the visitor
    /// 0.1 kB, so there are few.)
    pub fn configure(&self, what: Option<bool>) {
        match what {
            None => self.0.configure(),
            Some(true) => self.0.happen(Event::Focused),
            Some(false) => self.0.happen(Event::Reset { spare_id: fresh_id() }),
        }
    }

    /// Fills in what the visitor has not typed, from an object by the contract's names. `info` is
    /// added to that of the next ticket, and `id` is that of an earlier try; with a `url`, the outbox has sent it.
    pub fn prefill(&self, fields: &JsValue) {
        // The attributes first: what is said in a call is said later.
        self.0.read_prefills();
        for input in Input::ALL {
            if let Some(value) = dom::string(fields, input.name()) {
                self.0.happen(Event::Prefilled(input, config::tidy(input, &value)));
            }
        }
        self.0.offer();
        if let Some(id) = dom::string(fields, "id") {
            self.0.happen(match dom::string(fields, "url") {
                Some(url) => Event::Arrived { id, url, spare_id: fresh_id() },
                None => Event::Resumed(id),
            });
        }
        let info = dom::get(fields, "info");
        if info.is_object() {
            *self.0.of_ticket.borrow_mut() = info;
        }
    }

    /// Goes on in another language.
    pub fn speak(&self, language: String, texts: String) {
        *self.0.words.borrow_mut() = Words::new(language, texts, browser::counted);
        self.0.speak();
    }

    /// The ticket as it would go out now.
    pub fn ticket(&self) -> JsValue {
        expect(self.0.ticket()).unwrap_or_default()
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.0.listener.take();
        self.0.view.at(Thing::Panel).remove();
    }
}

struct Widget {
    host: HtmlElement,
    root: ShadowRoot,
    window: Window,
    inline: bool,
    view: View,
    words: RefCell<Words>,
    state: RefCell<State>,
    /// What the prefilling attributes said last.
    prefilled: RefCell<[String; 8]>,
    /// What the page adds to the `info` of the next ticket.
    of_ticket: RefCell<JsValue>,
    /// What had the focus before the panel was opened.
    focus_before: RefCell<Option<HtmlElement>>,
    /// What is there while a ticket is on its way.
    under_way: RefCell<Option<UnderWay>>,
    listener: RefCell<Option<Listener>>,
}

impl Widget {
    fn mount(host: HtmlElement, root: ShadowRoot, words: Words) -> Result<Rc<Widget>, MountError> {
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
            words: RefCell::new(words),
            state: RefCell::new(State::new(fresh_id())),
            prefilled: RefCell::default(),
            of_ticket: RefCell::default(),
            focus_before: RefCell::default(),
            under_way: RefCell::default(),
            listener: RefCell::default(),
        });
        widget.listen();
        widget.speak();
        widget.read_prefills();
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
        if let Ok(Some(narrow)) = self.window.match_media(config::NARROW) {
            listener.hear(&narrow, "change");
        }
        *self.listener.borrow_mut() = Some(listener);
    }

    fn hear(self: &Rc<Self>, event: &web_sys::Event) {
        let name = event.type_();
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return self.show_anew();
        };
        let input = target.get_attribute("name").and_then(|name| Input::from_name(&name));
        match (name.as_str(), input) {
            ("submit", _) => {
                event.prevent_default();
                // What stands in the fields counts: a browser cleans what is put into them, without an event.
                for input in Input::ALL {
                    self.typed(input);
                }
                self.happen(Event::Send);
            }
            ("input" | "change", Some(input)) => self.typed(input),
            ("focusout", Some(input)) => self.happen(Event::Left(input)),
            ("click", _) => {
                event.stop_propagation();
                self.clicked(&target);
            }
            ("keydown", _) => {
                event.stop_propagation();
                let key = dom::string(event, "key").unwrap_or_default();
                if dom::get(event, "isComposing").is_truthy() {
                    return;
                }
                if key == "Escape" && !self.inline {
                    // A dialog of the page below ours must not take it too.
                    event.prevent_default();
                    self.ask_to_close();
                }
            }
            // The field that is left would be checked, its problem would push the button away, and the click miss it.
            ("mousedown", _) if target.matches("button").unwrap_or_default() => {
                event.stop_propagation();
                event.prevent_default();
            }
            // The back gesture of a phone. Closing goes by the `open` attribute.
            ("cancel", _) => {
                event.prevent_default();
                self.ask_to_close();
            }
            ("close", _) if !self.is_shown() => self.ask_to_close(),
            // Keys, what is cut and pasted and where is pointed is the form's: the page's shortcuts do not get it, and a
            // modal dialog of the page does not close for it. That the focus comes in does get out: what takes it back
            // then is a modal dialog, which the form has to be above.
            _ => event.stop_propagation(),
        }
    }

    fn clicked(self: &Rc<Self>, target: &Element) {
        match target.get_attribute("part").as_deref() {
            Some("close") => self.ask_to_close(),
            Some("another") => self.happen(Event::Another),
            _ => {}
        }
    }

    fn typed(self: &Rc<Self>, input: Input) {
        let value = self.view.control(input).value();
        // `change` follows `input`, and comes alone where a password manager fills in.
        let is_new = self.state.borrow().entry(input).value != value;
        if is_new {
            self.happen(Event::Typed(input, value));
        }
    }

    fn configure(self: &Rc<Self>) {
        self.read_prefills();
        self.happen(Event::SetOpen(self.host.get_attribute("open").is_some()));
    }

    /// What the page fills in and asks for.
    fn read_prefills(self: &Rc<Self>) {
        let asks = config::asks(&self.host);
        self.happen(Event::Asked(asks));
        for input in Input::ALL {
            let value = config::prefill(&self.host, input);
            let before = core::mem::replace(&mut self.prefilled.borrow_mut()[input as usize], value.clone());
            if before != value {
                self.happen(Event::Prefilled(input, value));
            }
        }
        self.offer();
    }

    /// A list can only show a type that is in it.
    fn offer(&self) {
        self.view.offer(&self.state.borrow(), &self.words.borrow());
        self.show();
    }

    fn speak(&self) {
        self.view.speak(&self.words.borrow());
        self.offer();
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
            Some(true) => self.open(config::is_modal(&self.host)),
            Some(false) => self.close(),
            None => {}
        }
        if let Some(focus) = effects.focus {
            self.lead(focus);
            // A modal dialog of the page makes all else inert, what is beside it too: then the form is above it.
            if self.is_shown() && self.root.active_element().is_none() {
                self.hide();
                self.open(true);
                self.lead(focus);
            }
        }
        if effects.send {
            self.send();
        }
        if effects.abort {
            self.give_up();
        }
        match effects.tell {
            Some(Tell::Opened) => _ = self.tell("ticket-open", &Object::new(), false),
            Some(Tell::Closed) => _ = self.tell("ticket-close", &Object::new(), false),
            Some(Tell::Created | Tell::Failed) => self.tell_outcome(),
            None => {}
        }
    }

    fn lead(&self, focus: Focus) {
        match focus {
            Focus::Input(input) => dom::focus(self.view.control(input)),
            Focus::Result => dom::focus(self.view.at(Thing::TicketUrl)),
        }
    }

    fn show(&self) {
        let help_email = config::attribute(&self.host, "help-email");
        self.view.show(&self.state.borrow(), &self.words.borrow(), &help_email);
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
}

fn fresh_id() -> String {
    let mut buffer = uuid::Uuid::encode_buffer();
    uuid::Uuid::new_v4().hyphenated().encode_lower(&mut buffer).to_owned()
}
