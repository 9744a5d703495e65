//! The library as a session on the local terminal uses it: read until something is to be written, and written without
//! holding a key up. What the reader does not wait for (where they are, what they have read) is kept until the session
//! is idle or ends; where writing fails it is told once, and the reading goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::catalogue::{ArticleKey, ListPage, ListRequest, Place, SpeakerKey};
use crate::library::{Library, LibraryError};

/// Rows of the first window: more than nearly any screen shows.
const FIRST_ROWS: usize = 240;
/// How long a key waits for another program that writes to the library.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often that is waited for when the session ends.
const LAST_TRIES: usize = 4;

/// The library, and what is still to be written to it.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// Open to read, or since something was written to read and write; none while there is none.
    library: Option<Library>,
    writes: bool,
    stamp: i64,
    places: BTreeMap<[u8; 32], Option<Place>>,
    read: Vec<ArticleKey>,
    seen: Vec<(SpeakerKey, ArticleKey)>,
    /// Another program's writing stood in the way the last time.
    was_busy: bool,
    /// That writing failed was told.
    has_told: bool,
    /// What there is to tell about it when there is time.
    untold: Option<String>,
}

impl Archive {
    /// The library at a path, which need not be there yet. With it, what is wrong with one that is there.
    pub fn new(path: PathBuf) -> (Self, Option<LibraryError>) {
        let (library, fault) = match Library::open(&path) {
            Ok(library) => (Some(library), None),
            Err(LibraryError::Missing(_)) => (None, None),
            Err(fault) => (None, Some(fault)),
        };
        let stamp = library.as_ref().and_then(|library| library.stamp().ok()).unwrap_or(0);
        let archive = Self {
            path,
            library,
            writes: false,
            stamp,
            places: BTreeMap::new(),
            read: Vec::new(),
            seen: Vec::new(),
            was_busy: false,
            has_told: false,
            untold: None,
        };
        (archive, fault)
    }

    /// The library to read, where there is one.
    pub fn library(&self) -> Result<&Library, String> {
        self.library.as_ref().ok_or_else(|| "there is no library yet: nutgraf add makes one".to_owned())
    }

    /// The list as it begins, where there are articles in it.
    pub fn first_page(&self, now: i64) -> Option<(ListRequest, ListPage)> {
        let request = ListRequest { limit: FIRST_ROWS, ..ListRequest::default() };
        let page = self.library.as_ref()?.list(&request, now).ok()?.ok()?;
        (page.total > 0).then_some((request, page))
    }

    /// The library to write to; it is made where there is none.
    pub fn to_write(&mut self) -> Result<&mut Library, LibraryError> {
        if !self.writes {
            // One connection for both: then the own writing is not taken for another program's.
            let library = Library::open_to_write_within(&self.path, PATIENCE)?;
            self.stamp = library.stamp().unwrap_or(0);
            (self.library, self.writes) = (Some(library), true);
        }
        self.library.as_mut().ok_or_else(|| LibraryError::Missing(self.path.clone()))
    }

    /// Whether another program has written to the library since the last time this was asked.
    pub fn has_changed(&mut self) -> bool {
        let Some(stamp) = self.library.as_ref().and_then(|library| library.stamp().ok()) else { return false };
        std::mem::replace(&mut self.stamp, stamp) != stamp
    }

    /// Where the reader was in a text.
    pub fn place(&self, text: &[u8; 32]) -> Option<Place> {
        match self.places.get(text) {
            Some(place) => place.clone(),
            None => self.library.as_ref()?.place(text).ok().flatten(),
        }
    }

    /// Remembers where the reader is in a text, to be written when there is time.
    pub fn keep_place(&mut self, text: [u8; 32], place: Option<Place>) {
        self.places.insert(text, place);
    }

    /// Remembers that an article was read, to be written when there is time.
    pub fn keep_read(&mut self, article: ArticleKey) {
        self.read.push(article);
    }

