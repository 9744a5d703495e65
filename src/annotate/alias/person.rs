//! Persons: when two names are one person's, and which first words are no first names.

use super::super::lexicon::Classes;
use super::super::mention::Naming;
use super::super::page::Stretch;
use super::super::token::Shape;
use super::Register;

impl Register<'_> {
    /// *Fuming Roe*, *Fascist Breck*: the first word describes and is nobody's first name.
    pub(super) fn describes(&self, index: usize) -> bool {
        let token = self.found.token(index);
        let word = self.word(index);
        let classes = Classes::COMMON
            .or(Classes::ADVERB)
            .or(Classes::SUBORDINATOR)
            .or(Classes::REPORTING)
            .or(Classes::REPORTED)
            .or(Classes::REPORTS)
            .or(Classes::ROLE);
        let ending = word.len() > 5 && ["ing", "ist", "ous", "ful"].iter().any(|ending| word.ends_with(ending));
        token.shape == Shape::Title && !token.is(Classes::FIRST_NAME) && (token.is(classes) || ending)
    }

    /// Whether a figure's name begins with words that are hardly a first name, so that another bearer of the surname
    /// is rather meant.
    pub(super) fn is_doubtful(&self, figure: usize) -> bool {
        self.figures.get(figure).is_some_and(|figure| {
            let first = self.found.token(figure.name.first);
            let body = Classes::ORG_HEAD.or(Classes::ORG_NAME).or(Classes::PLACE).or(Classes::PLACE_START);
            figure.name.len() > 1
                && !first.is(Classes::FIRST_NAME)
                && (self.describes(figure.name.first)
                    || first.is(body)
                    || figure.name.iter().skip(1).any(|index| self.found.token(index).is(body))
                    || figure.namings.len() == 1
                        && figure.name.len() > 2
                        && !figure.name.iter().any(|index| self.found.token(index).is(Classes::PARTICLE)))
        })
    }

    /// *Han Sol-mi* is Ms Han: a hyphen before a small letter joins the two parts of a given name that comes last.
    pub(super) fn is_family_first(&self, name: Stretch) -> bool {
        let given = self.word(name.end.saturating_sub(1));
        name.len() == 2
            && given.split_once('-').is_some_and(|(_, second)| second.starts_with(|letter: char| letter.is_lowercase()))
    }

    /// *Sir Tomas*, *Pope Leo*: titles that stand before a first name.
    pub(super) fn is_honoured(&self, naming: &Naming) -> bool {
        let title = naming.name.first.checked_sub(1).map_or("", |index| self.word(index));
        matches!(
            title,
            "Sir" | "Dame" | "Lord" | "Lady" | "King" | "Queen" | "Prince" | "Princess" | "Pope" | "Sister" | "Father"
        )
    }
}
