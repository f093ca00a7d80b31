//! What tests stand on: a server of one's own, a population made once, commands and their output, a browser, a
//! visitor without JavaScript.

mod app;
mod browser;
mod caller;
mod chromedriver;
mod command;
mod markup;
mod population;
pub mod relying_party;
mod visitor;

use std::sync::mpsc::channel;
use std::time::Duration;

pub use app::{AppOptions, TestApp};
pub use browser::{Browser, BrowserOptions};
pub use caller::{Answer, Caller, question};
pub use command::{Output, dancu, dancu_with_input, finish, program};
pub use population::{data_folder, population_folder, scratch_folder};
pub use thirtyfour::Key;
pub use visitor::{Page, Visitor};

/// The size of the population that most tests share.
pub const SIZE: &str = "2000";

/// Tries again and again, until there is an answer or half a minute is over.
#[track_caller]
pub fn eventually<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    for _attempt in 0..6000 {
        if let Some(answer) = attempt() {
            return answer;
        }
        pause(Duration::from_millis(5));
    }
    panic!("waited in vain for {what}");
}

/// Lets other processes go on for a while; nothing is promised about the state afterwards.
pub fn pause(time: Duration) {
    let (_sender, receiver) = channel::<()>();
    let _elapsed = receiver.recv_timeout(time);
}
