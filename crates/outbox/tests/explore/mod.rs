//! An exhaustive search: every state that a world can get into within a number of steps, each looked at once. It must
//! not know what the world is.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

pub(crate) mod browser;
pub(crate) mod world;

/// **Something that takes one step at a time**, any of several.
pub(crate) trait World: Clone + Eq + Hash {
    /// A step.
    type Step: Copy + fmt::Debug;

    /// All that can happen next.
    fn steps(&self) -> Vec<Self::Step>;

    /// The world after it happened.
    fn after(&self, step: Self::Step) -> Self;

    /// What is wrong with it, if anything is.
    fn broken(&self) -> Option<String>;
}

/// **How a world breaks**: the shortest way there.
pub(crate) struct Counterexample {
    pub(crate) why: String,
    pub(crate) steps: Vec<String>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, after {}", self.why, self.steps.join(", "))
    }
}

/// Looks at every state that is at most `depth` steps away, and says how many there are.
///
/// # Errors
/// The shortest way to a state that is broken.
pub(crate) fn explore<W: World>(start: W, depth: usize) -> Result<usize, Counterexample> {
    // Each state with the one that it was reached from, and by which step.
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
