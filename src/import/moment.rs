//! Dates as pages and mails write them, to RFC 3339. What is broken, and what could be two days, is no date: nothing is
//! made up. A time without a zone is nowhere in particular, so that of it only the day is kept.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::credits;

/// The years that news is of.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// Seconds since 1970 that a number in a page may be: from 1990 to 2100.
const SECONDS: std::ops::RangeInclusive<i64> = 631_152_000..=4_102_444_800;

/// A date in RFC 3339: with time and offset where both are said, else the day alone.
pub(super) fn rfc_3339(foreign: &str) -> Option<String> {
    let text = crate::clean::head(foreign.trim(), 100).trim_matches(['"', '\'']);
    if text.is_empty() {
        return None;
    }
    let found = iso(text).or_else(|| in_words(text)).or_else(|| number(text)).or_else(|| day(text));
    // What a program writes that knows no date.
    found.filter(|date| !date.starts_with("1970-01-01"))
}

/// `2031-08-13T10:32:00+02:00` and what is near to it.
fn iso(text: &str) -> Option<String> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = date.replace('/', "-");
    let date: Date = (date.as_bytes().get(4) == Some(&b'-')).then(|| date.parse().ok()).flatten()?;
    let date = likely(date)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(date.to_string());
    }
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    let n_clock = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.')).count();
    let (clock, zone) = rest.split_at_checked(n_clock)?;
    let Some(time) = clock_of(clock) else { return Some(date.to_string()) };
    let zone = zone.trim();
    let Some(offset_seconds) = offset(zone) else {
        return Some(date.to_string());
    };
    Some(with_offset(date, time, offset_seconds))
}

fn clock_of(clock: &str) -> Option<Time> {
    let mut parts = clock.split(['.']).next()?.split(':');
    let hour: i8 = two_digits(parts.next()?)?;
    let minute: i8 = two_digits(parts.next()?)?;
    let second: i8 = parts.next().map_or(Some(0), two_digits)?;
    // A leap second is shown as the one before it.
    Time::new(hour, minute, second.min(59), 0).ok()
}

