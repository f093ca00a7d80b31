//! Keeps the statistics of the world: counted on first demand, kept until somebody edits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::civil_date::CivilDate;
use crate::registry::statistics::{self, Report};
use crate::server::problem::{INTERNAL, Problem, STATISTICS_PENDING};
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

/// What a report stands for: edits and business date.
type Subject = (Edition, CivilDate);

/// The report of the default world, once there is one.
#[derive(Debug, Default)]
pub struct StatisticsShelf(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    kept: Option<(Subject, Arc<Report>)>,
    is_counting: bool,
    failure: Option<String>,
}

impl StatisticsShelf {
    /// The report of the world. A small world is counted at once, while others who ask wait for the same count. A large
    /// one is counted by a thread of its own: until it is done there is the report of before, if any, or a problem that
    /// says when to ask again.
    pub fn report_of(&self, world: &Arc<World>) -> Result<Kept, Problem> {
        let subject = (world.people().edition(), world.business_date());
        let is_small = world.population_facts().people <= WHILE_WAITING;
        let world = Arc::clone(world);
        self.report(subject, is_small, move || {
            match statistics::count(&world, || true) {
                Ok(Some(counted)) => Ok(Report::of(counted)),
                Ok(None) => Err("the count was stopped".to_owned()),
                Err(error) => Err(error.to_string()),
            }
        })
    }

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
            return Err(failed(cause));
        }
        if at_once {
            let report = Arc::new(count().map_err(failed)?);
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
        let shelf = Arc::clone(&self.0);
        let thread = std::thread::Builder::new().name("statistics".to_owned());
        let started = thread.spawn(move || {
            let counted = count();
            let mut state = lock(&shelf);
            state.is_counting = false;
            match counted {
                Ok(report) => state.kept = Some((subject, Arc::new(report))),
                Err(cause) => state.failure = Some(cause),
            }
        });
        started
            .map(|_detached| ())
            .map_err(|error| failed(error.to_string()))
    }
}

fn failed(cause: String) -> Problem {
    Problem {
        cause: Some(cause),
        ..Problem::new(&INTERNAL)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
