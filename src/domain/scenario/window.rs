//! A maintenance window by the clock of a world: every night, or once.

use std::fmt;

use crate::domain::civil_date::CivilDate;

const DAY_MINUTES: u16 = 24 * 60;

/// A moment of a world: its business date, and the time of day in Viet Nam.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment {
    /// The day.
    pub day: CivilDate,
    /// Minutes since midnight.
    pub minute: u16,
}

/// From when until when; the end is no part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// Every day between two times of day; over midnight, where the end is the earlier one.
    Daily {
        /// Minutes since midnight.
        from: u16,
        /// Minutes since midnight.
        to: u16,
    },
    /// Between two moments.
    Once {
        /// The first minute.
        from: Moment,
        /// The minute behind the last.
        to: Moment,
    },
}

/// Why two texts are no window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowError {
    /// The beginning is neither `HH:MM` nor `yyyy-MM-dd` nor `yyyy-MM-ddTHH:MM`.
    FromUnreadable,
    /// The end is none of them.
    ToUnreadable,
    /// One is a time of day, the other a day.
    Mixed,
    /// It ends when it begins, or before.
    Empty,
}

enum End {
    Time(u16),
    Moment(Moment),
}

impl Window {
    /// Reads `22:00` and `05:00`, or `2025-03-01` and `2025-03-02T06:00`.
    pub fn parse(from: &str, to: &str) -> Result<Self, WindowError> {
        let from = end(from).ok_or(WindowError::FromUnreadable)?;
        let to = end(to).ok_or(WindowError::ToUnreadable)?;
        let window = match (from, to) {
            (End::Time(from), End::Time(to)) => (from != to).then_some(Self::Daily { from, to }),
            (End::Moment(from), End::Moment(to)) => (from < to).then_some(Self::Once { from, to }),
            (End::Time(_), End::Moment(_)) | (End::Moment(_), End::Time(_)) => {
                return Err(WindowError::Mixed);
            }
        };
        window.ok_or(WindowError::Empty)
    }

    /// How many minutes are left of it; `None` outside.
    pub fn minutes_left(self, now: Moment) -> Option<u32> {
        match self {
            Self::Daily { from, to } => {
                let since =
                    |earlier: u16, later: u16| (later + DAY_MINUTES - earlier) % DAY_MINUTES;
                let inside = since(from, now.minute) < since(from, to);
                inside.then(|| u32::from(since(now.minute, to)))
            }
            Self::Once { from, to } => {
                let days = to.day.day_number() - now.day.day_number();
                let minutes = i64::from(days) * i64::from(DAY_MINUTES) + i64::from(to.minute)
                    - i64::from(now.minute);
                (from <= now && now < to).then(|| u32::try_from(minutes).unwrap_or(u32::MAX))
            }
        }
    }

    /// Beginning and end as they are read.
    pub fn ends(self) -> (String, String) {
        match self {
            Self::Daily { from, to } => (time(from), time(to)),
            Self::Once { from, to } => (from.to_string(), to.to_string()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}T{}", self.day, time(self.minute))
    }
}

fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn end(text: &str) -> Option<End> {
    if let Some(minute) = minute_of_day(text) {
        return Some(End::Time(minute));
    }
    let (day, minute) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, minute_of_day(time)?),
        None => (text, 0),
    };
    let day = CivilDate::parse_iso(day)?;
    Some(End::Moment(Moment { day, minute }))
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str, below: u16| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| part.parse::<u16>().ok()).flatten();
        number.filter(|number| *number < below)
    };
    Some(two_digits(hours, 24)? * 60 + two_digits(minutes, 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        match end(text) {
            Some(End::Moment(moment)) => moment,
            Some(End::Time(_)) | None => panic!("{text} is no moment"),
        }
    }

    #[test]
    fn a_night_wraps_around_midnight() {
        let window = Window::parse("22:00", "05:30").expect("a window");
        for (now, left) in [
            ("2025-03-01T21:59", None),
            ("2025-03-01T22:00", Some(450)),
            ("2025-03-01T23:59", Some(331)),
            ("2025-03-02T00:00", Some(330)),
            ("2025-03-02T05:29", Some(1)),
            ("2025-03-02T05:30", None),
            ("2025-03-02T12:00", None),
        ] {
            assert_eq!(window.minutes_left(moment(now)), left, "{now}");
        }
        assert_eq!(window.ends(), ("22:00".to_owned(), "05:30".to_owned()));
    }

    #[test]
    fn a_window_by_day_begins_at_midnight_unless_a_time_is_given() {
        let window = Window::parse("2025-03-01", "2025-03-02 06:00").expect("a window");
        for (now, left) in [
            ("2025-02-28T23:59", None),
            ("2025-03-01T00:00", Some(1800)),
            ("2025-03-02T05:59", Some(1)),
            ("2025-03-02T06:00", None),
        ] {
            assert_eq!(window.minutes_left(moment(now)), left, "{now}");
        }
        let ends = ("2025-03-01T00:00".to_owned(), "2025-03-02T06:00".to_owned());
        assert_eq!(window.ends(), ends);
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for (from, to, error) in [
            ("22", "05:00", WindowError::FromUnreadable),
            ("22:00", "5:00", WindowError::ToUnreadable),
            ("22:00", "24:00", WindowError::ToUnreadable),
            ("2025-02-30", "2025-03-01", WindowError::FromUnreadable),
            ("22:00", "2025-03-01", WindowError::Mixed),
            ("22:00", "22:00", WindowError::Empty),
            ("2025-03-01", "2025-03-01", WindowError::Empty),
            ("2025-03-02", "2025-03-01T10:00", WindowError::Empty),
        ] {
            assert_eq!(Window::parse(from, to), Err(error), "{from} {to}");
        }
    }
}
