//! The calls of a world as they are made, as server-sent events.

use std::sync::{Arc, Weak};
use std::time::Duration;

use actix_web::web::{self, Bytes};
use futures_util::stream::{Stream, unfold};
use serde_json::json;

use super::line::{JournalLine, Telling};
use crate::domain::language::Language;
use crate::server::App;
use crate::server::problem::Problem;
use crate::server::stopping::Stopping;
use crate::worlds::journal::{CallFilter, Follower};

/// How many calls are looked at between two writes.
const AT_A_TIME: usize = 64;
/// When nothing has happened for so long a comment is sent, so that nobody takes the connection for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Which calls are followed, and how they are told.
#[derive(Debug)]
pub struct Following {
    /// Which.
    pub filter: CallFilter,
    /// The language of advice.
    pub language: Language,
    /// Whether personal data is told.
    pub unmask: bool,
    /// After which call to begin; with the next one when absent.
    pub since: Option<u64>,
}

/// Somebody who follows, and where they are. Nothing waits for them: they read the journal itself.
struct Reader {
    /// The world may be deleted meanwhile; then the events end.
    app: Weak<App>,
    follower: Follower,
    following: Following,
    stopping: Stopping,
    cursor: u64,
    epoch: u64,
    has_begun: bool,
}

/// The events, until the server stops, the world is gone or the reader leaves.
pub fn events(
    app: &web::Data<App>,
    follower: Follower,
    following: Following,
) -> impl Stream<Item = Result<Bytes, Problem>> + 'static {
    let app = Arc::clone(app);
    let now = app.world.journal().read_some(u64::MAX - 1, 0);
    let reader = Reader {
        // Who has seen more than there is has seen another beginning of the world.
        cursor: match following.since {
            Some(since) if since > now.last => 0,
            Some(since) => since,
            None => now.last,
        },
        epoch: now.epoch,
        stopping: app.shared.stopping.clone(),
        app: Arc::downgrade(&app),
        follower,
        following,
        has_begun: false,
    };
    unfold(reader, |mut reader| async {
        let piece = reader.next().await?;
        Some((Ok(Bytes::from(piece)), reader))
    })
}

impl Reader {
    /// The next events; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        if !std::mem::replace(&mut self.has_begun, true) {
            return Some("retry: 2000\n: calls as they are made\n\n".to_owned());
        }
        loop {
            let (piece, goes_on) = self.read()?;
            if !piece.is_empty() {
                return Some(piece);
            }
            if goes_on {
                tokio::task::yield_now().await;
                continue;
            }
            tokio::select! {
                is_there = self.follower.wait() => if !is_there { return None },
                () = self.stopping.wait_at_most(HEARTBEAT) => {
                    let ends = self.stopping.has_begun();
                    return (!ends).then(|| ": nothing new\n\n".to_owned());
                }
            }
        }
    }

    /// What there is to tell, and whether there is more to look at; `None` when the world is gone.
    fn read(&mut self) -> Option<(String, bool)> {
        let app = self.app.upgrade()?;
        let reading = app.world.journal().read_some(self.cursor, AT_A_TIME);
        let mut piece = String::new();
        if reading.epoch != self.epoch {
            self.epoch = reading.epoch;
            self.cursor = 0;
            event(&mut piece, "restart", None, &json!({}));
            return Some((piece, true));
        }
        let next = reading
            .calls
            .first()
            .map_or(reading.last + 1, |call| call.sequence);
        let missing = next.saturating_sub(self.cursor + 1);
        if missing > 0 {
            event(
                &mut piece,
                "gap",
                Some(next - 1),
                &json!({"missing": missing}),
            );
        }
        self.cursor = self.cursor.max(next - 1);
        let telling = Telling {
            app: &app,
            language: self.following.language,
            unmask: self.following.unmask,
        };
        for call in &reading.calls {
            self.cursor = call.sequence;
            if self.following.filter.fits(call) {
                let line = JournalLine::of(call, telling);
                event(&mut piece, "call", Some(call.sequence), &line);
            }
        }
        Some((piece, reading.calls.len() == AT_A_TIME))
    }
}

/// An event; JSON has no line ends in it.
fn event(out: &mut String, name: &str, id: Option<u64>, data: &impl serde::Serialize) {
    out.extend(["event: ", name, "\n"]);
    if let Some(id) = id {
        out.extend(["id: ", &id.to_string(), "\n"]);
    }
    let data = serde_json::to_string(data).unwrap_or_default();
    out.extend(["data: ", &data, "\n\n"]);
}
