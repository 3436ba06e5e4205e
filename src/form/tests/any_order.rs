//! Promises that hold for any order of events: nothing panics, no typed text is lost, nothing is sent twice.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

fn event() -> impl Strategy<Value = Event> {
    let field = || select(FIELDS.to_vec());
    let text = || {
        let useful = ["jd@example.com", "package xyz", "please install it", "", " ", "a\nb", "a\0b"];
        prop_oneof![4 => select(useful.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
    };
    let result = prop_oneof![Just(Ok(URL.to_owned())), select(one_of_each()).prop_map(Err)];
    let rule = select(vec![Rule::Required, Rule::Email, Rule::TooLarge { limit: MAX_REQUEST_BYTES }]);
    let problem = (field(), rule).prop_map(|(field, rule)| Problem { field: field.field(), rule });
    prop_oneof![
        2 => (field(), text()).prop_map(|(field, text)| Event::Prefilled(field, text)),
        4 => (field(), text()).prop_map(|(field, text)| Event::Typed(field, text)),
        // Often what makes a ticket complete, so that many are sent.
        2 => Just(Event::Typed(Input::EmailAddress, "jd@example.com".to_owned())),
        2 => select(vec![Input::Subject, Input::Body]).prop_map(|field| Event::Typed(field, "x".to_owned())),
        1 => field().prop_map(Event::Blurred),
        5 => Just(Event::Send),
        1 => Just(Event::CancelledByPage),
        1 => vec(problem, 0..3).prop_map(Event::Rejected),
        2 => Just(Event::Tick),
        3 => (result, select(vec![None, Some(Queued::InBrowser), Some(Queued::OnPage)]), "[0-9a-f]{8}").prop_map(|(result, queued, spare_id)| {
            Event::Answered { result, queued, spare_id }
        }),
        1 => "[0-9a-f]{8}".prop_map(|spare_id| Event::SentByOutbox { id: ID.to_owned(), url: URL.to_owned(), spare_id }),
        1 => Just(Event::StartAnother),
        1 => "[0-9a-f]{8}".prop_map(|spare_id| Event::Reset { spare_id }),
    ]
}

/// **What an outsider can know of the form**, kept beside it.
#[derive(Default)]
struct Outsider {
    /// Whether a ticket is on its way.
    pending: bool,
    /// Whether the visitor has typed into the subject, into the body, since they were cleared.
    typed: [bool; 2],
}

impl Outsider {
    /// Checks what a step did against what it may do.
    fn watch(&mut self, before: &State, event: &Event, after: &State, effects: Effects) {
        assert!(!(effects.send && self.pending), "sent while a ticket is on its way");
        let answered = matches!(event, Event::Answered { result: Ok(_), .. }) && self.pending;
        let arrived =
            matches!(event, Event::SentByOutbox { id, .. } if before.queued.is_some() && *id == before.id);
        assert!(!(arrived && self.pending), "what is kept is not on its way");
        let created = answered || arrived;
        let failed = matches!(event, Event::Answered { result: Err(_), .. }) && self.pending;
        let is_conflict = matches!(event, Event::Answered { result: Err(SendError::Conflict), .. });
        let thrown_away = matches!(event, Event::Reset { .. }) && !self.pending;
        let withdrawn = matches!(event, Event::CancelledByPage | Event::Rejected(_));

        for (field, typed) in [Input::Subject, Input::Body].into_iter().zip(&mut self.typed) {
            let is_written = matches!(event, Event::Typed(of, _) if *of == field);
            let is_prefilled = matches!(event, Event::Prefilled(of, _) if *of == field) && !*typed;
            if before.entry(field).value != after.entry(field).value {
                assert!(is_written || is_prefilled || created || thrown_away, "{field:?} lost by {event:?}");
            }
            *typed = (*typed || is_written) && !created && !thrown_away;
        }
        if before.id != after.id {
            assert!(created || thrown_away || (failed && is_conflict), "another id by {event:?}");
        }

        self.pending = effects.send || (self.pending && !(created || failed || withdrawn));
        assert_eq!(matches!(after.phase, Phase::Sending { .. }), self.pending, "{event:?}");
        assert_eq!(effects.notify == Some(Notice::Created), created, "{event:?}");
        assert_eq!(effects.notify == Some(Notice::Failed), failed, "{event:?}");
        assert!(after.failure.is_none() || after.phase == Phase::Writing, "{event:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_sent_twice_in_any_order_of_events(events in vec(event(), 0..80)) {
        let mut state = empty();
        let mut outsider = Outsider::default();

        for event in events {
            let before = state.clone();
            let effects = step(&mut state, event.clone());
            outsider.watch(&before, &event, &state, effects);
        }
    }
}
