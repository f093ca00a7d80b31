//! Counters and histograms in Prometheus' text format. Fixed buckets and atomics: reading a metric
//! never waits for a request, and memory does not grow with traffic.

use std::time::Duration;

use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

use crate::registry::MatchReport;

/// Bounds of the latency histogram in seconds, 50 µs to 5 s.
const BUCKETS: [f64; 11] = [
    0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.01, 0.05, 0.25, 1.0, 5.0,
];

/// The metrics of one server.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    matches: IntCounterVec,
}

impl Metrics {
    /// New metrics, all at zero; `people` is the size of the population.
    pub fn new(people: u64) -> prometheus::Result<Self> {
        let requests = IntCounterVec::new(
            Opts::new(
                "dancu_requests_total",
                "Requests by route, method and status",
            ),
            &["route", "method", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("dancu_request_seconds", "Time to answer by route")
                .buckets(BUCKETS.to_vec()),
            &["route"],
        )?;
        let matches = IntCounterVec::new(
            Opts::new("dancu_matches_total", "Verdicts by outcome and policy"),
            &["outcome", "policy"],
        )?;
        let size = IntGauge::new("dancu_population_people", "People in the population file")?;
        size.set(i64::try_from(people).unwrap_or(i64::MAX));
        let registry = Registry::new();
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(matches.clone()))?;
        registry.register(Box::new(size))?;
        Ok(Self {
            registry,
            requests,
            seconds,
            matches,
        })
    }

    /// Counts a request.
    pub fn request(&self, route: &str, method: &str, status: u16, elapsed: Duration) {
        let mut digits = [0; 3];
        self.requests
            .with_label_values(&[route, method, three_digits(status, &mut digits)])
            .inc();
        self.seconds
            .with_label_values(&[route])
            .observe(elapsed.as_secs_f64());
    }

    /// Counts a verdict.
    pub fn verdict(&self, report: &MatchReport) {
        self.matches
            .with_label_values(&[report.outcome.as_str(), report.policy.as_str()])
            .inc();
    }

    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .unwrap_or_default()
    }
}

/// The status in digits, without an allocation on the hot path.
fn three_digits(status: u16, digits: &mut [u8; 3]) -> &str {
    for (place, digit) in [100, 10, 1].into_iter().zip(digits.iter_mut()) {
        *digit = b'0' + (status / place % 10) as u8;
    }
    std::str::from_utf8(digits).unwrap_or("000")
}
