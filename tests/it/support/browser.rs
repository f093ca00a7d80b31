//! A real browser: Chromium without a screen, for tests that read from top to bottom.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::{By, Cookie, Key, TypingData, WebDriver, WebElement};
use tokio::runtime::Runtime;
use url::Url;

use super::chromedriver::{ChromeDriver, Permit, REMEDY};
use super::eventually;

/// What looks at pages as their readers do.
const PAGE: &str = include_str!("page.js");

/// The judge of accessibility, as npm installs it.
const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/npm/node_modules/axe-core/axe.min.js"
);

/// Asks axe for what keeps people out, one line for each rule that is broken.
const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    const told = (rule) =>
        `${rule.id} (${rule.impact}): ${rule.help}: ${rule.nodes.map((node) => node.target.join(' ')).join(', ')}`;
    axe.run(document, {resultTypes: ['violations']}).then(
        (found) => done(found.violations.filter((rule) => ['serious', 'critical'].includes(rule.impact)).map(told)),
        (error) => done([`axe failed: ${error}`]));
";

/// A narrower window is a phone's, whose pages say how wide they are.
const PHONE: u32 = 600;

/// Where pictures of the steps of a test go; none are made when it is not set.
const SCREENSHOTS: &str = "DANCU_SCREENSHOTS";

/// A browser with one window, that is gone when the test is over. A test fails at its end when pages
/// wrote errors to the console, or asked another host for something, and the test did not look at them.
#[derive(Debug)]
pub struct Browser {
    base_url: Url,
    driver: WebDriver,
    runtime: Runtime,
    seen: RefCell<Seen>,
    /// The last trouble while waiting, told when the test fails.
    trouble: RefCell<Option<WebDriverError>>,
    process: ChromeDriver,
    screenshots: Option<PathBuf>,
    _permit: Rc<Permit>,
}

/// How to open a browser.
#[derive(Debug, Clone, Copy)]
pub struct BrowserOptions<'a> {
    /// What the reader wants pages to be in: `vi`, `en`.
    pub language: &'a str,
    /// Whether pages may run JavaScript.
    pub scripts: bool,
    /// How wide and how high the window is, in CSS pixels.
    pub window: (u32, u32),
    /// Where pictures of the steps go; where the environment says when absent.
    pub screenshots: Option<&'a Path>,
}

impl Default for BrowserOptions<'_> {
    fn default() -> Self {
        Self {
            language: "vi",
            scripts: true,
            window: (1100, 800),
            screenshots: None,
        }
    }
}

/// What the logs of the browser told and no test has asked for yet.
#[derive(Debug, Default)]
struct Seen {
    /// The pages themselves: a page may answer 404 and say why, and that is no error of the page.
    documents: HashSet<String>,
    errors: Vec<String>,
    foreign: Vec<String>,
}

impl Browser {
    /// A browser of a Vietnamese reader, for the site at this address.
    pub fn open(base_url: &str) -> Self {
        Self::open_with(base_url, BrowserOptions::default())
    }

    /// A browser opened so.
    pub fn open_with(base_url: &str, options: BrowserOptions<'_>) -> Self {
        let permit = Permit::of_this_test();
        let process = ChromeDriver::start();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let session =
            WebDriver::builder(&process.url, process.capabilities(options)).client(client);
        let driver = runtime
            .block_on(session.connect())
            .unwrap_or_else(|error| panic!("chromium does not start: {error}; {REMEDY}"));
        let browser = Self {
            base_url: Url::parse(base_url).unwrap(),
            driver,
            runtime,
            seen: RefCell::default(),
            trouble: RefCell::default(),
            process,
            screenshots: options
                .screenshots
                .map(Path::to_owned)
                .or_else(|| std::env::var_os(SCREENSHOTS).map(PathBuf::from)),
            _permit: permit,
        };
        browser.set_window(options.window.0, options.window.1);
        browser
    }

    /// Opens a page, by its path or its whole address.
    #[track_caller]
    pub fn go(&self, url: &str) {
        let url = self.base_url.join(url).unwrap();
        self.run(self.driver.goto(url.as_str()));
    }

    /// Clicks what has this text: a link, a button, a label. It must be the only one.
    #[track_caller]
    pub fn click_text(&self, text: &str) {
        let what = format!("something to click called {text}");
        self.with_the_one(&what, "controls", text, &async |element: &WebElement| {
            element.click().await
        });
    }

