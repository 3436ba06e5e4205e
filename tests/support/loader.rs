//! The shipped loader itself, www/widget/support-ticket-widget.js, with what is behind it in www/, and ways for it to get its
//! form. The form that it gets is the one that is compiled into the test. It must not know what is in a form.

use js_sys::{Array, Function, Object, Promise, Reflect};
use support_ticket_texts::Texts;
use support_ticket_widget::Form;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;

#[wasm_bindgen(inline_js = r#"
// One after the other, what is imported first: wasm-bindgen's server loses requests when a page opens more than four
// connections at once.
for (const name of [
  "shared/files", "shared/secrets", "shared/user-agent", "shared/ticket", "shared/jwt", "shared/storage-keys",
  "shared/storage", "shared/dom", "shared/uuid", "shared/post", "shared/texts", "shared/late-part",
  "form/form-texts", "form/prefill", "form/visitor-events", "form/prefills", "form/panel", "form/screen",
])
  await import(`./www/widget/${name}.js`);
const { prepare } = await import("./www/widget/form/prepare.js");
const { FormModule } = await import("./www/widget/form/form-module.js");
const { LiveForm } = await import("./www/widget/form/live-form.js");
export const { SupportTicketWidget } = await import("./www/widget/support-ticket-widget.js");

export async function loaded_again() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const address = loaded.find((name) => name.endsWith("/support-ticket-widget.js"));
  return (await import(address + "?again")).SupportTicketWidget;
}

/** As support-ticket-form.js and support-ticket-module.js do it, in English, and with the module that is in the test. */
export function files_with(attach, table, css, lines) {
  const english = Object.fromEntries(lines.map((line) => line.split("\t")));
  const texts = { language: "en", keys: Object.keys(english), words: Object.values(english) };
  const form = {
    async loadForm(host, files, isNeeded) {
      prepare(host.shadowRoot);
      const [, tag] = host.constructor.language(host);
      if (isNeeded) LiveForm.start(host, { table, css, english }, texts, tag, files);
    },
  };
  const start = async () => new FormModule(attach, () => {});
  return { form, module: [{ start }, null] };
}

/** What the loader asks for: the script and the module, each when it comes. */
export function apart(files) {
  const form = files.then(({ form }) => form);
  form.catch(() => {}); // The loader says so, if it needs it.
  return { form, module: files.then(({ module }) => module) };
}"#)]
extern "C" {
    /// Defines the class of a second copy of the loader.
    pub(crate) async fn loaded_again() -> JsValue;

    fn files_with(attach: &JsValue, table: &str, css: &str, lines: Vec<String>) -> JsValue;

    fn apart(files: &Promise) -> JsValue;

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
    "/www/widget/form/form-module.js" form_module "FormModule",
    "/www/widget/form/form-texts.js" form_texts "FormTexts",
    "/www/widget/form/live-form.js" live_form "LiveForm",
    "/www/widget/form/panel.js" panel "NARROW",
    "/www/widget/form/prefill.js" prefill "fieldsOf",
    "/www/widget/form/prefills.js" prefills "Prefills",
    "/www/widget/form/prepare.js" prepare "prepare",
    "/www/widget/form/screen.js" screen "Screen",
    "/www/widget/form/visitor-events.js" visitor_events "listenTo",
    "/www/widget/shared/dom.js" dom "make",
    "/www/widget/shared/files.js" files "file",
    "/www/widget/shared/jwt.js" jwt "payloadOf",
    "/www/widget/shared/late-part.js" late_part "LatePart",
    "/www/widget/shared/storage.js" storage "storePending",
    "/www/widget/shared/storage-keys.js" storage_keys "DRAFT_PREFIX",
    "/www/widget/shared/texts.js" texts "formTexts",
    "/www/widget/shared/uuid.js" uuid "freshId",
    "/www/widget/support-ticket-early.js" early "begin",
    "/www/widget/support-ticket-widget.js" loader "SupportTicketWidget"
);

/// **A replacement of the files that the loader fetches.** Dropping it restores the originals.
pub(crate) struct Loading {
    before: JsValue,
    _ask: Closure<dyn Fn() -> JsValue>,
}

impl Loading {
    /// Calls `files` each time that the loader needs them.
    pub(crate) fn is(files: impl Fn() -> Promise + 'static) -> Loading {
        let ask = Closure::<dyn Fn() -> JsValue>::new(move || apart(&files()));
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
    type Attach = dyn Fn(HtmlElement, Array, String, String, String) -> JsValue;
    thread_local! {
        static ATTACH: Closure<Attach> = Closure::new(
            |host: HtmlElement, elements: Array, language: String, texts: String, id: String| {
                let elements = elements.iter().map(JsCast::unchecked_into).collect();
                Form::attach(host, elements, language, texts, id).into()
            },
        );
    }
    ATTACH.with(|attach| files_that_attach(attach.as_ref()))
}

/// The files with another way to attach the module.
pub(crate) fn files_that_attach(attach: &JsValue) -> JsValue {
    let english = Texts::parse(include_str!("../../www/widget/locales/en.json")).unwrap();
    let lines = english.first().map(|text| format!("{}\t{}", text.key, text.line)).collect();
    let [table, css] =
        [include_str!("../../www/widget/form/screen.txt"), include_str!("../../www/widget/form/form.css")];
    files_with(attach, table, css, lines)
}
