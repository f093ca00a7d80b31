//! What the journal tells the developer of a client that was refused.

use super::Registry;
use dancu::clock::Timestamp;
use dancu::registry::note_refused_call;
use dancu::worlds::Advice;

fn advice(curl: String) -> Advice {
    Advice {
        reason: "timestamp_in_milliseconds",
        vietnamese: "Timestamp phải tính bằng giây.".to_owned(),
        english: "The timestamp must be in seconds.".to_owned(),
        curl: Some(curl),
    }
}

fn refuse(registry: &Registry, client: &str, curl: String) {
    let (world, at) = (&registry.world, Timestamp(5));
    note_refused_call(world, client.into(), "id".into(), at, "037", advice(curl));
}

#[test]
fn a_refused_call_stands_in_the_journal_with_its_advice() {
    let registry = Registry::new();
    refuse(
        &registry,
        "demo",
        "curl -H 'Authorization: Basic c2VjcmV0'".to_owned(),
    );
    let (entries, dropped) = registry.world.journal().latest(10);
    let [entry] = &entries[..] else {
        panic!("one call, one line: {entries:?}");
    };
    assert_eq!((dropped, entry.sequence, entry.at), (0, 1, Timestamp(5)));
    assert_eq!((entry.operation, entry.outcome), ("037", "refused"));
    assert_eq!((&*entry.client, &*entry.request_id), ("demo", "id"));
    assert!(entry.question.is_none());
    let kept = entry.advice.as_deref().unwrap();
    assert_eq!(kept.english, "The timestamp must be in seconds.");
    // The signature in the call is for the answer of the journal alone.
    assert!(!format!("{entry:?}").contains("c2VjcmV0"));
}

#[test]
fn long_advice_and_long_names_do_not_fill_the_memory() {
    let registry = Registry::new();
    let long = "x".repeat(1 << 20);
    for _call in 0..20 {
        refuse(&registry, "demo", long.clone());
        refuse(&registry, &long, String::new());
    }
    let (entries, dropped) = registry.world.journal().latest(100);
    // Eight mebibytes hold seven such lines and what is around them.
    assert_eq!((entries.len(), dropped), (7, 33));
    registry.world.reset().unwrap();
    assert_eq!(registry.world.journal().latest(100).1, 0);
}
