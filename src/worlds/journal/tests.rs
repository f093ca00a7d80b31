//! The journal as a library: what is kept, what is found in it, what is verified by it.

use std::sync::Arc;

use super::*;
use crate::clock::Timestamp;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::PersonId;
use crate::domain::citizen_number::CitizenNumber;

/// A call with nothing special.
pub fn entry(operation: &'static str) -> JournalEntry {
    JournalEntry {
        at: Timestamp(1_000),
        micros: 7,
        request_id: "id".into(),
        client: Some("portal".into()),
        method: "POST",
        route: "/v1/match".into(),
        status: 200,
        operation,
        outcome: "ok".into(),
        findings: Findings::default(),
        scenario: None,
        advice: None,
        raw: RawCall::default(),
        answer: AnswerFacts::default(),
    }
}

/// A match of a number that came to something.
fn asked(number: &str, name: &str, outcome: &'static str) -> JournalEntry {
    let mut findings = Findings::default();
    findings.push(finding(number, name, outcome));
    JournalEntry {
        outcome: outcome.into(),
        findings,
        ..entry("match")
    }
}

fn finding(number: &str, name: &str, outcome: &'static str) -> Finding {
    Finding {
        operation: "match",
        question: Some(JournalQuestion {
            number: Some(CitizenNumber::parse(number).expect("a number")),
            full_name: Some(name.into()),
            date_of_birth: Some(BirthDate::Year(1985)),
            ..JournalQuestion::default()
        }),
        outcome,
        rule: Some("all_agree"),
        about: About::One(PersonId(1)),
    }
}

const THANH: &str = "042085000488";
const LAN: &str = "042190000099";

fn sequences(calls: &[Numbered]) -> Vec<u64> {
    calls.iter().map(|call| call.sequence).collect()
}

fn words(text: &str) -> Vec<Box<str>> {
    text.split(',').map(Into::into).collect()
}

#[test]
fn calls_are_numbered_from_one_and_the_oldest_are_dropped_and_counted() {
    let journal = Journal::default();
    for _ in 0..CAPACITY + 3 {
        journal.append(entry("match"));
    }
    let reading = journal.read(0);
    assert_eq!((reading.calls.len(), reading.dropped), (CAPACITY, 3));
    assert_eq!(reading.calls[0].sequence, 4);
    assert_eq!(reading.last, CAPACITY as u64 + 3);
    assert!(journal.get(3).is_none());
    assert!(journal.get(4).is_some());
    assert!(journal.get(reading.last + 1).is_none());
    assert_eq!(sequences(&journal.read(reading.last - 1).calls), [10_003]);
    assert!(journal.read(reading.last).calls.is_empty());
    assert!(journal.read(u64::MAX - 1).calls.is_empty());
}

#[test]
fn a_journal_that_was_emptied_goes_on_counting_and_one_that_begins_anew_does_not() {
    let journal = Journal::default();
    journal.append(entry("match"));
    journal.append(entry("match"));
    journal.clear();
    assert!(journal.read(0).calls.is_empty());
    assert_eq!((journal.read(0).last, journal.read(0).epoch), (2, 0));
    assert_eq!(journal.append(entry("match")), 3);
    journal.restart();
    assert_eq!((journal.read(0).last, journal.read(0).epoch), (0, 1));
    assert_eq!(journal.append(entry("match")), 1);
    assert_eq!(journal.budget().used(), entry("match").bytes());
}

#[test]
fn all_journals_share_one_cap_and_who_keeps_the_most_gives_way() {
    let size = entry("match").bytes();
    let budget = Arc::new(JournalBudget::of(size * 64));
    let large = Journal::within(Arc::clone(&budget));
    let small = Journal::within(Arc::clone(&budget));
    small.append(entry("lookup"));
    for _ in 0..200 {
        large.append(entry("match"));
        assert!(budget.used() <= size * 64);
    }
    assert_eq!(small.read(0).dropped, 0);
    let reading = large.read(0);
    assert!(reading.dropped > 130, "{}", reading.dropped);
    assert_eq!(reading.calls.len() as u64 + reading.dropped, 200);
    // A world that comes when everything is full still keeps its newest call.
    for _ in 0..3 {
        small.append(entry("lookup"));
    }
    assert_eq!((small.read(0).calls.len(), small.read(0).dropped), (4, 0));
    drop(large);
    assert_eq!(budget.used(), size * 4);
    drop(small);
    assert_eq!(budget.used(), 0);
}

