//! Where the entries of a file's lists went: a warning's path follows its entry, so that it points at the same one in the
//! article and in the file that is written of it.

use std::collections::HashMap;

use crate::article::{Maybe, Warning};

/// Of each list of the article: for every entry that was kept, in the article's order, its index in the file.
#[derive(Default)]
pub(super) struct Places(HashMap<String, HashMap<usize, usize>>);

impl Places {
    /// Tells which entries of the file a list has, in its order.
    pub(super) fn add(&mut self, list: &str, indices_in_file: impl IntoIterator<Item = usize>) {
        let places = indices_in_file.into_iter().enumerate().map(|(place, index)| (index, place)).collect();
        self.0.insert(list.to_owned(), places);
    }

    /// Makes a warning about an entry of the file one about the article's; one that was left out has only its list for a
    /// path, and its message says which it was.
    pub(super) fn follow(&self, warning: &mut Warning) {
        let Maybe::Known(path) = &mut warning.path else { return };
        let mut parts = path.splitn(4, '/');
        let (Some(""), Some(list), Some(index)) = (parts.next(), parts.next(), parts.next()) else { return };
        let (Some(places), Ok(index)) = (self.0.get(list), index.parse::<usize>()) else { return };
        match places.get(&index) {
            Some(place) if *place == index => {}
            Some(place) => {
                let rest = parts.next().map_or_else(String::new, |rest| format!("/{rest}"));
                *path = format!("/{list}/{place}{rest}");
            }
            None => {
                let which = format!(" (entry {} of the file)", index.saturating_add(1));
                *path = format!("/{list}");
                warning.message.push_str(&which);
            }
        }
    }
}
