//! Days as a query names them: a year, a month, a day, or how long ago.

use jiff::ToSpan;
use jiff::civil::Date;

/// Why a value names no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is not written as a day.
    Unreadable,
    /// It is, but there is no such day.
    NoSuchDay,
    /// It counts from today, which nobody has said.
    NoToday,
}

/// The first and the last day that a value stands for.
pub(super) fn days(value: &str, today: Option<Date>) -> Result<(Date, Date), Why> {
    let lower = value.to_lowercase();
    if let Some(n_days) = ago(&lower) {
        let today = today.ok_or(Why::NoToday)?;
        let day = today.checked_sub(n_days.days()).ok().filter(|day| day.year() > 0).ok_or(Why::NoSuchDay)?;
        return Ok((day, day));
    }
    let parts: Vec<&str> = lower.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_digits || !matches!(*lengths, [4] | [4, 1..=2] | [4, 1..=2, 1..=2]) {
        return Err(Why::Unreadable);
    }
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let day = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok().filter(|_| year > 0)
    };
    let found = match *numbers {
        [year] => day(year, 1, 1).zip(day(year, 12, 31)),
        [year, month] => day(year, month, 1).map(|first| (first, first.last_of_month())),
        [year, month, number] => day(year, month, number).map(|day| (day, day)),
        _ => None,
    };
    found.ok_or(Why::NoSuchDay)
}

/// How many days ago a value says, if it says so.
fn ago(value: &str) -> Option<i32> {
    match value {
        "today" => Some(0),
        "yesterday" => Some(1),
        _ => {
            let (digits, per) = match value.strip_suffix('d') {
                Some(digits) => (digits, 1),
                None => (value.strip_suffix('w')?, 7),
            };
            let is_number = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<i32>().ok().filter(|_| is_number).map(|number| number * per)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Why, days};

    #[test]
    fn a_value_stands_for_all_its_days() {
        let today = Some(date(2025, 3, 2));
        for (value, first, last) in [
            ("2025", date(2025, 1, 1), date(2025, 12, 31)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2025-08-13", date(2025, 8, 13), date(2025, 8, 13)),
            ("2025-8-3", date(2025, 8, 3), date(2025, 8, 3)),
            ("Today", date(2025, 3, 2), date(2025, 3, 2)),
            ("yesterday", date(2025, 3, 1), date(2025, 3, 1)),
            ("7d", date(2025, 2, 23), date(2025, 2, 23)),
            ("1w", date(2025, 2, 23), date(2025, 2, 23)),
        ] {
            assert_eq!(days(value, today), Ok((first, last)), "{value}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_with_its_reason() {
        for (value, why) in [
            ("2025-02-30", Why::NoSuchDay),
            ("2025-13", Why::NoSuchDay),
            ("2025-128-1", Why::Unreadable),
            ("13.08.2025", Why::Unreadable),
            ("d", Why::Unreadable),
            ("-7d", Why::Unreadable),
            ("999999d", Why::Unreadable),
            ("", Why::Unreadable),
            ("99999d", Why::NoSuchDay),
            ("20250813", Why::Unreadable),
            ("0000", Why::NoSuchDay),
        ] {
            assert_eq!(days(value, Some(date(200, 1, 1))), Err(why), "{value}");
        }
        assert_eq!(days("7d", None), Err(Why::NoToday));
        assert!(days("2025", None).is_ok());
    }
}
