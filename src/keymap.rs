//! Which key does what where: the table's defaults, and what a user makes of them. The only place that compares keys.

use crate::action::{ACTIONS, Action, Place};
use crate::key::Key;

/// What a user wants for one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebinding {
    /// The action.
    pub action: Action,
    /// Its keys instead of the default ones; none unbinds it.
    pub keys: Vec<Key>,
    /// The line of the configuration that says so, 1-based.
    pub line: usize,
}

/// A rebinding that could not be had, and was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The line of the configuration, 1-based.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// The keys of every action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of `ACTIONS`.
    keys: Vec<(Action, &'static [Place], Vec<Key>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let rows = ACTIONS.iter().map(|row| (row.action, row.places, row.keys.to_vec()));
        Self { keys: rows.collect() }
    }
}

impl Keymap {
    /// The defaults with a user's rebindings, all taken at once, so that two actions can swap their keys.
    ///
    /// A rebinding that takes a key which another action has in the same place is left out and reported; of two
    /// rebindings that want the same key, the later one.
    pub fn rebound(rebindings: &[Rebinding]) -> (Self, Vec<Clash>) {
        let mut kept: Vec<Option<&Rebinding>> = rebindings.iter().map(Some).collect();
        let mut clashes = Vec::new();
        loop {
            let mut keymap = Self::default();
            for rebinding in kept.iter().flatten() {
                if let Some(row) = keymap.keys.iter_mut().find(|row| row.0 == rebinding.action) {
                    row.2.clone_from(&rebinding.keys);
                }
            }
            // Leaving out one rebinding gives its action the default keys again, which may clash anew: look again.
            let Some((line, message)) = keymap.fault(&kept) else {
                clashes.sort_by_key(|clash: &Clash| clash.line);
                return (keymap, clashes);
            };
            kept.iter_mut().filter(|slot| slot.is_some_and(|rebinding| rebinding.line == line)).for_each(|slot| {
                *slot = None;
            });
            clashes.push(Clash { line, message });
        }
    }

    /// What a key does in a place; the place's own actions go before those that work anywhere. Where text is typed
    /// (finding, narrowing the actors) a key that types a character does nothing else.
    pub fn resolve(&self, place: Place, key: Key) -> Option<Action> {
        let key = key.canonical();
        if takes_text(place) && key.typed().is_some() {
            return None;
        }
        let at = |wanted: Place| {
            self.keys.iter().find(|(_, places, keys)| places.contains(&wanted) && keys.contains(&key)).map(|row| row.0)
        };
        at(place).or_else(|| at(Place::Anywhere))
    }

    /// The two keys that an Alt combination may have been, where it is bound to nothing itself. Only the keymap knows
    /// what is bound, so the decoder cannot tell.
    pub fn parted(&self, place: Place, key: Key) -> Option<[Key; 2]> {
        key.parted().filter(|_| self.resolve(place, key).is_none())
    }

    /// What a key does in some place or other.
    pub fn elsewhere(&self, key: Key) -> Option<Action> {
        let key = key.canonical();
        self.keys.iter().find(|(_, _, keys)| keys.contains(&key)).map(|row| row.0)
    }

    /// The keys of an action, the one to show first; none when it is unbound.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.iter().find(|row| row.0 == action).map_or(&[], |row| row.2.as_slice())
    }

    /// The first thing that is wrong with the keys, and the line of the rebinding to leave out for it.
    fn fault(&self, kept: &[Option<&Rebinding>]) -> Option<(usize, String)> {
        let line_of = |action: Action| kept.iter().flatten().filter(|r| r.action == action).map(|r| r.line).max();
        for (n, (action, places, keys)) in self.keys.iter().enumerate() {
            if let (Some(digit), Some(line)) =
                (keys.iter().find(|key| key.typed().is_some_and(|char| char.is_ascii_digit())), line_of(*action))
            {
                return Some((line, format!("`{digit}` cannot be a key for {}: digits are counts", id(*action))));
            }
            for (other, other_places, other_keys) in self.keys.iter().skip(n + 1) {
                let Some(key) = keys.iter().find(|key| other_keys.contains(key)) else { continue };
                if !overlap(places, other_places) {
                    continue;
                }
                // Between two defaults there is no clash (a test holds that), so one of them has a line.
                let (line, taker, owner) = match (line_of(*action), line_of(*other)) {
                    (Some(one), Some(two)) if two > one => (two, *other, *action),
                    (Some(one), _) => (one, *action, *other),
                    (None, Some(two)) => (two, *other, *action),
                    (None, None) => continue,
                };
                let (taker, owner) = (id(taker), id(owner));
                return Some((
                    line,
                    format!("`{key}` for {taker} is the key of {owner} too; give {owner} another key, or \"none\""),
                ));
            }
        }
        if self.keys(Action::Leave).is_empty() && self.keys(Action::Quit).is_empty() {
            let line = line_of(Action::Leave).max(line_of(Action::Quit))?;
            return Some((line, "neither leave nor quit would have a key, and the reader no way out".to_owned()));
        }
        None
    }
}

/// Whether characters typed in a place are text.
fn takes_text(place: Place) -> bool {
    matches!(place, Place::Find | Place::Actors | Place::Narrow)
}

fn overlap(one: &[Place], other: &[Place]) -> bool {
    one.contains(&Place::Anywhere) || other.contains(&Place::Anywhere) || one.iter().any(|place| other.contains(place))
}

fn id(action: Action) -> &'static str {
    action.declaration().id
}

#[cfg(test)]
mod tests {
    use super::{Keymap, Rebinding, overlap};
    use crate::action::{ACTIONS, Action, Place};
    use crate::key::Key;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    fn rebinding(line: usize, action: Action, keys: &[&str]) -> Rebinding {
        Rebinding { action, keys: keys.iter().map(|text| key(text)).collect(), line }
    }