    /// Remembers that a speaker's page was read when an article was the last to have come in, to be written when there
    /// is time.
    pub fn keep_seen(&mut self, speaker: SpeakerKey, latest: ArticleKey) {
        self.seen.push((speaker, latest));
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a library that was made meanwhile.
    pub fn look_again(&mut self) {
        if self.library.is_none() {
            self.library = Library::open(&self.path).ok();
        }
    }

    /// Whether something waits to be written.
    pub fn is_waiting(&self) -> bool {
        self.untold.is_some() || !(self.places.is_empty() && self.read.is_empty() && self.seen.is_empty())
    }

    /// Writes what waits before something is read that shows it, unless that would take time.
    pub fn write_soon(&mut self, now: i64) {
        if !self.was_busy {
            self.untold = self.write(now);
        }
    }

    /// Writes what waits. What another program's writing stands in the way of is tried again the next time; for what
    /// cannot be written at all there is one line to tell, once.
    pub fn write(&mut self, now: i64) -> Option<String> {
        if let Some(untold) = self.untold.take() {
            return Some(untold);
        }
        if !self.is_waiting() {
            return None;
        }
        let (places, read) = (std::mem::take(&mut self.places), std::mem::take(&mut self.read));
        let seen = std::mem::take(&mut self.seen);
        // At the beginning of a text there is nothing to remember, and no library is made to remember it.
        if self.library.is_none() && read.is_empty() && places.values().all(Option::is_none) {
            return None;
        }
        let written = self.to_write().and_then(|library| {
            places.iter().try_for_each(|(text, place)| library.keep_place(text, place.as_ref(), now))?;
            read.iter().try_for_each(|article| library.opened(*article))?;
            seen.iter().try_for_each(|(speaker, latest)| library.mark_seen(*speaker, *latest))
        });
        self.was_busy = matches!(written, Err(LibraryError::Busy(_)));
        let error = written.err()?;
        if self.was_busy {
            (self.places, self.read, self.seen) = (places, read, seen);
            return None;
        }
        (!std::mem::replace(&mut self.has_told, true)).then(|| format!("your place is not kept: {error}"))
    }

    /// Writes what waits, for the last time.
    pub fn write_at_last(&mut self, now: i64) -> Option<String> {
        for _ in 0..LAST_TRIES {
            if let Some(why) = self.write(now) {
                return Some(why);
            }
            if !self.is_waiting() {
                return None;
            }
        }
        Some("your place is not kept: another program is writing to the library".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Archive;
    use crate::catalogue::Place;

    #[test]
    fn nothing_is_written_at_the_beginning_of_a_text_nor_a_library_made_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nutgraf").join("library.db");
        let (mut archive, fault) = Archive::new(path.clone());
        assert!(fault.is_none());
        archive.keep_place([1; 32], None);
        assert_eq!(archive.write(1), None);
        assert!(!path.parent().unwrap().exists());
        let place = Some(Place { statement: None, offset_char: 9 });
        archive.keep_place([1; 32], place.clone());
        assert!(archive.is_waiting() && archive.place(&[1; 32]) == place);
        assert_eq!(archive.write(1), None);
        assert!(!archive.is_waiting());
        assert_eq!(Archive::new(path).0.place(&[1; 32]), place);
    }

    #[test]
    fn a_library_that_cannot_be_written_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        let (mut archive, _) = Archive::new(folder.path().join("file").join("library.db"));
        for tells in [true, false] {
            archive.keep_place([1; 32], Some(Place { statement: None, offset_char: 9 }));
            assert_eq!(archive.write(1).is_some(), tells);
            assert!(!archive.is_waiting());
        }
    }

    #[test]
    fn the_own_writing_is_no_change_and_another_programs_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let place = |offset_char| Some(Place { statement: None, offset_char });
        let (mut archive, _) = Archive::new(path.clone());
        archive.keep_place([1; 32], place(1));
        archive.write(1);
        assert!(!archive.has_changed());
        let (mut other, _) = Archive::new(path);
        archive.keep_place([1; 32], place(2));
        archive.write(1);
        assert!(!archive.has_changed());
        assert!(other.has_changed());
        assert!(!other.has_changed());
    }
}
