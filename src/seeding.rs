//! Makes a population file: clusters of kin are drawn on many threads, completed in their order, and written by
//! one.
//!
//! Which thread does what never shows in the file: a batch is always the same clusters, ids and numbers are handed
//! out in the order of the batches, and the writer takes them in that order.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::domain::kin::Kinsman;
use crate::population::cluster::{Cluster, OrderedPass};
use crate::population::{Clusters, PICTURE_DATE, PopulationError, Settings};
use crate::store::{Batch, PopulationWriter, StoreError, Watch, WriterFacts, check_space};

/// Clusters drawn at a time: enough that threads seldom wait for each other, few enough that a batch stays in the
/// cache of a core. Another number would be another digest.
const CLUSTERS_OF_BATCH: u64 = 256;
/// Batches that wait for the writer, for each thread that draws.
const WAITING_FOR_EACH: usize = 2;
/// Clusters drawn beforehand to learn how many people come with each living one.
const SAMPLE: u64 = 512;

/// What was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeededFile {
    /// Everybody in it.
    pub people: u64,
    /// Digest of the logical content.
    pub digest: String,
}

/// Why a population was not made; what was there before is still there.
#[derive(Debug)]
pub enum SeedError {
    /// The people cannot be made.
    Population(PopulationError),
    /// The file cannot be written.
    Store(StoreError),
}

impl From<PopulationError> for SeedError {
    fn from(error: PopulationError) -> Self {
        Self::Population(error)
    }
}

impl From<StoreError> for SeedError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Makes the population in `folder`, whose lock the caller holds, drawing on that many threads.
pub fn seed(
    folder: &Path,
    settings: &Settings,
    threads: NonZeroUsize,
    watch: Watch,
) -> Result<SeededFile, SeedError> {
    let clusters = Clusters::new(*settings)?;
    check_space(folder, expected_people(&clusters, settings.size))?;
    let mut writer = PopulationWriter::begin(folder)?.watched(watch);
    let mut personas = Batch::default();
    for persona in clusters.personas() {
        personas.add_alone(persona);
    }
    writer.write(&personas, personas.digest())?;
    write_clusters(&clusters, threads, &mut writer)?;
    let people = writer.people();
    let digest = writer.finish(&WriterFacts {
        size: settings.size,
        seed: settings.seed,
        numbers: settings.numbers.as_str().to_owned(),
        picture_date: PICTURE_DATE.to_string(),
    })?;
    Ok(SeededFile { people, digest })
}

/// People that come with that many living ones, about.
fn expected_people(clusters: &Clusters, living: u64) -> u64 {
    let (mut members, mut alive) = (0, 0);
    for index in 0..SAMPLE {
        for member in clusters.cluster(index).members {
            members += 1;
            alive += u64::from(member.is_living);
        }
    }
    let with_kin = u128::from(living) * members / u128::from(alive.max(1));
    u64::try_from(with_kin).unwrap_or(u64::MAX) + clusters.personas().len() as u64
}

/// A batch with its digest, or why there is none.
type Made = Result<(Batch, [u8; 32]), PopulationError>;

fn write_clusters(
    clusters: &Clusters,
    threads: NonZeroUsize,
    writer: &mut PopulationWriter,
) -> Result<(), SeedError> {
    let line = Line::new(clusters);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING_FOR_EACH * threads.get());
        for _ in 0..threads.get() {
            let sender = sender.clone();
            scope.spawn(|| line.draw_batches(sender));
        }
        drop(sender);
        // Returning drops the receiver, which ends the threads that still draw.
        write_in_order(receiver, writer)
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the receiver has to go, so that those who send to it end"
)]
fn write_in_order(
    receiver: Receiver<(u64, Made)>,
    writer: &mut PopulationWriter,
) -> Result<(), SeedError> {
    let mut early: BTreeMap<u64, Made> = BTreeMap::new();
    let mut next = 0;
    for (index, made) in &receiver {
        early.insert(index, made);
        while let Some(made) = early.remove(&next) {
            let (batch, digest) = made?;
            writer.write(&batch, digest)?;
            next += 1;
        }
    }
    Ok(())
}

/// Threads in line: each draws a batch whenever it likes, and completes it when it is its turn.
struct Line<'a> {
    clusters: &'a Clusters,
    next_batch: AtomicU64,
    turn: Mutex<Turn>,
    turned: Condvar,
}

/// Whose turn it is.
struct Turn {
    pass: OrderedPass,
    batch: u64,
    ended: bool,
}

/// A thread that leaves the line ends it, for whatever reason: nobody waits for one that is gone.
struct EndsLine<'a, 'b>(&'a Line<'b>);

impl Drop for EndsLine<'_, '_> {
    fn drop(&mut self) {
        let mut turn = self.0.turn.lock().unwrap_or_else(PoisonError::into_inner);
        turn.ended = true;
        self.0.turned.notify_all();
    }
}

impl<'a> Line<'a> {
    fn new(clusters: &'a Clusters) -> Self {
        let pass = clusters.ordered_pass();
        Self {
            clusters,
            next_batch: AtomicU64::new(0),
            turn: Mutex::new(Turn {
                ended: pass.is_complete(),
                pass,
                batch: 0,
            }),
            turned: Condvar::new(),
        }
    }

    /// Draws batches until there are enough people or nobody takes them any more.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the last sender that goes tells the writer that nothing follows"
    )]
    fn draw_batches(&self, sender: SyncSender<(u64, Made)>) {
        let _ends = EndsLine(self);
        loop {
            let index = self.next_batch.fetch_add(1, Ordering::Relaxed);
            let first = index * CLUSTERS_OF_BATCH;
            let mut drawn: Vec<Cluster> = (first..first + CLUSTERS_OF_BATCH)
                .map(|cluster| self.clusters.cluster(cluster))
                .collect();
            let Some(completed) = self.complete(index, &mut drawn) else {
                return;
            };
            let made = completed.map(|()| encode(&drawn));
            if sender.send((index, made)).is_err() {
                return;
            }
        }
    }

    /// Waits for the turn of batch `index` and completes its clusters, of which those that nobody asked for
    /// are dropped. `None` when an earlier batch was the last.
    fn complete(
        &self,
        index: u64,
        drawn: &mut Vec<Cluster>,
    ) -> Option<Result<(), PopulationError>> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut turn = self
            .turned
            .wait_while(turn, |turn| turn.batch != index && !turn.ended)
            .unwrap_or_else(PoisonError::into_inner);
        if turn.ended {
            return None;
        }
        let mut completed = Ok(());
        let mut wanted = 0;
        for cluster in drawn.iter_mut() {
            if turn.pass.is_complete() {
                break;
            }
            completed = turn.pass.complete(cluster);
            if completed.is_err() {
                turn.pass.stop();
                break;
            }
            wanted += 1;
        }
        drawn.truncate(wanted);
        turn.batch += 1;
        turn.ended = turn.pass.is_complete();
        self.turned.notify_all();
        Some(completed.map_err(PopulationError::from))
    }
}

fn encode(clusters: &[Cluster]) -> (Batch, [u8; 32]) {
    let mut batch = Batch::default();
    for cluster in clusters {
        let members: Vec<Kinsman<'_>> = cluster.kinsmen().collect();
        batch.add_cluster(&members);
    }
    let digest = batch.digest();
    (batch, digest)
}
