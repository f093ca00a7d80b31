//! A browser without JavaScript: cookies, redirects one by one, forms.

use std::sync::{Arc, OnceLock};

use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::cookie::{CookieStore as _, Jar};
use reqwest::header::HeaderMap;
use url::Url;

use super::TestApp;
use super::caller::{Answer, client};
use super::markup::{Form, Markup};

/// Redirects that are followed before it counts as going round in circles.
const MOST_HOPS: usize = 12;

/// Somebody who looks at the sites with a browser of their own.
#[derive(Debug, Clone)]
pub struct Visitor {
    base_url: String,
    jar: Arc<Jar>,
    accept_language: &'static str,
}

/// One answer on the way to a page.
#[derive(Debug, Clone)]
pub struct Hop {
    /// What was asked for: path and query.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// Where it leads, if it is a redirect: path and query on our own server, a whole address elsewhere.
    pub leads_to: Option<String>,
}

/// Where a visitor has come to.
#[derive(Debug, Clone)]
pub struct Page {
    /// Every answer on the way, the page's own last.
    pub hops: Vec<Hop>,
    /// The last answer.
    pub answer: Answer,
    markup: OnceLock<Markup>,
}

impl Visitor {
    /// A new browser.
    pub fn new(app: &TestApp) -> Self {
        Self::at(&app.base_url)
    }

    /// A new browser at a server that is named otherwise than it listens.
    pub fn at(base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            jar: Arc::default(),
            accept_language: "vi",
        }
    }

    /// The same browser, with another language in its settings.
    pub fn preferring(self, accept_language: &'static str) -> Self {
        Self {
            accept_language,
            ..self
        }
    }

    /// The same browser, where the server was started again at another port: cookies know no ports.
    pub fn moved_to(self, app: &TestApp) -> Self {
        Self {
            base_url: app.base_url.clone(),
            ..self
        }
    }

    /// Another browser with the cookies of this moment: what a thief of the cookies has.
    pub fn with_stolen_cookies(&self) -> Self {
        let thief = Self {
            jar: Arc::default(),
            ..self.clone()
        };
        for site in ["/portal", "/hatinh", "/vneid"] {
            let address = thief.address(site);
            for cookie in self.cookies(site).split("; ").filter(|one| !one.is_empty()) {
                thief
                    .jar
                    .add_cookie_str(&format!("{cookie}; Path={site}"), &address);
            }
        }
        thief
    }

    /// The cookies that go to an address, `name=value; …`.
    pub fn cookies(&self, path: &str) -> String {
        let cookies = self.jar.cookies(&self.address(path));
        cookies.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    /// Opens a page and follows where it leads.
    #[track_caller]
    pub fn open(&self, path: &str) -> Page {
        self.follow(self.ask(path))
    }

    /// Asks for a page and stays with the first answer.
    #[track_caller]
    pub fn ask(&self, path: &str) -> Page {
        self.send(path, self.request(Method::GET, path))
    }

    /// Follows the link with this text.
    #[track_caller]
    pub fn click(&self, page: &Page, text: &str) -> Page {
        let link = page.markup().link(text);
        self.open(&link.unwrap_or_else(|| panic!("no link {text}: {}", page.answer.text)))
    }

    /// Sends the form that has a button with this text or value, with these fields filled in.
    #[track_caller]
    pub fn press(&self, page: &Page, button: &str, fields: &[(&str, &str)]) -> Page {
        let (form, fields) = filled(page, button, fields);
        self.follow(self.send_fields(&form, &fields))
    }

    /// The same, without following the answer.
    #[track_caller]
    pub fn press_once(&self, page: &Page, button: &str, fields: &[(&str, &str)]) -> Page {
        let (form, fields) = filled(page, button, fields);
        self.send_fields(&form, &fields)
    }

    /// Posts fields to an address, whatever any page says.
    #[track_caller]
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.posting(path).form(fields);
        self.send(path, request)
    }

    /// A post from a page of our own, without a body so far.
    pub fn posting(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
    }

    /// A request with this browser's cookies.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let http: Client = client();
        let request = http
            .request(method, self.address(path))
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("accept-language", self.accept_language);
        match self.jar.cookies(&self.address(path)) {
            Some(cookies) => request.header("cookie", cookies),
            None => request,
        }
    }

    /// Sends a request, keeps the cookies of its answer and reads where it leads.
    #[track_caller]
    pub fn send(&self, path: &str, request: RequestBuilder) -> Page {
        let answer = Answer::of(request);
        let mut cookies = answer.headers.get_all("set-cookie").iter();
        self.jar.set_cookies(&mut cookies, &self.address(path));
        let location = answer.headers.get("location");
        let leads_to = location.map(|location| {
            let target = self.address(path).join(location.to_str().unwrap()).unwrap();
            let inside = target.as_str().strip_prefix(&self.base_url);
            inside.unwrap_or(target.as_str()).to_owned()
        });
        Page {
            hops: vec![Hop {
                path: path.to_owned(),
                headers: answer.headers.clone(),
                leads_to,
            }],
            answer,
            markup: OnceLock::new(),
        }
    }

    /// Goes on as long as the answer leads to another page of this server.
    #[track_caller]
    pub fn follow(&self, page: Page) -> Page {
        let mut page = page;
        for _hop in 0..MOST_HOPS {
            let next = page.leads_to().filter(|next| next.starts_with('/'));
            let Some(next) = next.map(str::to_owned) else {
                return page;
            };
            let mut hops = page.hops;
            page = self.ask(&next);
            hops.append(&mut page.hops);
            page.hops = hops;
        }
        panic!("a circle: {:?}", page.paths());
    }

    #[track_caller]
    fn send_fields(&self, form: &Form, fields: &[(String, String)]) -> Page {
        if form.method == "get" {
            let mut address = self.address(&form.action);
            address.query_pairs_mut().extend_pairs(fields);
            let path = format!("{}?{}", form.action, address.query().unwrap_or_default());
            return self.ask(&path);
        }
        let request = self.posting(&form.action).form(fields);
        self.send(&form.action, request)
    }

    fn address(&self, path: &str) -> Url {
        Url::parse(&format!("{}{path}", self.base_url)).unwrap()
    }
}

