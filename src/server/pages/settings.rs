//! What all pages are set up with.

use super::site::Site;
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::portal_calendar::PortalAccounts;

/// The settings of pages.
#[derive(Debug)]
pub struct PageSettings {
    /// Which calendar portal and province live by.
    pub calendar: PortalAccounts,
    /// The Content-Security-Policy of pages that a login may lead away from.
    policy: String,
}

/// The policy of the console: its forms lead nowhere else, and its script may follow the journal.
const CONSOLE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                              connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl PageSettings {
    /// The settings. A browser also checks where a form's redirect ends, so the origins that a login leads
    /// back to are named in the policy: `https://portal.example`, or a scheme alone (`https:`).
    pub fn new(calendar: PortalAccounts, login_leads_to: &[String]) -> Self {
        let mut targets: Vec<&str> = login_leads_to.iter().map(String::as_str).collect();
        targets.sort_unstable();
        targets.dedup();
        let targets = targets.join(" ");
        let policy = format!(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             form-action 'self' {targets}; base-uri 'none'; frame-ancestors 'none'"
        );
        Self { calendar, policy }
    }

    /// The Content-Security-Policy of the pages of a site.
    pub fn policy(&self, site: Site) -> &str {
        match site {
            Site::Portal | Site::Hatinh | Site::Vneid => &self.policy,
            Site::Console => CONSOLE_POLICY,
        }
    }

    /// What the law of the day means at these sites.
    pub fn day_means(&self, day: CivilDate, language: Language) -> String {
        self.calendar.open_on(day).sentence(language).to_owned()
    }
}
