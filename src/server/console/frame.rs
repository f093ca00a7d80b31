//! The frame around every page of the console: where one is, which world one looks at, and what was done.

use super::operator::Operator;
use super::state::Notice;
use crate::domain::language::Language;

/// Sandboxes that the menu of worlds names; the page of sandboxes has them all.
const MOST_IN_MENU: usize = 8;

/// A page of the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tab {
    /// The population in figures.
    Overview,
    /// People, found and shown.
    People,
    /// Two names and dates under every policy.
    MatchLab,
    /// All sandboxes.
    Sandboxes,
    /// Clock, snapshots and leases of the world.
    World,
    /// What was asked of it.
    Journal,
    /// What goes wrong in it.
    Scenarios,
    /// The steps of linking.
    Coverage,
}

impl Tab {
    const ALL: [Self; 8] = [
        Self::Overview,
        Self::People,
        Self::MatchLab,
        Self::Journal,
        Self::Scenarios,
        Self::World,
        Self::Sandboxes,
        Self::Coverage,
    ];

    /// Where it stands, below the world.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/console",
            Self::People => "/console/people",
            Self::MatchLab => "/console/match",
            Self::Sandboxes => "/console/sandboxes",
            Self::World => "/console/world",
            Self::Journal => "/console/journal",
            Self::Scenarios => "/console/scenarios",
            Self::Coverage => "/console/coverage",
        }
    }

    const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview => ("Tổng quan", "Overview"),
            Self::People => ("Công dân", "People"),
            Self::MatchLab => ("Phòng so khớp", "Match lab"),
            Self::Sandboxes => ("Sandbox", "Sandboxes"),
            Self::World => ("Thế giới này", "This world"),
            Self::Journal => ("Nhật ký", "Journal"),
            Self::Scenarios => ("Kịch bản và lỗi", "Scenarios"),
            Self::Coverage => ("Bước liên kết", "Linking"),
        }
    }
}

/// What every page of the console shows around itself.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The page one is at.
    pub tab: Tab,
    /// The sandbox one is in; `None` in the default world.
    pub sandbox: Option<String>,
    /// Whether the key opens this sandbox alone, so that there is nowhere else to go.
    pub is_bound: bool,
    /// Other sandboxes, the newest first.
    pub others: Vec<String>,
    /// What was done by the page before.
    pub notice: Option<Notice>,
}

/// A page of the menu, in words.
#[derive(Clone, Copy, Debug)]
pub struct TabLink {
    /// Where it stands.
    pub path: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Whether one is there.
    pub is_here: bool,
}

impl Frame {
    /// The frame of a page.
    pub fn of(operator: &Operator, tab: Tab, notice: Option<Notice>) -> Self {
        let sandbox = operator.app().sandbox.as_ref();
        let here = sandbox.map(|sandbox| sandbox.id.to_string());
        let is_bound = operator.is_bound();
        let all = if is_bound {
            Vec::new()
        } else {
            operator.worlds.all(operator.guest.now)
        };
        let ids = all.iter().rev().filter_map(|other| {
            let facts = other.app.sandbox.as_ref()?;
            Some(facts.id.to_string())
        });
        let others = ids.filter(|id| Some(id) != here.as_ref());
        Self {
            tab,
            others: others.take(MOST_IN_MENU).collect(),
            sandbox: here,
            is_bound,
            notice,
        }
    }

    /// The menu.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the template hands its arguments over by reference"
    )]
    pub fn tabs(&self, language: &Language) -> Vec<TabLink> {
        let link = |tab: Tab| TabLink {
            path: tab.path(),
            name: language.pick(tab.name().0, tab.name().1),
            is_here: tab == self.tab,
        };
        Tab::ALL.map(link).to_vec()
    }

    /// A frame for rendering samples.
    #[cfg(test)]
    pub fn sample(tab: Tab) -> Self {
        Self {
            tab,
            sandbox: Some("<b>".to_owned()),
            is_bound: false,
            others: vec!["<i>".to_owned()],
            notice: Some(Notice {
                tone: "good",
                text: "<b>&\"'".to_owned(),
            }),
        }
    }
}