fn two_digits(digits: &str) -> Option<i8> {
    ((1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// `Z`, `+02:00`, `+0200`, `+02`, `GMT`.
fn offset(zone: &str) -> Option<i32> {
    if ["z", "utc", "gmt"].iter().any(|name| zone.eq_ignore_ascii_case(name)) {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone.get(1..)?.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Ok(0), str::parse).ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn with_offset(date: Date, time: Time, offset_seconds: i32) -> String {
    let zone = if offset_seconds == 0 {
        "Z".to_owned()
    } else {
        let sign = if offset_seconds < 0 { '-' } else { '+' };
        let minutes = offset_seconds.abs() / 60;
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    };
    format!("{date}T{:02}:{:02}:{:02}{zone}", time.hour(), time.minute(), time.second())
}

/// `Wed, 13 Aug 2031 10:32:00 GMT`, as mail and HTTP have it.
fn in_words(text: &str) -> Option<String> {
    if !text.contains(':') {
        return None;
    }
    // The comment that mail programs put behind the zone is not looked at.
    let bare = text.split(" (").next().unwrap_or(text);
    let found = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(bare).ok()?;
    let date = likely(found.date())?;
    Some(with_offset(date, found.time(), found.offset().seconds()))
}

/// Seconds or milliseconds since 1970, or `20310813`.
fn number(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => value,
        12 | 13 => value / 1000,
        8 => {
            let date = Date::new((value / 10_000) as i16, (value / 100 % 100) as i8, (value % 100) as i8).ok()?;
            return likely(date).map(|date| date.to_string());
        }
        // GDELT's own: 20310813103200.
        14 => return compact(text),
        _ => return None,
    };
    let at = Timestamp::from_second(seconds).ok().filter(|_| SECONDS.contains(&seconds))?.to_zoned(TimeZone::UTC);
    Some(with_offset(at.date(), at.time(), 0))
}

/// `20310813103200`, in universal time.
fn compact(text: &str) -> Option<String> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i16>().ok());
    let date = Date::new(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8).ok().and_then(likely)?;
    let time = Time::new(part(8, 10)? as i8, part(10, 12)? as i8, part(12, 14)? as i8, 0).ok()?;
    Some(with_offset(date, time, 0))
}

/// A day and nothing else, in English words or in numbers that can be read one way only.
fn day(text: &str) -> Option<String> {
    if let Some(day) = credits::day(text) {
        return likely(day.get(..10)?.parse().ok()?).map(|date| date.to_string());
    }
    let first = text.split([' ', ',']).next()?;
    let parts: Vec<&str> = first.split(['.', '/', '-']).collect();
    let [one, two, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    let (one, two, year): (i8, i8, i16) = (one.parse().ok()?, two.parse().ok()?, year.parse().ok()?);
    // With stops the day comes first everywhere; with strokes that depends on the country.
    let (day, month) = if first.contains('.') || one > 12 || one == two {
        (one, two)
    } else if two > 12 {
        (two, one)
    } else {
        return None;
    };
    likely(Date::new(year, month, day).ok()?).map(|date| date.to_string())
}

fn likely(date: Date) -> Option<Date> {
    YEARS.contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::rfc_3339;

    #[track_caller]
    fn is(text: &str, want: &str) {
        assert_eq!(rfc_3339(text).as_deref(), (!want.is_empty()).then_some(want), "{text:?}");
    }

    #[test]
    fn dates_of_every_manner_come_out_alike() {
        is("2031-08-13T10:32:00Z", "2031-08-13T10:32:00Z");
        is("2031-08-13T10:32:00.000Z", "2031-08-13T10:32:00Z");
        is(" 2031-08-13T10:32+0200 ", "2031-08-13T10:32:00+02:00");
        is("2031-08-13 10:32:00 -05:30", "2031-08-13T10:32:00-05:30");
        is("2031-08-13t10:32:60z", "2031-08-13T10:32:59Z");
        is("Wed, 13 Aug 2031 10:32:00 GMT", "2031-08-13T10:32:00Z");
        is("Mon, 13 Aug 2031 10:32:00 +0200 (CEST)", "2031-08-13T10:32:00+02:00");
        is("1944383520", "2031-08-13T10:32:00Z");
        is("1944383520000", "2031-08-13T10:32:00Z");
        is("20310813103200", "2031-08-13T10:32:00Z");
    }

    #[test]
    fn a_time_without_a_zone_is_a_day() {
        is("2031-08-13T10:32:00", "2031-08-13");
        is("2031-08-13 10:32", "2031-08-13");
        is("2031-08-13", "2031-08-13");
        is("20310813", "2031-08-13");
        is("2031/08/13", "2031-08-13");
        is("13.08.2031, 10:32", "2031-08-13");
        is("8/13/2031", "2031-08-13");
        is("Published: Wed 13 Aug 2031, 10:32 BST", "2031-08-13");
    }

    #[test]
    fn what_is_broken_or_could_be_two_days_is_unknown() {
        for text in [
            "",
            "now",
            "yesterday",
            "2031-02-30",
            "2031-13-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "0",
            "-1",
            "99999999999999999999",
            "8/9/2031",
            "31/31/2031",
            "2031",
            "{{ date }}",
            "2031-08-13T25:61:00Z!",
            "null",
            "Invalid Date",
            "31 Feb 2031",
            "Wed, 31 Feb 2031 10:00:00 GMT",
            "２０３１-08-13",
        ] {
            let found = rfc_3339(text);
            assert!(found.is_none() || text.starts_with("2031-08-13T25"), "{text:?} {found:?}");
        }
        is("2031-08-13T25:61:00Z", "2031-08-13");
    }
}
