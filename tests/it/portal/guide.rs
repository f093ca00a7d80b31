//! The guide, step by step: log in, link, skip, update later, log out; and each way that ends otherwise.

use super::{
    IDENTITY, LOGGED_IN, SERVICE, SKIP, UPDATE, UPDATE_FROM_REGISTRY, account, approve_and_agree,
    enter, log_in, log_in_with_vneid, log_out, message_of, spawn_with, try_number, update,
};
use crate::support::{Page, TestApp, Visitor, eventually};

/// Fails unless the page says the message of that edge.
#[track_caller]
fn says(app: &TestApp, page: &Page, edge: &str) {
    let expected = message_of(app, edge);
    assert_eq!(page.message(), expected, "{:?}", page.paths());
}

/// The labels of the fields with the green mark.
fn confirmed(page: &Page) -> Vec<String> {
    let facts = page.facts().into_iter();
    let marked = facts.filter(|(_, value)| value.contains('✔'));
    marked.map(|(label, _)| label).collect()
}

const ALL_FIELDS: [&str; 3] = ["Số CCCD", "Họ và tên", "Ngày sinh"];

#[test]
fn a_number_that_matches_links_the_account_and_leads_on_to_the_service() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    let page = page.stands_at("/portal/link");
    assert_eq!(page.heading(), "So khớp với CSDL Quốc gia về Dân cư");
    let page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at(SERVICE);
    says(&app, &page, "linked");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    assert_eq!(confirmed(&page), ALL_FIELDS);
    let number = account(&app, "nguyenvanthanh").cccd;
    assert!(page.fact("Số CCCD").starts_with(&number));
    assert!(page.fact("Họ và tên").starts_with("Nguyễn Văn Thành"));
    assert!(page.fact("Ngày sinh").starts_with("12/05/1985"));
    // The message is said once.
    assert_eq!(visitor.open(SERVICE).message(), "");
}

#[test]
fn an_account_with_a_number_goes_straight_on_to_the_service() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "phantrongnghia");
    let page = page.stands_at(SERVICE);
    says(&app, &page, "already_linked");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    // The screen that asks for the number has nothing to ask.
    visitor.open("/portal/link").stands_at("/portal");
}

#[test]
fn whoever_is_not_matched_stays_where_the_number_is_asked_for() {
    let app = TestApp::spawn();
    for (username, edge) in [
        ("nguyenthihuong", "mismatch"),
        ("luongtuankhanh", "mismatch"),
        ("nguyenthihanh", "review"),
        ("nghia1985", "number_taken"),
        ("phandinhloi", "person_deceased"),
        ("tranhaidang", "person_missing"),
        ("thaithiquynhgiang", "person_inactive"),
        ("maixuanquyen", "number_cancelled"),
        ("phamthibao", "number_cancelled"),
        ("vothihoaithuong", "registry_unavailable"),
    ] {
        let (visitor, page) = try_number(&app, username);
        let page = page.stands_at("/portal/link");
        says(&app, &page, edge);
        assert_eq!(confirmed(&visitor.open(SERVICE)), [""; 0], "{username}");
        // Whatever it was, skipping leads on, logged in and unlinked.
        let page = visitor.press(&page, SKIP, &[]).stands_at(SERVICE);
        says(&app, &page, "skipped");
        assert_eq!(page.state().as_deref(), Some(LOGGED_IN), "{username}");
        assert_eq!(page.fact("Số CCCD"), "(chưa có)", "{username}");
    }
}

#[test]
fn a_registry_that_is_down_is_never_told_as_nobody_found() {
    let app = TestApp::spawn();
    for language in ["vi", "en"] {
        let (visitor, page) = enter(&app, "vothihoaithuong");
        let number = account(&app, "vothihoaithuong").cccd;
        visitor.open(&format!("/portal/preferences?language={language}"));
        let page = visitor.press(&page, "update", &[("number", &number)]);
        let text = page.answer.text.to_lowercase();
        for wrong in ["không tồn tại", "không tìm thấy", "not found", "no such"] {
            assert!(!text.contains(wrong), "{wrong}: {text}");
        }
        let maintenance = ["đang bảo trì", "under maintenance"];
        assert!(
            maintenance
                .iter()
                .any(|words| page.message().contains(words))
        );
        assert!(
            page.markup().of_class("status")[0]
                .starts_with(|letter: char| !letter.is_ascii_digit())
        );
    }
}

