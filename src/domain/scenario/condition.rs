//! To which calls a rule applies.

use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::name::{FullName, fold_equal};

/// The longest path pattern, in bytes.
const LONGEST_PATTERN: usize = 200;

/// What is known of a call when rules are asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallFacts<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path, without the prefix of a sandbox.
    pub path: &'a str,
    /// Whether it is a page for people: only a condition that names a path means one.
    pub is_page: bool,
    /// What is asked, in the journal's word: `match`, `lookup`, `token`; `None` while nobody has said.
    pub operation: Option<&'a str>,
    /// Who asks, once admitted.
    pub client: Option<&'a str>,
    /// The number in the question.
    pub number: Option<CitizenNumber>,
    /// The name in the question.
    pub full_name: Option<&'a str>,
    /// The date of birth in the question.
    pub date_of_birth: Option<BirthDate>,
}

/// Which calls are meant: all that is named must hold, and what is not named does not matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Condition {
    /// The HTTP method.
    pub method: Option<Box<str>>,
    /// The path.
    pub path: Option<PathPattern>,
    /// What is asked.
    pub operation: Option<Box<str>>,
    /// Who asks.
    pub client: Option<Box<str>>,
    /// The number in the question.
    pub number: Option<CitizenNumber>,
    /// The name in the question, compared as unaccented capitals.
    pub full_name: Option<FullName>,
    /// The date of birth in the question.
    pub date_of_birth: Option<BirthDate>,
}

impl Condition {
    /// Whether the call is meant.
    pub fn fits(&self, facts: &CallFacts<'_>) -> bool {
        fn word(wanted: Option<&str>, given: Option<&str>) -> bool {
            wanted.is_none_or(|wanted| given == Some(wanted))
        }
        let method = self.method.as_deref();
        method.is_none_or(|method| method.eq_ignore_ascii_case(facts.method))
            && match &self.path {
                Some(path) => path.fits(facts.path),
                None => !facts.is_page,
            }
            && word(self.operation.as_deref(), facts.operation)
            && word(self.client.as_deref(), facts.client)
            && (self.number.is_none() || self.number == facts.number)
            && (self.date_of_birth.is_none() || self.date_of_birth == facts.date_of_birth)
            && self.full_name.as_ref().is_none_or(|name| {
                let given = facts.full_name;
                given.is_some_and(|given| fold_equal(name, given))
            })
    }

    /// Whether method and path are enough to know: then a call can be answered before it is handled.
    pub fn is_of_the_request_line(&self) -> bool {
        self.operation.is_none()
            && self.client.is_none()
            && self.number.is_none()
            && self.full_name.is_none()
            && self.date_of_birth.is_none()
    }
}

/// A path in which `*` stands for any letters: `/v1/match`, `/ndxp*`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathPattern(Box<str>);

impl PathPattern {
    /// Reads a pattern; it begins with a slash or a star.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.starts_with(['/', '*']) && text.len() <= LONGEST_PATTERN;
        fits.then(|| Self(text.into()))
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the path's.
    pub fn fits(&self, path: &str) -> bool {
        let mut pieces = self.0.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else {
            return false;
        };
        let Some(last) = pieces.next_back() else {
            return rest.is_empty();
        };
        for piece in pieces {
            let Some((_, behind)) = rest.split_once(piece) else {
                return false;
            };
            rest = behind;
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> CallFacts<'static> {
        CallFacts {
            method: "POST",
            path: "/v1/match",
            is_page: false,
            operation: Some("match"),
            client: Some("portal"),
            number: CitizenNumber::parse("042085000488").ok(),
            full_name: Some("NGUYEN VAN THANH"),
            date_of_birth: BirthDate::parse("1985-05-12").ok(),
        }
    }

    #[test]
    fn everything_named_must_hold_and_nothing_else_matters() {
        let everything = Condition {
            method: Some("post".into()),
            path: PathPattern::parse("/v1/*"),
            operation: Some("match".into()),
            client: Some("portal".into()),
            number: facts().number,
            full_name: FullName::parse("Nguyễn Văn Thành").ok(),
            date_of_birth: facts().date_of_birth,
        };
        assert!(everything.fits(&facts()));
        assert!(Condition::default().fits(&facts()));
        assert!(Condition::default().fits(&CallFacts::default()));
        for spoil in [
            |facts: &mut CallFacts<'_>| facts.method = "GET",
            |facts: &mut CallFacts<'_>| facts.path = "/v2/match",
            |facts: &mut CallFacts<'_>| facts.operation = None,
            |facts: &mut CallFacts<'_>| facts.operation = Some("lookup"),
            |facts: &mut CallFacts<'_>| facts.client = Some("Portal"),
            |facts: &mut CallFacts<'_>| facts.number = None,
            |facts: &mut CallFacts<'_>| facts.full_name = Some("Nguyễn Văn Thanh Tú"),
            |facts: &mut CallFacts<'_>| facts.full_name = None,
            |facts: &mut CallFacts<'_>| facts.date_of_birth = None,
        ] {
            let mut other = facts();
            spoil(&mut other);
            assert!(!everything.fits(&other), "{other:?}");
        }
    }

    #[test]
    fn a_page_is_meant_only_where_a_path_is_named() {
        let page = CallFacts {
            path: "/portal/profile",
            is_page: true,
            ..CallFacts::default()
        };
        let named = Condition {
            path: PathPattern::parse("/portal*"),
            ..Condition::default()
        };
        assert!(named.fits(&page));
        assert!(!Condition::default().fits(&page));
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, path, fits) in [
            ("/v1/match", "/v1/match", true),
            ("/v1/match", "/v1/match/batch", false),
            ("/v1/match*", "/v1/match/batch", true),
            ("/v1/match*", "/v1/match", true),
            ("/v1/*/family", "/v1/citizens/042085000488/family", true),
            ("/v1/*/family", "/v1/citizens/042085000488", false),
            ("*", "/anything", true),
            ("*/token", "/vneid/token", true),
            ("/a*b*c", "/abc", true),
            ("/a*b*c", "/acb", false),
            ("/a*a", "/a", false),
        ] {
            let pattern = PathPattern::parse(pattern).expect("a pattern");
            assert_eq!(pattern.fits(path), fits, "{} {path}", pattern.as_str());
        }
        assert_eq!(PathPattern::parse("v1/match"), None);
        assert_eq!(PathPattern::parse(""), None);
    }

    #[test]
    fn a_condition_on_method_and_path_is_known_at_once() {
        let at_once = Condition {
            method: Some("GET".into()),
            path: PathPattern::parse("/v1/*"),
            ..Condition::default()
        };
        assert!(at_once.is_of_the_request_line());
        let later = Condition {
            client: Some("portal".into()),
            ..Condition::default()
        };
        assert!(!later.is_of_the_request_line());
    }
}
