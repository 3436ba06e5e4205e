//! Connects the form to the page: turns DOM events into form events, and carries out the effects of `form::step`.
//! Listeners decide nothing, and nothing is borrowed while the page's own code may run.

use std::{cell::RefCell, rc::Rc};

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{CssStyleSheet, CustomEvent, Element, HtmlElement, ShadowRoot, Window};

use crate::{
    browser,
    console::{MountError, log_err},
    dom::{self, Listener, Settled},
    form::{Event, Focus, Input, Notice, State, step},
    host_page,
    view::{Node, View},
    words::Words,
};

mod panel;
mod sending;

use sending::PendingRequest;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// The panel's events. `cancel` and `close` are its own, the others bubble up to it.
const EVENTS: [&str; 17] = [
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

/// **The form of one element.** Freeing it removes the form; a ticket that is being sent is still sent.
#[wasm_bindgen]
pub struct Form(Rc<Widget>);

/// Mounts the closed form of the element `host` in its shadow root. `texts` are the language's texts, one per line; empty
/// for English.
///
/// # Errors
/// The browser's error.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, root: ShadowRoot, language: String, texts: String) -> Result<Form, JsValue> {
    Ok(Form(Widget::mount(host, root, Words::new(language, texts, browser::counted))?))
}

#[wasm_bindgen]
impl Form {
    /// Reads the element's attributes again, which also open and close the form. With `true` it focuses the form instead,
    /// with `false` it resets it. (Each method adds 0.1 kB, so there are few.)
    pub fn configure(&self, focus_or_reset: Option<bool>) {
        match focus_or_reset {
            None => self.0.configure(),
            Some(true) => self.0.dispatch(Event::FocusRequested),
            Some(false) => self.0.dispatch(Event::Reset { spare_id: fresh_id() }),
        }
    }

    /// Prefills inputs that the visitor has not changed, from an object with the contract's names. `info` is added to the
    /// next ticket. An `id` continues an earlier try; with a `url`, the outbox has sent it.
    pub fn prefill(&self, fields: &JsValue) {
        // The attributes first: the call is newer.
        self.0.read_prefills();
        for input in Input::ALL {
            if let Some(value) = dom::string(fields, input.name()) {
                self.0.dispatch(Event::Prefilled(input, host_page::normalize(input, &value)));
            }
        }
        self.0.show_types();
        if let Some(id) = dom::string(fields, "id") {
            self.0.dispatch(match dom::string(fields, "url") {
                Some(url) => Event::SentByOutbox { id, url, spare_id: fresh_id() },
                None => Event::ResumedAs(id),
            });
        }
        let info = dom::get(fields, "info");
        if info.is_object() {
            *self.0.extra_info.borrow_mut() = info;
        }
    }

    /// Changes the language.
    #[wasm_bindgen(js_name = speak)]
    pub fn set_language(&self, language: String, texts: String) {
        *self.0.words.borrow_mut() = Words::new(language, texts, browser::counted);
        self.0.set_language();
    }

