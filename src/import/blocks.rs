//! Says of each piece of a text what it is on the page: headline, byline, paragraph, what is not the article's own.
//!
//! A piece is judged by its own words first, then by where it stands. Where in doubt it is a paragraph: a paragraph is
//! shown and searched in full, so the doubt costs least there.

use crate::article::{Block, BlockKind, Maybe, Metadata, Party, Text};

use super::boilerplate::{Verdict, verdict};
use super::credits;
use super::language;
use super::lines::{Piece, ends_sentence, is_item};

/// Pieces counted from either end that are near an end of the text.
const EDGE: usize = 8;
/// No article has more writers than this; a file of nothing but credits costs no more than one.
const MAX_WRITERS: usize = 50;

/// A prose piece has at least so many words; a crosshead or a headline stands over one.
const MIN_PROSE_WORDS: usize = 10;

/// Words that no headline ends on: a line that does breaks off. Prepositions are not among them, since verbs take
/// them along: *as the ice closes in*.
const OPEN_ENDS: [&str; 12] = ["the", "a", "an", "of", "and", "or", "but", "at", "from", "his", "her", "their"];

/// Words of a line that reports what somebody said; a crosshead has none.
const CUES: [&str; 12] = [
    "said", "says", "told", "added", "asked", "wrote", "replied", "tweeted", "argued", "warned", "insisted", "declined",
];

/// A piece with what is asked of it again and again.
struct Look<'a> {
    words: &'a str,
    n_words: usize,
    n_lines: usize,
    kind: Option<BlockKind>,
}

impl Look<'_> {
    fn is_prose(&self) -> bool {
        self.kind.is_none_or(BlockKind::is_prose) && self.n_words >= MIN_PROSE_WORDS
    }
}

/// The blocks of a text, and what they tell of its publication.
pub(super) fn find(text: &Text, pieces: &[Piece]) -> (Vec<Block>, Metadata) {
    let mut looks: Vec<Look> = pieces
        .iter()
        .map(|piece| {
            let words = text.as_str().get(piece.bytes.clone()).unwrap_or_default();
            Look { words, n_words: words.split_whitespace().count(), n_lines: piece.n_lines, kind: piece.given }
        })
        .collect();
    mark_by_words(&mut looks);
    let mut metadata = Metadata::default();
    mark_head(&mut looks, &mut metadata);
    mark_days(&mut looks, &mut metadata);
    mark_crossheads(&mut looks);
    metadata.in_language = Maybe::computed(language_of(&looks));

    let blocks = looks.iter().zip(pieces).filter_map(|(look, piece)| {
        let span = text.span_of_bytes(piece.bytes.start, piece.bytes.end)?;
        Some(Block::new(look.kind.unwrap_or(BlockKind::Paragraph), span))
    });
    (blocks.collect(), metadata)
}

fn language_of(looks: &[Look]) -> Option<String> {
    let mut sample = String::new();
    for look in looks.iter().filter(|look| look.kind.is_none_or(BlockKind::is_prose)) {
        sample.push_str(crate::clean::head(look.words, 6000));
        sample.push(' ');
        if sample.len() > 6000 {
            break;
        }
    }
    language::detect(&sample)
}

/// What a piece's own words tell.
fn mark_by_words(looks: &mut [Look]) {
    let n = looks.len();
    let mut n_links = 0;
    for (at, look) in looks.iter_mut().enumerate() {
        // A text of a few lines has no edge that promotions would stand at.
        let is_at_edge = n > 3 && (at < EDGE / 2 || at + EDGE >= n);
        let is_own = matches!(look.kind, Some(BlockKind::Blockquote));
        let verdict = if is_own || (at == 0 && n == 1) { Verdict::Own } else { verdict(look.words, is_at_edge) };
        let is_link = n_links > 0 && look.n_words <= 16 && !ends_sentence(look.words);
        n_links = match verdict {
            Verdict::Links => 8,
            Verdict::Boilerplate => n_links,
            Verdict::Own if is_link => n_links - 1,
            Verdict::Own => 0,
        };
        if verdict != Verdict::Own || is_link {
            look.kind = Some(BlockKind::Boilerplate);
        } else if look.kind.is_none() {
            look.kind = own_kind(look.words, at, n);
        }
    }
}

fn own_kind(words: &str, at: usize, n: usize) -> Option<BlockKind> {
    // Writers stand under the headline or at the very end; in between *By …* opens a sentence. Other credits are
    // known wherever they stand.
    let is_bare_by = words.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("by "));
    let is_place_of_writers = n > 1 && (at < EDGE || at + EDGE >= n || !is_bare_by);
    if is_place_of_writers && credits::byline(words).is_some() {
        Some(BlockKind::Byline)
    } else if credits::is_caption(words) {
        Some(BlockKind::Caption)
    } else if is_item(words) {
        Some(BlockKind::ListItem)
    } else {
        None
    }
}

