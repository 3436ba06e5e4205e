//! The shipped loader itself, www/widget/support-ticket-widget.js, with what is behind it in www/, and ways for it to get its
//! form. The form that it gets is the one that is compiled into the test. It must not know what is in a form.

use js_sys::{Function, Object, Promise, Reflect};
use support_ticket_widget::mount;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{HtmlElement, ShadowRoot};

#[wasm_bindgen(inline_js = r#"
// One after the other: wasm-bindgen's server loses requests when a page opens more than four connections at once.
export const { SupportTicketWidget } = await import("./www/widget/support-ticket-widget.js");
const { mountForm, styleButton } = await import("./www/widget/form/mount.js");

export async function loaded_again() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const address = loaded.find((name) => name.endsWith("/support-ticket-widget.js"));
  return (await import(address + "?again")).SupportTicketWidget;
}

const english = { language: "en", words: [] };

/** As support-ticket-form.js does it, in English, and without a module to compile: it is in the test. */
export function files_with(mount) {
  const form = {
    async loadForm(host, module, isNeeded) {
      styleButton(host.shadowRoot);
      if (isNeeded) mountForm(host, english, host.constructor.language(host)[1], mount);
    },
  };
  return [form, null];
}"#)]
extern "C" {
    /// Defines the class of a second copy of the loader.
    pub(crate) async fn loaded_again() -> JsValue;

    /// The code of the form, around a way to put it in place, and no answer with a module.
    pub(crate) fn files_with(mount: &JsValue) -> JsValue;

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

/// Names the modules that the loader and the code above import, so that they are served. Nothing here calls them.
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
    "/www/widget/form/mount.js" mount_form "mountForm",
    "/www/widget/form/prefill.js" prefill "fieldsOf",
    "/www/widget/shared/files.js" files "file",
    "/www/widget/shared/jwt.js" jwt "payloadOf",
    "/www/widget/shared/storage.js" storage "pressed",
    "/www/widget/shared/storage-keys.js" storage_keys "DRAFT_PREFIX",
    "/www/widget/shared/texts.js" texts "textsIn",
    "/www/widget/support-ticket-early.js" early "begin",
    "/www/widget/support-ticket-widget.js" loader "SupportTicketWidget"
);

/// **A replacement of the files that the loader fetches.** Dropping it restores the originals.
pub(crate) struct Loading {
    before: JsValue,
    _ask: Closure<dyn Fn() -> Promise>,
}

impl Loading {
    /// Calls `files` each time that the loader needs them.
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

    /// Makes the files available at once.
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
