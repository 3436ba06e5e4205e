//! Compares e-mail addresses with an independent check: the HTML standard's regular expression.

use proptest::prelude::*;
use regex::Regex;
use support_ticket_contract::is_valid_email;

mod addresses;

use addresses::{INVALID, VALID};

/// Word for word, less the slashes around it. What a browser's `<input type=email>` goes by.
///
/// # Source
/// <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>
const STANDARD: &str = r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

fn standard() -> Regex {
    Regex::new(STANDARD).unwrap_or_else(|error| unreachable!("the standard's own expression: {error}"))
}

/// Whether both judges say `expected`.
#[track_caller]
fn is_judged(standard: &Regex, text: &str, expected: bool) {
    assert_eq!(standard.is_match(text), expected, "the standard on {text:?}");
    assert_eq!(is_valid_email(text), expected, "we on {text:?}");
}

#[test]
fn an_address_is_what_the_html_standard_says() {
    let standard = standard();

    for address in VALID {
        is_judged(&standard, address, true);
    }
    for text in INVALID {
        is_judged(&standard, text, false);
    }
}

#[test]
fn the_table_has_no_duplicate_rows() {
    let mut rows = [VALID, INVALID].concat();
    let count = rows.len();

    rows.sort_unstable();
    rows.dedup();

    assert_eq!(rows.len(), count);
    assert!(count >= 150, "{count} rows");
}

#[test]
fn a_label_of_the_domain_has_at_most_63_characters() {
    let standard = standard();
    let label = |length| "a".repeat(length);

    for (length, expected) in [(1, true), (2, true), (62, true), (63, true), (64, false), (65, false)] {
        is_judged(&standard, &format!("jd@{}", label(length)), expected);
        is_judged(&standard, &format!("jd@{}.example", label(length)), expected);
        is_judged(&standard, &format!("jd@mail.{}.example", label(length)), expected);
        is_judged(&standard, &format!("jd@mail.{}", label(length)), expected);
    }
    is_judged(&standard, &format!("jd@x{}x", "-".repeat(61)), true);
    is_judged(&standard, &format!("jd@x{}x", "-".repeat(62)), false);
    is_judged(&standard, &format!("{}@example.com", label(500)), true);
    is_judged(&standard, &format!("jd@{}", vec![label(63); 20].join(".")), true);
}

#[test]
fn each_ascii_character_is_valid_where_the_standard_allows_it() {
    let standard = standard();

    for character in
        (0..=127_u8).map(char::from).chain(['é', '\u{a0}', '😀', '。', '＠', '\u{17f}', '\u{212a}'])
    {
        for text in [
            format!("{character}@example.com"),
            format!("j{character}d@example.com"),
            format!("jd{character}@example.com"),
            format!("jd@{character}example.com"),
            format!("jd@exam{character}ple.com"),
            format!("jd@example{character}.com"),
            format!("jd@example.com{character}"),
            format!("{character}jd@example.com"),
        ] {
            assert_eq!(is_valid_email(&text), standard.is_match(&text), "{text:?}");
        }
    }
}

/// Strings that are addresses or miss being one by little: pieces of addresses, in any order.
fn near_miss() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9]{1,3}",
        2 => Just("@".to_owned()),
        2 => Just(".".to_owned()),
        1 => Just("-".to_owned()),
        1 => "[!-~]",
        1 => prop::sample::select(vec![" ", "\n", "\t", "\0", "é", "。", "＠", "😀"]).prop_map(str::to_owned),
        1 => (60..=66_usize).prop_map(|length| "a".repeat(length)),
        1 => (58..=66_usize).prop_map(|length| format!("a{}a", "-".repeat(length))),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A valid address with one character put in, taken out or exchanged.
fn altered() -> impl Strategy<Value = String> {
    let address = r"[a-z.!#$%&'*+/=?^_`{|}~-]{1,6}@[a-z0-9]([a-z0-9-]{0,4}[a-z0-9])?(\.[a-z0-9]{1,3}){0,3}";
    (address, any::<prop::sample::Index>(), any::<char>(), 0..3_u8).prop_map(|(address, at, new, how)| {
        let mut characters: Vec<char> = address.chars().collect();
        let at = at.index(characters.len());
        match how {
            0 => characters.insert(at, new),
            1 => characters[at] = new,
            _ => drop(characters.remove(at)),
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn we_and_the_standard_agree(text in prop_oneof![near_miss(), altered(), any::<String>()]) {
        thread_local!(static JUDGE: Regex = standard());

        let expected = JUDGE.with(|standard| standard.is_match(&text));

        prop_assert_eq!(is_valid_email(&text), expected, "{:?}", text);
    }
}

#[test]
fn the_near_misses_are_of_both_kinds() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let strategy = prop_oneof![near_miss(), altered()];

    let valid = (0..1000)
        .filter_map(|_| strategy.new_tree(&mut runner).ok())
        .filter(|tree| is_valid_email(&tree.current()))
        .count();

    assert!((50..950).contains(&valid), "{valid} of 1000 are addresses");
}
