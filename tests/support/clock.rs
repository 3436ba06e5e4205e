//! Fake intervals that run only when the test lets time pass.

use std::{cell::RefCell, rc::Rc};

use js_sys::Function;
use wasm_bindgen::{JsValue, closure::Closure};

use super::page::{Replaced, window};

/// **Fake timers**, as in a page's own tests. Dropping it restores the browser's.
pub(crate) struct Clock {
    running: Rc<RefCell<Vec<(i32, Function, i32)>>>,
    _set: Replaced<dyn Fn(Function, i32) -> i32>,
    _clear: Replaced<dyn Fn(i32)>,
}

impl Clock {
    pub(crate) fn of_the_page() -> Clock {
        let running = Rc::<RefCell<Vec<(i32, Function, i32)>>>::default();
        let (started, stopped) = (running.clone(), running.clone());
        let set = Closure::<dyn Fn(Function, i32) -> i32>::new(move |call, millis| {
            let mut started = started.borrow_mut();
            let id = 1_000_000 + started.len() as i32;
            started.push((id, call, millis));
            id
        });
        let clear = Closure::<dyn Fn(i32)>::new(move |id| {
            stopped.borrow_mut().retain(|(running, ..)| *running != id);
        });
        Clock {
            running,
            _set: Replaced::new(window(), "setInterval", set),
            _clear: Replaced::new(window(), "clearInterval", clear),
        }
    }

    pub(crate) fn running(&self) -> usize {
        self.running.borrow().len()
    }

    /// Runs the intervals that are due within these seconds, which no interval may exceed.
    pub(crate) fn passes(&self, seconds: i32) {
        let running = self.running.borrow().clone();
        assert!(!running.is_empty(), "no clock is running");
        for (_, call, millis) in running {
            assert_eq!(seconds * 1000 % millis, 0, "an interval of {millis} ms");
            for _ in 0..seconds * 1000 / millis {
                call.call0(&JsValue::NULL).unwrap();
            }
        }
    }
}
