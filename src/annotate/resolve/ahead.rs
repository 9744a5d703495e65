//! Descriptions that open an article and whose bearer is named only later: *A harbour judge has rejected …*, and two
//! paragraphs on *Judge Jane Roe wrote*.

use crate::article::{ActorKind, BlockKind, Form, Resolution, SpeakerKind};

use super::super::alias::Figure;
use super::super::attribution::Attribution;
use super::super::lexicon::Classes;
use super::super::mention::{Naming, Sort};
use super::super::page::Stretch;
use super::bearer::may_bear;
use super::phrase::{Head, Phrase};
use super::{Resolver, Speaker, kind_of};

/// A lead is the headings and so many sentences.
const LEAD_SENTENCES: usize = 4;
/// Who bears the role is looked for among so many sentences after it.
const MOST_AHEAD: usize = 16;
/// One who states no role must speak within so many sentences.
const NEAR_AHEAD: usize = 6;
/// So many statements after it are looked at.
const MOST_STATEMENTS: usize = 24;

impl Resolver<'_> {
    /// Whom a description in the lead means that fits nobody named before: the first later speaker who bears the role,
    /// else the first one named only then, if the text gives no role.
    pub(super) fn ahead(&self, naming: &Naming, nobody: f64) -> Option<Speaker> {
        let at = naming.stretch.first;
        let here = self.found.sentence_of(at)?;
        let head = self.found.token(naming.stretch.end.saturating_sub(1));
        let block = self.found.token(at).block as usize;
        let lead = here < LEAD_SENTENCES || self.page.kind_of(block) == BlockKind::Heading && here < LEAD_SENTENCES * 2;
        if !lead || self.found.is_quoted(at) || head.is(Classes::GROUP) {
            return None;
        }
        let body = naming.sort == Sort::Organisation;
        let mut first_new: Option<usize> = None;
        for (number, figure, sentence) in self.speakers_after(naming.stretch.end) {
            let distance = sentence.saturating_sub(here);
            if distance > MOST_AHEAD {
                break;
            }
            if !figure.gender.fits(naming.gender) {
                continue;
            }
            if body {
                let named = figure.kind == ActorKind::Organisation && distance <= 2 && nobody < 1.0;
                if named && self.is_new(figure, at) {
                    return Some(self.meant(number, figure.name, 0.6));
                }
                continue;
            }
            if figure.kind != ActorKind::Person {
                continue;
            }
            if let Some(evidence) = may_bear(self.page, self.found, figure, naming.role) {
                return Some(self.meant(number, evidence, 0.75));
            }
            let new = self.is_new(figure, at) && figure.claims.is_empty() && figure.name.len() > 1;
            if first_new.is_none() && distance <= NEAR_AHEAD && new {
                first_new = Some(number);
            }
        }
        let number = first_new?;
        Some(self.meant(number, self.figure(number)?.name, 0.5))
    }

    /// Who is named as the source of a statement after a token, in the order of the statements, with the sentence.
    fn speakers_after(&self, end: usize) -> impl Iterator<Item = (usize, &Figure, usize)> + '_ {
        let source = move |attribution: &Attribution| attribution.source.filter(|source| source.first >= end);
        let later = self.found.attributions.iter().filter(|one| one.nested_in.is_none()).filter_map(source);
        later.take(MOST_STATEMENTS).filter_map(|source| {
            let Head::Name(naming) = Phrase::of(self.page, self.found, source).head else { return None };
            let number = self.found.owner_of(naming)?;
            Some((number, self.figure(number)?, self.found.sentence_of(source.first)?))
        })
    }

    /// Whether nothing before a token names a figure, headings included.
    fn is_new(&self, figure: &Figure, at: usize) -> bool {
        let naming = |&&index: &&usize| self.found.namings.get(index).is_some_and(|n| n.form == Form::Name);
        let first = figure.namings.iter().find(naming).and_then(|&index| self.found.namings.get(index));
        first.is_some_and(|first| first.stretch.first > at)
    }

    fn meant(&self, number: usize, evidence: Stretch, sure: f64) -> Speaker {
        Speaker {
            figures: vec![number],
            how: Resolution::Role,
            evidence: vec![evidence],
            kind: self.figure(number).map_or(SpeakerKind::Unknown, |figure| kind_of(figure.kind)),
            alternatives: Vec::new(),
            sure,
            weighed: None,
        }
    }
}