#[test]
fn what_was_skipped_is_updated_later_in_the_profile() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "tranlan");
    let page = visitor.press(&page, SKIP, &[]).stands_at(SERVICE);
    says(&app, &page, "skipped");
    let profile = visitor
        .click(&page, "Thông tin cá nhân")
        .stands_at("/portal/profile");
    assert_eq!(profile.fact("Tên đăng nhập"), "tranlan");
    let identity = visitor
        .click(&profile, "Thông tin định danh")
        .stands_at(IDENTITY);
    assert_eq!(confirmed(&identity), [""; 0]);
    assert!(
        !identity.has_button(UPDATE),
        "there is nothing to confirm yet"
    );
    let number = account(&app, "tranlan").cccd;
    let fields = [("number", number.as_str())];
    let matched = visitor
        .press(&identity, UPDATE_FROM_REGISTRY, &fields)
        .stands_at(IDENTITY);
    says(&app, &matched, "matched_in_profile");
    assert_eq!(confirmed(&matched), ALL_FIELDS);
    // Not linked until it is confirmed: the login with VNeID does not find the account.
    let newcomer = log_in_with_vneid(&Visitor::new(&app), &number);
    newcomer.stands_at("/portal/vneid-account");
    let updated = visitor.press(&matched, UPDATE, &[]).stands_at(IDENTITY);
    says(&app, &updated, "confirmed");
    assert_eq!(confirmed(&updated), ALL_FIELDS);
    let page = log_in_with_vneid(&Visitor::new(&app), &number).stands_at(SERVICE);
    says(&app, &page, "vneid_login");
}

#[test]
fn a_corrected_name_matches() {
    let app = TestApp::spawn();
    for (username, full_name, date_of_birth) in [
        ("nguyenthihanh", "Nguyễn Thị Hạnh", "02/11/1987"),
        ("nguyenthihuong", "Nguyễn Thị Hương", "12/05/1985"),
    ] {
        let (visitor, _) = try_number(&app, username);
        let identity = visitor.open(IDENTITY);
        let fields = [("full_name", full_name), ("date_of_birth", date_of_birth)];
        let identity = visitor.press(&identity, "Lưu", &fields).stands_at(IDENTITY);
        assert!(
            identity.message().contains("Đã lưu"),
            "{}",
            identity.message()
        );
        let number = account(&app, username).cccd;
        let page = visitor.press(&identity, UPDATE_FROM_REGISTRY, &[("number", &number)]);
        says(&app, &page, "matched_in_profile");
        // Confirmed fields cannot be changed any more.
        assert!(!page.has_button("Lưu"));
        let changed = [
            ("csrf", page.csrf()),
            ("action", "correct".to_owned()),
            ("full_name", "Lê Văn Khác".to_owned()),
            ("date_of_birth", "01/01/1990".to_owned()),
        ];
        let changed = changed
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let refused = visitor.follow(visitor.post(IDENTITY, &changed));
        assert!(
            refused.message().contains("dấu xanh"),
            "{}",
            refused.message()
        );
        assert!(refused.fact("Họ và tên").starts_with(full_name));
    }
}

#[test]
fn a_name_that_cannot_be_one_is_refused_with_its_reason() {
    let app = TestApp::spawn();
    let (visitor, _) = enter(&app, "nguyenthihuong");
    let identity = visitor.open(IDENTITY);
    for (field, value) in [("full_name", "1234"), ("date_of_birth", "31/02/1985")] {
        let refused = visitor.press(&identity, "Lưu", &[(field, value)]);
        assert_ne!(refused.message(), "", "{field}");
        assert!(
            !refused.message().contains("Đã lưu"),
            "{}",
            refused.message()
        );
        assert!(refused.fact("Ngày sinh").starts_with("21/05/1985"));
    }
}

/// What stands in the field of the number, and whether it is marked as wrong.
#[track_caller]
fn number_field(page: &Page) -> (String, bool) {
    let forms = page.markup().forms();
    let number = forms.iter().find_map(|form| form.field("number")).unwrap();
    let is_wrong = page.answer.text.contains("aria-invalid=\"true\"");
    (number.to_owned(), is_wrong)
}

#[test]
fn a_number_that_did_not_link_stands_in_its_field_again() {
    let app = TestApp::spawn();
    for (username, is_wrong) in [
        ("nguyenthihuong", true),
        ("nguyenthihanh", false),
        ("vothihoaithuong", false),
    ] {
        let number = account(&app, username).cccd;
        let (visitor, page) = try_number(&app, username);
        assert_eq!(
            number_field(&page),
            (number.clone(), is_wrong),
            "{username}"
        );
        let identity = visitor.open(IDENTITY);
        let page = visitor.press(&identity, UPDATE_FROM_REGISTRY, &[("number", &number)]);
        assert_eq!(number_field(&page), (number, is_wrong), "{username}");
    }
}

