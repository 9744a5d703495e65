//! How sure a statement is: two probabilities, that its words were said as found and that its speaker is the right
//! one.
//!
//! Logistic regression (after Platt 1999) over what labelling, linking and resolution believed. The weights are
//! calibrated by the package `training` on articles whose labels and links came from models that had not seen them;
//! `assets/model/confidence.tsv` holds them.

use std::sync::LazyLock;

use crate::article::{Confidence, Kind, Resolution, SpeakerKind};

use super::attribution::{Attribution, Way};
use super::resolve::Speaker;

/// Names of the features, as the table of weights has them.
pub const NAMES: [&str; N_FACTS] = [
    "bias",
    "content",
    "source",
    "resolution",
    "weakest",
    "direct",
    "mixed",
    "rules",
    "short",
    "unsourced",
    "by-name",
    "by-role",
    "by-pronoun",
    "carried",
    "joint",
    "nobody",
    "body",
    "rival",
];
const N_FACTS: usize = 18;

/// The features of one statement.
pub type Facts = [f32; N_FACTS];

/// Log-odds, within ±6.
fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.0025, 0.9975);
    (chance / (1.0 - chance)).ln()
}

/// What the two judgements go by.
pub fn facts(attribution: &Attribution, speaker: &Speaker) -> Facts {
    let flag = |yes: bool| f32::from(u8::from(yes));
    let (content, source) = attribution.sure;
    let resolution = speaker.sure as f32;
    let words: usize = attribution.content.iter().map(|part| part.len()).sum();
    let labelled = matches!(attribution.way, Way::Transcript | Way::Label | Way::Interview | Way::Dialogue);
    let ruled = labelled || matches!(attribution.way, Way::NoComment | Way::Block);
    let rival = attribution.rivals.first().map_or(0.0, |(_, share)| *share);
    [
        1.0,
        odds(content),
        odds(source),
        odds(resolution),
        odds(content.min(source).min(resolution)),
        flag(attribution.kind == Kind::Direct),
        flag(attribution.kind == Kind::Mixed),
        flag(ruled || attribution.nested_in.is_some()),
        flag(words < 5),
        flag(attribution.source.is_none()),
        flag(matches!(speaker.how, Resolution::Name | Resolution::Alias)),
        flag(matches!(speaker.how, Resolution::Role | Resolution::Office)),
        flag(speaker.how == Resolution::Pronoun),
        flag(speaker.how == Resolution::Continuation),
        flag(speaker.how == Resolution::Joint),
        flag(speaker.figures.is_empty()),
        flag(speaker.kind == SpeakerKind::Organisation),
        rival,
    ]
}

/// Weights of the two judgements: of the content, of the speaker.
static WEIGHTS: LazyLock<[Facts; 2]> = LazyLock::new(|| read(include_str!("../../assets/model/confidence.tsv")));

/// Reads a table of a name and two weights a line; what is not there weighs nothing.
fn read(table: &str) -> [Facts; 2] {
    let mut weights = [[0.0; N_FACTS]; 2];
    for line in table.lines() {
        let mut fields = line.split('\t');
        let Some(at) = fields.next().and_then(|name| NAMES.iter().position(|other| *other == name)) else { continue };
        for (row, field) in weights.iter_mut().zip(fields) {
            if let Some(slot) = row.get_mut(at) {
                *slot = field.parse().unwrap_or(0.0);
            }
        }
    }
    weights
}

/// The probability that a row of weights gives.
pub fn chance(weights: &Facts, facts: &Facts) -> f32 {
    let total: f32 = weights.iter().zip(facts).map(|(weight, fact)| weight * fact).sum();
    1.0 / (1.0 + (-total).exp())
}

/// Most that is believed of a speaker of whom nothing is known.
const UNKNOWN: f64 = 0.6;

/// The two confidences of a statement.
pub fn of(attribution: &Attribution, speaker: &Speaker) -> Confidence {
    let facts = facts(attribution, speaker);
    let [content, by] = &*WEIGHTS;
    // The training articles hardly have an office that only the table knows: no more is believed than it says. Nor is
    // one sure of a speaker of whom nothing is known.
    let is_unknown = speaker.figures.is_empty() && speaker.kind == SpeakerKind::Unknown;
    let most = match speaker.how {
        Resolution::Office => speaker.sure,
        _ if is_unknown => UNKNOWN,
        _ => 1.0,
    };
    Confidence::both(f64::from(chance(content, &facts)), f64::from(chance(by, &facts)).min(most))
}

#[cfg(test)]
mod tests {
    use super::{NAMES, WEIGHTS, read};

    #[test]
    fn every_feature_has_its_weights() {
        let table = include_str!("../../assets/model/confidence.tsv");
        for name in NAMES {
            assert!(table.lines().any(|line| line.starts_with(&format!("{name}\t"))), "{name}");
        }
        assert!(WEIGHTS.iter().flatten().all(|weight| weight.is_finite() && weight.abs() < 20.0));
    }

    #[test]
    fn a_damaged_table_weighs_nothing() {
        assert!(read("bias\tx\nnobody-knows\t1\t2\n\t\t\n").iter().flatten().all(|weight| *weight == 0.0));
    }
}
