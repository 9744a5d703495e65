//! The lines of an `.ann` file, sorted by what they are. What is none of them is counted.

use std::collections::HashMap;

use serde_json::Value;

/// Marked words.
#[derive(Debug)]
pub(super) struct Entity<'a> {
    pub(super) kind: &'a str,
    pub(super) fragments: Vec<(usize, usize)>,
    pub(super) words: &'a str,
}

/// A relation, or an argument of an event.
#[derive(Debug)]
pub(super) struct Link<'a> {
    pub(super) kind: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

/// An event: its arguments in order, with their roles.
#[derive(Debug)]
pub(super) struct Event<'a> {
    pub(super) trigger: &'a str,
    pub(super) arguments: Vec<(&'a str, &'a str)>,
}

/// All lines of a file.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// In the file's order.
    pub(super) entities: Vec<(&'a str, Entity<'a>)>,
    places: HashMap<&'a str, usize>,
    pub(super) relations: Vec<Link<'a>>,
    pub(super) events: Vec<Event<'a>>,
    attributes: HashMap<(&'a str, &'a str), &'a str>,
    pub(super) same: Vec<Vec<&'a str>>,
    /// Notes for people: what they are about, and the words.
    pub(super) remarks: Vec<(&'a str, &'a str)>,
    /// Our own notes.
    pub(super) data: Vec<(&'a str, Value)>,
    pub(super) n_odd: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let mut lines = Self::default();
        for line in text.lines().take(super::MAX_LINES) {
            if !line.trim().is_empty() && lines.add(line).is_none() {
                lines.n_odd += 1;
            }
        }
        lines.n_odd += text.lines().skip(super::MAX_LINES).filter(|line| !line.trim().is_empty()).count();
        lines
    }

    pub(super) fn entity(&self, id: &str) -> Option<&Entity<'a>> {
        self.entities.get(*self.places.get(id)?).map(|(_, entity)| entity)
    }

    pub(super) fn attribute(&self, of: &str, kind: &str) -> Option<&'a str> {
        self.attributes.get(&(of, kind)).copied()
    }

    fn add(&mut self, line: &'a str) -> Option<()> {
        let (id, rest) = line.split_once('\t')?;
        let rest = rest.trim_end_matches('\r');
        match id.chars().next()? {
            'T' => {
                let (place, words) = rest.split_once('\t')?;
                let (kind, offsets) = place.split_once(' ')?;
                let fragment = |fragment: &str| {
                    let (start, end) = fragment.split_once(' ')?;
                    Some((start.parse().ok()?, end.parse().ok()?)).filter(|(start, end)| start < end)
                };
                let fragments: Vec<(usize, usize)> = offsets.split(';').map(fragment).collect::<Option<_>>()?;
                if self.places.contains_key(id) {
                    return None;
                }
                self.places.insert(id, self.entities.len());
                self.entities.push((id, Entity { kind, fragments, words }));
            }
            'R' => {
                let mut words = rest.split_whitespace();
                let kind = words.next()?;
                let from = words.next()?.split_once(':')?.1;
                let to = words.next()?.split_once(':')?.1;
                self.relations.push(Link { kind, from, to });
            }
            'E' => {
                let mut words = rest.split_whitespace();
                let (_, trigger) = words.next()?.split_once(':')?;
                let arguments = words.map(|word| word.split_once(':')).collect::<Option<_>>()?;
                self.events.push(Event { trigger, arguments });
            }
            'A' | 'M' => {
                let mut words = rest.split_whitespace();
                let (kind, of) = (words.next()?, words.next()?);
                self.attributes.insert((of, kind), words.next().unwrap_or_default());
            }
            '*' => {
                let mut words = rest.split_whitespace();
                if words.next()? == "Equiv" {
                    self.same.push(words.collect());
                }
            }
            '#' => {
                let (place, words) = rest.split_once('\t')?;
                let (kind, about) = place.split_once(' ')?;
                if kind == "Nutgraf" {
                    self.data.push((about, serde_json::from_str(words).ok()?));
                } else {
                    self.remarks.push((about, words));
                }
            }
            // Entries of other data bases, which an article has no place for.
            'N' => {}
            _ => return None,
        }
        Some(())
    }
}
