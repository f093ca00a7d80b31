//! The login page of VNeID: whom it finds, whom it lets in, what the portal makes of what comes back.

use super::{LOGGED_IN, SERVICE, account, approve, approve_and_agree, log_in_with_vneid, log_out};
use crate::support::{AppOptions, Page, TestApp, Visitor};

/// Plain, level 2.
const THANH: &str = "042085000488";
const LOG_IN_AT_VNEID: &str = "password";

/// A new browser on the login page of VNeID, on the way to a service of the portal.
fn at_vneid(app: &TestApp) -> (Visitor, Page) {
    let visitor = Visitor::new(app);
    let page = visitor.open(&format!("/portal/login/vneid?return_to={SERVICE}"));
    assert_eq!(page.heading(), "Đăng nhập VNeID");
    (visitor, page)
}

/// The people on the page: name and number.
fn people(page: &Page) -> Vec<(String, String)> {
    let forms = page.markup().forms().into_iter();
    let rows = forms.filter(|form| form.fields.len() == 2 && form.field("number").is_some());
    let approving =
        rows.filter(|form| form.buttons.len() == 1 && form.buttons[0].value == "approve");
    approving
        .map(|form| {
            (
                form.buttons[0].text.clone(),
                form.field("number").unwrap().to_owned(),
            )
        })
        .filter(|(text, _)| text != "Chấp thuận trên điện thoại")
        .collect()
}

fn search(visitor: &Visitor, page: &Page, typed: &str) -> Vec<(String, String)> {
    people(&visitor.press(page, "Tìm", &[("q", typed)]).expect(200))
}

/// The number of a persona; whoever has several, the one of this day.
fn number_of(app: &TestApp, key: &str) -> String {
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let people = personas.as_array().unwrap();
    let person = people.iter().find(|person| person["key"] == key).unwrap();
    person["number"].as_str().unwrap().to_owned()
}

#[test]
fn people_are_found_by_number_and_by_name_and_year() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    let thanh = ("Nguyễn Văn Thành".to_owned(), THANH.to_owned());
    let everybody = people(&page);
    assert!(
        everybody.len() > 20 && everybody.contains(&thanh),
        "the personas: {everybody:?}"
    );
    for typed in [
        THANH,
        "042 085 000 488",
        "Nguyễn Văn Thành 1985",
        "nguyen van thanh 1985",
        "Nguyễn Văn Thành 12/05/1985",
        "Nguyễn Văn Thành",
        "  thành  ",
    ] {
        let found = search(&visitor, &page, typed);
        assert!(found.contains(&thanh), "{typed}: {found:?}");
        assert!(found.len() < everybody.len(), "{typed} finds not everybody");
    }
    for typed in [
        "042085000489",
        "Nguyễn Văn Thành 1986",
        "Không Ai Tên Thế",
        "\u{0}",
        "%",
        "' OR 1=1",
    ] {
        let found = search(&visitor, &page, typed);
        assert!(!found.contains(&thanh), "{typed}: {found:?}");
    }
    // Anybody of the whole population, not only the named people.
    let (year, number) = stranger(&app, &everybody);
    let by_name = search(&visitor, &page, &format!("Nguyễn Thị Hương {year}"));
    assert!(has(&by_name, &number), "{number}: {by_name:?}");
    assert_eq!(search(&visitor, &page, &number).len(), 1);
}

/// Somebody of a common name who is none of these: the year of birth and the number.
fn stranger(app: &TestApp, known: &[(String, String)]) -> (u16, String) {
    let officer = app.officer();
    let found = (1950..2010).find_map(|year| {
        let date = year.to_string();
        let query = serde_json::json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": date});
        let answer = officer.post("/v1/search", &query).expect(200).json();
        let candidates = answer["candidates"].as_array().unwrap().iter();
        let mut numbers = candidates.filter_map(|one| one["citizen"]["number"].as_str());
        let number = numbers.find(|number| !has(known, number))?;
        Some((year, number.to_owned()))
    });
    found.expect("somebody of that name")
}

fn has(people: &[(String, String)], number: &str) -> bool {
    people.iter().any(|(_, other)| other == number)
}

