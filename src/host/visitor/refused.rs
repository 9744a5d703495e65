//! What is not done for visitors: a plain sentence each, with what they can do instead.

use crate::exchange::{Change, Work};

pub(super) const EXPORT: &str = "no files are written for visitors; `ssh HOST show NUMBER` prints an article";
pub(super) const PIPE: &str = "no commands are run for visitors; `ssh HOST search WORDS | COMMAND` runs yours";
pub(super) const IDENTIFY: &str = "who is who in the library is its owner's to say; within an article you can";
pub(super) const SAVE: &str = "searches are saved by the library's owner; `ssh HOST search WORDS` asks again";
pub(super) const SAVED: &str = "saved searches are the library owner's; write out what to search for";
pub(super) const SUSPEND: &str = "this session runs on the server and does not stop; Enter ~ Ctrl-z stops ssh";

/// Why articles are not changed.
pub(super) fn change(change: &Change) -> &'static str {
    match change {
        Change::Read(_) => "an article counts as read by you once you have opened it",
        Change::Star(_) => "stars are the library owner's; note #later instead, for `ssh HOST mine`",
        Change::Tag { .. } => "tags are the library owner's; yours stand in notes, as #words",
        Change::Remove => "only the library's owner removes articles",
    }
}

/// Why no work is begun.
pub(super) fn work(work: &Work) -> &'static str {
    match work {
        Work::Sync => "the library's owner fetches the feeds; what is new appears here by itself",
        Work::Add(_) => "only the library's owner adds articles; what is new appears here by itself",
    }
}

#[cfg(test)]
mod tests {
    use super::{EXPORT, IDENTIFY, PIPE, SAVE, SAVED, SUSPEND, change, work};
    use crate::exchange::{Change, Work};

    #[test]
    fn every_refusal_fits_on_a_line_of_eighty_columns() {
        let tag = Change::Tag { add: Vec::new(), take: Vec::new() };
        let changes = [Change::Read(true), Change::Star(true), tag, Change::Remove];
        let works = [Work::Sync, Work::Add(String::new())];
        let all = [EXPORT, PIPE, IDENTIFY, SAVE, SAVED, SUSPEND].into_iter();
        for words in all.chain(changes.iter().map(change)).chain(works.iter().map(work)) {
            assert!(words.chars().count() <= 78 && !words.ends_with('.'), "{words}");
        }
    }
}
