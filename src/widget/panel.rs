//! How the panel comes and goes, and the focus with it. It must not know what stands in the panel.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::Widget;
use crate::{config, dom, error::expect, view::Thing};

impl Widget {
    fn dialog(&self) -> &HtmlDialogElement {
        self.view.at(Thing::Panel).unchecked_ref()
    }

    pub(super) fn is_shown(&self) -> bool {
        self.dialog().matches(":popover-open,:modal").unwrap_or_default()
    }

    pub(super) fn open(&self, modal: bool) {
        if self.inline || self.is_shown() || !self.host.is_connected() {
            return;
        }
        if self.focus_before.borrow().is_none() {
            *self.focus_before.borrow_mut() = dom::focused(&self.host);
        }
        let dialog = self.dialog();
        expect(if modal {
            expect(dialog.remove_attribute("popover"));
            dialog.show_modal()
        } else {
            dom::attr(dialog, "popover", "manual");
            dialog.show_popover()
        });
    }

    /// Hides the panel. The focus goes back to where it was, if it was in the panel.
    pub(super) fn close(&self) {
        let before = self.focus_before.take();
        let is_inside = dom::focused(&self.host).is_some_and(|focused| self.root.contains(Some(&focused)));
        self.hide();
        if !is_inside {
            return;
        }
        // Not by the tag's name: in XHTML that is in small letters.
        let is_there = |element: &HtmlElement| element.is_connected() && element.local_name() != "body";
        let button = || Some(self.root.query_selector("[part=button]").ok()??.unchecked_into());
        if let Some(element) = before.filter(is_there).or_else(button) {
            dom::focus(&element);
        }
    }

    pub(super) fn hide(&self) {
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
    pub(super) fn show_anew(&self) {
        if self.is_shown() {
            let focused = dom::focused(&self.host);
            self.hide();
            self.open(config::is_modal(&self.host));
            if let Some(focused) = focused {
                dom::focus(&focused);
            }
        }
    }
}
