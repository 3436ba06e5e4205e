//! Shared helpers of the browser tests: a visitor's widget, the page around it and the network behind it. The widget is the
//! shipped loader with the form that is compiled into the test.

#![allow(dead_code, reason = "each test file is a crate of its own and needs only a part of this")]

pub(crate) mod clock;
pub(crate) mod loader;
pub(crate) mod network;
pub(crate) mod page;
pub(crate) mod widget;

pub(crate) use widget::Widget;