#[test]
fn one_call_larger_than_everything_is_kept_alone() {
    let budget = Arc::new(JournalBudget::of(100));
    let journal = Journal::within(Arc::clone(&budget));
    journal.append(entry("match"));
    journal.append(entry("lookup"));
    let reading = journal.read(0);
    assert_eq!(sequences(&reading.calls), [2]);
    assert_eq!(reading.dropped, 1);
}

#[test]
fn what_debug_prints_is_nobody_s() {
    let mut call = asked(THANH, "Nguyễn Văn Thành", "match");
    call.raw.body = KeptBody::of(b"Thanh 042085000488");
    call.raw.target = Some("/v1/citizens/042085000488".into());
    let text = format!("{call:?}");
    for secret in ["Thành", "042085000488", "Thanh"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn a_filter_names_what_is_meant() {
    let journal = Journal::default();
    journal.append(asked(THANH, "Nguyễn Văn Thành", "match"));
    journal.append(JournalEntry {
        status: 404,
        client: Some("one-stop".into()),
        ..asked(LAN, "Trần Lan", "citizen_not_found")
    });
    journal.append(JournalEntry {
        status: 401,
        client: None,
        at: Timestamp(2_000),
        outcome: "key_missing".into(),
        raw: RawCall {
            target: Some("/v1/match?x=ABC".into()),
            ..RawCall::default()
        },
        ..entry("match")
    });
    let found = |filter: CallFilter| sequences(&filter.select(journal.read(0)));
    let all = CallFilter::default;
    assert_eq!(found(all()), [1, 2, 3]);
    let of = |set: &dyn Fn(&mut CallFilter)| {
        let mut filter = all();
        set(&mut filter);
        found(filter)
    };
    assert_eq!(
        of(&|filter| filter.outcome = words("match,key_missing")),
        [1, 3]
    );
    assert_eq!(of(&|filter| filter.client = words("one-stop")), [2]);
    assert_eq!(of(&|filter| filter.method = words("post")), [1, 2, 3]);
    assert_eq!(of(&|filter| filter.rule = words("all_agree")), [1, 2]);
    assert_eq!(of(&|filter| filter.route = words("/v1/lookup")), [0_u64; 0]);
    assert_eq!(
        of(&|filter| filter.number = CitizenNumber::parse(LAN).ok()),
        [2]
    );
    assert_eq!(
        of(&|filter| filter.full_name = Some("Trần Lan".into())),
        [2]
    );
    assert_eq!(
        of(&|filter| filter.date_of_birth = Some(BirthDate::Year(1985))),
        [1, 2]
    );
    assert_eq!(of(&|filter| filter.since = Some(2)), [3]);
    assert_eq!(of(&|filter| filter.from = Some(Timestamp(1_001))), [3]);
    assert_eq!(of(&|filter| filter.to = Some(Timestamp(1_000))), [1, 2]);
    assert_eq!(of(&|filter| filter.text = Some("abc".into())), [3]);
    assert_eq!(of(&|filter| filter.text = Some("thành".into())), [1]);
    assert_eq!(of(&|filter| filter.text = Some("04219000".into())), [2]);
    let status = |text: &str| {
        let range = StatusRange::parse(text).expect("a status");
        assert_eq!(range.to_string(), text);
        of(&|filter| filter.status = vec![range])
    };
    assert_eq!(status("4xx"), [2, 3]);
    assert_eq!(status("200"), [1]);
    for wrong in ["", "9xx", "99", "600", "4x", "xx"] {
        assert_eq!(StatusRange::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn the_items_of_a_batch_are_looked_at_one_by_one() {
    let journal = Journal::default();
    let mut findings = Findings::default();
    findings.push(finding(THANH, "Nguyễn Văn Thành", "match"));
    findings.push(finding(LAN, "Trần Lan", "no_match"));
    journal.append(JournalEntry {
        findings,
        ..entry("match_batch")
    });
    let asked = |number: &str, outcome: &str| {
        let filter = CallFilter {
            number: CitizenNumber::parse(number).ok(),
            outcome: words(outcome),
            ..CallFilter::default()
        };
        filter.select(journal.read(0)).len()
    };
    assert_eq!(asked(THANH, "match"), 1);
    assert_eq!(asked(LAN, "no_match"), 1);
    assert_eq!(asked(LAN, "match"), 0);
}

fn expect(times: Times, set: impl FnOnce(&mut CallFilter)) -> Expectation {
    let mut call = CallFilter::default();
    set(&mut call);
    Expectation {
        name: String::new(),
        call,
        times,
    }
}

#[test]
fn an_expectation_counts_the_calls_it_means() {
    let journal = Journal::default();
    journal.append(asked(THANH, "Nguyễn Văn Thành", "match"));
    journal.append(asked(THANH, "Nguyễn Văn Thành", "match"));
    let count = |times| {
        check(
            &journal.read(0),
            &expect(times, |call| call.outcome = words("match")),
        )
    };
    assert!(count(Times::default()).holds);
    assert!(count(Times::exactly(2)).holds);
    assert!(!count(Times::exactly(1)).holds);
    assert!(!count(Times::exactly(3)).holds);
    let never = Times {
        at_least: 0,
        at_most: Some(1),
    };
    assert!(!count(never).holds);
    assert_eq!(sequences(&count(never).counted), [2, 1]);
    assert_eq!(count(never).count, 2);
}

#[test]
fn what_was_nearly_called_is_told_by_the_field_that_differs() {
    let journal = Journal::default();
    journal.append(asked(THANH, "Nguyễn Văn Thành", "no_match"));
    journal.append(asked(LAN, "Trần Lan", "no_match"));
    journal.append(asked(THANH, "Nguyễn Văn Thành", "no_match"));
    let expectation = expect(Times::default(), |call| {
        call.outcome = words("match");
        call.number = CitizenNumber::parse(THANH).ok();
    });
    let checked = check(&journal.read(0), &expectation);
    assert!(!checked.holds && !checked.uncertain);
    let near: Vec<_> = checked
        .near_misses
        .iter()
        .map(|near| (near.call.sequence, near.differs.clone()))
        .collect();
    let outcome = vec![Condition::Outcome];
    assert_eq!(near, [(3, outcome.clone()), (1, outcome)]);
}

#[test]
fn a_call_of_another_time_is_no_near_miss() {
    let journal = Journal::default();
    journal.append(asked(THANH, "Nguyễn Văn Thành", "match"));
    let expectation = expect(Times::default(), |call| call.since = Some(1));
    assert!(check(&journal.read(0), &expectation).near_misses.is_empty());
}

#[test]
fn nothing_is_said_for_certain_about_calls_that_were_dropped() {
    let size = entry("match").bytes();
    let journal = Journal::within(Arc::new(JournalBudget::of(size * 32)));
    for _ in 0..100 {
        journal.append(entry("match"));
    }
    let kept = journal.read(0).calls;
    let (count, oldest) = (kept.len() as u64, kept[0].sequence);
    let check = |times, since| {
        let expectation = expect(times, |call| call.since = since);
        check(&journal.read(0), &expectation)
    };
    assert!(check(Times::default(), None).holds);
    let exact = check(Times::exactly(count), None);
    assert!(exact.uncertain && !exact.holds);
    assert!(check(Times::exactly(count), Some(oldest - 1)).holds);
}
