//! Dates as feeds have them, in every form that can still be told. What cannot is unknown, never guessed.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Zones by name, in hours from UTC: those of RFC 822, and the European ones that feeds have.
const ZONES: [(&str, i32); 22] = [
    ("z", 0),
    ("gmt", 0),
    ("utc", 0),
    ("ut", 0),
    ("wet", 0),
    ("bst", 1),
    ("ist", 1),
    ("cet", 1),
    ("west", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("jst", 9),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

/// What a date's words have told so far.
#[derive(Default)]
struct Told {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: i8,
    minute: i8,
    second: i8,
    offset_seconds: i32,
    is_next_day: bool,
}

/// Seconds since 1970; nothing for what is no date. A date without a zone is taken as UTC.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 80 || !text.is_ascii() {
        return read_plain(&text.chars().filter(char::is_ascii).take(80).collect::<String>());
    }
    read_plain(text)
}

fn read_plain(text: &str) -> Option<i64> {
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() != 14 {
        // Seconds, or thousandths of them, since 1970.
        let number: i64 = text.parse().ok()?;
        return (text.len() <= 13).then_some(if text.len() >= 12 { number / 1000 } else { number });
    }
    let mut told = Told::default();
    let spaced = text.replace([',', '(', ')', '\t'], " ");
    for word in spaced.split_whitespace() {
        told.take(word)?;
    }
    told.settle()
}

impl Told {
    /// Takes a word in; nothing when it makes the whole unreadable.
    fn take(&mut self, word: &str) -> Option<()> {
        let lower = word.to_ascii_lowercase();
        if let Some((day, time)) = lower.split_once('t').filter(|(day, _)| day.len() >= 8 && is_day(day)) {
            self.take_day(day)?;
            return self.take_time(time);
        }
        if is_day(&lower) {
            return self.take_day(&lower);
        }
        if lower.contains(':') && lower.starts_with(|c: char| c.is_ascii_digit()) {
            return self.take_time(&lower);
        }
        if lower.starts_with(['+', '-']) {
            return self.take_offset(&lower);
        }
        if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == lower) {
            self.offset_seconds = hours * 3600;
            return Some(());
        }
        if let Some(offset) = lower.strip_prefix("gmt").or_else(|| lower.strip_prefix("utc"))
            && offset.starts_with(['+', '-'])
        {
            return self.take_offset(offset);
        }
        match lower.as_str() {
            "am" => self.hour %= 12,
            "pm" => self.hour = self.hour % 12 + 12,
            "at" | "on" | "of" | "the" => {}
            _ if lower.contains(['-', '/', '.']) && lower.contains(|c: char| c.is_ascii_digit()) => {
                for part in lower.split(['-', '/', '.']) {
                    self.take_part(part)?;
                }
            }
            _ => self.take_part(&lower)?,
        }
        Some(())
    }

    /// A month's name, a day's name, a number.
    fn take_part(&mut self, part: &str) -> Option<()> {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            let month = MONTHS.iter().position(|month| part.starts_with(month));
            // The name of a day, in any language, tells nothing new.
            if let Some(month) = month {
                self.month = Some(month as i8 + 1);
            }
            return Some(());
        }
        if !matches!(part.get(digits..)?, "" | "st" | "nd" | "rd" | "th") {
            return None;
        }
        let number: i16 = part.get(..digits)?.parse().ok()?;
        match (digits, self.day, self.year) {
            (4, _, None) => self.year = Some(number),
            (1 | 2, None, _) => self.day = i8::try_from(number).ok(),
            // RFC 822 had years of two digits; RFC 2822 says which century is meant.
            (2, Some(_), None) => self.year = Some(if number < 50 { number + 2000 } else { number + 1900 }),
            _ => return None,
        }
        Some(())
    }

    /// *2031-06-03*, *2031/06/03*, *20310603*.
    fn take_day(&mut self, day: &str) -> Option<()> {
        let digits: String = day.chars().filter(char::is_ascii_digit).collect();
        let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
        let (year, month, rest) = match parts.as_slice() {
            [_] => (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?),
            [year, month] => (*year, *month, "1"),
            [year, month, rest] => (*year, *month, *rest),
            _ => return None,
        };
        self.year = Some(year.parse().ok()?);
        self.month = Some(month.parse().ok()?);
        self.day = Some(rest.parse().ok()?);
        Some(())
    }

    /// *09:05*, *9:05:30.25z*, *090530+0200*, *9:05pm*.
    fn take_time(&mut self, time: &str) -> Option<()> {
        let end = time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(time.len());
        let clock = time.get(..end)?.split('.').next().unwrap_or_default();
        let parts: Vec<&str> = clock.split(':').collect();
        let (hour, minute, second) = match parts.as_slice() {
            [all] if all.len() >= 4 => (all.get(..2)?, all.get(2..4)?, all.get(4..6).unwrap_or("0")),
            [hour] => (*hour, "0", "0"),
            [hour, minute] => (*hour, *minute, "0"),
            [hour, minute, second, ..] => (*hour, *minute, *second),
            [] => return None,
        };
        (self.hour, self.minute) = (hour.parse().ok()?, minute.parse().ok()?);
        // A leap second is the one before it.
        self.second = second.parse::<i8>().ok()?.min(59);
        if self.hour == 24 {
            (self.hour, self.is_next_day) = (0, true);
        }
        let rest = time.get(end..)?.trim();
        if rest.is_empty() { Some(()) } else { self.take(rest) }
    }

    /// *+0200*, *+02:00*, *-5*.
    fn take_offset(&mut self, offset: &str) -> Option<()> {
        let is_west = offset.starts_with('-');
        let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.parse::<i32>().ok()?, 0),
            4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
            _ => return None,
        };
        let seconds = hours * 3600 + minutes * 60;
        self.offset_seconds = if is_west { -seconds } else { seconds };
        (hours <= 15 && minutes < 60).then_some(())
    }

    fn settle(self) -> Option<i64> {
        let date = Date::new(self.year?, self.month?, self.day?).ok()?;
        let time = Time::new(self.hour, self.minute, self.second, 0).ok()?;
        let zone = TimeZone::fixed(Offset::from_seconds(self.offset_seconds).ok()?);
        let at = date.to_datetime(time).to_zoned(zone).ok()?.timestamp().as_second();
        let at = if self.is_next_day { at + 86_400 } else { at };
        // A clock that was never set says 1970, and no news is from a year of three digits.
        (at > 86_400 && self.year? < 2300).then_some(at)
    }
}

