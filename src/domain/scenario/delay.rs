//! How long an answer waits: the same each time, or as real answers do, mostly short and sometimes very long.

use std::fmt;
use std::time::Duration;

use super::duration::{LONGEST, write_duration};

/// A wait before an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delay {
    /// Always so long.
    Fixed(Duration),
    /// Half of the waits are shorter than `median`; the logarithm of the wait is normally distributed.
    LogNormal {
        /// The middle.
        median: Duration,
        /// The spread, in thousandths: of 0.6, one wait in six is longer than 1.8 times the median.
        sigma: u16,
    },
}

impl Delay {
    /// The wait that 64 even bits stand for, to the millisecond and at most [`LONGEST`].
    pub fn draw(self, bits: u64) -> Duration {
        match self {
            Self::Fixed(wait) => wait,
            Self::LogNormal { median, sigma } => {
                let spread = f64::from(sigma) / 1000.0;
                let factor = (spread * normal(bits)).exp();
                let millis = (median.as_secs_f64() * factor * 1000.0).round();
                // Whatever is no number of a wait is the longest.
                Duration::try_from_secs_f64(millis / 1000.0)
                    .map_or(LONGEST, |wait| wait.min(LONGEST))
            }
        }
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(wait) => formatter.write_str(&write_duration(*wait)),
            Self::LogNormal { median, sigma } => {
                let sigma = f64::from(*sigma) / 1000.0;
                let median = write_duration(*median);
                write!(formatter, "lognormal:median={median},sigma={sigma}")
            }
        }
    }
}

/// The number of a standard normal distribution at the quantile that the bits stand for, by the rational
/// approximation of P. J. Acklam (2003), right to a billionth.
fn normal(bits: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let quantile = ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let tail = |distance: f64| {
        let far = (-2.0 * distance.ln()).sqrt();
        let above = polynomial(far, &TAIL_ABOVE);
        above / (polynomial(far, &TAIL_BELOW) * far + 1.0)
    };
    if quantile < TAIL {
        return tail(quantile);
    }
    if quantile > 1.0 - TAIL {
        return -tail(1.0 - quantile);
    }
    let middle = quantile - 0.5;
    let square = middle * middle;
    let above = polynomial(square, &MIDDLE_ABOVE) * middle;
    above / (polynomial(square, &MIDDLE_BELOW) * square + 1.0)
}

/// The polynomial with these coefficients, the highest power first.
fn polynomial(at: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().fold(0.0, |sum, one| sum * at + one)
}

/// Where the tails begin.
const TAIL: f64 = 0.024_25;
const MIDDLE_ABOVE: [f64; 6] = [
    -39.696_830_286_653_76,
    220.946_098_424_520_5,
    -275.928_510_446_968_7,
    138.357_751_867_269,
    -30.664_798_066_147_16,
    2.506_628_277_459_239,
];
const MIDDLE_BELOW: [f64; 5] = [
    -54.476_098_798_224_06,
    161.585_836_858_040_9,
    -155.698_979_859_886_6,
    66.801_311_887_719_72,
    -13.280_681_552_885_72,
];
const TAIL_ABOVE: [f64; 6] = [
    -0.007_784_894_002_430_293,
    -0.322_396_458_041_136_5,
    -2.400_758_277_161_838,
    -2.549_732_539_343_734,
    4.374_664_141_464_968,
    2.938_163_982_698_783,
];
const TAIL_BELOW: [f64; 4] = [
    0.007_784_695_709_041_462,
    0.322_467_129_070_039_8,
    2.445_134_137_142_996,
    3.754_408_661_907_416,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scenario::dice::Dice;

    const SLOW: Delay = Delay::LogNormal {
        median: Duration::from_millis(300),
        sigma: 600,
    };

    #[test]
    fn the_quantiles_of_the_normal_distribution_are_the_published_ones() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a quantile below 1 of 2^64"
        )]
        let at = |quantile: f64| normal((quantile * 2.0_f64.powi(64)) as u64);
        for (quantile, expected) in [
            (0.5, 0.0),
            (0.841_344_746, 1.0),
            (0.975, 1.959_963_985),
            (0.025, -1.959_963_985),
            (0.001, -3.090_232_306),
            (0.999, 3.090_232_306),
        ] {
            let found = at(quantile);
            assert!((found - expected).abs() < 1e-7, "{quantile}: {found}");
        }
    }

    #[test]
    fn half_of_the_waits_are_shorter_than_the_median_and_some_are_much_longer() {
        let dice = Dice::new(1, "waits");
        let waits: Vec<Duration> = (0..10_000).map(|nth| SLOW.draw(dice.bits(nth))).collect();
        let beyond = |factor: f64| {
            let limit = Duration::from_millis(300).mul_f64(factor);
            waits.iter().filter(|wait| **wait > limit).count()
        };
        assert!((4800..5200).contains(&beyond(1.0)), "{}", beyond(1.0));
        // One standard deviation and two: 15.9 % and 2.3 %.
        assert!((1450..1750).contains(&beyond(0.6_f64.exp())));
        assert!((170..290).contains(&beyond(1.2_f64.exp())));
    }

    #[test]
    fn no_draw_is_longer_than_the_longest() {
        let wild = Delay::LogNormal {
            median: LONGEST,
            sigma: u16::MAX,
        };
        for bits in [0, 1, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
            assert!(wild.draw(bits) <= LONGEST, "{bits}");
        }
        assert_eq!(Delay::Fixed(LONGEST).draw(9), LONGEST);
    }
}
