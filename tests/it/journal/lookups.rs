//! Citizens read who asked about them, and nothing about anybody else.

use super::{THANH, ask};
use crate::support::{TestApp, Visitor};

#[test]
fn who_is_not_signed_in_reads_nothing() {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    let page = Visitor::new(&app).open("/vneid/lookups");
    assert_eq!(page.answer.status, 200);
    assert!(
        page.answer.text.contains("Đăng nhập VNeID để xem"),
        "{}",
        page.answer.text
    );
    assert!(!page.answer.text.contains("<table"), "{}", page.answer.text);
}
