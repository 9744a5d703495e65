//! What a client may ask for again and again: the first of a kind is told, the others are counted, so that no client
//! fills the log.

use std::collections::BTreeMap;

use super::{Event, Line};

/// What happened on one connection, by the names of event and kind.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, BTreeMap<&'static str, u64>>);

impl Tally {
    /// Counts one more. Whether it is the first of its kind.
    pub fn add(&mut self, event: Event, kind: &'static str) -> bool {
        let n = self.0.entry(event.name()).or_default().entry(kind).or_default();
        *n += 1;
        *n == 1
    }

    /// A line with the numbers: `denied=forwarding:3,x11:1`.
    #[must_use]
    pub fn written(&self, line: Line) -> Line {
        self.0.iter().fold(line, |line, (event, kinds)| {
            let counts: Vec<String> = kinds.iter().map(|(kind, n)| format!("{kind}:{n}")).collect();
            line.with(event, counts.join(","))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Line, Tally};

    #[test]
    fn the_first_of_a_kind_is_told_and_the_others_are_a_number_at_the_end() {
        let mut tally = Tally::default();
        let told = [
            tally.add(Event::Denied, "forwarding"),
            tally.add(Event::Denied, "forwarding"),
            tally.add(Event::Denied, "agent"),
            tally.add(Event::SessionRefused, "full"),
            tally.add(Event::Denied, "forwarding"),
        ];
        assert_eq!(told, [true, false, true, true, false]);
        let line = tally.written(Line::new(Event::Disconnected).with("reason", "gone")).written(0, true);
        let numbers = "reason=gone denied=agent:1,forwarding:3 session-refused=full:1\n";
        assert!(line.ends_with(numbers), "{line}");
        assert_eq!(Tally::default().written(Line::new(Event::Disconnected)), Line::new(Event::Disconnected));
    }
}
