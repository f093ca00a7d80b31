//! What happens to one call, decided piece by piece as more is known of it, and each piece once.

use std::sync::OnceLock;

use crate::domain::scenario::{CallFacts, Effect};

/// What is decided for one call. Before it is handled method and path are known; whom it is about, and who asks,
/// only the handler learns.
#[derive(Debug, Default)]
pub struct Play {
    early: Effect,
    /// Nobody else is asked: the caller said what happens, or a rule said that nothing does.
    alone: bool,
    line: Option<Box<RequestLine>>,
    late: OnceLock<Effect>,
}

/// Method and path, kept only where rules wait for more.
#[derive(Clone, Debug)]
struct RequestLine {
    method: Box<str>,
    path: Box<str>,
    is_page: bool,
}

impl Play {
    /// What the caller said, and nothing else.
    pub fn alone(effect: Effect) -> Self {
        Self {
            early: effect,
            alone: true,
            ..Self::default()
        }
    }

    /// What is known from method and path. `alone`: nobody else is asked.
    pub(super) fn begun(effect: Effect, alone: bool) -> Self {
        Self {
            early: effect,
            alone,
            ..Self::default()
        }
    }

    /// With the method and the path, for the rules that wait for more.
    pub(super) fn waiting(mut self, facts: &CallFacts<'_>) -> Self {
        self.line = Some(Box::new(RequestLine {
            method: facts.method.into(),
            path: facts.path.into(),
            is_page: facts.is_page,
        }));
        self
    }

    /// One item of a call that has many: what was known before holds for each, the rest is its own.
    #[must_use]
    pub fn of_item(&self) -> Self {
        Self {
            early: Effect {
                wait: std::time::Duration::ZERO,
                ..self.early
            },
            alone: self.alone,
            line: self.line.clone(),
            late: OnceLock::new(),
        }
    }

    /// What was known before the call was handled.
    pub fn early(&self) -> Effect {
        self.early
    }

    /// What came to be known while it was handled.
    pub fn late(&self) -> Effect {
        self.late.get().copied().unwrap_or_default()
    }

    /// Everything decided so far.
    pub fn effect(&self) -> Effect {
        match self.late.get() {
            Some(late) => self.early.and(*late),
            None => self.early,
        }
    }

    /// Whether rules wait for more than method and path, and nobody has said it yet.
    pub fn is_waiting(&self) -> bool {
        self.line.is_some() && self.late.get().is_none()
    }

    /// Decides the rest, if nobody has.
    pub(super) fn settle(&self, decide: impl FnOnce() -> Effect) -> Effect {
        let late = self.late.get_or_init(|| {
            if self.alone {
                Effect::default()
            } else {
                decide()
            }
        });
        self.early.and(*late)
    }

    /// The facts with the method and path of this call, if rules wait for them.
    pub(super) fn on_the_line<'a>(&'a self, facts: &CallFacts<'a>) -> Option<CallFacts<'a>> {
        self.line.as_ref().map(|line| CallFacts {
            method: &line.method,
            path: &line.path,
            is_page: line.is_page,
            ..*facts
        })
    }
}
