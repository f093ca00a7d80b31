//! The frame around every page: site, language, date, who is signed in, the panel of calls.

use super::panel::CallView;
use super::site::Site;
use crate::domain::language::Language;

/// What the layout shows. Every template has one under the name `chrome`.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The site.
    pub site: Site,
    /// What stands before every path of this world; empty in the default one.
    pub base: String,
    /// The language of the page.
    pub language: Language,
    /// The business date, `01/07/2025`.
    pub day: String,
    /// What the law of that day means here, in the page's language; empty where it means nothing.
    pub day_means: String,
    /// The token of forms.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<String>,
    /// This page, to come back to after a change of language.
    pub here: String,
    /// Whether the panel of calls is switched on; pages without calls of their own have none.
    pub panel: Option<Panel>,
}

/// The panel beside a page: the calls that this browser caused, newest first.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Switched on.
    pub open: bool,
    /// The calls.
    pub calls: Vec<CallView>,
}

/// A field of a person, and whether the registry has confirmed it.
#[derive(Clone, Debug)]
pub struct MarkedField {
    /// The label.
    pub label: &'static str,
    /// The value.
    pub value: String,
    /// The green mark.
    pub confirmed: bool,
}

#[cfg(test)]
impl MarkedField {
    /// A field for rendering samples.
    pub fn sample(confirmed: bool) -> Self {
        Self {
            label: "label",
            value: "<b>&\"'".to_owned(),
            confirmed,
        }
    }
}

impl Chrome {
    /// Picks the text of the page's language.
    pub fn say<'a>(&self, vietnamese: &'a str, english: &'a str) -> &'a str {
        self.language.pick(vietnamese, english)
    }

    /// The tag of the language.
    pub fn tag(&self) -> &'static str {
        self.language.pick("vi", "en")
    }

    /// Where the site begins.
    pub fn home(&self) -> String {
        format!("{}{}", self.base, self.site.path())
    }

    /// The name of the site.
    pub fn site_name(&self) -> &'static str {
        self.site.name(self.language)
    }

    /// The other language: its tag and its own name.
    pub fn other_language(&self) -> (&'static str, &'static str) {
        self.language.pick(("en", "English"), ("vi", "Tiếng Việt"))
    }

    /// The address of the login, which leads back here; on a page of the login itself, to where that leads.
    pub fn login(&self) -> String {
        let login = format!("{}/login", self.home());
        if let Some(rest) = self.here.strip_prefix(&login[self.base.len()..]) {
            let query = rest.split_once('?').map(|(_, query)| query);
            return query.map_or_else(|| login.clone(), |query| format!("{login}?{query}"));
        }
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("return_to", &self.here)
            .finish();
        format!("{login}?{query}")
    }

    /// An address that changes a preference and comes back here.
    pub fn preference(&self, name: &str, value: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .append_pair("return_to", &self.here)
            .finish();
        format!("{}/preferences?{query}", self.home())
    }

    /// The frame around a page that knows nothing of the browser.
    pub fn bare(site: Site, language: Language) -> Self {
        Self {
            site,
            base: String::new(),
            language,
            day: String::new(),
            day_means: String::new(),
            csrf: String::new(),
            person: None,
            here: site.path().to_owned(),
            panel: None,
        }
    }

    /// A frame for rendering samples.
    #[cfg(test)]
    pub fn sample(site: Site, language: Language) -> Self {
        Self {
            site,
            base: String::new(),
            language,
            day: "01/07/2025".to_owned(),
            day_means: "…".to_owned(),
            csrf: "csrf-token".to_owned(),
            person: Some("Nguyễn Văn Thành".to_owned()),
            here: site.path().to_owned(),
            panel: Some(Panel {
                open: true,
                calls: vec![CallView::sample()],
            }),
        }
    }
}
