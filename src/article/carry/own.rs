//! Which of two judgements of one thing stays where two articles are made one: what the reader of this library says,
//! unless the other says all of that and more.

use std::collections::HashSet;

use crate::article::{ActorReview, Article, Maybe, Note, Review};

/// Whether something is as the own one has it, or the own one does not say it.
fn adds_to<T: PartialEq>(own: &Maybe<T>, other: &Maybe<T>) -> bool {
    own.known().is_none() || own.known() == other.known()
}

/// What becomes of a judgement that meets an own one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meeting {
    /// It says what the own one says, or less.
    Less,
    /// It says all that the own one says, and more.
    More,
    /// It says something else.
    Other,
}

impl Meeting {
    pub(super) fn of_reviews(own: &Review, other: &Review) -> Self {
        let is_less = own.status == other.status
            && adds_to(&other.speakers, &own.speakers)
            && adds_to(&other.content, &own.content)
            && adds_to(&other.is_statement, &own.is_statement)
            && adds_to(&other.note, &own.note);
        let is_more = own.status == other.status
            && adds_to(&own.by, &other.by)
            && adds_to(&own.speakers, &other.speakers)
            && adds_to(&own.content, &other.content)
            && adds_to(&own.is_statement, &other.is_statement)
            && adds_to(&own.note, &other.note);
        Self::told(is_less, is_more)
    }

    pub(super) fn of_actor_reviews(own: &ActorReview, other: &ActorReview) -> Self {
        let is_less = own.status == other.status
            && adds_to(&other.name, &own.name)
            && adds_to(&other.merged_into, &own.merged_into)
            && adds_to(&other.parted, &own.parted)
            && adds_to(&other.is_actor, &own.is_actor)
            && adds_to(&other.note, &own.note);
        let is_more = own.status == other.status
            && adds_to(&own.by, &other.by)
            && adds_to(&own.name, &other.name)
            && adds_to(&own.merged_into, &other.merged_into)
            && adds_to(&own.parted, &other.parted)
            && adds_to(&own.is_actor, &other.is_actor)
            && adds_to(&own.note, &other.note);
        Self::told(is_less, is_more)
    }

    /// Of two notes of one reader about one thing.
    pub(super) fn of_notes(own: &Note, other: &Note) -> Self {
        let has_tags = |one: &Note, of: &Note| {
            let there: HashSet<&String> = one.tags.items().iter().collect();
            of.tags.items().iter().all(|tag| there.contains(tag))
        };
        let is_less = adds_to(&other.body, &own.body) && has_tags(own, other);
        Self::told(is_less, adds_to(&own.body, &other.body) && has_tags(other, own))
    }

    fn told(is_less: bool, is_more: bool) -> Self {
        match (is_less, is_more) {
            (true, _) => Self::Less,
            (false, true) => Self::More,
            (false, false) => Self::Other,
        }
    }
}

/// Whose words go before the other's where an old annotation is carried into a new one, and how much was not taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precedence {
    /// What the new one has is the reader's own; else what the old one has is.
    pub(super) is_new_own: bool,
    /// Judgements and notes that say otherwise than the reader, and were left out.
    pub(super) n_left_out: usize,
}

impl Precedence {
    /// Whether the old one's stays; `meeting` is told of the own one and the other.
    pub(super) fn takes_old(&mut self, meeting: impl Fn(bool) -> Meeting) -> bool {
        let meeting = meeting(self.is_new_own);
        self.n_left_out += usize::from(meeting == Meeting::Other);
        // More goes before less; else the own one stays.
        (meeting == Meeting::More) == self.is_new_own
    }
}

/// An article of which readers have said things on two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// With all that could be taken.
    pub article: Article,
    /// Judgements and notes that say otherwise than the reader's own, and were left out.
    pub n_left_out: usize,
}
