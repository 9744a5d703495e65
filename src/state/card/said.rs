//! What the card says of the reader's judgement and notes, and what the machine said where that is another thing.

use super::{Card, Tone};
use crate::article::review::About;
use crate::article::{Anchor, Article, Certainty, Statement, naming};
use crate::state::judged;

impl Card<'_> {
    /// The judgement with the machine's view beside it, and the note.
    pub(super) fn said(&mut self, statement: &Statement) {
        if let Some(review) = statement.review.known() {
            self.row("you say", judged::signed(review));
            let kept = self.kept;
            if let Some(was) = kept.statement(&statement.id) {
                self.machine(kept, was, statement);
            }
        }
        if let Some(kept) = naming::kept_from_earlier(statement) {
            self.tinted("", kept, Tone::Doubt);
        }
        for noted in judged::notes(self.kept, &About::Statement(statement.id.clone())) {
            self.row("note", noted);
        }
        for id in statement.standing_speakers() {
            for noted in judged::notes(self.article, &About::Actor(id.clone())) {
                let name = self.name(id);
                self.row("note", format!("on {name}: {noted}"));
            }
        }
    }

    fn machine(&mut self, kept: &Article, was: &Statement, now: &Statement) {
        let is_other = |one: &Statement, other: &Statement| {
            one.content.iter().map(Anchor::span).ne(other.content.iter().map(Anchor::span))
        };
        let mut label = "machine";
        if was.speakers != now.speakers {
            let actors = was.speakers.items().iter().filter_map(|id| kept.actor(id)).collect::<Vec<_>>();
            let mut words = match actors.as_slice() {
                [] => naming::source_words(kept, was),
                actors => naming::speaker_words(kept, was, actors),
            };
            if let Some(sure) = was.confidence.known().and_then(|confidence| confidence.speaker) {
                words = format!("{words}, {} ({sure:.2})", Certainty::of(sure).as_str());
            }
            self.row(label, format!("said by {words}"));
            label = "";
        }
        if is_other(was, now) {
            for part in &was.content {
                self.row(label, format!("words: {}", part.words(&kept.text)));
                label = "";
            }
        }
    }
}
