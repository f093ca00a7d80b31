//! Who decides what happens to a call, and in which order.

use std::time::Duration;

use super::*;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::scenario::{Condition, PathPattern, Script, Then};

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text).expect("a scenario")
}

fn rule(condition: Condition, text: &str) -> NewRule {
    NewRule {
        condition,
        script: Script::always(scenario(text)),
        seed: 0,
        enabled: true,
    }
}

fn on_path(path: &str) -> Condition {
    Condition {
        path: PathPattern::parse(path),
        ..Condition::default()
    }
}

fn number() -> CitizenNumber {
    CitizenNumber::parse("042085000488").expect("a number")
}

fn about_somebody() -> CallFacts<'static> {
    CallFacts {
        operation: Some("match"),
        number: Some(number()),
        ..CallFacts::default()
    }
}

/// What happens to `POST /v1/match` about somebody: before it is handled, and altogether.
fn played(rules: &Rules, seconds: u64) -> (String, String) {
    let line = CallFacts {
        method: "POST",
        path: "/v1/match",
        ..CallFacts::default()
    };
    let now = Timestamp(seconds * 1000);
    let moment = || Moment {
        day: CivilDate::new(2025, 7, 1).expect("a day"),
        minute: 0,
    };
    let play = rules.begin(&line, now, moment);
    let whole = rules.settle_question(&play, &about_somebody(), now);
    assert_eq!(play.effect(), whole);
    (play.early().to_string(), whole.to_string())
}

fn words(early: &str, whole: &str) -> (String, String) {
    (early.to_owned(), whole.to_owned())
}

#[test]
fn the_first_rule_that_strikes_decides_before_the_call_is_handled() {
    let rules = Rules::default();
    assert_eq!(played(&rules, 0), words("pass", "pass"));
    let elsewhere = rule(on_path("/v1/lookup"), "garbage");
    let once = NewRule {
        script: Script {
            times: Some(1),
            ..Script::always(scenario("reset"))
        },
        ..rule(on_path("/v1/*"), "reset")
    };
    rules.add(None, elsewhere).expect("added");
    rules.add(Some("once"), once).expect("added");
    rules
        .add(None, rule(Condition::default(), "unavailable"))
        .expect("added");
    assert_eq!(played(&rules, 0), words("reset", "reset"));
    assert_eq!(played(&rules, 0), words("unavailable", "unavailable"));
    let counts: Vec<(u64, u64)> = rules
        .all()
        .iter()
        .map(|rule| (rule.seen().matched, rule.seen().acted))
        .collect();
    assert_eq!(counts, [(0, 0), (2, 1), (1, 1)]);
    let ids: Vec<String> = rules.all().iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(ids, ["1", "once", "2"]);
}

#[test]
fn one_rule_that_must_know_more_makes_all_wait_and_a_switched_off_one_does_not() {
    let rules = Rules::default();
    let of_client = Condition {
        client: Some("somebody else".into()),
        ..Condition::default()
    };
    rules
        .add(Some("a"), rule(of_client.clone(), "garbage"))
        .expect("added");
    rules
        .add(Some("b"), rule(Condition::default(), "unavailable"))
        .expect("added");
    assert_eq!(played(&rules, 0), words("pass", "unavailable"));
    let off = NewRule {
        enabled: false,
        ..rule(of_client, "garbage")
    };
    assert!(!rules.put("a", off).expect("put").1);
    assert_eq!(played(&rules, 0), words("unavailable", "unavailable"));
}

#[test]
fn switches_come_first_then_rules_then_magic_people_and_waits_add_up() {
    let rules = Rules::default();
    let magic = [(number(), Script::always(scenario("slow=3s,timeout,bom")))];
    rules.begin_with(magic.into_iter().collect());
    assert_eq!(played(&rules, 0), words("pass", "slow=3s,timeout,bom"));
    rules.set_faults(Faults {
        always: Some(scenario("slow=1s")),
        ..Faults::default()
    });
    assert_eq!(played(&rules, 0), words("slow=1s", "slow=4s,timeout,bom"));
    rules
        .add(None, rule(on_path("*"), "slow=2s,empty"))
        .expect("added");
    assert_eq!(
        played(&rules, 0),
        words("slow=3s,empty", "slow=6s,empty,bom")
    );
    rules.put("1", rule(on_path("*"), "pass")).expect("put");
    assert_eq!(played(&rules, 0), words("slow=1s", "slow=1s"));
}

