//! The calls of one login, one after the other, noted down for the page.

use std::time::Instant;

use serde::de::DeserializeOwned;

use crate::clock::Timestamp;
use crate::outbound::Outbound;
use crate::outbound::calling::{Answer, Call};
use crate::outbound::wire_call::{Purpose, WireCall};

use super::error::LoginError;

/// What has been called so far.
pub(super) struct Walk<'walk> {
    outbound: &'walk Outbound,
    began: Timestamp,
    started: Instant,
    calls: Vec<WireCall>,
}

impl<'walk> Walk<'walk> {
    pub fn new(outbound: &'walk Outbound, now: Timestamp) -> Self {
        Self {
            outbound,
            began: now,
            started: Instant::now(),
            calls: Vec::new(),
        }
    }

    /// The real time: that of the beginning, and what has passed since.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.began.0.saturating_add(self.lasted()))
    }

    /// The milliseconds since the beginning.
    pub fn lasted(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Makes a call and notes it down.
    pub async fn send(&mut self, step: Purpose, call: Call<'_>) -> Result<Answer, LoginError> {
        let (answer, wire_call) = self.outbound.send(call, self.now()).await;
        self.calls.push(wire_call);
        answer.map_err(|why| LoginError::ProviderUnreachable { step, why })
    }

    /// Makes a call whose answer is JSON with status 200, or nothing of use.
    pub async fn fetch<T: DeserializeOwned>(
        &mut self,
        step: Purpose,
        call: Call<'_>,
    ) -> Result<T, LoginError> {
        let answer = self.send(step, call).await?;
        match answer.status {
            200 => json_of(step, &answer.body),
            status => Err(LoginError::ProviderFailed { step, status }),
        }
    }

    /// All calls, in order.
    pub fn into_calls(self) -> Vec<WireCall> {
        self.calls
    }
}

/// Reads the body of an answer.
pub(super) fn json_of<T: DeserializeOwned>(step: Purpose, body: &[u8]) -> Result<T, LoginError> {
    serde_json::from_slice(body).map_err(|_not_that_json| LoginError::ProviderUnreadable { step })
}
