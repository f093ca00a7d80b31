//! Every page rendered from samples: none is broken, open to injection, or forgotten.

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template;

use crate::domain::language::Language;
use crate::server::{console, hatinh, oidc, portal, vneid};

/// A page as HTML.
pub fn rendered(page: &impl Template) -> String {
    page.render().expect("a page")
}

fn all(language: Language) -> Vec<(&'static str, String)> {
    [
        portal::samples(language),
        hatinh::services::samples(language),
        vneid::home::samples(language),
        vneid::login::samples(language),
        vneid::lookups::samples(language),
        oidc::notice::samples(language),
        console::samples(language),
        super::failure::samples(language),
    ]
    .concat()
}

#[test]
fn every_page_is_whole_in_both_languages_and_lets_nothing_in() {
    for language in [Language::Vietnamese, Language::English] {
        for (name, html) in all(language) {
            let tag = language.pick("vi", "en");
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{name}");
            assert_eq!(html.matches("<h1>").count(), 1, "{name} has one heading");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
            let invented = language.pick(
                "mọi công dân ở đây đều là hư cấu",
                "everybody here is invented",
            );
            assert!(html.contains(invented), "{name} says that nobody exists");
            for evil in [
                "<b>",
                "<i>",
                "value=\"\"><",
                "style=",
                "onclick",
                "<script>",
                "javascript:",
            ] {
                assert!(!html.contains(evil), "{name} lets {evil} in");
            }
            for host in ["src=\"http", "href=\"http", "//cdn"] {
                assert!(!html.contains(host), "{name} leads to another host: {host}");
            }
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, html) in all(Language::Vietnamese) {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let is_post = form.starts_with("method=\"post\"");
            assert_eq!(
                form.contains("name=\"csrf\" value=\"csrf-token\""),
                is_post,
                "{name}: {form}"
            );
        }
    }
}

#[test]
fn no_page_is_left_without_a_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server");
    let shown: BTreeSet<&str> = all(Language::English)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let mut pages = BTreeSet::new();
    for site in ["pages", "portal", "hatinh", "vneid", "oidc", "console"] {
        for entry in std::fs::read_dir(root.join(site)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_html = path.extension().is_some_and(|ending| ending == "html");
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            // Frames and parts have no title of their own.
            if is_html && text.contains("{% block title %}{{") {
                let name = path.file_name().and_then(|name| name.to_str());
                pages.insert(format!("{site}/{}", name.expect("a name")));
            }
        }
    }
    let shown: BTreeSet<String> = shown.into_iter().map(str::to_owned).collect();
    assert_eq!(pages, shown);
}
