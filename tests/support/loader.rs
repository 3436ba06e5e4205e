//! The shipped loader itself, www/support-ticket-widget.js, and ways for it to get its form. The form that it gets is
//! the one that is compiled into the test. It must not know what is in a form.

use js_sys::{Function, Promise};
use support_ticket_widget::mount;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;

#[wasm_bindgen(inline_js = r#"
export async function loaded_again() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const address = loaded.find((name) => name.endsWith("/support-ticket-widget.js"));
  return (await import(address + "?again")).SupportTicketWidget;
}"#)]
extern "C" {
    /// The class of a second copy of the loader.
    pub(crate) async fn loaded_again() -> JsValue;
}

#[wasm_bindgen(module = "/www/support-ticket-widget.js")]
extern "C" {
    #[wasm_bindgen(extends = HtmlElement)]
    #[derive(Debug, Clone)]
    pub(crate) type SupportTicketWidget;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> SupportTicketWidget;

    #[wasm_bindgen(static_method_of = SupportTicketWidget, getter)]
    fn load() -> Function;
    #[wasm_bindgen(static_method_of = SupportTicketWidget, setter)]
    fn set_load(load: &Function);

    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &SupportTicketWidget);
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &SupportTicketWidget);
    #[wasm_bindgen(method)]
    pub(crate) fn prefill(this: &SupportTicketWidget, fields: &JsValue);
    #[wasm_bindgen(method)]
    pub(crate) fn reset(this: &SupportTicketWidget);
}

/// **How the loader gets its form**, for as long as it is held: a function in the place of its `load`.
pub(crate) struct Loading {
    before: Function,
    _load: Closure<dyn Fn() -> Promise>,
}

impl Loading {
    pub(crate) fn is(load: impl Fn() -> Promise + 'static) -> Loading {
        let load = Closure::<dyn Fn() -> Promise>::new(load);
        let before = SupportTicketWidget::load();
        SupportTicketWidget::set_load(load.as_ref().unchecked_ref());
        Loading { before, _load: load }
    }

    /// It is there at once.
    pub(crate) fn works() -> Loading {
        Loading::is(|| Promise::resolve(&the_form()))
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        SupportTicketWidget::set_load(&self.before);
    }
}

/// What `load` comes to: the function that puts the form into an element, as support-ticket-form.js has it.
pub(crate) fn the_form() -> JsValue {
    thread_local! {
        static FORM: Closure<dyn Fn(HtmlElement, JsValue) -> Result<JsValue, JsValue>> = Closure::new(
            |host: HtmlElement, prefill: JsValue| {
                let root = host.shadow_root().ok_or("the element has no shadow root")?;
                let form = mount(host, root, "en".to_owned(), String::new())?;
                form.prefill(&prefill);
                Ok(form.into())
            },
        );
    }
    FORM.with(|form| form.as_ref().clone())
}
