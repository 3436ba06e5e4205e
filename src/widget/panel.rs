//! Opens and closes the panel, and moves the focus in and out.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::Widget;
use crate::{console::log_err, dom, host_page, view::Node};

impl Widget {
    fn dialog(&self) -> &HtmlDialogElement {
        self.view.node(Node::Panel).unchecked_ref()
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
        log_err(if modal {
            log_err(dialog.remove_attribute("popover"));
            dialog.show_modal()
        } else {
            dom::set_attr(dialog, "popover", "manual");
            dialog.show_popover()
        });
    }

    /// Closes the panel, and restores the focus if it was in the panel.
    pub(super) fn close(&self) {
        let before = self.focus_before.take();
        let is_inside = dom::focused(&self.host).is_some_and(|focused| self.root.contains(Some(&focused)));
        self.hide();
        if !is_inside {
            return;
        }
        // Not `tagName`, which is lower case in XHTML.
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
                log_err(dialog.hide_popover());
            } else {
                dialog.close();
            }
        }
    }

    /// Reopens the panel after the screen became narrow or wide, since it may have to cover the page now.
    pub(super) fn reopen(&self) {
        if self.is_shown() {
            let focused = dom::focused(&self.host);
            self.hide();
            self.open(host_page::is_modal(&self.host));
            if let Some(focused) = focused {
                dom::focus(&focused);
            }
        }
    }
}
