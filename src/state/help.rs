//! What the help screen says: what the signs beside the text mean, then the table of actions with the keys as they
//! are now.

use crate::action::{ACTIONS, Action};
use crate::article::{Kind, ReviewStatus};
use crate::flow::{width, wrapped};
use crate::key::Key;

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

/// What keys do for somebody who visits another's library, where that is not what they do at home; nothing for those
/// that only say that they do nothing.
const VISITED: [(Action, &str); 6] = [
    (
        Action::GroupQuotes,
        "List the quotes in the article's order or by speaker, the library by day or outlet, what was found by time or relevance, a speaker's statements or those about them, in turn",
    ),
    (Action::List, "Go to the list of articles"),
    (Action::Search, "Search the library for statements while you type; an empty line offers earlier searches"),
    (Action::Undo, "Undo what you said last: a judgement, a note"),
    (Action::Browse, "Show the link to the source, at the statement's words, and send it to your clipboard"),
    (Action::Suspend, ""),
];

/// What an action does for this reader.
fn here(state: &State, action: Action, help: &'static str) -> &'static str {
    let visited = VISITED.iter().find(|row| state.visiting && row.0 == action);
    visited.map_or(help, |row| row.1)
}

/// The help screen's lines for a width, and the width of the column of keys. The signs take as many columns in ASCII.
pub fn lines(state: &State, width_col: u16, unicode: bool) -> (Vec<HelpLine>, u16) {
    let sign = |kind: Kind| if unicode { kind.sign() } else { kind.ascii_sign() };
    let signs = KINDS.iter().map(|(kind, words)| (sign(*kind).to_owned(), *words));
    let doubts = DOUBTS.iter().map(|(sign, words)| ((*sign).to_owned(), *words));
    let actions = ACTIONS.iter().filter(|row| state.offers(row.action)).filter_map(|row| {
        let keys: Vec<String> = state.keymap.keys(row.action).iter().map(ToString::to_string).collect();
        let help = here(state, row.action, row.help);
        (!keys.is_empty() && !help.is_empty()).then(|| (keys.join(" "), help))
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

/// What keys do for a listener, where that is not what they do on a screen; nothing for those that only a screen has.
const HEARD: [(Action, &str); 14] = [
    (Action::LineDown, "Read the next sentence, or go to the next row"),
    (Action::LineUp, "Read the sentence before, or go to the row before"),
    (Action::HalfPageDown, "Read the next paragraph, or go on by half a page of rows"),
    (Action::HalfPageUp, "Read the paragraph before, or go back by half a page of rows"),
    (Action::PageDown, "Read the next paragraph, or go on by a page of rows"),
    (Action::PageUp, "Read the paragraph before, or go back by a page of rows"),
    (Action::Top, "Read the first sentence, or go to the first row"),
    (Action::Bottom, "Read the last sentence, or go to the last row"),
    (
        Action::Activate,
        "In an article: say why that is the speaker; on a summary line or a quote: go to it; on an actor: keep to that actor's statements; in a list: read the article",
    ),
    (Action::Warnings, "Read what is in doubt about the article"),
    (Action::Redraw, "Say again where you are"),
    (Action::Theme, ""),
    (Action::Zen, ""),
    (Action::Mouse, ""),
];

/// What the keys do as it is said to a listener, a sentence each.
pub fn spoken(state: &State) -> Vec<String> {
    let rows = ACTIONS.iter().filter(|row| state.offers(row.action)).filter_map(|row| {
        let heard = HEARD.iter().find(|heard| heard.0 == row.action).map_or(row.help, |heard| heard.1);
        let help = here(state, row.action, heard);
        let keys: Vec<String> = state.keymap.keys(row.action).iter().map(named).collect();
        (!keys.is_empty() && !help.is_empty()).then(|| format!("{}: {help}.", keys.join(" or ")))
    });
    rows.collect()
}

/// A key as it is said: a capital is told from a small letter, a sign has its name.
pub fn named(key: &Key) -> String {
    const SIGNS: [(&str, &str); 15] = [
        ("/", "slash"),
        ("?", "question mark"),
        ("%", "percent sign"),
        ("*", "star"),
        ("+", "plus"),
        ("-", "minus"),
        ("=", "equals sign"),
        ("[", "left bracket"),
        ("]", "right bracket"),
        ("|", "vertical bar"),
        (",", "comma"),
        (".", "full stop"),
        ("esc", "escape"),
        ("pgdn", "page down"),
        ("pgup", "page up"),
    ];
    let key = key.to_string();
    let sign = SIGNS.iter().find(|(sign, _)| *sign == key).map(|(_, name)| (*name).to_owned());
    let key = key.replace("ctrl-", "control ").replace("alt-", "alt ").replace("shift-", "shift ");
    sign.unwrap_or_else(|| match key.as_bytes() {
        [letter] if letter.is_ascii_uppercase() => format!("capital {key}"),
        _ => key,
    })
}