#[test]
fn protected_people_do_not_appear_and_do_not_log_in() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    let number = account(&app, "luongtuankhanh").cccd;
    let name = "Lương Tuấn Khanh";
    for typed in [
        "",
        &number,
        name,
        "Lương Tuấn Khanh 1985",
        "luong tuan khanh",
    ] {
        let found = search(&visitor, &page, typed);
        assert!(!has(&found, &number), "{typed}: {found:?}");
    }
    assert!(!page.answer.text.contains(&number));
    // The answer is that of a number which nobody holds, word by word.
    let unknown = "042085000489";
    for (button, password) in [(LOG_IN_AT_VNEID, Some("vneid")), ("approve", None)] {
        let answers = [&number, unknown].map(|number| {
            let mut fields = vec![("number", number)];
            fields.extend(password.map(|password| ("password", password)));
            let form_page = visitor.open(page.path());
            visitor.press(&form_page, button, &fields).message()
        });
        assert_eq!(answers[0], answers[1]);
        assert!(!answers[0].is_empty(), "{button}");
    }
    assert_eq!(visitor.open("/vneid").state(), None);
}

#[test]
fn number_and_password_log_in() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    for (number, password, expected) in [
        ("042085", "vneid", "12 chữ số"),
        ("", "vneid", "12 chữ số"),
        (THANH, "sai", "không đúng"),
        (THANH, "", "không đúng"),
        (THANH, " vneid", "không đúng"),
        ("042085000489", "vneid", "không đúng"),
    ] {
        let fields = [("number", number), ("password", password)];
        let refused = visitor.press(&page, LOG_IN_AT_VNEID, &fields).expect(200);
        assert!(
            refused.message().contains(expected),
            "{number}: {}",
            refused.message()
        );
        assert_eq!(visitor.open(page.path()).message(), "", "said once");
    }
    let fields = [("number", "042 085 000 488"), ("password", "vneid")];
    let consent = visitor.press(&page, LOG_IN_AT_VNEID, &fields);
    assert_eq!(
        consent.heading(),
        "Đồng ý chia sẻ thông tin",
        "{}",
        consent.message()
    );
    let shared = consent.facts();
    assert!(shared.iter().any(|(_, value)| value == THANH), "{shared:?}");
    assert!(
        shared.iter().any(|(_, value)| value == "Nguyễn Văn Thành"),
        "{shared:?}"
    );
}

#[test]
fn guessing_the_password_locks_the_number_for_a_while() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    let try_password = |number: &str, password: &str| {
        let fields = [("number", number), ("password", password)];
        visitor.press(&page, LOG_IN_AT_VNEID, &fields)
    };
    for number in [THANH, "042085000489"] {
        for _ in 0..5 {
            assert!(try_password(number, "sai").message().contains("không đúng"));
        }
        for password in ["sai", "vneid"] {
            let locked = try_password(number, password);
            assert!(
                locked.message().contains("quá nhiều lần"),
                "{}",
                locked.message()
            );
        }
    }
    let other = account(&app, "phantrongnghia").cccd;
    assert_eq!(
        try_password(&other, "vneid").heading(),
        "Đồng ý chia sẻ thông tin"
    );
}

#[test]
fn the_buttons_show_what_goes_wrong_with_an_account() {
    let app = TestApp::spawn();
    for (button, expected) in [
        ("wrong_password", "mật khẩu không đúng"),
        ("locked", "đang bị khóa"),
        ("not_activated", "chưa được kích hoạt"),
    ] {
        let (visitor, page) = at_vneid(&app);
        let refused = visitor.press(&page, button, &[]).expect(200);
        assert!(
            refused.message().contains(expected),
            "{button}: {}",
            refused.message()
        );
        assert_eq!(refused.path(), page.path(), "the login can be tried again");
        approve_and_agree(&visitor, &refused, &account(&app, "phantrongnghia").cccd)
            .stands_at(SERVICE);
    }
}

#[test]
fn an_identity_that_is_not_in_force_does_not_log_in() {
    let app = TestApp::spawn();
    for (number, expected) in [
        (account(&app, "phandinhloi").cccd, "không còn hiệu lực"),
        (account(&app, "tranhaidang").cccd, "không còn hiệu lực"),
        (
            account(&app, "thaithiquynhgiang").cccd,
            "không còn hiệu lực",
        ),
        (account(&app, "hothiphuongthao").cccd, "đang bị khóa"),
        (account(&app, "nguyendinhhoan").cccd, "chưa được kích hoạt"),
        (account(&app, "phamthibao").cccd, "đã bị hủy"),
    ] {
        let (visitor, page) = at_vneid(&app);
        let fields = [("number", number.as_str()), ("password", "vneid")];
        for page in [
            visitor.press(&page, LOG_IN_AT_VNEID, &fields),
            visitor.press(&page, "approve", &fields[..1]),
        ] {
            assert!(
                page.message().contains(expected),
                "{expected}: {}",
                page.message()
            );
        }
        assert_eq!(visitor.open("/vneid").state(), None, "{expected}");
    }
}

