//! How many codes a source was given of late: what is kept of visitors has an end, and one source must not fill it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Source;

/// So long a code counts.
const HOUR: Duration = Duration::from_secs(3600);
/// Sources that are counted. Beyond, the one whose hour is over first is forgotten.
pub(super) const MAX_SOURCES: usize = 65_536;

/// The codes of all sources. An hour begins with a source's first. Instants are counted from the start of the server.
#[derive(Debug, Default)]
pub(super) struct Newcomers {
    by_source: BTreeMap<Source, usize>,
    /// The same by when they are over.
    by_end: BTreeSet<(Duration, Source)>,
}

impl Newcomers {
    /// Counts one more code of a source; false, and nothing counted, where it had as many as it may.
    pub(super) fn add(&mut self, now: Duration, source: Source, most: usize) -> bool {
        self.forget(now);
        if most == 0 {
            return false;
        }
        if let Some(n_codes) = self.by_source.get_mut(&source) {
            let may = *n_codes < most;
            *n_codes += usize::from(may);
            return may;
        }
        if self.by_source.len() >= MAX_SOURCES
            && let Some((_, first)) = self.by_end.pop_first()
        {
            self.by_source.remove(&first);
        }
        let end = now.saturating_add(HOUR);
        self.by_source.insert(source, 1);
        self.by_end.insert((end, source));
        true
    }

    /// Forgets what is over.
    pub(super) fn forget(&mut self, now: Duration) {
        while let Some(&(end, source)) = self.by_end.first()
            && end <= now
        {
            self.by_end.pop_first();
            self.by_source.remove(&source);
        }
    }

    /// Sources that are counted.
    pub(super) fn len(&self) -> usize {
        self.by_source.len()
    }
}
