//! Keeps the statistics of the world: counted on first demand, kept until somebody edits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::civil_date::CivilDate;
use crate::registry::statistics::{self, Report};
use crate::server::problem::{Problem, STATISTICS_PENDING};
use crate::worlds::{Edition, World};

/// Up to so many people are counted while the caller waits, well under a second; more in the background.
const WHILE_WAITING: u64 = 200_000;

/// A report and whether anything has changed since it was counted.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The report.
    pub report: Arc<Report>,
    /// Whether edits and business date are those of now.
    pub up_to_date: bool,
}

/// The report of the default world, once there is one.
#[derive(Debug, Default)]
pub struct StatisticsShelf(Shelf<(Edition, CivilDate)>);

/// A report, what it stands for, and the thread that makes the next one.
#[derive(Debug)]
struct Shelf<Subject>(Arc<Mutex<State<Subject>>>);

#[derive(Debug)]
struct State<Subject> {
    kept: Option<(Subject, Arc<Report>)>,
    is_counting: bool,
    failure: Option<String>,
}

impl<Subject> Default for Shelf<Subject> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State {
            kept: None,
            is_counting: false,
            failure: None,
        })))
    }
}

impl StatisticsShelf {
    /// The report of the world. A small world is counted at once, while others who ask wait for the same count. A large
    /// one is counted by a thread of its own: until it is done there is the report of before, if any, or a problem that
    /// says when to ask again.
    pub fn report_of(&self, world: &Arc<World>) -> Result<Kept, Problem> {
        let subject = (world.people().edition(), world.business_date());
        let is_small = world.population_facts().people <= WHILE_WAITING;
        let world = Arc::clone(world);
        self.0.report(subject, is_small, move || {
            match statistics::count(&world, || true) {
                Ok(Some(counted)) => Ok(Report::of(counted)),
                Ok(None) => Err("the count was stopped".to_owned()),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}

impl<Subject: PartialEq + Send + 'static> Shelf<Subject> {
    fn report(
        &self,
        subject: Subject,
        at_once: bool,
        count: impl FnOnce() -> Result<Report, String> + Send + 'static,
    ) -> Result<Kept, Problem> {
        let mut state = lock(&self.0);
        if let Some((known, report)) = &state.kept
            && *known == subject
        {
            return Ok(Kept {
                report: Arc::clone(report),
                up_to_date: true,
            });
        }
        if let Some(cause) = state.failure.take() {
            return Err(Problem::internal(cause));
        }
        if at_once {
            let report = Arc::new(count().map_err(Problem::internal)?);
            state.kept = Some((subject, Arc::clone(&report)));
            return Ok(Kept {
                report,
                up_to_date: true,
            });
        }
        if !state.is_counting {
            state.is_counting = true;
            self.count_beside(subject, count)?;
        }
        let before = state.kept.as_ref().map(|(_, report)| Arc::clone(report));
        before
            .map(|report| Kept {
                report,
                up_to_date: false,
            })
            .ok_or_else(|| Problem::new(&STATISTICS_PENDING))
    }

    /// Counts on a thread of its own, which ends with the process.
    fn count_beside(
        &self,
        subject: Subject,
        count: impl FnOnce() -> Result<Report, String> + Send + 'static,
    ) -> Result<(), Problem> {
        let state = Arc::clone(&self.0);
        let thread = std::thread::Builder::new().name("statistics".to_owned());
        let started = thread.spawn(move || {
            let counted = count();
            let mut state = lock(&state);
            state.is_counting = false;
            match counted {
                Ok(report) => state.kept = Some((subject, Arc::new(report))),
                Err(cause) => state.failure = Some(cause),
            }
        });
        started.map(|_detached| ()).map_err(Problem::internal)
    }
}

fn lock<Subject>(state: &Mutex<State<Subject>>) -> MutexGuard<'_, State<Subject>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn counted(people: u64) -> Report {
        let mut counted = statistics::Statistics::default();
        counted.people = people;
        Report::of(counted)
    }

    /// How many people were counted and whether that is up to date, or the code of the problem.
    fn told(asked: Result<Kept, Problem>) -> Result<(u64, bool), &'static str> {
        match asked {
            Ok(kept) => Ok((kept.report.statistics.people, kept.up_to_date)),
            Err(problem) => Err(problem.kind.code),
        }
    }

    /// Asks until the answer is another one; whoever counts meanwhile is not disturbed.
    fn after(
        shelf: &Shelf<u8>,
        subject: u8,
        before: Result<(u64, bool), &'static str>,
    ) -> Result<(u64, bool), &'static str> {
        loop {
            let now = told(shelf.report(subject, false, || Err("counted twice".to_owned())));
            if now != before {
                return now;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_large_world_is_counted_once_and_nobody_waits_for_it() {
        let (shelf, (go, wait)) = (Shelf::default(), channel());
        let count = move || wait.recv().map(counted).map_err(|error| error.to_string());
        assert_eq!(
            told(shelf.report(1, false, count)),
            Err("statistics_pending")
        );
        let again = shelf.report(1, false, || Err("counted twice".to_owned()));
        assert_eq!(told(again), Err("statistics_pending"));
        go.send(7).expect("a thread that counts");
        assert_eq!(after(&shelf, 1, Err("statistics_pending")), Ok((7, true)));
    }

    #[test]
    fn while_an_edited_world_is_counted_again_the_figures_of_before_are_told() {
        let shelf = Shelf::default();
        assert_eq!(
            told(shelf.report(1, true, || Ok(counted(7)))),
            Ok((7, true))
        );
        let (go, wait) = channel();
        let count = move || wait.recv().map(counted).map_err(|error| error.to_string());
        assert_eq!(told(shelf.report(2, false, count)), Ok((7, false)));
        go.send(8).expect("a thread that counts");
        assert_eq!(after(&shelf, 2, Ok((7, false))), Ok((8, true)));
    }

    #[test]
    fn a_count_that_failed_is_told_once_and_then_made_again() {
        let shelf = Shelf::default();
        let failing = shelf.report(1, false, || Err("the disk is gone".to_owned()));
        assert_eq!(told(failing), Err("statistics_pending"));
        assert_eq!(after(&shelf, 1, Err("statistics_pending")), Err("internal"));
        assert_eq!(
            told(shelf.report(1, true, || Ok(counted(7)))),
            Ok((7, true))
        );
    }
}
