//! How sure a statement is, by the pattern that found it. The numbers are set by hand and **not calibrated**: a
//! trained model is to take their place. They order statements sensibly, no more.

use crate::article::{Confidence, Kind};

use super::super::attribution::{Attribution, Way};
use super::super::resolve::Speaker;

/// Belief in the content's edges and in finding the right source, for each pattern.
const TABLE: [(Way, f64, f64); 14] = [
    (Way::QuoteThenCue, 0.95, 0.96),
    (Way::CueThenQuote, 0.93, 0.95),
    (Way::Clause, 0.8, 0.92),
    (Way::Postposed, 0.75, 0.9),
    (Way::AccordingTo, 0.75, 0.9),
    (Way::Participle, 0.75, 0.82),
    (Way::Carried, 0.85, 0.8),
    (Way::Implied, 0.5, 0.5),
    (Way::Label, 0.85, 0.9),
    (Way::Transcript, 0.9, 0.9),
    (Way::Block, 0.75, 0.6),
    (Way::NoComment, 0.85, 0.9),
    (Way::Interview, 0.9, 0.8),
    (Way::Dialogue, 0.85, 0.9),
];

/// The two confidences of a statement.
pub fn of(attribution: &Attribution, speaker: &Speaker) -> Confidence {
    let (content, source) = TABLE
        .iter()
        .find(|(way, ..)| *way == attribution.way)
        .map_or((0.5, 0.5), |(_, content, source)| (*content, *source));
    let content = match attribution.kind {
        Kind::Mixed => content - 0.05,
        _ => content,
    };
    let content = if attribution.nested_in.is_some() { content - 0.1 } else { content };
    let speaker = if speaker.figures.is_empty() { source * 0.6 } else { source.min(speaker.sure) };
    Confidence { content, speaker }
}
