//! Spans of time as a person writes them: `30s`, `30 min`, `12h`, `1h 30min`, `2d`.

use core::time::Duration;

/// Units, each with its seconds; the first of equal length is the one that is written.
const UNITS: [(&str, u64); 12] = [
    ("d", 86_400),
    ("day", 86_400),
    ("days", 86_400),
    ("h", 3600),
    ("hour", 3600),
    ("hours", 3600),
    ("min", 60),
    ("minute", 60),
    ("minutes", 60),
    ("s", 1),
    ("second", 1),
    ("seconds", 1),
];

/// Reads a span of time; no part of it is without its unit.
pub(super) fn read(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut seconds: u64 = 0;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at_checked(digits)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, behind) = after.split_at_checked(end)?;
        let unit = UNITS.iter().find(|(name, _)| *name == unit)?.1;
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        rest = behind.trim_start();
        if rest.is_empty() {
            return Some(Duration::from_secs(seconds));
        }
    }
}

/// Writes a span of time, in parts where no unit fits all of it.
pub(super) fn written(span: Duration) -> String {
    let mut rest = span.as_secs();
    let mut parts = Vec::new();
    for unit in ["d", "h", "min", "s"] {
        let seconds = UNITS.iter().find(|row| row.0 == unit).map_or(1, |row| row.1);
        if rest >= seconds {
            parts.push(format!("{}{unit}", rest / seconds));
            rest %= seconds;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use proptest::prelude::*;

    use super::{read, written};

    #[test]
    fn spans_are_read_with_their_units_and_not_without() {
        for (text, seconds) in [
            ("30s", 30),
            ("30 min", 1800),
            ("12h", 43_200),
            ("1h 30min", 5400),
            ("1h30min", 5400),
            (" 2 days ", 172_800),
            ("0s", 0),
            ("90 seconds", 90),
        ] {
            assert_eq!(read(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in
            ["", "30", "s", "min 30", "30 m", "1,5h", "-5s", "5s,", "99999999999999999999s", "9999999999999999999d"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(seconds in any::<u32>()) {
            let span = Duration::from_secs(u64::from(seconds));
            prop_assert_eq!(read(&written(span)), Some(span));
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
