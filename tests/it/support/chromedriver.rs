//! The processes of a browser: how many run at once, how they start, and that they end.

use std::cell::RefCell;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::rc::{Rc, Weak};
use std::sync::{Condvar, Mutex};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel,
};

use super::browser::BrowserOptions;
use super::{eventually, scratch_folder};

/// What to do where there is no browser.
pub const REMEDY: &str =
    "install the Debian packages chromium and chromium-driver, or run `tools/install test`";

/// How many tests run browsers at once: a browser takes a core, and more make all of them slow.
const AT_ONCE: usize = 2;

/// How many tests run browsers.
static RUNNING: Mutex<usize> = Mutex::new(0);
/// Told when one of them is over.
static ENDED: Condvar = Condvar::new();

thread_local! {
    /// The right that this test has already.
    static OF_THIS_TEST: RefCell<Weak<Permit>> = RefCell::default();
}

/// The right of a test to run browsers.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    /// Waits until fewer tests run browsers. One test may open several: two that each wait for their second
    /// would wait for ever.
    pub fn of_this_test() -> Rc<Self> {
        OF_THIS_TEST.with_borrow_mut(|held| {
            held.upgrade().unwrap_or_else(|| {
                let permit = Rc::new(Self::wait());
                *held = Rc::downgrade(&permit);
                permit
            })
        })
    }

    fn wait() -> Self {
        let running = RUNNING.lock().unwrap();
        let mut running = ENDED
            .wait_while(running, |running| *running >= AT_ONCE)
            .unwrap();
        *running += 1;
        Self(())
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap() -= 1;
        ENDED.notify_one();
    }
}

/// `chromedriver` on a free port, with a folder that its browser may fill.
#[derive(Debug)]
pub struct ChromeDriver {
    /// Where it answers.
    pub url: String,
    child: Child,
    folder: TempDir,
}

impl ChromeDriver {
    /// Starts it and waits for its port.
    pub fn start() -> Self {
        let folder = scratch_folder();
        let (out, log) = (folder.path().join("out"), folder.path().join("log"));
        let spawned = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&log).unwrap())
            .spawn();
        let child = spawned.unwrap_or_else(|error| panic!("chromedriver: {error}; {REMEDY}"));
        let mut driver = Self {
            url: String::new(),
            child,
            folder,
        };
        let port = eventually("the port of chromedriver", || {
            if let Some(status) = driver.child.try_wait().unwrap() {
                let log = std::fs::read_to_string(&log).unwrap();
                panic!("chromedriver ended with {status}: {log}");
            }
            port_in(&std::fs::read_to_string(&out).unwrap())
        });
        driver.url = format!("http://127.0.0.1:{port}");
        driver
    }

    /// The id of the process.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// What the browser shall be like.
    pub fn capabilities(&self, options: BrowserOptions<'_>) -> ChromeCapabilities {
        let mut wanted = DesiredCapabilities::chrome();
        for argument in arguments(self.folder.path()) {
            wanted.add_arg(&argument).unwrap();
        }
        let mut preferences = json!({"intl.accept_languages": options.language});
        if !options.scripts {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        wanted
            .add_experimental_option("prefs", preferences)
            .unwrap();
        for log in ["browser", "performance"] {
            wanted
                .set_logging_prefs(log, LoggingPrefsLogLevel::All)
                .unwrap();
        }
        wanted
    }
}

impl Drop for ChromeDriver {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to kill.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// The switches of Chromium. It speaks with its driver through a pipe, so that it ends when the driver does,
/// and finds no host but this machine, so that nothing here depends on a network. Its pictures have no
/// scroll bars.
fn arguments(folder: &Path) -> Vec<String> {
    let switches = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--remote-debugging-pipe",
    ];
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    switches
        .map(str::to_owned)
        .into_iter()
        .chain([profile])
        .collect()
}

fn port_in(out: &str) -> Option<u16> {
    let (_, rest) = out.split_once("started successfully on port ")?;
    rest.split_once('.')?.0.parse().ok()
}