    #[track_caller]
    fn does(keymap: &Keymap, place: Place, text: &str, action: Option<Action>) {
        assert_eq!(keymap.resolve(place, key(text)), action, "{text} in {place:?}");
    }

    #[test]
    fn the_default_keys_are_in_canonical_form_and_never_clash() {
        for (n, row) in ACTIONS.iter().enumerate() {
            for key in row.keys {
                assert_eq!(*key, key.canonical(), "{}", row.id);
                for other in &ACTIONS[n + 1..] {
                    let clash = other.keys.contains(key) && overlap(row.places, other.places);
                    assert!(!clash, "{key}: {} and {}", row.id, other.id);
                }
            }
        }
    }

    #[test]
    fn every_action_has_one_row_with_an_id_of_its_own() {
        let mut ids: Vec<_> = ACTIONS.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ACTIONS.len());
        for row in ACTIONS {
            assert_eq!(row.action.declaration().id, row.id, "two rows for one action");
        }
    }

    #[test]
    fn an_action_that_works_anywhere_works_in_every_place() {
        let keymap = Keymap::default();
        for place in [Place::Article, Place::Summary, Place::Quotes, Place::List, Place::Card, Place::Help] {
            does(&keymap, place, "n", Some(Action::NextStatement));
            does(&keymap, place, "pgdn", Some(Action::PageDown));
        }
    }

    #[test]
    fn letters_are_text_where_text_is_typed() {
        let keymap = Keymap::default();
        for place in [Place::Find, Place::Actors] {
            for text in ["n", "space", "?", "q", "N", "/"] {
                does(&keymap, place, text, None);
            }
            does(&keymap, place, "enter", Some(Action::Activate));
            does(&keymap, place, "esc", Some(Action::Cancel));
            does(&keymap, place, "tab", Some(Action::NextPane));
            does(&keymap, place, "shift-tab", Some(Action::PreviousPane));
            does(&keymap, place, "ctrl-c", Some(Action::Quit));
            does(&keymap, place, "F1", Some(Action::Help));
        }
        does(&keymap, Place::Actors, "down", Some(Action::LineDown));
    }

    #[test]
    fn shift_is_in_the_character_whatever_the_terminal_says() {
        let shifted = Key { shift: true, ..Key::char('N') };
        assert_eq!(Keymap::default().resolve(Place::Article, shifted), Some(Action::PreviousStatement));
    }

    #[test]
    fn a_rebound_action_leaves_its_old_key() {
        let (keymap, clashes) = Keymap::rebound(&[rebinding(1, Action::NextStatement, &["Z", "ctrl-n"])]);
        assert_eq!(clashes, []);
        does(&keymap, Place::Article, "Z", Some(Action::NextStatement));
        does(&keymap, Place::Article, "ctrl-n", Some(Action::NextStatement));
        does(&keymap, Place::Article, "n", None);
    }

    #[test]
    fn two_actions_can_swap_their_keys() {
        let (keymap, clashes) = Keymap::rebound(&[
            rebinding(1, Action::NextStatement, &["j"]),
            rebinding(2, Action::LineDown, &["n", "down"]),
        ]);
        assert_eq!(clashes, []);
        does(&keymap, Place::Article, "j", Some(Action::NextStatement));
        does(&keymap, Place::Article, "n", Some(Action::LineDown));
    }

    #[test]
    fn a_key_that_another_action_has_is_refused_and_both_are_named() {
        let (keymap, clashes) = Keymap::rebound(&[rebinding(7, Action::NextStatement, &["j"])]);
        assert_eq!(keymap, Keymap::default());
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0].line, 7);
        for part in ["`j`", "next-statement", "line-down"] {
            assert!(clashes[0].message.contains(part), "{}", clashes[0].message);
        }
    }

    #[test]
    fn a_refused_rebinding_gives_its_default_key_back_and_what_then_clashes_is_refused_too() {
        let (keymap, clashes) =
            Keymap::rebound(&[rebinding(3, Action::NextStatement, &["j"]), rebinding(4, Action::Zen, &["n"])]);
        assert_eq!(clashes.iter().map(|clash| clash.line).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(keymap, Keymap::default());
    }

    #[test]
    fn of_two_rebindings_to_one_key_the_earlier_holds() {
        let (keymap, clashes) =
            Keymap::rebound(&[rebinding(1, Action::Zen, &["Z"]), rebinding(2, Action::Theme, &["Z"])]);
        assert_eq!(clashes.iter().map(|clash| clash.line).collect::<Vec<_>>(), [2]);
        does(&keymap, Place::Article, "Z", Some(Action::Zen));
        does(&keymap, Place::Article, "t", Some(Action::Theme));
    }

    #[test]
    fn none_unbinds_but_a_way_out_stays() {
        let (keymap, clashes) = Keymap::rebound(&[rebinding(1, Action::Leave, &[])]);
        assert_eq!(clashes, []);
        does(&keymap, Place::Article, "q", None);
        let (keymap, clashes) = Keymap::rebound(&[rebinding(1, Action::Leave, &[]), rebinding(2, Action::Quit, &[])]);
        assert_eq!(clashes.len(), 1);
        does(&keymap, Place::Article, "ctrl-c", Some(Action::Quit));
    }

    #[test]
    fn digits_stay_counts() {
        let (keymap, clashes) = Keymap::rebound(&[rebinding(1, Action::Zen, &["5"])]);
        assert_eq!(keymap, Keymap::default());
        assert!(clashes[0].message.contains("counts"));
    }
}