#[test]
fn the_portal_asks_for_level_two() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    let page = visitor.press(&page, "level_one", &[]);
    let page = visitor
        .press(&page, "Đồng ý", &[])
        .stands_at("/portal/login");
    assert!(
        page.message().contains("mức độ 1 chưa dùng được"),
        "{}",
        page.message()
    );
    assert_eq!(visitor.open("/portal").state(), None);
    // Also whoever has an account that is linked to the number.
    let (visitor, page) = at_vneid(&app);
    let number = account(&app, "truongthingoctram").cccd;
    let page = approve_and_agree(&visitor, &page, &number).stands_at("/portal/login");
    assert!(
        page.message().contains("mức độ 1 chưa dùng được"),
        "{}",
        page.message()
    );
    // Another way in is one click away, and leads to where the citizen was going.
    let form = visitor.click(&page, "Tài khoản được cấp bởi Cổng");
    let fields = [("username", "truongthingoctram"), ("password", "matkhau")];
    visitor
        .press(&form, "Đăng nhập", &fields)
        .stands_at(SERVICE);
}

#[test]
fn a_login_that_is_denied_or_not_shared_leads_back_with_the_reason() {
    let app = TestApp::spawn();
    let denied = |visitor: &Visitor, page: &Page| {
        let page = visitor.press(page, "deny", &[]).stands_at("/portal/login");
        assert!(page.message().contains("từ chối"), "{}", page.message());
        assert_eq!(visitor.open("/portal").state(), None);
        page
    };
    let (visitor, page) = at_vneid(&app);
    let back = denied(&visitor, &page);
    // The login is over, and the way back begins a new one.
    visitor.open(page.path()).expect(410);
    let again = visitor.click(&back, "VNeID");
    let consent = approve(&visitor, &again, THANH);
    let back = denied(&visitor, &consent);
    // Whoever refused to share is asked again, still logged in at VNeID.
    let consent = visitor.click(&back, "VNeID");
    assert_eq!(consent.heading(), "Đồng ý chia sẻ thông tin");
    let page = visitor
        .press(&consent, "Đồng ý", &[])
        .stands_at("/portal/vneid-account");
    visitor
        .press(&page, "Tạo tài khoản", &[])
        .stands_at(SERVICE);
}

#[test]
fn who_has_agreed_is_not_asked_again() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let number = account(&app, "phantrongnghia").cccd;
    log_in_with_vneid(&visitor, &number).stands_at(SERVICE);
    // The login at VNeID lasts: another one needs neither password nor consent.
    let page = visitor.open(&format!("/portal/login/vneid?return_to={SERVICE}"));
    let page = page.stands_at(SERVICE);
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    // After the logout everything is asked for again.
    log_out(&visitor);
    let page = visitor.open("/portal/login/vneid");
    assert_eq!(page.heading(), "Đăng nhập VNeID");
}

#[test]
fn two_windows_of_one_browser_log_in_each_to_its_own_page() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let one = visitor.open("/portal/login/vneid?return_to=/portal/services/dang-ky-khai-sinh");
    let other = visitor.open(&format!("/portal/login/vneid?return_to={SERVICE}"));
    let number = account(&app, "phantrongnghia").cccd;
    let page = approve_and_agree(&visitor, &other, &number).stands_at(SERVICE);
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    // The first window's page is old: its form is refused, and opened again it goes straight on, though
    // the portal has forgotten where to: a login ends all others on their way.
    let form = [("csrf", one.csrf()), ("action", "deny".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    visitor.post(one.path(), &form).expect(403);
    let page = visitor.open(one.path());
    assert_eq!(page.status(), 200, "{:?}", page.paths());
    assert_eq!(visitor.open("/portal").state().as_deref(), Some(LOGGED_IN));
}

#[test]
fn two_windows_that_both_wait_are_both_answered() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let birth = "/portal/services/dang-ky-khai-sinh";
    let one = visitor.open(&format!("/portal/login/vneid?return_to={birth}"));
    let other = visitor.open(&format!("/portal/login/vneid?return_to={SERVICE}"));
    visitor.press(&one, "deny", &[]).stands_at("/portal/login");
    let number = account(&app, "phantrongnghia").cccd;
    approve_and_agree(&visitor, &other, &number).stands_at(SERVICE);
}