#[test]
fn a_number_is_read_as_people_type_it_and_a_wrong_one_says_what_is_wrong() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    for (typed, expected) in [
        ("", ""),
        ("04208500048", "12"),
        ("183000048", "CMND"),
        ("bốn hai", ""),
    ] {
        let refused = visitor
            .press(&page, UPDATE, &[("number", typed)])
            .stands_at("/portal/link");
        let message = refused.message();
        assert!(
            !message.is_empty() && message.contains(expected),
            "{typed}: {message}"
        );
        assert_eq!(
            refused.markup().of_class("status"),
            [""; 0],
            "nobody was asked"
        );
        assert_eq!(number_field(&refused), (typed.to_owned(), true));
        let again = visitor.open("/portal/link");
        assert_eq!(number_field(&again), (String::new(), false), "shown once");
    }
    let number = account(&app, "nguyenvanthanh").cccd;
    let spaced = format!(" {}.{} {} ", &number[..3], &number[3..6], &number[6..]);
    let page = visitor
        .press(&page, UPDATE, &[("number", &spaced)])
        .stands_at(SERVICE);
    says(&app, &page, "linked");
}

#[test]
fn a_link_is_taken_away_and_made_again() {
    let app = TestApp::spawn();
    let (visitor, _) = try_number(&app, "nguyenvanthanh");
    let identity = visitor.open(IDENTITY);
    let rechecked = visitor
        .press(&identity, UPDATE_FROM_REGISTRY, &[])
        .stands_at(IDENTITY);
    says(&app, &rechecked, "still_matches");
    let unlinked = visitor
        .press(&rechecked, "Hủy liên kết", &[])
        .stands_at(IDENTITY);
    says(&app, &unlinked, "unlinked");
    assert_eq!(confirmed(&unlinked), [""; 0]);
    assert!(!unlinked.has_button("Hủy liên kết"));
    log_out(&visitor);
    let page = log_in(&app, &visitor, "nguyenvanthanh").stands_at("/portal/link");
    let page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at(SERVICE);
    says(&app, &page, "linked_again");
}

#[test]
fn a_number_issued_anew_is_asked_for_and_linked() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "duongthikimlien");
    page.stands_at(SERVICE);
    let identity = visitor.open(IDENTITY);
    let outdated = visitor
        .press(&identity, UPDATE_FROM_REGISTRY, &[])
        .stands_at(IDENTITY);
    says(&app, &outdated, "number_cancelled_since");
    log_out(&visitor);
    let page = log_in(&app, &visitor, "duongthikimlien").stands_at("/portal/link");
    let skipped = visitor.press(&page, SKIP, &[]).stands_at(SERVICE);
    says(&app, &skipped, "skipped_as_it_stands");
    let page = visitor.open("/portal/link");
    let page = update(&app, &visitor, &page, "duongthikimlien");
    says(&app, &page, "relinked_after_reissue");
    let number = account(&app, "duongthikimlien").cccd;
    assert!(visitor.open(SERVICE).fact("Số CCCD").starts_with(&number));
}

#[test]
fn what_the_registry_says_later_of_a_linked_account_is_told() {
    let app = TestApp::spawn();
    for (username, edge, stays_linked) in [
        ("tranthimen", "data_differ", true),
        ("vumanhcuong", "unavailable_link_kept", true),
        ("phandinhloi.cu", "person_no_longer_active", false),
    ] {
        let (visitor, page) = enter(&app, username);
        page.stands_at(SERVICE);
        let identity = visitor.open(IDENTITY);
        let page = visitor
            .press(&identity, UPDATE_FROM_REGISTRY, &[])
            .stands_at(IDENTITY);
        says(&app, &page, edge);
        assert_eq!(page.has_button("Hủy liên kết"), stays_linked, "{username}");
        assert_eq!(confirmed(&page), [""; 0], "{username}");
    }
}

#[test]
fn officers_go_the_same_way() {
    let app = TestApp::spawn();
    let (visitor, page) = try_number(&app, "canbo.buiquangnhuan");
    let page = page.stands_at(SERVICE);
    says(&app, &page, "linked");
    assert_eq!(visitor.open("/portal/profile").fact("Đối tượng"), "Cán bộ");
    let (_, page) = enter(&app, "canbo.lekhanhan");
    says(&app, &page.stands_at(SERVICE), "already_linked");
}