/// Headline, standfirst and bare bylines, which only their place tells.
fn mark_head(looks: &mut [Look], metadata: &mut Metadata) {
    let mut at = first_own(looks, 0);
    let mut headline = None;
    while let Some(n) = at.filter(|n| *n < EDGE) {
        let Some(look) = looks.get(n) else { break };
        let has_prose_after = looks.iter().skip(n + 1).take(6).any(Look::is_prose);
        let is_given = look.kind == Some(BlockKind::Heading);
        if !(is_given
            || (look.kind.is_none() && has_prose_after && is_headline(look.words, look.n_words, look.n_lines)))
        {
            break;
        }
        // A kicker of a word or two may stand over it.
        let is_kicker = headline.is_none() && look.n_words <= 2;
        headline = Some(n);
        if let Some(look) = looks.get_mut(n) {
            look.kind = Some(BlockKind::Heading);
        }
        at = first_own(looks, n + 1);
        if !is_kicker || is_given {
            break;
        }
    }
    metadata.headline = Maybe::computed(
        headline.and_then(|n| looks.get(n)).map(|look| crate::clean::line(look.words.trim_end_matches([';', ' ']))),
    );
    mark_bare_bylines(looks, headline);
    mark_standfirst(looks, headline);

    let mut writers: Vec<String> = Vec::new();
    for look in looks.iter().filter(|look| look.kind == Some(BlockKind::Byline)) {
        for name in credits::byline(look.words).or_else(|| credits::bare_byline(look.words)).unwrap_or_default() {
            if writers.len() < MAX_WRITERS && !writers.contains(&name) {
                writers.push(name);
            }
        }
    }
    let parties: Vec<Party> = writers.into_iter().map(|name| Party { name, ..Party::default() }).collect();
    metadata.author = Maybe::computed((!parties.is_empty()).then_some(parties));
}

/// The next piece that may be of the article's own head.
fn first_own(looks: &[Look], from: usize) -> Option<usize> {
    let is_own = |look: &Look| {
        let is_other = matches!(look.kind, Some(BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption));
        !is_other && credits::day(look.words).is_none()
    };
    looks.iter().enumerate().skip(from).find(|(_, look)| is_own(look)).map(|(n, _)| n)
}

/// Names under a headline, and a role under a name.
fn mark_bare_bylines(looks: &mut [Look], headline: Option<usize>) {
    let from = headline.map_or(0, |n| n + 1);
    let mut has_byline = false;
    for at in from..(from + 4).min(looks.len()) {
        let has_prose_after = looks.iter().skip(at + 1).any(Look::is_prose);
        let Some(look) = looks.get_mut(at) else { break };
        let is_bare = headline.is_some() && !has_byline && credits::bare_byline(look.words).is_some();
        let is_role = has_byline && credits::is_role(look.words);
        if look.kind.is_none() && has_prose_after && (is_bare || is_role) {
            look.kind = Some(BlockKind::Byline);
        }
        has_byline |= look.kind == Some(BlockKind::Byline);
    }
}

fn mark_standfirst(looks: &mut [Look], headline: Option<usize>) {
    let from = headline.map_or(0, |n| n + 1);
    let Some(at) = first_own(looks, from).filter(|at| *at < from + 4) else { return };
    let next = looks.get(at + 1);
    let has_prose_after = looks.iter().skip(at + 1).take(4).any(Look::is_prose);
    let Some(look) = looks.get(at) else { return };
    if look.kind.is_some() || !has_prose_after || look.n_words < 4 || look.n_words > 60 {
        return;
    }
    let over_byline =
        next.is_some_and(|next| next.kind == Some(BlockKind::Byline) || credits::day(next.words).is_some());
    let after_half_headline =
        headline.and_then(|n| looks.get(n)).is_some_and(|look| look.words.trim_end().ends_with(';'));
    let is_open = !ends_sentence(look.words) && !look.words.ends_with([':', ',']) && !breaks_off(look.words);
    let is_standfirst = credits_the_reporter(look.words)
        || (headline.is_some() && (over_byline || after_half_headline || (is_open && look.n_words <= 45)));
    if is_standfirst && let Some(look) = looks.get_mut(at) {
        look.kind = Some(BlockKind::Standfirst);
    }
}

/// *…, as Political Correspondent Jane Roe reports*, *…, writes Jane Roe*.
fn credits_the_reporter(words: &str) -> bool {
    let tail: Vec<&str> = words.trim_end_matches('.').split_whitespace().rev().take(14).collect();
    let is_upper = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let ends_in_verb = matches!(tail.first(), Some(&("reports" | "report" | "writes" | "explains" | "finds")));
    let names_desk = tail.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        matches!(word.as_str(), "correspondent" | "editor" | "reporter")
    });
    let ends_in_name = tail.iter().take_while(is_upper).count();
    let before_name = tail.get(ends_in_name).map(|word| word.trim_matches(','));
    (ends_in_verb && (names_desk || tail.iter().skip(1).take(2).filter(is_upper).count() == 2 && tail.contains(&"as")))
        || ((2..=4).contains(&ends_in_name) && matches!(before_name, Some("writes" | "reports")))
}

