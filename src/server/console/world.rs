//! The world one looks at: its clock, its snapshots, who is leased, and the way back to how it began.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::{Operator, Order};
use super::words;
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::period::Period;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::{LEASE_NOT_FOUND, Problem, SNAPSHOT_NOT_FOUND};
use crate::server::rest::{ClockBody, NewLease, keep_snapshot, lease, setting_from};
use crate::worlds::Lease;

const HERE: &str = Tab::World.path();

#[derive(Template)]
#[template(path = "console/world.html")]
struct WorldPage {
    chrome: Chrome,
    frame: Frame,
    key: Option<String>,
    base_url: String,
    clock: ClockView,
    snapshots: Vec<SnapshotRow>,
    leases: Vec<LeaseRow>,
}

/// The clock as it is set, and what it shows.
#[derive(Clone, Debug, Default)]
struct ClockView {
    as_of: String,
    shift: String,
    token_time: String,
    business_date: String,
    token_now: String,
}

/// A snapshot.
#[derive(Clone, Debug)]
struct SnapshotRow {
    name: String,
    taken_at: String,
}

/// A lease and its people.
#[derive(Clone, Debug)]
struct LeaseRow {
    id: String,
    until: String,
    people: Vec<(i64, String)>,
}

/// The page.
pub async fn show(operator: Operator) -> Result<HttpResponse, PageFailure> {
    let read = operator.elsewhere(leases);
    let (mut operator, leases) = read.await?;
    let leases = leases.map_err(|problem| {
        let cause = problem.cause.unwrap_or_default();
        operator.guest.internal(&cause)
    })?;
    let app = operator.app();
    let snapshots = app.world.snapshots().all();
    let snapshots = snapshots.into_iter().map(|(name, taken_at)| SnapshotRow {
        name: name.into(),
        taken_at: words::moment(taken_at),
    });
    let sandbox = app.sandbox.as_ref();
    let page = WorldPage {
        key: sandbox.map(|sandbox| sandbox.key.to_string()),
        base_url: app.provider.public_url().to_owned(),
        clock: clock(&operator),
        snapshots: snapshots.collect(),
        leases,
        frame: operator.frame(Tab::World),
        chrome: operator.guest.chrome(),
    };
    operator.guest.page(StatusCode::OK, &page)
}

fn clock(operator: &Operator) -> ClockView {
    let world = &operator.app().world;
    let setting = world.clock().setting();
    let text = |value: Option<String>| value.unwrap_or_default();
    let period = |millis: i64| Period::of_seconds(millis / 1000).to_string();
    ClockView {
        as_of: text(setting.as_of.map(|day| day.to_string())),
        shift: text(setting.shift.map(|shift| shift.to_string())),
        token_time: text(setting.token_millis.map(period)),
        business_date: world.business_date().vietnamese(),
        token_now: words::moment(setting.token_time(operator.guest.now)),
    }
}

fn leases(operator: &Operator) -> Result<Vec<LeaseRow>, Problem> {
    let world = &operator.app().world;
    let (people, day) = (world.people(), world.business_date());
    let all = world.leases().all(operator.guest.now);
    let rows = all.into_iter().map(|(id, lease): (Box<str>, Lease)| {
        let mut named = Vec::new();
        for person in lease.people {
            let identity = people.identity(person)?;
            named.extend(
                identity.map(|identity| (person.0, identity.full_name_on(day).to_string())),
            );
        }
        Ok(LeaseRow {
            id: id.into(),
            until: words::moment(lease.until),
            people: named,
        })
    });
    rows.collect()
}

/// Sets the clock; what is left empty is the real one.
pub async fn set_clock(order: Order) -> Result<HttpResponse, PageFailure> {
    let text = |name| order.filled(name).map(str::to_owned);
    let body = ClockBody {
        as_of: text("as_of"),
        shift: text("shift"),
        token_time: text("token_time"),
    };
    let operator = order.operator;
    match setting_from(&body, operator.guest.now) {
        Err(errors) => operator.refused(HERE, Problem::fields(errors)),
        Ok(setting) => {
            operator.app().world.clock().set(setting);
            Ok(operator.done(HERE, "Đã đặt đồng hồ.", "The clock is set."))
        }
    }
}