    /// Clicks what this CSS selector finds first.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        self.patiently(&format!("{selector} to click"), async || {
            let found = self.driver.find(By::Css(selector)).await?;
            found.click().await.map(Some)
        });
    }

    /// Fills the field with this label, or of this CSS selector.
    #[track_caller]
    pub fn fill(&self, field: &str, text: &str) {
        let what = format!("a field called {field}");
        self.with_the_one(&what, "fields", field, &async |element: &WebElement| {
            element.clear().await?;
            element.send_keys(text).await
        });
    }

    /// Presses keys where the focus is: `Key::Tab`, or a text.
    #[track_caller]
    pub fn press_keys(&self, keys: impl Into<TypingData>) {
        self.run(self.driver.action_chain().send_keys(keys).perform());
    }

    /// Presses a key while another is held: Control and `v`.
    #[track_caller]
    pub fn press_together(&self, held: Key, key: char) {
        let chain = self.driver.action_chain();
        self.run(
            chain
                .key_down(held.clone())
                .send_keys(key)
                .key_up(held)
                .perform(),
        );
    }

    /// What the focus is on, as a screen reader calls it; empty when it is nowhere.
    #[track_caller]
    pub fn focused(&self) -> String {
        self.look("focused").as_str().unwrap().to_owned()
    }

    /// Whether people see where the focus is: within the window, with a frame around it.
    #[track_caller]
    pub fn focus_shows(&self) -> bool {
        self.look("focusShows").as_bool().unwrap()
    }

    /// What stands in the field that has the focus; empty where it is on no field.
    #[track_caller]
    pub fn focused_value(&self) -> String {
        self.look("focusedValue").as_str().unwrap().to_owned()
    }

    /// What can be read on the page.
    #[track_caller]
    pub fn text(&self) -> String {
        self.look("text").as_str().unwrap().to_owned()
    }

    /// Whether this can be read on the page now, however its lines are broken.
    #[track_caller]
    pub fn has_text(&self, text: &str) -> bool {
        tidy(&self.text()).contains(&tidy(text))
    }

    /// Waits until this can be read on the page.
    #[track_caller]
    pub fn expect_text(&self, text: &str) {
        self.patiently(&format!("the text {text}"), async || {
            let found = self.ask("text", "").await?;
            let is_there = tidy(found.as_str().unwrap_or_default()).contains(&tidy(text));
            Ok(is_there.then_some(()))
        });
    }

    /// The title of the page.
    #[track_caller]
    pub fn title(&self) -> String {
        self.run(self.driver.title())
    }

    /// The address of the page.
    #[track_caller]
    pub fn url(&self) -> String {
        self.run(self.driver.current_url()).to_string()
    }

    /// Path and query of the page's address.
    #[track_caller]
    pub fn path(&self) -> String {
        let url = self.run(self.driver.current_url());
        url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    }

    /// A cookie that the page's address would be sent, with its attributes.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> Option<Cookie> {
        let cookies = self.run(self.driver.get_all_cookies());
        cookies.into_iter().find(|cookie| cookie.name == name)
    }

    /// Forgets every cookie, as people do who clear their browser while a page is open.
    #[track_caller]
    pub fn forget_cookies(&self) {
        self.run(self.driver.delete_all_cookies());
    }

    /// Makes the window this wide and high; a narrow one behaves as a phone's.
    #[track_caller]
    pub fn set_window(&self, width: u32, height: u32) {
        let cdp = self.driver.cdp();
        let emulation = cdp.emulation();
        self.run(emulation.set_device_metrics_override(width, height, 1.0, width < PHONE));
    }

    /// Whether the reader wants pages dark.
    #[track_caller]
    pub fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        let cdp = self.driver.cdp();
        self.run(cdp.send_raw("Emulation.setEmulatedMedia", features));
    }

    /// Whether the page is wider than the window, so that it has to be moved sideways to be read.
    #[track_caller]
    pub fn overflows(&self) -> bool {
        self.look("overflows").as_bool().unwrap()
    }

    /// Writes a picture of the window.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        self.run(self.driver.screenshot(path));
    }

    /// Writes a picture for the documentation, when the run is one that makes them.
    #[track_caller]
    pub fn screenshot_step(&self, name: &str) {
        if let Some(folder) = &self.screenshots {
            self.screenshot(&folder.join(format!("{name}.png")));
        }
    }

    /// What on this page keeps people out who hear it or use no mouse, as axe sees it; only what is
    /// serious or critical. Needs a browser with scripts.
    #[track_caller]
    pub fn accessibility_violations(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(AXE)
            .unwrap_or_else(|error| panic!("{AXE}: {error}; run `tools/install test`"));
        self.run(self.driver.execute(axe, []));
        let found = self.run(self.driver.execute_async(RUN_AXE, []));
        found.convert().unwrap()
    }

    /// The errors in the console since the last time this was asked: of scripts, of a policy that was
    /// broken, of parts of pages that are not there.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        self.read_logs();
        std::mem::take(&mut self.seen.borrow_mut().errors)
    }

    /// What was asked of other hosts since the last time this was asked.
    #[track_caller]
    pub fn requests_to_other_hosts(&self) -> Vec<String> {
        self.read_logs();
        std::mem::take(&mut self.seen.borrow_mut().foreign)
    }

    /// The ids of the driver's and the browser's process.
    pub fn process_ids(&self) -> [u64; 2] {
        let browser = self.driver.capabilities().get("goog:processID");
        let browser = browser.and_then(Value::as_u64);
        [self.process.process_id().into(), browser.unwrap()]
    }

    /// Runs a command that has no reason to fail.
    #[track_caller]
    fn run<T>(&self, command: impl Future<Output = WebDriverResult<T>>) -> T {
        let done = self.runtime.block_on(command);
        done.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Tries again and again until there is an answer: a page may still be on its way.
    #[track_caller]
    fn patiently<T>(
        &self,
        what: &str,
        mut attempt: impl AsyncFnMut() -> WebDriverResult<Option<T>>,
    ) -> T {
        eventually(what, || {
            let answer = self.runtime.block_on(attempt());
            answer.unwrap_or_else(|error| {
                self.trouble.replace(Some(error));
                None
            })
        })
    }

    /// Does something with the only element that is called so.
    #[track_caller]
    fn with_the_one(
        &self,
        what: &str,
        kind: &str,
        name: &str,
        action: &impl AsyncFn(&WebElement) -> WebDriverResult<()>,
    ) {
        self.patiently(what, async || {
            let mut found = self.find(kind, name).await?;
            assert!(found.len() < 2, "more than one: {what}");
            let Some(element) = found.pop() else {
                return Ok(None);
            };
            action(&element).await.map(Some)
        });
    }

    /// The elements that are called so.
    async fn find(&self, kind: &str, name: &str) -> WebDriverResult<Vec<WebElement>> {
        let arguments = [json!(kind), json!(name)];
        self.driver.execute(PAGE, arguments).await?.elements()
    }

    /// Asks the page.
    async fn ask(&self, question: &str, name: &str) -> WebDriverResult<Value> {
        let arguments = [json!(question), json!(name)];
        let answer = self.driver.execute(PAGE, arguments).await?;
        Ok(answer.json().clone())
    }

    /// Asks a page that is there.
    #[track_caller]
    fn look(&self, question: &str) -> Value {
        self.run(self.ask(question, ""))
    }

    /// Reads what the logs say since they were read last.
    #[track_caller]
    fn read_logs(&self) {
        let network = self.run(self.driver.get_log("performance"));
        let console = self.run(self.driver.get_log("browser"));
        let mut seen = self.seen.borrow_mut();
        for entry in network {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            seen.take_event(&event["message"], &self.base_url);
        }
        for entry in console {
            let about = entry.message.split(' ').next().unwrap();
            let of_the_page =
                entry.source.as_deref() == Some("network") && seen.documents.contains(about);
            if entry.level == "SEVERE" && !of_the_page {
                seen.errors.push(entry.message);
            }
        }
    }

    /// Where the test stood when it failed.
    fn report(&self) -> WebDriverResult<String> {
        let url = self.runtime.block_on(self.driver.current_url())?;
        let text = self.runtime.block_on(self.ask("text", ""))?;
        let trouble = self.trouble.borrow();
        let trouble = trouble
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        Ok(format!(
            "{url} says: {}\n{trouble}",
            text.as_str().unwrap_or_default()
        ))
    }
}

