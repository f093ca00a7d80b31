//! What tells a server to stop: signals, and the end of whoever started it.

use std::io::Write as _;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::domain::language::Language;
use crate::server::Ending;

/// SIGTERM and SIGINT, listened to from the moment this exists.
#[derive(Debug)]
pub struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Listens; within a runtime.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for one of them, or for the end of a parent that is watched.
    pub async fn or_end_of(mut self, parent: Option<Parent>) -> Ending {
        tokio::select! {
            _one = self.terminate.recv() => {}
            _one = self.interrupt.recv() => {}
            () = gone(parent) => {}
        }
        Ending::InGoodOrder
    }
}

/// The process at the other end of standard input. The system closes a pipe when a process ends, however it ends, so
/// that a test run that is killed leaves no server behind.
#[derive(Clone, Debug)]
pub struct Parent(watch::Receiver<bool>);

impl Parent {
    /// Reads standard input from now on, in a thread that ends with the process.
    pub fn watch(language: Language) -> Self {
        let (sender, receiver) = watch::channel(false);
        std::thread::spawn(move || {
            // A pipe that cannot be read any more is as good as closed.
            let _ended = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            let message = language.pick(
                "đầu vào chuẩn đã đóng: dừng (--parent)",
                "standard input is closed: ending (--parent)",
            );
            // Whoever would read this may be gone.
            let _told = writeln!(std::io::stderr(), "{message}");
            sender.send_replace(true);
        });
        Self(receiver)
    }

    /// Whether it is gone.
    pub fn is_gone(&self) -> bool {
        *self.0.borrow()
    }
}

/// Waits for the end of the parent; for ever where none is watched.
async fn gone(parent: Option<Parent>) {
    match parent {
        // The sender is dropped after it has sent.
        Some(mut parent) => drop(parent.0.wait_for(|gone| *gone).await),
        None => std::future::pending().await,
    }
}
