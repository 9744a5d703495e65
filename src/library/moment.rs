//! Instants and days: seconds since 1970 and days since 1970-01-01, as the database keeps them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The instant that a date of the format names, in seconds since 1970. A day without a time counts as its noon (UTC),
/// which is that day nearly everywhere; a time without a zone as UTC.
pub(super) fn seconds_of(date: &str) -> Option<i64> {
    let date = date.trim();
    if let Ok(instant) = date.parse::<Timestamp>() {
        return Some(instant.as_second());
    }
    let civil = if date.len() <= "2025-08-13".len() {
        date.parse::<Date>().ok()?.at(12, 0, 0, 0)
    } else {
        date.parse::<DateTime>().ok()?
    };
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second())
}

/// The day that it is where the reader lives.
pub(super) fn today(now: i64) -> Date {
    date_of(day_of(now, &TimeZone::system()))
}

/// The day of an instant where the reader lives, in days since 1970-01-01.
pub(super) fn day_of(seconds: i64, zone: &TimeZone) -> i64 {
    Timestamp::from_second(seconds)
        .map_or_else(|_| seconds.div_euclid(24 * 60 * 60), |instant| number_of(instant.to_zoned(zone.clone()).date()))
}

/// A day's number.
pub(super) fn number_of(day: Date) -> i64 {
    let since = day.since(Date::constant(1970, 1, 1)).unwrap_or_else(|_| 0.days());
    i64::from(since.get_days())
}

/// A day by its number; the nearest that there is for one out of range.
pub(super) fn date_of(day: i64) -> Date {
    let days = day.clamp(-719_162, 2_932_896);
    Date::constant(1970, 1, 1).checked_add(days.days()).unwrap_or(Date::constant(1970, 1, 1))
}

/// The first and last second of a day where the reader lives.
pub(super) fn bounds_of(day: Date, zone: &TimeZone) -> (i64, i64) {
    let start = |day: Date| {
        day.to_zoned(zone.clone()).map_or_else(|_| number_of(day) * 24 * 60 * 60, |zoned| zoned.timestamp().as_second())
    };
    (start(day), start(day.tomorrow().unwrap_or(day)) - 1)
}

/// An instant as RFC 3339, in UTC.
pub(super) fn rfc3339(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(|instant| instant.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::{bounds_of, date_of, day_of, number_of, rfc3339, seconds_of};

    #[test]
    fn dates_of_every_form_that_the_format_has_are_instants() {
        let noon = 1_755_086_400;
        assert_eq!(seconds_of("2025-08-13"), Some(noon));
        assert_eq!(seconds_of("2025-08-13T12:00:00Z"), Some(noon));
        assert_eq!(seconds_of("2025-08-13T14:00:00+02:00"), Some(noon));
        assert_eq!(seconds_of("2025-08-13T12:00:00"), Some(noon));
        assert_eq!(rfc3339(noon).as_deref(), Some("2025-08-13T12:00:00Z"));
        for wrong in ["", "yesterday", "2025-13-40", "13/08/2025", "2025"] {
            assert_eq!(seconds_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_where_the_reader_lives() {
        let far = TimeZone::fixed(jiff::tz::offset(10));
        let evening = seconds_of("2025-08-13T20:00:00Z").unwrap();
        assert_eq!(date_of(day_of(evening, &TimeZone::UTC)), date(2025, 8, 13));
        assert_eq!(date_of(day_of(evening, &far)), date(2025, 8, 14));
        let (first, last) = bounds_of(date(2025, 8, 14), &far);
        assert!(first <= evening && evening <= last);
        assert_eq!(last - first, 24 * 60 * 60 - 1);
    }

    #[test]
    fn days_and_their_numbers_are_one_to_one() {
        for day in [date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(9999, 12, 31)] {
            assert_eq!(date_of(number_of(day)), day);
        }
        assert_eq!(date_of(i64::MAX), date(9999, 12, 31));
    }
}
