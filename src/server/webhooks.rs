//! Delivers notices of changes to subscribers: one task for each, in order, with growing pauses between tries.

use std::sync::Arc;

use serde::Serialize;

use super::App;
use crate::clock::real_time;
use crate::outbound::CallFailure;
use crate::outbound::webhook::{SignedNotice, WebhookCaller};
use crate::worlds::{Attempt, AttemptOutcome, Delivery, Notice, NoticePerson, Subscriber};

/// What a subscriber receives. Of people it has numbers and nothing else: who wants more asks with a key.
#[derive(Serialize, Debug)]
pub struct NoticeBody<'notice> {
    /// What happened: `death`, `created`, …, or `test`.
    event: &'static str,
    /// When it was told to the registry, in UTC.
    at: String,
    /// `GET /v1/changes?since=` this tells all of it.
    since: u64,
    /// The cursor behind it.
    cursor: u64,
    /// The sandbox it happened in; absent for the default world.
    #[serde(skip_serializing_if = "Option::is_none")]
    sandbox: Option<&'notice str>,
    /// Whom it changed, the first hundred.
    people: Vec<PersonBody>,
    /// How many it changed.
    total: usize,
}

/// Somebody whom it changed.
#[derive(Serialize, Debug)]
struct PersonBody {
    /// `subject` or `affected`.
    role: &'static str,
    /// The number in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// The number that was cancelled by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_number: Option<String>,
}

impl<'notice> NoticeBody<'notice> {
    fn of(notice: &Notice, sandbox: Option<&'notice str>) -> Self {
        Self {
            event: notice.kind.as_str(),
            at: notice.at.iso(),
            since: notice.since,
            cursor: notice.cursor,
            sandbox,
            people: notice.people.iter().map(PersonBody::of).collect(),
            total: notice.total,
        }
    }
}

impl PersonBody {
    fn of(person: &NoticePerson) -> Self {
        Self {
            role: role(person.is_subject),
            number: person.number.map(|number| number.to_string()),
            former_number: person.former_number.map(|number| number.to_string()),
        }
    }
}

/// Whether it happened to somebody, or changed them because they are kin or live together.
pub const fn role(is_subject: bool) -> &'static str {
    if is_subject { "subject" } else { "affected" }
}

/// The id of a delivery, the same in every try: subscriber and count.
pub fn delivery_id(subscriber: &Subscriber, delivery: &Delivery) -> String {
    format!("{}-{}", subscriber.id, delivery.sequence)
}

/// Starts the task of a subscriber. It ends with the subscriber, who ends with the world.
pub fn deliver_to(app: &App, subscriber: Arc<Subscriber>) {
    let caller = app.shared.webhooks.clone();
    let sandbox = app.sandbox.as_ref().map(|sandbox| sandbox.id.clone());
    actix_web::rt::spawn(async move {
        while let Some(delivery) = subscriber.next().await {
            let attempt = attempt(&caller, &subscriber, &delivery, sandbox.as_deref()).await;
            let pause = subscriber.note(attempt, real_time());
            if let Some(pause) = pause
                && !subscriber.rest(pause).await
            {
                return;
            }
        }
    });
}

async fn attempt(
    caller: &WebhookCaller,
    subscriber: &Subscriber,
    delivery: &Delivery,
    sandbox: Option<&str>,
) -> Attempt {
    let body = NoticeBody::of(&delivery.notice, sandbox);
    let body = serde_json::to_string(&body).unwrap_or_default(); // numbers and texts: cannot fail
    let at = real_time();
    let notice = SignedNotice {
        url: &subscriber.subscription.url,
        secret: &subscriber.subscription.secret,
        delivery: &delivery_id(subscriber, delivery),
        event: delivery.notice.kind.as_str(),
        body: &body,
    };
    let outcome = match caller.post(notice, at).await {
        Ok(status) => AttemptOutcome::Status(status),
        Err(failure) => AttemptOutcome::Failure(word(failure)),
    };
    Attempt { at, outcome }
}

/// A failure in one word, for answers.
const fn word(failure: CallFailure) -> &'static str {
    match failure {
        CallFailure::Unsendable => "not_allowed",
        CallFailure::NoConnection => "no_connection",
        CallFailure::TimedOut => "timed_out",
        CallFailure::TooLong => "answer_too_long",
        CallFailure::BrokenOff => "broken_off",
    }
}