    /// Returns the ticket as it would be sent now.
    pub fn ticket(&self) -> JsValue {
        log_err(self.0.ticket()).unwrap_or_default()
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.0.listener.take();
        self.0.view.node(Node::Panel).remove();
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
    /// The last values of the prefilling attributes.
    prefilled: RefCell<[String; 8]>,
    /// The page's `info` for the next ticket alone.
    extra_info: RefCell<JsValue>,
    /// The element that had the focus before the panel was opened.
    focus_before: RefCell<Option<HtmlElement>>,
    /// Set while a ticket is being sent.
    pending: RefCell<Option<PendingRequest>>,
    listener: RefCell<Option<Listener>>,
}

impl Widget {
    fn mount(host: HtmlElement, root: ShadowRoot, words: Words) -> Result<Rc<Widget>, MountError> {
        let inline = host_page::attribute(&host, "position") == "inline";
        // The first sheet is the loader's; a second one is left over from an earlier form.
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
            extra_info: RefCell::default(),
            focus_before: RefCell::default(),
            pending: RefCell::default(),
            listener: RefCell::default(),
        });
        widget.listen();
        widget.set_language();
        widget.read_prefills();
        Ok(widget)
    }

    /// Starts the one listener for all events. It holds the widget weakly.
    fn listen(self: &Rc<Self>) {
        let widget = Rc::downgrade(self);
        let mut listener = Listener::new(move |event| {
            if let Some(widget) = widget.upgrade() {
                widget.on_event(&event);
            }
        });
        for name in EVENTS {
            listener.listen(self.view.node(Node::Panel), name);
        }
        if let Ok(Some(narrow)) = self.window.match_media(host_page::NARROW) {
            listener.listen(&narrow, "change");
        }
        *self.listener.borrow_mut() = Some(listener);
    }

    fn on_event(self: &Rc<Self>, event: &web_sys::Event) {
        let name = event.type_();
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return self.reopen();
        };
        let input = target.get_attribute("name").and_then(|name| Input::from_name(&name));
        match (name.as_str(), input) {
            ("submit", _) => {
                event.prevent_default();
                // Browsers normalize values without an event, so read the fields again.
                for input in Input::ALL {
                    self.typed(input);
                }
                self.dispatch(Event::Send);
            }
            ("input" | "change", Some(input)) => self.typed(input),
            ("focusout", Some(input)) => self.dispatch(Event::Blurred(input)),
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
                    // A dialog of the page below the form must not close, too.
                    event.prevent_default();
                    self.request_close();
                }
            }
            // Otherwise the focused field would be checked now, its error would move the button, and the click would miss it.
            ("mousedown", _) if target.matches("button").unwrap_or_default() => {
                event.stop_propagation();
                event.prevent_default();
            }
            // The back gesture of a phone. The `open` attribute closes the form.
            ("cancel", _) => {
                event.prevent_default();
                self.request_close();
            }
            ("close", _) if !self.is_shown() => self.request_close(),
            // The page gets no keys, clipboard or pointer events, so that its shortcuts do not run and its modal dialog does not
            // close. It does get `focusin`: a modal dialog that then takes the focus back shows that the form must be above it.
            _ => event.stop_propagation(),
        }
    }

    fn clicked(self: &Rc<Self>, target: &Element) {
        match target.get_attribute("part").as_deref() {
            Some("close") => self.request_close(),
            Some("another") => self.dispatch(Event::StartAnother),
            _ => {}
        }
    }

    fn typed(self: &Rc<Self>, input: Input) {
        let value = self.view.control(input).value();
        // `change` follows `input`, and comes without it if a password manager fills in the field.
        let is_new = self.state.borrow().entry(input).value != value;
        if is_new {
            self.dispatch(Event::Typed(input, value));
        }
    }

    fn configure(self: &Rc<Self>) {
        self.read_prefills();
        self.dispatch(Event::SetOpen(self.host.get_attribute("open").is_some()));
    }

    /// Reads the form's options and prefilled values from the attributes.
    fn read_prefills(self: &Rc<Self>) {
        let options = host_page::options(&self.host);
        self.dispatch(Event::OptionsChanged(options));
        for input in Input::ALL {
            let value = host_page::prefill(&self.host, input);
            let before = core::mem::replace(&mut self.prefilled.borrow_mut()[input as usize], value.clone());
            if before != value {
                self.dispatch(Event::Prefilled(input, value));
            }
        }
        self.show_types();
    }

    /// Fills the list of types. A select shows a value only if it is in its list.
    fn show_types(&self) {
        self.view.show_types(&self.state.borrow(), &self.words.borrow());
        self.update();
    }

    fn set_language(&self) {
        self.view.set_language(&self.words.borrow());
        self.show_types();
    }

    /// Removes the element's `open` attribute, for which the loader calls [`Form::configure`].
    fn request_close(&self) {
        log_err(self.host.remove_attribute("open"));
    }

    /// Handles a form event. At the end the page's code may run and call back into the form.
    fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = step(&mut self.state.borrow_mut(), event);
        self.update();
        match effects.panel {
            Some(true) => self.open(host_page::is_modal(&self.host)),
            Some(false) => self.close(),
            None => {}
        }
        if let Some(focus) = effects.focus {
            self.move_focus(focus);
            // A modal dialog of the page makes everything else inert. Then the form opens as a modal dialog above it.
            if self.is_shown() && self.root.active_element().is_none() {
                self.hide();
                self.open(true);
                self.move_focus(focus);
            }
        }
        if effects.send {
            self.send();
        }
        if effects.abort {
            self.abort();
        }
        match effects.notify {
            Some(Notice::Opened) => _ = self.emit("ticket-open", &Object::new(), false),
            Some(Notice::Closed) => _ = self.emit("ticket-close", &Object::new(), false),
            Some(Notice::Created | Notice::Failed) => self.emit_outcome(),
            None => {}
        }
    }

    fn move_focus(&self, focus: Focus) {
        match focus {
            Focus::Input(input) => dom::focus(self.view.control(input)),
            Focus::Result => dom::focus(self.view.node(Node::TicketUrl)),
        }
    }

    fn update(&self) {
        let help_email = host_page::attribute(&self.host, "help-email");
        self.view.update(&self.state.borrow(), &self.words.borrow(), &help_email);
    }

    /// Calls `call` when a promise is settled, unless the widget was freed.
    fn on_settled(self: &Rc<Self>, started: Settled, attempt: u32, call: fn(&Rc<Widget>, u32, Settled)) {
        let widget = Rc::downgrade(self);
        dom::on_settled(started, move |settled| {
            if let Some(widget) = widget.upgrade() {
                call(&widget, attempt, settled);
            }
        });
    }

    /// Dispatches an event to the page, and returns it unless the page cancelled it.
    fn emit(&self, name: &str, detail: &Object, cancelable: bool) -> Option<CustomEvent> {
        let init = Object::new();
        for (key, value) in [("bubbles", true), ("composed", true), ("cancelable", cancelable)] {
            dom::set(&init, key, &value.into());
        }
        dom::set(&init, "detail", detail);
        let event = log_err(CustomEvent::new_with_event_init_dict(name, init.unchecked_ref()))?;
        log_err(self.host.dispatch_event(&event))?.then_some(event)
    }
}

fn fresh_id() -> String {
    let mut buffer = uuid::Uuid::encode_buffer();
    uuid::Uuid::new_v4().hyphenated().encode_lower(&mut buffer).to_owned()
}