#[test]
fn what_the_caller_named_happens_alone() {
    let rules = Rules::default();
    let magic = [(number(), Script::always(scenario("timeout")))];
    rules.begin_with(magic.into_iter().collect());
    rules
        .add(None, rule(Condition::default(), "garbage"))
        .expect("added");
    for named in ["pass", "slow=5ms,not_found"] {
        let play = rules.named(&scenario(named));
        rules.settle_question(&play, &about_somebody(), Timestamp(0));
        assert_eq!(play.effect().to_string(), named);
    }
}

#[test]
fn a_magic_person_goes_through_the_steps_and_begins_anew_when_forgotten() {
    let rules = Rules::default();
    let twice = Script {
        steps: vec![scenario("unavailable"); 2],
        then: Then::Pass,
        ..Script::always(Scenario::PASS)
    };
    rules.begin_with([(number(), twice)].into_iter().collect());
    let pause = FORGOTTEN_AFTER_MILLIS / 1000;
    for (seconds, expected) in [
        (0, "unavailable"),
        (1, "unavailable"),
        (2, "pass"),
        (pause, "pass"),
        (2 * pause, "unavailable"),
    ] {
        assert_eq!(played(&rules, seconds).1, expected, "{seconds}");
    }
    rules.clear();
    assert_eq!(played(&rules, 2 * pause).1, "unavailable");
}

#[test]
fn a_magic_person_may_be_found_only_after_a_minute() {
    let rules = Rules::default();
    let later = Script {
        lasting: Some(Duration::from_mins(1)),
        ..Script::always(scenario("not_found"))
    };
    rules.begin_with([(number(), later)].into_iter().collect());
    for (seconds, expected) in [(100, "not_found"), (159, "not_found"), (160, "pass")] {
        assert_eq!(played(&rules, seconds).1, expected, "{seconds}");
    }
}

#[test]
fn items_of_a_batch_are_decided_each_for_itself() {
    let rules = Rules::default();
    let magic = [(number(), Script::always(scenario("not_found")))];
    rules.begin_with(magic.into_iter().collect());
    let whole = Play::begun(scenario("slow=1s,bom").drawn(0), false);
    let items = [whole.of_item(), whole.of_item()];
    rules.settle_question(&items[0], &about_somebody(), Timestamp(0));
    rules.settle_question(&items[1], &CallFacts::default(), Timestamp(0));
    let told = items.map(|item| item.effect().to_string());
    assert_eq!(told, ["not_found,bom", "bom"]);
}

#[test]
fn ids_are_unique_and_rules_are_not_endless() {
    let rules = Rules::default();
    let some = || rule(Condition::default(), "pass");
    rules.add(Some("2"), some()).expect("added");
    assert_eq!(rules.add(Some("2"), some()).err(), Some(RuleError::Exists));
    assert_eq!(&*rules.add(None, some()).expect("added").id, "1");
    assert_eq!(&*rules.add(None, some()).expect("added").id, "3");
    while rules.all().len() < MAX_RULES {
        rules.add(None, some()).expect("added");
    }
    assert_eq!(rules.add(None, some()).err(), Some(RuleError::TooMany));
    assert_eq!(rules.put("x", some()).err(), Some(RuleError::TooMany));
    assert!(rules.remove("2") && !rules.remove("2"));
    rules.remove_all();
    assert!(rules.all().is_empty() && rules.find("1").is_none());
}

#[test]
fn kept_rules_come_back_with_the_counts_they_had() {
    let rules = Rules::default();
    rules
        .add(Some("a"), rule(Condition::default(), "empty"))
        .expect("added");
    played(&rules, 0);
    let kept = rules.kept();
    let acted = || rules.find("a").map(|rule| rule.seen().acted);
    for _run in 0..2 {
        played(&rules, 0);
        assert_eq!(acted(), Some(2));
        rules.remove_all();
        rules.restore(&kept);
        assert_eq!(acted(), Some(1));
    }
}
