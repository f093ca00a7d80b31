//! The sites over HTTP, as a browser without JavaScript sees them.

mod addresses;
mod dates;
mod edges;
mod forms;
mod guide;
mod listener;
mod logout;
mod registry;
mod sessions;
mod vneid;
mod words;

use serde_json::Value;

use crate::support::{AppOptions, Page, TestApp, Visitor};

/// The business page that people in these tests are on the way to.
const SERVICE: &str = "/portal/services/dang-ky-thuong-tru";
/// Where the CCCD is linked later.
const IDENTITY: &str = "/portal/profile/identity";
/// The button of that page that asks the registry.
const UPDATE_FROM_REGISTRY: &str = "Cập nhật từ CSDL Quốc gia về Dân cư";
/// The button that tries a number, after the login.
const UPDATE: &str = "Cập nhật";
const SKIP: &str = "Bỏ qua";
const LOG_IN: &str = "Đăng nhập";
const LOG_OUT: &str = "Đăng xuất";
/// The state of somebody who is logged in.
const LOGGED_IN: &str = "Đã đăng nhập";

/// What `GET /portal/accounts.json` says of an account.
struct Account {
    username: String,
    password: String,
    /// The number that would match.
    cccd: String,
}

/// A server with more arguments.
fn spawn_with(arguments: &[&str]) -> TestApp {
    TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments,
        ..AppOptions::default()
    })
}

/// The account with this user name.
#[track_caller]
fn account(app: &TestApp, username: &str) -> Account {
    let list = app.nobody().get("/portal/accounts.json").expect(200).json();
    let accounts = list.as_array().unwrap();
    let found = accounts
        .iter()
        .find(|account| account["username"] == username);
    let found = found.unwrap_or_else(|| panic!("no account {username}"));
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    Account {
        username: text("username"),
        password: text("password"),
        cccd: text("cccd"),
    }
}

/// Goes to a service, chooses the portal's own accounts and logs in.
#[track_caller]
fn log_in(app: &TestApp, visitor: &Visitor, username: &str) -> Page {
    let account = account(app, username);
    let service = visitor.open(SERVICE);
    let choice = visitor.click(&service, LOG_IN).stands_at("/portal/login");
    let form = visitor.click(&choice, "Tài khoản được cấp bởi Cổng dịch vụ công Quốc gia");
    let fields = [
        ("username", account.username.as_str()),
        ("password", account.password.as_str()),
    ];
    visitor.press(&form, LOG_IN, &fields).expect(200)
}

/// A new browser with this account logged in, and the page it has come to.
#[track_caller]
fn enter(app: &TestApp, username: &str) -> (Visitor, Page) {
    let visitor = Visitor::new(app);
    let page = log_in(app, &visitor, username);
    (visitor, page)
}

/// A new browser with this account logged in that has entered the account's own number.
#[track_caller]
pub fn try_number(app: &TestApp, username: &str) -> (Visitor, Page) {
    let (visitor, page) = enter(app, username);
    let page = page.stands_at("/portal/link");
    let page = update(app, &visitor, &page, username);
    (visitor, page)
}

/// Enters the number that would match on the page after the login.
#[track_caller]
pub fn update(app: &TestApp, visitor: &Visitor, page: &Page, username: &str) -> Page {
    let number = account(app, username).cccd;
    visitor
        .press(page, UPDATE, &[("number", &number)])
        .expect(200)
}

/// Chooses VNeID on the login page, approves on the telephone of this number and agrees.
#[track_caller]
pub fn log_in_with_vneid(visitor: &Visitor, number: &str) -> Page {
    let service = visitor.open(SERVICE);
    let choice = visitor.click(&service, LOG_IN);
    let page = visitor.click(&choice, "VNeID");
    approve_and_agree(visitor, &page, number)
}

/// On VNeID's login page: approves on the telephone of this number and agrees.
#[track_caller]
fn approve_and_agree(visitor: &Visitor, page: &Page, number: &str) -> Page {
    let consent = approve(visitor, page, number);
    assert_eq!(
        consent.heading(),
        "Đồng ý chia sẻ thông tin",
        "{}",
        consent.message()
    );
    visitor.press(&consent, "Đồng ý", &[]).expect(200)
}

/// On VNeID's login page: approves on the telephone of this number.
#[track_caller]
fn approve(visitor: &Visitor, page: &Page, number: &str) -> Page {
    assert_eq!(page.heading(), "Đăng nhập VNeID", "{:?}", page.paths());
    visitor.press(page, "Chấp thuận trên điện thoại", &[("number", number)])
}

/// Logs out at the portal.
#[track_caller]
fn log_out(visitor: &Visitor) -> Page {
    let home = visitor.open("/portal");
    visitor.press(&home, LOG_OUT, &[]).expect(200)
}

/// The coverage of the state machine.
#[track_caller]
fn coverage(app: &TestApp) -> Value {
    app.nobody().get("/portal/coverage").expect(200).json()
}

/// The message of an edge.
#[track_caller]
pub fn message_of(app: &TestApp, edge: &str) -> String {
    let coverage = coverage(app);
    let steps = coverage["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == edge).unwrap();
    step["message_vi"].as_str().unwrap().to_owned()
}
