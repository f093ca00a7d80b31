//! The browser of these tests sees what it is said to see: each fault is planted, and a clean page has none.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::panic::AssertUnwindSafe;
use std::path::Path;

use crate::support::{Browser, BrowserOptions, Key, eventually, scratch_folder};

/// A page with nothing wrong, which shows what it was asked and with which language.
const CLEAN: &str = r#"<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Trang mẫu</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Trang mẫu</h1>
<p>REQUEST</p>
<a href="/?trang=hai">Trang
   hai</a>
<form action="/da-gui"><label for="so">Số CCCD <span>*</span></label> <input id="so" name="so" value="cũ">
<label>Họ tên: <input name="ten"></label>
<button hidden>Cập nhật</button><button>Cập nhật</button> <button name="bo" value="1">Bỏ qua</button></form>
<noscript>Không có JavaScript</noscript><p id="script"></p>
<script>document.getElementById('script').textContent = 'Có JavaScript';</script>
</main></body></html>"#;

/// The same page with something more in its main part.
fn clean_but(planted: &str) -> String {
    CLEAN.replace("<noscript>", &format!("{planted}<noscript>"))
}

/// Answers every request with this page until the tests are over.
fn serve(page: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (page, stream) = (page.clone(), stream.unwrap());
            // A browser opens connections before it needs them.
            std::thread::spawn(move || answer(stream, &page));
        }
    });
    format!("http://127.0.0.1:{port}")
}

/// Answers one request: `/missing` is not there, `/strict` forbids scripts within the page.
fn answer(mut stream: TcpStream, page: &str) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let Some(path) = request.first().and_then(|line| line.split(' ').nth(1)) else {
        return;
    };
    let mut headers = request.iter();
    let languages = headers.find(|line| line.starts_with("Accept-Language"));
    let status = if path == "/missing" {
        "404 Not Found"
    } else {
        "200 OK"
    };
    let policy = if path == "/strict" {
        "Content-Security-Policy: script-src 'self'\r\n"
    } else {
        ""
    };
    let page = page.replace(
        "REQUEST",
        &format!("{path} {}", languages.map_or("", |line| line)),
    );
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\
         Set-Cookie: phien=abc; HttpOnly; SameSite=Lax\r\n{policy}\r\n",
        page.len()
    );
    // The browser may have gone away.
    let _sent = stream.write_all(format!("{head}{page}").as_bytes());
}

/// What a test that failed said.
#[track_caller]
fn message(failed: std::thread::Result<()>) -> String {
    let said = failed.unwrap_err();
    let text = said.downcast_ref::<String>().cloned();
    text.unwrap_or_else(|| (*said.downcast_ref::<&str>().unwrap()).to_owned())
}

/// Waits for the end of the driver and of the browser.
#[track_caller]
fn assert_ended(processes: &[u64]) {
    assert_eq!(processes.len(), 2);
    for process in processes {
        let status = Path::new("/proc").join(process.to_string());
        eventually("the end of a process", || (!status.exists()).then_some(()));
    }
}

#[test]
fn a_clean_page_is_walked_without_a_complaint() {
    let site = serve(CLEAN.to_owned());
    let browser = Browser::open(&site);
    browser.go("/");
    assert_eq!(browser.title(), "Trang mẫu");
    assert!(
        browser.has_text("Accept-Language: vi"),
        "{}",
        browser.text()
    );
    assert!(browser.has_text("Có JavaScript") && !browser.has_text("Không có JavaScript"));
    assert_eq!(browser.accessibility_violations(), Vec::<String>::new());
    let cookie = browser.cookie("phien").unwrap();
    assert_eq!(
        (cookie.value.as_str(), cookie.http_only),
        ("abc", Some(true))
    );
    assert!(browser.cookie("other").is_none());

    browser.click_text("Trang hai");
    browser.expect_text("/?trang=hai");
    assert_eq!(browser.path(), "/?trang=hai");
    assert_eq!(browser.url(), format!("{site}/?trang=hai"));

    browser.fill("Số CCCD", "042085000488");
    browser.fill("input[name=ten]", "Nguyễn Văn Thành");
    browser.click_text("Cập nhật");
    browser.expect_text("/da-gui?so=042085000488&ten=Nguy");
    assert_eq!(browser.console_errors(), Vec::<String>::new());
    assert_eq!(browser.requests_to_other_hosts(), Vec::<String>::new());
}