/// A year, a month and perhaps a day in numbers.
fn is_day(word: &str) -> bool {
    let n_digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_only = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/'));
    let is_year_first = word.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    let is_cut = word.contains(['-', '/']);
    is_only && is_year_first && ((is_cut && n_digits >= 5) || word.len() == 8)
}

#[cfg(test)]
mod tests {
    use super::read;

    /// 3 June 2031, 09:05:30 UTC.
    const WANT: i64 = 1_938_243_930;

    #[test]
    fn one_moment_is_read_in_every_form_that_feeds_have() {
        for text in [
            "2031-06-03T09:05:30Z",
            "2031-06-03T09:05:30.123456Z",
            "2031-06-03T11:05:30+02:00",
            "2031-06-03T11:05:30+0200",
            "2031-06-03 09:05:30",
            "2031-06-03 09:05:30 UTC",
            "2031-06-03 11:05:30 +0200",
            "20310603T090530Z",
            "2031/06/03 09:05:30",
            "Tue, 03 Jun 2031 09:05:30 GMT",
            "Tue, 3 Jun 2031 9:05:30 +0000",
            "Wed, 03 Jun 2031 09:05:30 GMT",
            "Tuesday, 3 June 2031 09:05:30 Z",
            "mar., 03 Jun 2031 09:05:30 UT",
            "03 Jun 31 09:05:30 GMT",
            "Tue, 03 Jun 2031 05:05:30 EDT",
            "Tue, 03 Jun 2031 11:05:30 GMT+2",
            "Tue Jun  3 09:05:30 2031",
            "June 3, 2031 9:05:30 am",
            "Jun 3rd 2031 at 09:05:30AM",
            "03-Jun-2031 09:05:30",
            "1938243930",
            "1938243930000",
            "  Tue, 03 Jun 2031 09:05:30 GMT\n",
        ] {
            assert_eq!(read(text), Some(WANT), "{text}");
        }
        assert_eq!(read("2031-06-03"), Some(WANT - 9 * 3600 - 5 * 60 - 30));
        assert_eq!(read("Tue, 03 Jun 2031 24:00:00 GMT"), read("2031-06-04"));
        assert_eq!(read("3 Jun 2031 9:05:30 PM"), Some(WANT + 12 * 3600));
    }

    #[test]
    fn what_is_no_date_is_unknown() {
        for text in [
            "",
            "yesterday",
            "Tue, 32 Jun 2031 09:05:30 GMT",
            "2031-13-03",
            "03/06/2031",
            "0000-00-00T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "99999-01-01",
            "2031-06-03T25:61:00Z",
            "-1",
            "12",
            "\u{1B}[31m",
            "9999999999999999999999",
            "2031-06-03T09:05:30+99:99",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"2031 ".repeat(10_000)), None);
    }
}