/// Lines that are a day and nothing else.
fn mark_days(looks: &mut [Look], metadata: &mut Metadata) {
    let n = looks.len();
    let mut found = None;
    for (at, look) in looks.iter_mut().enumerate() {
        let is_near = at < EDGE || at + 4 >= n;
        if !is_near || look.n_words > 14 || !(look.kind.is_none() || look.kind == Some(BlockKind::Byline)) {
            continue;
        }
        if let Some(day) = credits::day(look.words) {
            found = found.or(Some(day));
            look.kind = Some(BlockKind::Byline);
        }
    }
    metadata.date_published = Maybe::computed(found);
}

/// Short lines without a stop between paragraphs.
fn mark_crossheads(looks: &mut [Look]) {
    let Some(first) = looks.iter().position(Look::is_prose) else { return };
    for at in first + 1..looks.len() {
        let is_over_prose =
            looks.get(at + 1).is_some_and(|next| next.kind.is_none() && next.is_prose() && ends_sentence(next.words));
        let is_alone = looks.get(at - 1).is_some_and(|before| {
            before.kind != Some(BlockKind::Heading)
                && (before.n_words > 8 || before.kind.is_some() || ends_sentence(before.words))
        });
        if let Some(look) = looks.get_mut(at)
            && look.kind.is_none()
            && is_over_prose
            && is_alone
            && is_crosshead(look)
        {
            look.kind = Some(BlockKind::Heading);
        }
    }
}

fn is_crosshead(look: &Look) -> bool {
    let opens = look.words.trim_start_matches(['‘', '“', '\'', '"']);
    look.n_lines == 1
        && look.n_words <= 8
        && look.words.len() <= 80
        && opens.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !look.words.ends_with([':', ',', ';', '-', '–', '—', '.', '…', '!', ')', ']'])
        && ![".\"", ".”", ".’", ".'", ",”", ",\"", "!”"].iter().any(|end| look.words.ends_with(end))
        && !look.words.contains([',', ';', '(', '@', '='])
        && !breaks_off(look.words)
        && !is_labelled(look.words)
        && (!has_cue(look.words) || is_in_single_marks(look.words))
}

/// A transcript's line: *Q: Who else?*, *TAPPER: No?*.
fn is_labelled(words: &str) -> bool {
    words.split_once(": ").is_some_and(|(label, _)| !label.contains(char::is_lowercase))
}

/// A crosshead that quotes as a whole: *‘He said it would hold’*.
fn is_in_single_marks(words: &str) -> bool {
    words.starts_with(['‘', '\'']) && words.ends_with(['’', '\''])
}

/// The first line of an article, where it is short and has no stop at its end.
fn is_headline(words: &str, n_words: usize, n_lines: usize) -> bool {
    if !(1..=24).contains(&n_words) || n_lines > 2 || words.len() > 220 || words.starts_with(['(', '@', '{', '<']) {
        return false;
    }
    if words.ends_with([':', ',', '—', '–', '-', '{', '}']) || breaks_off(words) || speaks(words) {
        return false;
    }
    if words.ends_with(['.', '…']) || words.ends_with(".”") || words.ends_with(".\"") {
        return n_words <= 20 && (is_title_case(words) || ends_in_initials(words)) && !has_stop_within(words);
    }
    !has_stop_within(words)
}

/// Marks of speech and a word of saying: *“We won,” she said*.
fn speaks(words: &str) -> bool {
    has_cue(words) && words.contains(['“', '"']) && words.starts_with(['“', '"'])
}

fn has_cue(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|word| CUES.contains(&word))
}

fn breaks_off(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or(words);
    OPEN_ENDS.contains(&last)
}

/// Most words of four letters or more are capitalised.
fn is_title_case(words: &str) -> bool {
    let long = || {
        words
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|w| w.chars().count() >= 4)
    };
    let n_upper =
        long().filter(|word| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())).count();
    let n_long = long().count();
    n_long >= 3 && n_upper * 10 >= n_long * 8
}

/// *… as key in S.C.*
fn ends_in_initials(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or(words);
    last.matches('.').count() >= 2 && last.chars().all(|c| c == '.' || c.is_uppercase())
}

/// Whether a sentence ends inside the line: a small letter, a stop, a space and a capital.
fn has_stop_within(words: &str) -> bool {
    let scalars: Vec<char> = words.chars().take(400).collect();
    scalars.windows(4).any(|four| {
        matches!(four, [before, '.', ' ', after] if before.is_lowercase() && (after.is_uppercase() || matches!(after, '“' | '"')))
    })
}
