//! The shipped loader itself, www/support-ticket-widget.js, with what is behind it in www/, and ways for it to get its
//! form. The form that it gets is the one that is compiled into the test. It must not know what is in a form.

use js_sys::{Function, Object, Promise, Reflect};
use support_ticket_widget::mount;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{HtmlElement, ShadowRoot};

#[wasm_bindgen(inline_js = r#"
import { dress, take } from "./www/support-ticket-form-element.js";

export async function loaded_again() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const address = loaded.find((name) => name.endsWith("/support-ticket-widget.js"));
  return (await import(address + "?again")).SupportTicketWidget;
}

const english = { language: "en", words: [] };

/** As support-ticket-form.js does it, in English, and without a module to compile: it is in the test. */
export function files_with(mount) {
  const form = {
    async take(host, answer, language, opens) {
      dress(host.shadowRoot);
      if (opens) take(host, language, english, language(host)[1], mount);
    },
  };
  return [form, null];
}"#)]
extern "C" {
    /// The class of a second copy of the loader.
    pub(crate) async fn loaded_again() -> JsValue;

    /// The code of the form, around a way to put it in place, and no answer with a module.
    pub(crate) fn files_with(mount: &JsValue) -> JsValue;
}

/// What the loader and the code above import. Nothing of it is called from here: what is named here is served beside
/// them.
macro_rules! served {
    ($($module:literal $name:ident $js:literal),*) => {$(
        #[wasm_bindgen(module = $module)]
        extern "C" {
            #[wasm_bindgen(js_name = $js)]
            #[allow(dead_code, reason = "it is for the file that it stands in")]
            fn $name(what: &JsValue);
        }
    )*};
}
served!(
    "/www/support-ticket-ahead.js" ahead "take",
    "/www/support-ticket-form-element.js" element "take",
    "/www/support-ticket-files.js" files "file",
    "/www/support-ticket-form-prefill.js" prefill "fieldsOf",
    "/www/support-ticket-form-texts.js" texts "textsIn",
    "/www/support-ticket-memory.js" memory "pressed",
    "/www/support-ticket-token.js" token "payloadOf"
);

#[wasm_bindgen(module = "/www/support-ticket-widget.js")]
extern "C" {
    #[wasm_bindgen(extends = HtmlElement)]
    #[derive(Debug, Clone)]
    pub(crate) type SupportTicketWidget;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> SupportTicketWidget;

    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &SupportTicketWidget);
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &SupportTicketWidget);
    #[wasm_bindgen(method)]
    pub(crate) fn prefill(this: &SupportTicketWidget, fields: &JsValue);
    #[wasm_bindgen(method)]
    pub(crate) fn reset(this: &SupportTicketWidget);
}

/// **How the loader gets its files**, for as long as it is held: what it asks its class for before it fetches anything.
pub(crate) struct Loading {
    before: JsValue,
    _ask: Closure<dyn Fn() -> Promise>,
}

impl Loading {
    /// `files` is asked each time that the loader needs them.
    pub(crate) fn is(files: impl Fn() -> Promise + 'static) -> Loading {
        let ask = Closure::<dyn Fn() -> Promise>::new(files);
        let property = Object::new();
        for (key, value) in [("get", ask.as_ref()), ("set", &ignored()), ("configurable", &JsValue::TRUE)] {
            Reflect::set(&property, &key.into(), value).unwrap();
        }
        let before = Reflect::get_own_property_descriptor(&class(), &FILES.into()).unwrap();
        Reflect::define_property(&class(), &FILES.into(), &property).unwrap();
        Loading { before, _ask: ask }
    }

    /// They are there at once.
    pub(crate) fn works() -> Loading {
        Loading::is(|| Promise::resolve(&the_files()))
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        if self.before.is_undefined() {
            Reflect::delete_property(&class(), &FILES.into()).unwrap();
        } else {
            Reflect::define_property(&class(), &FILES.into(), self.before.unchecked_ref()).unwrap();
        }
    }
}

const FILES: &str = "files";

fn class() -> Object {
    web_sys::window().unwrap().custom_elements().get("support-ticket-widget").unchecked_into()
}

/// What a failed load puts there is not kept.
fn ignored() -> JsValue {
    Function::new_no_args("").into()
}

/// What the files come to.
pub(crate) fn the_files() -> JsValue {
    type Mount = dyn Fn(HtmlElement, ShadowRoot, String, String) -> Result<JsValue, JsValue>;
    thread_local! {
        static MOUNT: Closure<Mount> = Closure::new(
            |host: HtmlElement, root: ShadowRoot, language: String, texts: String| {
                Ok(mount(host, root, language, texts)?.into())
            },
        );
    }
    MOUNT.with(|mount| files_with(mount.as_ref()))
}
