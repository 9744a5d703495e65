//! What the text says was not said: *did not say when it would open*, *said nothing about the cost*, *nobody said
//! the pump had failed*. Shown as a statement it would be false.

use super::super::attribution::Attribution;
use super::super::page::{Found, Page, Stretch};
use crate::article::Kind;

/// Verbs of saying that a *not* turns round. Denying and thinking are left out: who does not deny something does say
/// so, and who does not think something holds a view.
const SAYING: [&str; 24] = [
    "say",
    "says",
    "said",
    "saying",
    "tell",
    "tells",
    "told",
    "mention",
    "mentions",
    "mentioned",
    "specify",
    "explain",
    "explained",
    "elaborate",
    "disclose",
    "disclosed",
    "reveal",
    "revealed",
    "discuss",
    "discussed",
    "indicate",
    "give",
    "gave",
    "provide",
];
const NOTHING: [&str; 6] = ["not", "never", "nothing", "anything", "without", "cannot"];
const NOBODY: [&str; 5] = ["nobody", "no", "none", "neither", "nothing"];
/// A frame is looked through to this length, in tokens.
const REACH: usize = 14;

/// Whether a statement that is not all quoted is none.
pub fn is_unsaid(page: &Page<'_>, found: &Found, one: &Attribution) -> bool {
    let (Some(source), Some(first)) = (one.source, one.content.first().map(|part| part.first)) else { return false };
    if !matches!(one.kind, Kind::Indirect | Kind::Mixed) {
        return false;
    }
    let is_in = |list: &[&str], index: usize| {
        let word = page.word(found.token(index));
        list.iter().any(|one| one.eq_ignore_ascii_case(word))
    };
    if is_in(&NOBODY, source.first) || source.first > 0 && is_in(&NOBODY, source.first - 1) {
        return true;
    }
    // The frame: what stands between source and content, in either order.
    let cue_end = one.cue.map_or(0, |cue| cue.end);
    let frame = if source.end <= first {
        Stretch::new(source.end, first.min(source.end + REACH))
    } else {
        let end = source.end.max(cue_end);
        Stretch::new(source.first.saturating_sub(REACH).max(one.content.last().map_or(0, |part| part.end)), end)
    };
    let denied = frame.iter().any(|index| {
        let word = page.word(found.token(index));
        is_in(&NOTHING, index) || word.ends_with("n't") || word.ends_with("n’t")
    });
    denied && frame.iter().any(|index| is_in(&SAYING, index))
}
