//! One event as one line: `time=2026-11-23T09:00:00Z event=login address=192.0.2.7 key=SHA256:…`. Whatever stands in a
//! value, it stays one line and that value: no client can write a line of its own.

use std::fmt::{Display, Write};
use std::net::IpAddr;

use jiff::Timestamp;

use super::Event;
use crate::article::scalar::{Nature, nature};
use crate::catalogue::Visitor;

/// Scalars of a value that are written. The longest that is needed is a path.
const MAX_SCALARS: usize = 200;

/// An event with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    event: Event,
    address: Option<IpAddr>,
    fields: Vec<(&'static str, String)>,
}

impl Line {
    /// An event of which nothing is known yet.
    pub fn new(event: Event) -> Self {
        Self { event, address: None, fields: Vec::new() }
    }

    /// Where it came from. Left out where the log has no addresses.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = Some(address.to_canonical());
        self
    }

    /// Who it was. A code is not written: it lets in whoever has it.
    #[must_use]
    pub fn visitor(self, visitor: &Visitor) -> Self {
        match visitor {
            Visitor::Key(fingerprint) => self.with("key", fingerprint),
            Visitor::Code(_) => self.with("visitor", "code"),
            Visitor::Nobody => self.with("visitor", "guest"),
        }
    }

    /// Something more about it. Of what a client sent, any text may be given.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        let mut written = Bounded { text: String::new(), n_left: MAX_SCALARS };
        // That there is no room left is no failure.
        let _ = write!(written, "{value}");
        self.fields.push((name, written.text));
        self
    }

    /// The line, at an instant in seconds since 1970, with its newline.
    pub fn written(&self, now: i64, has_addresses: bool) -> String {
        let mut line = match Timestamp::from_second(now) {
            Ok(instant) => format!("time={instant} event={}", self.event.name()),
            Err(_) => format!("event={}", self.event.name()),
        };
        if let Some(address) = self.address.filter(|_| has_addresses) {
            // Writing to a String cannot fail.
            let _ = write!(line, " address={address}");
        }
        for (name, value) in &self.fields {
            let _ = write!(line, " {name}=");
            push_value(&mut line, value);
        }
        line.push('\n');
        line
    }
}

/// Takes the beginning of what is written, so that a value of a megabyte is never held.
struct Bounded {
    text: String,
    n_left: usize,
}

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for scalar in text.chars() {
            if self.n_left == 0 {
                self.text.push('…');
                return Err(std::fmt::Error);
            }
            self.n_left -= 1;
            self.text.push(if nature(scalar) == Nature::Shown { scalar } else { '\u{FFFD}' });
        }
        Ok(())
    }
}

fn push_value(line: &mut String, value: &str) {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:+@,%".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_bare) {
        line.push_str(value);
        return;
    }
    line.push('"');
    for scalar in value.chars() {
        if matches!(scalar, '"' | '\\') {
            line.push('\\');
        }
        line.push(scalar);
    }
    line.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Event, Line};
    use crate::article::scalar::is_forbidden;
    use crate::catalogue::Visitor;

    /// Reads a line back, as a program would that reads the log.
    fn read(line: &str) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        let mut rest = line.strip_suffix('\n').unwrap();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').unwrap();
            let mut value = String::new();
            let mut scalars = after.chars();
            if after.starts_with('"') {
                scalars.next();
                loop {
                    match scalars.next().unwrap() {
                        '"' => break,
                        '\\' => value.push(scalars.next().unwrap()),
                        scalar => value.push(scalar),
                    }
                }
                rest = scalars.as_str().trim_start_matches(' ');
            } else {
                let (bare, after) = after.split_once(' ').unwrap_or((after, ""));
                value.push_str(bare);
                rest = after;
            }
            fields.push((name.to_owned(), value));
        }
        fields
    }

    #[test]
    fn a_line_has_time_event_address_and_what_is_known() {
        let line = Line::new(Event::Login).with("user", "Ines Falk").address("::ffff:192.0.2.7".parse().unwrap());
        let line = line.visitor(&Visitor::Key("SHA256:Nx+/8".to_owned()));
        assert_eq!(
            line.written(1_795_424_400, true),
            "time=2026-11-23T09:00:00Z event=login address=192.0.2.7 user=\"Ines Falk\" key=SHA256:Nx+/8\n"
        );
        assert!(!line.written(0, false).contains("192.0.2.7"), "a log without addresses has none");
    }

    #[test]
    fn a_code_that_lets_in_is_not_written() {
        let line = Line::new(Event::Login).visitor(&Visitor::Code("k7mw2q".to_owned()));
        assert_eq!(line.written(0, true), "time=1970-01-01T00:00:00Z event=login visitor=code\n");
    }

    #[test]
    fn a_user_cannot_write_a_line_of_their_own() {
        let user =
            "x\" event=login\r\nJan 1 nutgraf: time=2026-11-23T09:00:00Z event=login key=\"SHA256:y\u{202E}\u{1b}[2J";
        let line = Line::new(Event::LoginFailed).with("user", user).written(0, true);
        assert_eq!(line.matches('\n').count(), 1);
        assert!(!line.trim_end().contains(is_forbidden));
        let names: Vec<String> = read(&line).into_iter().map(|field| field.0).collect();
        assert_eq!(names, ["time", "event", "user"]);
    }

    proptest! {
        #[test]
        fn any_value_stays_one_value_on_one_line_of_bounded_length(value in any::<String>(), n in 1usize..40) {
            let line = Line::new(Event::Denied).with("what", value.repeat(n)).with("end", "here").written(0, true);
            prop_assert!(line.len() < 2000);
            prop_assert!(!line.trim_end_matches('\n').contains(is_forbidden));
            let fields = read(&line);
            prop_assert_eq!(fields.len(), 4);
            prop_assert_eq!(&fields[3], &("end".to_owned(), "here".to_owned()));
            let clean: String = value.chars().map(|c| if is_forbidden(c) { '\u{FFFD}' } else { c }).collect();
            let is_plain = value.chars().all(|c| c.is_ascii_graphic());
            if is_plain && n == 1 {
                prop_assert_eq!(&fields[2].1, &clean);
            }
        }
    }
}
