//! Lengths of time as testers write them: `50ms`, `2s`, `1.5s`, `3m`.

use std::time::Duration;

/// The longest that anything lasts here. Whoever waits longer has a gateway before them that does not.
pub const LONGEST: Duration = Duration::from_mins(10);

/// Reads a number with `ms`, `s` or `m` behind it, at most [`LONGEST`].
pub fn read_duration(text: &str) -> Option<Duration> {
    let units = [("ms", 1), ("s", 1000), ("m", 60_000)];
    let (number, millis) = units
        .into_iter()
        .find_map(|(unit, millis)| Some((text.strip_suffix(unit)?, millis)))?;
    let millis = thousandths(number)?.checked_mul(millis)? / 1000;
    let duration = Duration::from_millis(millis);
    (duration <= LONGEST).then_some(duration)
}

/// A decimal number without sign in thousandths: `1.5` is 1500. No more than three decimals and six digits
/// before them.
pub fn thousandths(text: &str) -> Option<u64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        let fits = (1..=most).contains(&text.len());
        let all = fits && text.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| text.parse::<u64>().ok()).flatten()
    };
    let whole = digits(whole, 6)?;
    let scale = 10_u64.pow(
        3 - u32::try_from(decimals.len())
            .ok()
            .filter(|&count| count < 4)?,
    );
    Some(whole * 1000 + digits(decimals, 3)? * scale)
}

/// The shortest way to write it.
pub fn write_duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    match millis {
        0 => "0s".to_owned(),
        _ if millis.is_multiple_of(60_000) => format!("{}m", millis / 60_000),
        _ if millis.is_multiple_of(1000) => format!("{}s", millis / 1000),
        _ => format!("{millis}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_written_back_the_shortest_way() {
        for (text, millis, written) in [
            ("50ms", 50, "50ms"),
            ("2s", 2000, "2s"),
            ("1.5s", 1500, "1500ms"),
            ("0.005s", 5, "5ms"),
            ("60s", 60_000, "1m"),
            ("10m", 600_000, "10m"),
            ("0ms", 0, "0s"),
        ] {
            let duration = read_duration(text);
            assert_eq!(duration, Some(Duration::from_millis(millis)), "{text}");
            assert_eq!(write_duration(duration.unwrap_or_default()), written);
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in [
            "", "2", "s", "-1s", "+1s", "1h", "2 s", "1.s", ".5s", "1.2345s", "11m", "9999999s",
            "1e3s", "∞s", "1,5s",
        ] {
            assert_eq!(read_duration(text), None, "{text}");
        }
    }
}
