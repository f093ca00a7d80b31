//! A citizen at a browser, who reads Vietnamese or English and finds things by what they are called.

use dancu::population::{NumberMode, personas};
use serde_json::Value;

use crate::support::{Browser, BrowserOptions, TestApp, eventually};

/// A business page of the portal.
pub const SERVICE: &str = "/portal/services/dang-ky-thuong-tru";
/// A business page of Hà Tĩnh.
pub const PROVINCIAL_SERVICE: &str = "/hatinh/services/dang-ky-ho-kinh-doanh";
/// The password of everybody at VNeID.
pub const VNEID_PASSWORD: &str = "vneid";
/// A phone's window.
pub const PHONE: (u32, u32) = (375, 812);

/// Somebody who walks through the pages. Whatever is expected is given in Vietnamese and in English.
pub struct Citizen<'app> {
    /// What is looked at.
    pub browser: Browser,
    app: &'app TestApp,
    reads_english: bool,
}

/// A test account of the portal.
pub struct Account {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The name on the account.
    pub full_name: String,
    /// The number that would match.
    pub cccd: String,
}

impl<'app> Citizen<'app> {
    /// Somebody who reads Vietnamese, with a browser that has nothing unusual.
    pub fn arrive(app: &'app TestApp) -> Self {
        Self::arrive_with(app, BrowserOptions::default())
    }

    /// Somebody who reads Vietnamese, with such a browser.
    pub fn arrive_with(app: &'app TestApp, options: BrowserOptions<'_>) -> Self {
        Self {
            browser: Browser::open_with(&app.base_url, options),
            app,
            reads_english: false,
        }
    }

    /// The same, who changes the pages to English by the link at the top.
    pub fn reading_english(mut self) -> Self {
        self.browser.go("/portal");
        self.browser.click_text("English");
        self.browser.expect_text("National Public Service Portal");
        self.reads_english = true;
        self
    }

    /// The server whose pages are looked at.
    pub fn app(&self) -> &TestApp {
        self.app
    }

    /// The text in the citizen's language.
    pub fn say<'text>(&self, vietnamese: &'text str, english: &'text str) -> &'text str {
        if self.reads_english {
            english
        } else {
            vietnamese
        }
    }

    /// Clicks what is called so.
    #[track_caller]
    pub fn press(&self, vietnamese: &str, english: &str) {
        self.browser.click_text(self.say(vietnamese, english));
    }

    /// Waits until this can be read; no page may have to be moved sideways for it.
    #[track_caller]
    pub fn expect(&self, vietnamese: &str, english: &str) {
        self.browser.expect_text(self.say(vietnamese, english));
        assert!(!self.browser.overflows(), "{}", self.browser.url());
    }

    /// Whether this can be read now.
    #[track_caller]
    pub fn sees(&self, vietnamese: &str, english: &str) -> bool {
        self.browser.has_text(self.say(vietnamese, english))
    }

    /// A test account, as the portal tells scripts.
    #[track_caller]
    pub fn account(&self, username: &str) -> Account {
        let accounts = self.app.nobody().get("/portal/accounts.json").expect(200);
        let accounts = accounts.json();
        let mut accounts = accounts.as_array().unwrap().iter();
        let found = accounts
            .find(|account| account["username"] == username)
            .unwrap();
        let text = |field: &str| found[field].as_str().unwrap_or_default().to_owned();
        Account {
            username: text("username"),
            password: text("password"),
            full_name: text("full_name"),
            cccd: text("cccd"),
        }
    }

    /// Opens the form of the portal's own accounts by the way of the guide, and fills it.
    #[track_caller]
    pub fn log_in(&self, username: &str, password: &str) {
        self.browser.go(SERVICE);
        self.press("Đăng nhập", "Log in");
        self.press(
            "Tài khoản được cấp bởi Cổng dịch vụ công Quốc gia",
            "Account issued by the National Public Service Portal",
        );
        self.browser
            .fill(self.say("Tên đăng nhập", "User name"), username);
        self.browser
            .fill(self.say("Mật khẩu", "Password"), password);
        self.press("Đăng nhập", "Log in");
        // A test that opens another page at once would break the login off.
        eventually("the page after the login", || {
            (!self.browser.path().starts_with("/portal/login")).then_some(())
        });
    }

    /// Logs in with an account that has no number yet, as far as the screen that asks for it.
    #[track_caller]
    pub fn log_in_to_link(&self, username: &str) -> Account {
        let account = self.account(username);
        self.log_in(&account.username, &account.password);
        self.expect(
            "So khớp với CSDL Quốc gia về Dân cư",
            "Compare with the national population database",
        );
        account
    }

    /// Enters a number on that screen.
    #[track_caller]
    pub fn submit_number(&self, number: &str) {
        self.browser
            .fill(self.say("Số CCCD", "CCCD number"), number);
        self.press("Cập nhật", "Update");
    }

    /// Opens the business page and goes to VNeID, by the way of the guide.
    #[track_caller]
    pub fn go_to_vneid(&self) {
        self.browser.go(SERVICE);
        self.press("Đăng nhập", "Log in");
        self.press("VNeID", "VNeID");
        self.expect("Đăng nhập VNeID", "Log in with VNeID");
    }

    /// Fills the form of VNeID.
    #[track_caller]
    pub fn enter_vneid_password(&self, number: &str, password: &str) {
        let field = self.say("Số định danh cá nhân", "Personal number");
        self.browser.fill(field, number);
        self.browser
            .fill(self.say("Mật khẩu", "Password"), password);
        self.press("Đăng nhập", "Log in");
    }

    /// Lets VNeID tell the portal what it asks for.
    #[track_caller]
    pub fn agree(&self) {
        self.expect("Đồng ý chia sẻ thông tin", "Consent to share");
        self.press("Đồng ý", "Agree");
    }

    /// Opens the menu under the name at the top right.
    #[track_caller]
    pub fn open_menu(&self, full_name: &str) {
        self.browser.click_text(full_name);
    }

    /// Logs out by that menu.
    #[track_caller]
    pub fn log_out(&self, full_name: &str) {
        self.open_menu(full_name);
        self.press("Đăng xuất", "Log out");
    }
}

/// The personal number of a persona.
#[track_caller]
pub fn number_of(key: &str) -> String {
    let personas = personas(NumberMode::Provinces).unwrap();
    let persona = personas.iter().find(|persona| persona.key == key).unwrap();
    let person = persona.person.as_ref().unwrap();
    person.identity.number.unwrap().to_string()
}

/// The steps that were walked so far, of `GET /portal/coverage`.
pub fn steps_walked(app: &TestApp) -> Vec<String> {
    let coverage = app.nobody().get("/portal/coverage?format=json").expect(200);
    let coverage = coverage.json();
    let steps = coverage["steps"].as_array().unwrap().iter();
    let walked = steps.filter(|step| step["walked"].as_u64() > Some(0));
    let name = |step: &Value| step["name"].as_str().unwrap().to_owned();
    walked.map(name).collect()
}
