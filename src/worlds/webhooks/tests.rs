//! Queues, pauses and limits of deliveries.

use super::*;
use crate::clock::Timestamp;
use crate::domain::citizen::PersonId;

fn subscription(kinds: &[ChangeKind]) -> Subscription {
    Subscription {
        url: "http://127.0.0.1:1/".into(),
        secret: "secret".into(),
        kinds: kinds.to_vec(),
        first_pause: Duration::from_millis(500),
    }
}

fn change(sequence: u64, event: u64, kind: ChangeKind) -> Change {
    Change {
        sequence,
        event,
        kind,
        at: Timestamp(9),
        is_subject: sequence == event,
        person: Some(PersonId(1)),
        number: None,
        former_number: None,
        restricted: false,
    }
}

fn failed() -> Attempt {
    Attempt {
        at: Timestamp(1),
        outcome: AttemptOutcome::Status(500),
    }
}

#[test]
fn an_event_is_one_delivery_for_everybody_who_asked_for_it() {
    let webhooks = Webhooks::default();
    let all = webhooks.subscribe(subscription(&[])).expect("subscribed");
    let deaths = webhooks
        .subscribe(subscription(&[ChangeKind::Death]))
        .expect("subscribed");
    webhooks.tell(&[
        change(1, 1, ChangeKind::Death),
        change(2, 1, ChangeKind::Death),
        change(3, 3, ChangeKind::Edited),
    ]);
    let told = |subscriber: &Subscriber| -> Vec<_> {
        let deliveries = subscriber.deliveries(9).newest.into_iter();
        let told = deliveries.map(|delivery| {
            let notice = delivery.notice;
            (
                notice.kind.as_str(),
                notice.since,
                notice.cursor,
                notice.total,
            )
        });
        told.collect()
    };
    assert_eq!(told(&all), [("edited", 2, 3, 1), ("death", 0, 2, 2)]);
    assert_eq!(told(&deaths), [("death", 0, 2, 2)]);
    assert_eq!((all.id, deaths.id), (1, 2));
}

#[test]
fn pauses_grow_until_there_is_no_more_try() {
    let webhooks = Webhooks::default();
    let subscriber = webhooks.subscribe(subscription(&[])).expect("subscribed");
    webhooks.tell(&[
        change(1, 1, ChangeKind::Death),
        change(2, 2, ChangeKind::Birth),
    ]);
    let pauses: Vec<_> = (0..MAX_TRIES)
        .map(|_| subscriber.note(failed(), Timestamp(1_000)))
        .map(|pause| pause.map(|pause| pause.as_millis()))
        .collect();
    assert_eq!(
        pauses,
        [Some(500), Some(2_000), Some(8_000), Some(32_000), None]
    );
    let deliveries = subscriber.deliveries(9);
    let states: Vec<_> = deliveries
        .newest
        .iter()
        .map(|delivery| (delivery.sequence, delivery.state, delivery.attempts.len()))
        .collect();
    let expected = [
        (2, DeliveryState::Waiting(None), 0),
        (1, DeliveryState::Failed, MAX_TRIES),
    ];
    assert_eq!(states, expected);
}

#[test]
fn what_is_too_much_to_wait_is_dropped_and_counted() {
    let webhooks = Webhooks::default();
    let subscriber = webhooks.subscribe(subscription(&[])).expect("subscribed");
    for sequence in 1..=1_003 {
        webhooks.tell(&[change(sequence, sequence, ChangeKind::Edited)]);
    }
    let deliveries = subscriber.deliveries(1);
    assert_eq!((deliveries.waiting, deliveries.dropped), (1_000, 3));
    // The oldest are kept: an order with a hole at its end can be mended by the feed.
    assert_eq!(deliveries.newest[0].sequence, 1_000_u64);
}

#[test]
fn a_notice_names_a_hundred_people_and_counts_the_others() {
    let event: Vec<Change> = (1..=250)
        .map(|at| change(at, 1, ChangeKind::Created))
        .collect();
    let notice = Notice::of(&event).expect("a notice");
    assert_eq!((notice.people.len(), notice.total), (100, 250));
    assert_eq!((notice.since, notice.cursor), (0, 250));
}

#[test]
fn there_are_only_so_many_subscribers() {
    let webhooks = Webhooks::default();
    for _ in 0..MAX_WEBHOOKS {
        webhooks.subscribe(subscription(&[])).expect("subscribed");
    }
    assert_eq!(
        webhooks.subscribe(subscription(&[])).map(|_| ()),
        Err(TooManyWebhooks)
    );
    assert!(webhooks.remove(3) && !webhooks.remove(3));
    let next = webhooks.subscribe(subscription(&[])).expect("subscribed");
    assert_eq!(next.id, MAX_WEBHOOKS as u64 + 1, "no id comes twice");
}

#[tokio::test]
async fn who_delivers_is_woken_and_ends_with_the_world() {
    let webhooks = Webhooks::default();
    let subscriber = webhooks.subscribe(subscription(&[])).expect("subscribed");
    let delivering = tokio::spawn({
        let subscriber = Arc::clone(&subscriber);
        async move {
            let first = subscriber.next().await.map(|delivery| delivery.sequence);
            let pause = subscriber.note(failed(), Timestamp(0));
            let rested = subscriber.rest(Duration::from_hours(1)).await;
            (
                first,
                pause.is_some(),
                rested,
                subscriber.next().await.is_none(),
            )
        }
    });
    tokio::task::yield_now().await;
    webhooks.tell(&[change(1, 1, ChangeKind::Death)]);
    while subscriber.deliveries(1).newest[0].attempts.is_empty() {
        tokio::task::yield_now().await;
    }
    drop(webhooks);
    let ended = delivering.await.expect("no panic");
    assert_eq!(ended, (Some(1), true, false, true));
}