/// The form with the button, and everything that goes with it.
#[track_caller]
fn filled(page: &Page, button: &str, values: &[(&str, &str)]) -> (Form, Vec<(String, String)>) {
    let forms = page.markup().forms();
    let form = forms.into_iter().find(|form| form.button(button).is_some());
    let form = form.unwrap_or_else(|| panic!("no button {button}: {}", page.answer.text));
    let mut fields = form.fields.clone();
    for (name, value) in values {
        let field = fields.iter_mut().find(|(known, _)| known == name);
        let (_, typed) = field.unwrap_or_else(|| panic!("no field {name}: {form:?}"));
        (*value).clone_into(typed);
    }
    let pressed = form.button(button).unwrap();
    if let Some(name) = &pressed.name {
        fields.push((name.clone(), pressed.value.clone()));
    }
    (form, fields)
}

impl Page {
    /// What stands on it.
    pub fn markup(&self) -> &Markup {
        self.markup.get_or_init(|| Markup::read(&self.answer.text))
    }

    /// Where it stands: path and query.
    pub fn path(&self) -> &str {
        &self.hops.last().unwrap().path
    }

    /// Every address on the way.
    pub fn paths(&self) -> Vec<&str> {
        self.hops.iter().map(|hop| &*hop.path).collect()
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// Where it leads, if it is a redirect.
    pub fn leads_to(&self) -> Option<&str> {
        self.hops.last().unwrap().leads_to.as_deref()
    }

    /// The page, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status(),
            status,
            "{}: {}",
            self.path(),
            self.answer.text
        );
        self
    }

    /// The page, if it stands at this address.
    #[track_caller]
    pub fn stands_at(self, path: &str) -> Self {
        let here = self.path().split('?').next();
        assert_eq!(here, Some(path), "{:?}: {}", self.paths(), self.answer.text);
        self
    }

    /// The heading.
    #[track_caller]
    pub fn heading(&self) -> String {
        let headings = self.markup().of_name("h1");
        assert_eq!(headings.len(), 1, "{}", self.answer.text);
        headings.into_iter().next().unwrap()
    }

    /// What the page has to say: the boxes that a screen reader announces, one after the other.
    pub fn message(&self) -> String {
        self.markup().announced("message").join(" ")
    }

    /// The chip that says whether somebody is logged in: `Đã đăng nhập`.
    pub fn state(&self) -> Option<String> {
        self.markup().of_class("state").pop()
    }

    /// The facts of the page: labels and values.
    pub fn facts(&self) -> Vec<(String, String)> {
        let labels = self.markup().of_name("dt");
        labels
            .into_iter()
            .zip(self.markup().of_name("dd"))
            .collect()
    }

    /// The fact with this label.
    #[track_caller]
    pub fn fact(&self, label: &str) -> String {
        let found = self.facts().into_iter().find(|(known, _)| known == label);
        found
            .unwrap_or_else(|| panic!("no {label}: {}", self.answer.text))
            .1
    }

    /// Whether there is a form with this button.
    pub fn has_button(&self, button: &str) -> bool {
        self.markup()
            .forms()
            .iter()
            .any(|form| form.button(button).is_some())
    }

    /// The token that forms of this page carry.
    #[track_caller]
    pub fn csrf(&self) -> String {
        let forms = self.markup().forms();
        let token = forms.iter().find_map(|form| form.field("csrf"));
        token
            .unwrap_or_else(|| panic!("no form: {}", self.answer.text))
            .to_owned()
    }
}