#[test]
fn the_keyboard_goes_from_one_thing_to_the_next() {
    let browser = Browser::open(&serve(CLEAN.to_owned()));
    browser.go("/");
    let mut order = vec![browser.focused()];
    for _press in 0..5 {
        browser.press_keys(Key::Tab);
        order.push(browser.focused());
    }
    let expected = [
        "",
        "Trang hai",
        "Số CCCD *",
        "Họ tên:",
        "Cập nhật",
        "Bỏ qua",
    ];
    assert_eq!(order, expected);
    browser.press_keys(Key::Enter);
    browser.expect_text("&bo=1");
}

#[test]
fn a_reader_chooses_language_scripts_and_width() {
    let options = BrowserOptions {
        language: "en",
        scripts: false,
        window: (360, 640),
        ..BrowserOptions::default()
    };
    let wide = clean_but("<div style='width: 700px'>rộng</div>");
    let browser = Browser::open_with(&serve(wide), options);
    browser.go("/");
    assert!(
        browser.has_text("Accept-Language: en"),
        "{}",
        browser.text()
    );
    assert!(browser.has_text("Không có JavaScript") && !browser.has_text("Có JavaScript"));
    assert!(browser.overflows());
    browser.set_window(1100, 800);
    assert!(!browser.overflows());
    browser.click("button[name=bo]");
    browser.expect_text("&bo=1");
}

#[test]
fn a_picture_is_as_large_as_the_window() {
    let folder = scratch_folder();
    let options = BrowserOptions {
        screenshots: Some(&folder.path().join("new")),
        ..BrowserOptions::default()
    };
    let browser = Browser::open_with(&serve(CLEAN.to_owned()), options);
    browser.go("/");
    browser.screenshot_step("01-page");
    let picture = std::fs::read(folder.path().join("new/01-page.png")).unwrap();
    let size = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!(
        (&picture[1..4], size(16), size(20)),
        (b"PNG".as_slice(), 1100, 800)
    );
}

#[test]
fn a_picture_without_a_text_is_a_violation() {
    let browser = Browser::open(&serve(clean_but(
        "<img src='data:image/gif,' id='planted'>",
    )));
    browser.go("/");
    let found = browser.accessibility_violations();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("image-alt (critical)"), "{found:?}");
    assert!(found[0].ends_with("#planted"), "{found:?}");
}

#[test]
fn a_request_to_another_host_is_seen() {
    let other = serve(String::new());
    let browser = Browser::open(&serve(clean_but(&format!("<img alt='' src='{other}/x'>"))));
    browser.go("/");
    assert_eq!(browser.requests_to_other_hosts(), [format!("{other}/x")]);
}

#[test]
fn errors_in_the_console_are_seen_and_the_answer_404_of_a_page_is_none() {
    let browser = Browser::open(&serve(clean_but("<script>missing();</script>")));
    browser.go("/");
    let errors = browser.console_errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("missing is not defined"), "{errors:?}");

    let browser = Browser::open(&serve(clean_but("<img alt='' src='/missing'>")));
    browser.go("/strict");
    let errors = browser.console_errors().join("\n");
    assert!(errors.contains("Content Security Policy"), "{errors}");
    assert!(
        errors.contains("/missing - Failed to load resource"),
        "{errors}"
    );
    let browser = Browser::open(&serve(CLEAN.to_owned()));
    browser.go("/missing");
    assert_eq!(browser.console_errors(), Vec::<String>::new());
}

#[test]
fn a_fault_that_no_test_looked_at_fails_it_and_leaves_no_process() {
    let site = serve(clean_but("<script>missing();</script>"));
    let mut processes = Vec::new();
    let failed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let browser = Browser::open(&site);
        processes.extend(browser.process_ids());
        browser.go("/");
    }));
    assert!(message(failed).contains("missing is not defined"));
    assert_ended(&processes);
}

#[test]
fn a_test_that_panics_leaves_no_process() {
    let site = serve(CLEAN.to_owned());
    let mut processes = Vec::new();
    let failed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let browser = Browser::open(&site);
        processes.extend(browser.process_ids());
        browser.go("/");
        panic!("on purpose");
    }));
    assert_eq!(message(failed), "on purpose");
    assert_ended(&processes);
}