/// Drops everything that was done.
pub async fn reset(order: Order) -> Result<HttpResponse, PageFailure> {
    let done = order.operator.elsewhere(|operator| operator.app().reset());
    match done.await? {
        (operator, Ok(())) => Ok(operator.done(
            HERE,
            "Thế giới này lại như lúc bắt đầu.",
            "This world is again what it was at the start.",
        )),
        (operator, Err(problem)) => operator.refused(HERE, problem),
    }
}

/// Takes a snapshot, goes back to one, or throws one away.
pub async fn change_snapshots(order: Order) -> Result<HttpResponse, PageFailure> {
    let (action, name) = (
        order.field("action").to_owned(),
        order.field("name").to_owned(),
    );
    let done = order.operator.elsewhere(move |operator| {
        let (app, at) = (operator.app(), operator.guest.now);
        match action.as_str() {
            "take" => {
                keep_snapshot(app, &name, at)?;
                Ok(("Đã chụp.", "The snapshot is taken."))
            }
            "restore" => {
                app.restore(&name)?;
                Ok(("Đã quay về bản chụp.", "The world is what it was then."))
            }
            "delete" if app.world.snapshots().delete(&name) => {
                Ok(("Đã xóa bản chụp.", "The snapshot is gone."))
            }
            _ => Err(Problem::new(&SNAPSHOT_NOT_FOUND)),
        }
    });
    match done.await? {
        (operator, Ok((vietnamese, english))) => Ok(operator.done(HERE, vietnamese, english)),
        (operator, Err(problem)) => operator.refused(HERE, problem),
    }
}

/// Leases people.
pub async fn take_lease(order: Order) -> Result<HttpResponse, PageFailure> {
    let number = |name| order.filled(name).and_then(|text| text.parse::<u32>().ok());
    let wanted = NewLease {
        q: order.filled("q").map(str::to_owned),
        count: number("count").and_then(|count| usize::try_from(count).ok()),
        seconds: number("seconds").map(u64::from),
        seed: number("seed").map(u64::from),
    };
    let done = order
        .operator
        .elsewhere(move |operator| lease(operator.app(), &operator.context(), &wanted));
    match done.await? {
        (operator, Ok(_lease)) => Ok(operator.done(
            HERE,
            "Đã giữ những người này cho bạn.",
            "These people are yours for a while.",
        )),
        (operator, Err(problem)) => operator.refused(HERE, problem),
    }
}

/// Ends a lease.
pub async fn end_lease(order: Order) -> Result<HttpResponse, PageFailure> {
    let id = order.field("id").to_owned();
    let operator = order.operator;
    if operator.app().world.leases().end(&id, operator.guest.now) {
        Ok(operator.done(HERE, "Đã trả lại.", "They are free again."))
    } else {
        operator.refused(HERE, Problem::new(&LEASE_NOT_FOUND))
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let page = |is_sandbox: bool| WorldPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame {
            sandbox: is_sandbox.then(evil),
            ..Frame::sample(Tab::World)
        },
        key: is_sandbox.then(evil),
        base_url: evil(),
        clock: ClockView {
            as_of: evil(),
            shift: evil(),
            token_time: evil(),
            business_date: evil(),
            token_now: evil(),
        },
        snapshots: if is_sandbox {
            vec![SnapshotRow {
                name: evil(),
                taken_at: evil(),
            }]
        } else {
            Vec::new()
        },
        leases: if is_sandbox {
            vec![LeaseRow {
                id: evil(),
                until: evil(),
                people: vec![(1, evil())],
            }]
        } else {
            Vec::new()
        },
    };
    vec![
        ("console/world.html", rendered(&page(true))),
        ("console/world.html", rendered(&page(false))),
    ]
}
