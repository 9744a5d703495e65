//! What the help screen says: what the signs beside the text mean, then the table of actions with the keys as they
//! are now.

use crate::action::ACTIONS;
use crate::article::{Kind, ReviewStatus};
use crate::flow::{width, wrapped};

use super::{State, judged};

/// Widest that the column of keys may be.
const MAX_KEYS_COLS: usize = 20;

/// One line of the help screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The sign, or the keys, on the first line of each.
    pub keys: String,
    /// What it means or they do, or how that goes on.
    pub words: String,
}

/// What the signs of the kinds mean.
const KINDS: [(Kind, &str); 4] = [
    (Kind::Direct, "Direct: the words are in quotation marks"),
    (Kind::Mixed, "Mixed: some of the words are in quotation marks"),
    (Kind::Indirect, "Indirect: in the article's words, not the speaker's"),
    (Kind::NoComment, "Declined to comment"),
];

/// What the signs and words of doubt mean; the words' bounds are those of `Certainty::of`.
const DOUBTS: [(&str, &str); 4] = [
    ("?", "After one of these: in doubt, compare the text"),
    ("sure", "How certain the words and the speaker are: 0.90 or more"),
    ("likely", "The same: 0.70 or more"),
    ("check", "The same: less, which makes the doubt above"),
];

/// What the signs of the reader's own judgements and notes mean.
const OWN: [(ReviewStatus, &str); 3] = [
    (ReviewStatus::Confirmed, "In that place: you confirmed it"),
    (ReviewStatus::Disputed, "The same: you are in doubt about it"),
    (ReviewStatus::Corrected, "The same: it stands as you corrected it"),
];

/// The help screen's lines for a width, and the width of the column of keys. The signs take as many columns in ASCII.
pub fn lines(state: &State, width_col: u16, unicode: bool) -> (Vec<HelpLine>, u16) {
    let sign = |kind: Kind| if unicode { kind.sign() } else { kind.ascii_sign() };
    let signs = KINDS.iter().map(|(kind, words)| (sign(*kind).to_owned(), *words));
    let doubts = DOUBTS.iter().map(|(sign, words)| ((*sign).to_owned(), *words));
    let actions = ACTIONS.iter().filter_map(|row| {
        let keys: Vec<String> = state.keymap.keys(row.action).iter().map(ToString::to_string).collect();
        (!keys.is_empty()).then(|| (keys.join(" "), row.help))
    });
    let shown = |(sign, ascii): (&'static str, &'static str)| if unicode { sign } else { ascii }.to_owned();
    let own = OWN.iter().map(|(status, words)| (shown(judged::sign(*status)), *words));
    let noted = (shown(judged::NOTED), "You noted something there; the card has it");
    let parting = (String::new(), "");
    let rows: Vec<(String, &str)> = signs.chain(doubts).chain(own).chain([noted, parting]).chain(actions).collect();
    let widest = rows.iter().map(|(keys, _)| width(keys)).filter(|&cols| cols <= MAX_KEYS_COLS).max().unwrap_or(0);
    let keys_col = widest.min(width_col as usize / 3) as u16;
    let measure = width_col.saturating_sub(keys_col + 2).max(1);
    let mut lines = Vec::new();
    for (keys, help) in rows {
        let mut keys = keys;
        if width(&keys) > keys_col as usize {
            lines.push(HelpLine { keys: std::mem::take(&mut keys), words: String::new() });
        }
        for range in wrapped(help, measure) {
            let words = help.get(range).unwrap_or_default().to_owned();
            lines.push(HelpLine { keys: std::mem::take(&mut keys), words });
        }
    }
    (lines, keys_col)
}