impl Seen {
    /// Takes note of one event of the network.
    fn take_event(&mut self, event: &Value, base_url: &Url) {
        let parameters = &event["params"];
        let address = match event["method"].as_str() {
            Some("Network.requestWillBeSent") => &parameters["request"]["url"],
            Some("Network.webSocketCreated") => &parameters["url"],
            Some(_) | None => return,
        };
        let address = address.as_str().unwrap();
        let url = Url::parse(address).unwrap();
        // What a page brings along, and what the browser itself shows, is asked of nobody.
        if matches!(url.scheme(), "data" | "blob" | "about" | "chrome") {
            return;
        }
        if parameters["type"] == "Document" {
            self.documents.insert(address.to_owned());
        }
        if url.origin() != base_url.origin() {
            self.foreign.push(address.to_owned());
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let fails_already = std::thread::panicking();
        let mut offences = Vec::new();
        if fails_already {
            let told = self.report().unwrap_or_else(|error| error.to_string());
            #[expect(clippy::print_stderr, reason = "libtest shows it with the failure")]
            {
                eprintln!("{told}");
            }
        } else {
            offences.extend(self.console_errors());
            offences.extend(self.requests_to_other_hosts());
        }
        // Whether it ends in good order or not, its process is killed afterwards.
        let _quit = self.runtime.block_on(self.driver.clone().quit());
        assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
    }
}

/// A text on one line.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
