//! What stands before a key in OpenSSH's `authorized_keys`: under which terms it lets in. What is not held here makes
//! the whole line refused, since whoever wrote it counts on it.

use std::net::IpAddr;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::origin::Origins;
use crate::spelling::shown;

/// Options that say what holds for every visitor anyway.
const IDLE: &[&str] =
    &["restrict", "pty", "no-port-forwarding", "no-agent-forwarding", "no-x11-forwarding", "no-user-rc"];

/// Under which terms a key lets in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    from: Vec<Origins>,
    until: Option<i64>,
}

impl Terms {
    /// Reads options, `a,b="c"`; says what is wrong with them otherwise.
    pub(super) fn parse(options: &str, zone: &TimeZone) -> Result<Self, String> {
        let mut terms = Self::default();
        let mut rest = options;
        loop {
            let (name, value, after) = option(rest)?;
            terms.take(&name.to_ascii_lowercase(), value.as_deref(), zone)?;
            match after.strip_prefix(',') {
                Some(after) => rest = after,
                None if after.is_empty() => return Ok(terms),
                None => return Err("options are separated by commas, without blanks".to_owned()),
            }
        }
    }

    /// Whether they are met by somebody from an address at an instant, in seconds since 1970.
    pub(super) fn are_met(&self, address: IpAddr, now: i64) -> bool {
        self.from.iter().all(|from| from.has(address)) && self.until.is_none_or(|until| now < until)
    }

    fn take(&mut self, name: &str, value: Option<&str>, zone: &TimeZone) -> Result<(), String> {
        match (name, value) {
            ("from", Some(list)) => self.from.push(Origins::parse(list)?),
            ("expiry-time", Some(time)) => {
                let until = instant(time, zone)
                    .ok_or("`expiry-time=` takes a day or a time, like 20261231 or 202612312359Z")?;
                self.until = Some(self.until.map_or(until, |before| before.min(until)));
            }
            ("from" | "expiry-time", None) => return Err(format!("`{name}` takes a value, {name}=\"…\"")),
            ("cert-authority", _) => return Err("certificates are not taken; list the keys themselves".to_owned()),
            (name, None) if IDLE.contains(&name) => {}
            _ => return Err(format!("the option `{}` is not held here, and so the key is not let in", shown(name))),
        }
        Ok(())
    }
}

/// The first option, with its value, and what is behind it.
fn option(text: &str) -> Result<(&str, Option<String>, &str), String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    if name.is_empty() {
        return Err("this is neither a key nor an option".to_owned());
    }
    let Some(quoted) = rest.strip_prefix("=\"") else {
        return if rest.starts_with('=') {
            Err(format!("the value of `{}` stands in quotation marks, {}=\"…\"", shown(name), shown(name)))
        } else {
            Ok((name, None, rest))
        };
    };
    let mut value = String::new();
    let mut scalars = quoted.chars();
    loop {
        match scalars.next() {
            Some('"') => return Ok((name, Some(value), scalars.as_str())),
            Some('\\') if scalars.as_str().starts_with('"') => {
                scalars.next();
                value.push('"');
            }
            Some(scalar) => value.push(scalar),
            None => return Err(format!("the value of `{}` has no closing quotation mark", shown(name))),
        }
    }
}

/// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, where the server is, or with a `Z` in UTC.
fn instant(text: &str, zone: &TimeZone) -> Option<i64> {
    let (digits, zone) = match text.strip_suffix(['Z', 'z']) {
        Some(digits) => (digits, TimeZone::UTC),
        None => (text, zone.clone()),
    };
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    let year = digits.get(..4)?.parse().ok()?;
    let date =
        DateTime::new(year, number(4, 6)?, number(6, 8)?, number(8, 10)?, number(10, 12)?, number(12, 14)?, 0).ok()?;
    Some(date.to_zoned(zone).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{Terms, instant};

    fn parse(options: &str) -> Result<Terms, String> {
        Terms::parse(options, &TimeZone::UTC)
    }

    #[test]
    fn what_holds_anyway_may_be_written() {
        for options in ["restrict", "restrict,pty", "no-port-forwarding,no-X11-forwarding,no-agent-forwarding"] {
            assert_eq!(parse(options), Ok(Terms::default()), "{options}");
        }
    }

    #[test]
    fn terms_of_place_and_time_are_held_together() {
        let terms = parse("from=\"192.0.2.0/24,!192.0.2.9\",expiry-time=\"20261124Z\",from=\"192.0.2.*\"").unwrap();
        let met = |address: &str, now| terms.are_met(address.parse().unwrap(), now);
        let end = 1_795_478_400;
        assert_eq!(
            [met("192.0.2.1", end - 1), met("192.0.2.1", end), met("192.0.2.9", 0), met("203.0.113.1", 0)],
            [true, false, false, false]
        );
    }

    #[test]
    fn what_is_not_held_is_refused_and_named() {
        for (options, part) in [
            ("command=\"/bin/date\"", "`command`"),
            ("no-pty", "`no-pty`"),
            ("environment=\"A=b\"", "`environment`"),
            ("verify-required", "`verify-required`"),
            ("cert-authority", "certificates"),
            ("restrict,tunnel=\"1\"", "`tunnel`"),
            ("from", "takes a value"),
            ("from=192.0.2.1", "quotation marks"),
            ("from=\"192.0.2.1", "closing"),
            ("from=\"news.example\"", "addresses"),
            ("expiry-time=\"soon\"", "20261231"),
            ("restrict,", "neither"),
            ("restrict pty", "commas"),
            ("", "neither"),
            ("restrict=\"yes\"", "`restrict`"),
        ] {
            let fault = parse(options).unwrap_err();
            assert!(fault.contains(part), "{options}: {fault}");
        }
    }

    #[test]
    fn times_are_read_as_openssh_writes_them() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(instant("19700102", &zone), Some(22 * 3600));
        assert_eq!(instant("197001020001Z", &zone), Some(24 * 3600 + 60));
        assert_eq!(instant("19700102000001Z", &zone), Some(24 * 3600 + 1));
        for wrong in ["", "1970", "19701301", "1970010199", "197001029901", "+9700102", "19700102ZZ"] {
            assert_eq!(instant(wrong, &zone), None, "{wrong}");
        }
    }
}
