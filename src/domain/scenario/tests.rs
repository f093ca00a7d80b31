//! Scenarios are read, combined, refused and written back as the table says.

use std::time::Duration;

use super::*;
use crate::domain::language::Language;
use crate::domain::timestamp::Timestamp;

fn read(text: &str) -> Scenario {
    Scenario::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn refused(text: &str) -> ScenarioError {
    Scenario::parse(text).expect_err(text)
}

#[test]
fn every_scenario_of_the_table_is_read_as_it_is_written_there() {
    for kind in &KINDS {
        let forms = kind.form.split(" | ").map(str::trim);
        let prefix = kind.form.split(['=', ':']).next().unwrap_or_default();
        for form in forms.filter(|form| *form != "…") {
            let text = if form.starts_with(kind.word) {
                form.to_owned()
            } else {
                format!("{prefix}:{form}")
            };
            let scenario = read(&text);
            assert_eq!(read(&scenario.to_string()), scenario, "{text}");
            assert_eq!(scenario.is_pass(), kind.stage == Stage::Nowhere, "{text}");
        }
    }
    for fault in TokenFault::ALL {
        let scenario = read(&format!("token={}", fault.as_str()));
        assert_eq!(scenario, Scenario::of_token(*fault));
        assert_eq!(read(&scenario.to_string()), scenario);
    }
}

#[test]
fn scenarios_of_different_stages_are_combined() {
    let scenario = read("slow=lognormal:median=300ms, sigma=0.6 , mismatch:full_name,bom");
    assert_eq!(
        scenario,
        Scenario {
            delay: Some(Delay::LogNormal {
                median: Duration::from_millis(300),
                sigma: 600
            }),
            outcome: Some(ForcedOutcome::Mismatch(MismatchField::FullName)),
            damage: Some(Damage::ByteOrderMark),
            ..Scenario::PASS
        }
    );
    assert_eq!(
        scenario.to_string(),
        "slow=lognormal:median=300ms,sigma=0.6,mismatch:full_name,bom"
    );
    assert_eq!(
        read("unavailable,slow=2s").to_string(),
        "slow=2s,unavailable"
    );
}

#[test]
fn what_cannot_happen_together_is_refused() {
    for (text, stage) in [
        ("timeout,unavailable", Stage::Wire),
        ("slow=1s,slow=2s", Stage::Time),
        ("bom,truncated", Stage::Damage),
        ("not_found,review", Stage::Registry),
        ("token=expired,keys_rotated", Stage::Token),
        ("pass,bom", Stage::Nowhere),
    ] {
        assert_eq!(refused(text), ScenarioError::Twice(stage), "{text}");
    }
}

#[test]
fn a_refusal_tells_what_there_is_in_both_languages() {
    for language in [Language::Vietnamese, Language::English] {
        let message = refused("tiemout").message(language);
        assert!(message.contains("'tiemout'"), "{message}");
        for kind in &KINDS {
            assert!(message.contains(kind.form), "{message}");
        }
        let message = refused("token=stale").message(language);
        assert!(message.contains("wrong_nonce | "), "{message}");
        let message = refused("slow=2").message(language);
        assert!(message.contains("slow=lognormal:"), "{message}");
        let message = refused("timeout,reset").message(language);
        assert!(message.contains("timeout, unavailable, "), "{message}");
    }
    let told = refused("<x>\n\"").message(Language::English);
    assert!(told.contains("'<x>\\n\\\"'"), "{told}");
    assert_eq!(refused(&"x".repeat(300)), ScenarioError::TooLong);
}

#[test]
fn what_stands_behind_the_word_is_checked() {
    for text in [
        "slow",
        "slow=",
        "slow=2",
        "slow=1h",
        "slow=lognormal:median=300ms",
        "slow=lognormal:median=300ms,sigma=-1",
        "slow=lognormal:median=1s,sigma=1,sigma=1",
        "timeout=5s",
        "rate_limit=500ms",
        "status",
        "status=399",
        "status=600",
        "mismatch",
        "mismatch:address",
        "token=EXPIRED",
    ] {
        assert!(
            matches!(refused(text), ScenarioError::Argument(..)),
            "{text}"
        );
    }
    for text in ["", ",", "bom,", "bom,,slow=1s"] {
        assert_eq!(refused(text), ScenarioError::Empty, "{text}");
    }
}

#[test]
fn laid_over_each_other_waits_add_up_and_the_first_stays() {
    let effect = |text: &str| read(text).drawn(0);
    let both = effect("slow=2s,unavailable").and(effect("slow=50ms,timeout,bom"));
    assert_eq!(both.wait, Duration::from_millis(2050));
    assert_eq!(both.to_string(), "slow=2050ms,unavailable,bom");
    assert!(Effect::default().is_pass() && !both.is_pass());
}

/// The steps that the next `count` calls meet, one each second from 0 on.
fn played(script: &Script, seen: &mut Seen, count: u64) -> Vec<String> {
    let dice = Dice::new(3, "test");
    let from = seen.matched;
    let calls = (from..from + count).map(|nth| script.next(seen, dice, Timestamp(nth * 1000)));
    calls
        .map(|effect| effect.map_or_else(|| "-".to_owned(), |effect| effect.to_string()))
        .collect()
}

#[test]
fn a_sequence_goes_first_second_then() {
    let sequence = |then| Script {
        steps: vec![read("unavailable"), read("timeout")],
        then,
        ..Script::always(Scenario::PASS)
    };
    for (then, expected) in [
        (Then::Last, ["unavailable", "timeout", "timeout", "timeout"]),
        (
            Then::Again,
            ["unavailable", "timeout", "unavailable", "timeout"],
        ),
        (Then::Pass, ["unavailable", "timeout", "pass", "pass"]),
    ] {
        assert_eq!(played(&sequence(then), &mut Seen::default(), 4), expected);
    }
    assert_eq!(
        sequence(Then::Pass).to_string(),
        "unavailable; timeout; then pass"
    );
}

#[test]
fn times_and_time_end_a_script() {
    let twice = Script {
        times: Some(2),
        ..Script::always(read("reset"))
    };
    let mut seen = Seen::default();
    assert_eq!(played(&twice, &mut seen, 3), ["reset", "reset", "-"]);
    assert_eq!((seen.matched, seen.acted), (3, 2));
    let three_seconds = Script {
        lasting: Some(Duration::from_secs(3)),
        ..Script::always(read("not_found"))
    };
    let found = played(&three_seconds, &mut Seen::default(), 4);
    assert_eq!(found, ["not_found", "not_found", "not_found", "-"]);
    assert_eq!(three_seconds.to_string(), "not_found for 3s");
}

#[test]
fn chance_is_repeated_and_who_is_not_struck_takes_no_step() {
    let flaky = Script {
        steps: vec![read("unavailable"), read("reset")],
        then: Then::Again,
        probability: Probability::of_share(0.5).expect("a share"),
        ..Script::always(Scenario::PASS)
    };
    let run = || played(&flaky, &mut Seen::default(), 40);
    assert_eq!(run(), run());
    let struck: Vec<String> = run().into_iter().filter(|step| step != "-").collect();
    assert!((10..30).contains(&struck.len()), "{struck:?}");
    for pair in struck.chunks(2) {
        assert_eq!(pair[0], "unavailable");
        assert!(pair.get(1).is_none_or(|second| second == "reset"));
    }
}