#[test]
fn an_old_answer_of_vneid_is_worth_nothing() {
    let app = TestApp::spawn();
    let (visitor, page) = at_vneid(&app);
    let number = account(&app, "phantrongnghia").cccd;
    let consent = approve(&visitor, &page, &number);
    let page = visitor.press(&consent, "Đồng ý", &[]).stands_at(SERVICE);
    let paths = page.paths();
    let callback = paths
        .iter()
        .find(|path| path.starts_with("/portal/vneid/callback"))
        .unwrap();
    // Replayed by the browser itself, and by whoever read it in a log.
    let replayed = visitor.open(callback);
    assert!(
        replayed.message().contains("không còn hiệu lực"),
        "{}",
        replayed.message()
    );
    assert_eq!(
        visitor.open("/portal").state().as_deref(),
        Some(LOGGED_IN),
        "nothing is lost"
    );
    let thief = Visitor::new(&app);
    let refused = thief.open(callback).stands_at("/portal/login");
    assert!(
        refused.message().contains("không còn hiệu lực"),
        "{}",
        refused.message()
    );
    assert_eq!(thief.open("/portal").state(), None);
}

#[test]
fn an_answer_for_another_browser_is_refused() {
    let app = TestApp::spawn();
    let (attacker, page) = at_vneid(&app);
    let consent = approve(&attacker, &page, &account(&app, "phantrongnghia").cccd);
    // The attacker stops before the portal and sends the address to a victim.
    let answer = attacker.press_once(&consent, "Đồng ý", &[]);
    let callback = answer.leads_to().unwrap().to_owned();
    assert!(
        callback.starts_with("/portal/vneid/callback?"),
        "{callback}"
    );
    let (victim, _) = at_vneid(&app);
    let page = victim.open(&callback).stands_at("/portal/login");
    assert!(
        page.message().contains("không còn hiệu lực"),
        "{}",
        page.message()
    );
    assert_eq!(victim.open("/portal").state(), None);
    // Nor with the state of the victim's own login and the attacker's code.
    let own = victim.ask("/portal/login/vneid");
    let own = url::Url::parse(&format!("{}{}", app.base_url, own.leads_to().unwrap())).unwrap();
    let state = own
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    let sent = url::Url::parse(&format!("{}{callback}", app.base_url)).unwrap();
    let mixed: Vec<(String, String)> = sent
        .query_pairs()
        .map(|(name, value)| {
            let value = if name == "state" {
                state.clone()
            } else {
                value.into_owned()
            };
            (name.into_owned(), value)
        })
        .collect();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let mixed = query.extend_pairs(mixed).finish();
    victim
        .open(&format!("/portal/vneid/callback?{mixed}"))
        .stands_at("/portal/login");
    assert_eq!(victim.open("/portal").state(), None);
}

#[test]
fn hundreds_of_logins_on_their_way_do_not_add_up() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let first = visitor.open("/portal/login/vneid");
    for _ in 0..8 {
        visitor.ask("/portal/login/vneid");
    }
    // Five are remembered; the first was forgotten, and that is said.
    let page = approve_and_agree(&visitor, &first, &account(&app, "phantrongnghia").cccd);
    let page = page.stands_at("/portal/login");
    assert!(
        page.message().contains("không còn hiệu lực"),
        "{}",
        page.message()
    );
}

#[test]
fn a_persona_of_another_day_is_who_it_is_on_that_day() {
    // The identity was granted on 2025-01-10 and never activated: before, there was none.
    let number = {
        let app = TestApp::spawn();
        account(&app, "nguyendinhhoan").cccd
    };
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2024-12-31"),
        ..AppOptions::default()
    });
    let (visitor, page) = at_vneid(&app);
    let refused = visitor.press(&page, "approve", &[("number", &number)]);
    assert!(
        refused.message().contains("chưa có tài khoản"),
        "{}",
        refused.message()
    );
    assert_eq!(number_of(&app, "identity_not_activated"), number);
}
