//! Searches exhaustively: visits every state that a world can reach within a number of steps, each once.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

pub(crate) mod browser;
pub(crate) mod world;

/// **A system that does one of several possible steps at a time.**
pub(crate) trait World: Clone + Eq + Hash {
    /// A step.
    type Step: Copy + fmt::Debug;

    /// Returns every step that can happen next.
    fn steps(&self) -> Vec<Self::Step>;

    /// Returns the world after the step.
    fn after(&self, step: Self::Step) -> Self;

    /// Returns the promise that is broken, if any.
    fn broken(&self) -> Option<String>;
}

/// **The shortest way to a broken promise.**
pub(crate) struct Counterexample {
    pub(crate) why: String,
    pub(crate) steps: Vec<String>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, after {}", self.why, self.steps.join(", "))
    }
}

/// Checks every state that is at most `depth` steps away, and returns their number.
///
/// # Errors
/// The shortest way to a broken promise.
pub(crate) fn explore<W: World>(start: W, depth: usize) -> Result<usize, Counterexample> {
    // Each state, with the state and the step that it was reached from.
    let mut states = vec![(start.clone(), 0, None)];
    let mut seen = HashSet::from([start]);
    let mut next = 0;
    for _ in 0..=depth {
        let end = states.len();
        for at in next..end {
            if let Some(why) = states[at].0.broken() {
                return Err(Counterexample { why, steps: way(&states, at) });
            }
        }
        for at in next..end {
            for step in states[at].0.steps() {
                let after = states[at].0.after(step);
                if seen.insert(after.clone()) {
                    states.push((after, at, Some(step)));
                }
            }
        }
        next = end;
    }
    Ok(next)
}

fn way<W: World>(states: &[(W, usize, Option<W::Step>)], at: usize) -> Vec<String> {
    let mut steps = Vec::new();
    let mut state = &states[at];
    while let (_, from, Some(step)) = state {
        steps.push(format!("{step:?}"));
        state = &states[*from];
    }
    steps.reverse();
    steps
}
