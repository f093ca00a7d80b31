//! Whether the server was told to stop, and how: what waits on purpose does not wait any longer then.

use std::time::Duration;

use tokio::sync::watch;

/// How a server ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Requests in flight are answered first.
    InGoodOrder,
    /// Whatever is in flight is cut off.
    AtOnce,
}

/// A signal that is given once.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopping {
    /// The server was told to stop.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether the server was told to stop.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for so long, or until the server is told to stop.
    pub async fn wait_at_most(&self, time: Duration) {
        let mut signal = self.0.subscribe();
        let told = signal.wait_for(|stopping| *stopping);
        // Both ends of the wait are the same here.
        let _either = tokio::time::timeout(time, told).await;
    }
}
