//! A server in a thread of its own, for programs that do something else meanwhile.

use std::sync::mpsc::channel;
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::rt::System;
use tokio::sync::oneshot;

use super::app::Shared;
use super::stopping::Ending;
use super::{BoundServer, Worlds};

/// How often it is looked whether the workers have ended, which they do by themselves once they are told.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// How often at the most: ten seconds are far beyond what a loaded machine needs.
const MOST_LOOKS: usize = 10_000;

/// A server that answers. Dropping it ends it at once, with its threads, and cuts requests in flight off.
#[derive(Debug)]
pub struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    /// Held by every worker, and by nobody when all have ended.
    shared: Weak<Shared>,
}

impl BoundServer {
    /// Starts to answer. The process' signals are left alone.
    pub fn start(self, worlds: Arc<Worlds>, workers: usize) -> std::io::Result<Running> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, told) = channel::<()>();
        let shared = Arc::downgrade(&worlds.default_world().shared);
        let thread = std::thread::Builder::new().name("dancu".to_owned());
        let thread = thread.spawn(move || {
            let stop = async {
                // Whoever held the other end is gone: as good as told.
                let _either = stopped.await;
                Ending::AtOnce
            };
            let tell = move || {
                // Nobody waits any more: the next thing that comes is the stop.
                let _told = ready.send(());
                Ok(())
            };
            System::new().block_on(self.serve(worlds, workers, stop, tell))
        })?;
        let running = Running {
            stop: Some(stop),
            thread: Some(thread),
            shared,
        };
        match told.recv() {
            Ok(()) => Ok(running),
            Err(_ended) => Err(running.why_it_ended()),
        }
    }
}

impl Running {
    fn why_it_ended(mut self) -> std::io::Error {
        let result = self.thread.take().map(JoinHandle::join);
        match result {
            Some(Ok(Err(error))) => error,
            Some(Ok(Ok(())) | Err(_)) | None => std::io::Error::other("the server ended"),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
        for _look in 0..MOST_LOOKS {
            if self.shared.strong_count() == 0 {
                break;
            }
            std::thread::park_timeout(LOOK_EVERY);
        }
    }
}