#[test]
fn too_many_wrong_answers_lock_the_account_and_the_number_for_a_while() {
    let app = spawn_with(&["--link-lockout", "3"]);
    let (bystander, waiting) = enter(&app, "nguyenminhanh");
    let (visitor, mut page) = enter(&app, "nguyenminhanh.lo");
    for _ in 0..4 {
        page = update(&app, &visitor, &page, "nguyenminhanh.lo");
        says(&app, &page, "mismatch");
    }
    let locked = update(&app, &visitor, &page, "nguyenminhanh.lo");
    says(&app, &locked, "account_locked");
    // The right data of another account do not open the number.
    let page = update(&app, &bystander, &waiting, "nguyenminhanh");
    says(&app, &page, "number_locked");
    let calls = |page: &Page| page.markup().of_class("line").len();
    let again = update(&app, &visitor, &locked, "nguyenminhanh.lo");
    says(&app, &again, "still_locked");
    assert_eq!(calls(&again), calls(&locked), "the registry was not asked");
    let waiting = waiting.path().to_owned();
    let over = eventually("the end of the lock", || {
        let page = bystander.open(&waiting);
        (page.message() == message_of(&app, "lock_over")).then_some(page)
    });
    let page = update(&app, &bystander, &over, "nguyenminhanh").stands_at(SERVICE);
    says(&app, &page, "linked");
}

#[test]
fn a_citizen_without_an_account_makes_one_at_the_first_vneid_login() {
    let app = TestApp::spawn();
    let number = "042085000488";
    let visitor = Visitor::new(&app);
    let page = log_in_with_vneid(&visitor, number).stands_at("/portal/vneid-account");
    assert_eq!(page.fact("Họ và tên"), "Nguyễn Văn Thành");
    assert_eq!(page.fact("Số định danh"), number);
    let page = visitor
        .press(&page, "Tạo tài khoản", &[])
        .stands_at(SERVICE);
    says(&app, &page, "created_by_vneid");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    // The account of the same person that stood there before finds its number taken.
    let (_, page) = try_number(&app, "nguyenvanthanh");
    says(&app, &page.stands_at("/portal/link"), "number_taken");
    // There is no password to it.
    let thief = Visitor::new(&app);
    let form = thief.open("/portal/login/account");
    for password in ["", "matkhau", "vneid"] {
        let fields = [("username", number), ("password", password)];
        let refused = thief.press(&form, "Đăng nhập", &fields).expect(403);
        assert!(
            refused.message().contains("không đúng"),
            "{}",
            refused.message()
        );
    }
}

#[test]
fn a_vneid_login_links_the_account_that_somebody_has() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let number = account(&app, "nguyenvanthanh").cccd;
    let page = log_in_with_vneid(&visitor, &number).stands_at("/portal/vneid-account");
    let wrong = [("username", "nguyenvanthanh"), ("password", "sai")];
    let refused = visitor
        .press(&page, "Liên kết", &wrong)
        .stands_at("/portal/vneid-account");
    assert!(
        refused.message().contains("không đúng"),
        "{}",
        refused.message()
    );
    // An account that has another number is not changed.
    let taken = [("username", "phantrongnghia"), ("password", "matkhau")];
    let refused = visitor
        .press(&page, "Liên kết", &taken)
        .stands_at("/portal/vneid-account");
    says(&app, &refused, "vneid_number_differs");
    let own = [("username", "nguyenvanthanh"), ("password", "matkhau")];
    let page = visitor.press(&page, "Liên kết", &own).stands_at(SERVICE);
    says(&app, &page, "linked_by_vneid");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
}

#[test]
fn a_vneid_login_from_inside_an_account_links_it_or_is_refused() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "congtangtonnu");
    visitor.press(&page, SKIP, &[]).stands_at(SERVICE);
    let number = account(&app, "congtangtonnu").cccd;
    let page = visitor.click(&visitor.open(IDENTITY), "Liên kết bằng VNeID");
    let page = approve_and_agree(&visitor, &page, &number).stands_at(IDENTITY);
    says(&app, &page, "linked_by_vneid");
    // VNeID proves the number; no registry was asked, so nothing is green.
    assert_eq!(page.fact("Số CCCD"), number);
    assert_eq!(confirmed(&page), [""; 0]);

    let (visitor, _) = enter(&app, "phantrongnghia");
    let own = visitor.open(IDENTITY).fact("Số CCCD");
    let page = approve_and_agree(&visitor, &visitor.open("/portal/login/vneid"), &number);
    let page = page.stands_at(IDENTITY);
    says(&app, &page, "vneid_number_differs");
    assert_eq!(page.fact("Số CCCD"), own);
    assert_eq!(
        visitor.open("/portal/profile").fact("Tên đăng nhập"),
        "phantrongnghia"
    );
}
