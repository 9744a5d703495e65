//! Pairs quotation marks: which passages stand in them, over how many paragraphs, and which marks had to be mended.
//!
//! Handles curly, straight, doubled and single marks, guillemets in both directions and low-high marks, nested in
//! one another; tells apostrophes from single marks. Who speaks is left to attribution.

use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::token::{Shape, Token};

/// How a pair of marks came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Both marks stand there.
    Whole,
    /// No closing mark: it goes on in the next paragraph, which opens with a mark again.
    GoesOn,
    /// No closing mark: taken to end with its paragraph.
    Unclosed,
    /// A closing mark without an opening one: where the passage begins is unknown, and it stands for the mark alone.
    Unopened,
}

/// What a quoted passage is for, told coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Somebody's words.
    Speech,
    /// A word or phrase held at a distance, or cited in passing.
    Phrase,
    /// The title of a work.
    Title,
}

/// A passage in quotation marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its tokens.
    pub stretch: Stretch,
    /// Index of its block.
    pub block: usize,
    /// 0 for one that stands in no other.
    pub depth: u8,
    /// How its marks pair.
    pub pairing: Pairing,
    /// Whether it goes on from the quotation that was left open in the paragraph before.
    pub resumes: bool,
    /// What it is for.
    pub role: Use,
}

/// Deeper nesting is not followed.
const MAX_DEPTH: usize = 6;

/// The families of marks; one of a family closes one of the same family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Doubled,
    Single,
    Guillemet,
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy)]
struct Mark {
    token: usize,
    family: Family,
    side: Side,
    /// Whether a mark that can close this family follows in the block.
    closable: bool,
}

#[derive(Clone, Copy)]
struct Open {
    token: usize,
    family: Family,
    /// The first mark that could close it but looks like the apostrophe of a possessive plural.
    weak: Option<usize>,
}

impl Open {
    fn new(mark: &Mark) -> Self {
        Self { token: mark.token, family: mark.family, weak: None }
    }
}

/// Finds the quoted passages, by their first token.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    let mut left_open = None;
    let mut first = 0;
    let tokens = &found.tokens;
    let mut marks = Vec::new();
    while first < tokens.len() {
        let block = found.token(first).block;
        let end = first + tokens.get(first..).unwrap_or_default().partition_point(|token| token.block == block);
        let stretch = Stretch::new(first, end);
        marks_of(page, found, stretch, &mut marks);
        let next_opens = opening_family(page, found, end);
        let resumes = left_open.is_some() && left_open == marks.first().filter(|m| m.token == first).map(|m| m.family);
        let before = quotations.len();
        left_open = pair(page, found, stretch, &marks, next_opens, &mut quotations);
        for quotation in quotations.iter_mut().skip(before) {
            quotation.resumes = resumes && quotation.stretch.first == first;
        }
        first = end;
    }
    quotations.retain(|quotation| !is_nickname(page, found, quotation));
    quotations.sort_by_key(|quotation| (quotation.stretch.first, std::cmp::Reverse(quotation.stretch.end)));
    for index in 0..quotations.len() {
        if let Some(quotation) = quotations.get(index).copied() {
            let role = use_of(found, &quotation);
            if let Some(quotation) = quotations.get_mut(index) {
                quotation.role = role;
            }
        }
    }
    quotations
}

/// The family of the mark that the block at this token begins with, if it begins with an opening one.
fn opening_family(page: &Page<'_>, found: &Found, token: usize) -> Option<Family> {
    let (family, side) = mark_at(page, found, token)?;
    (side != Side::Closes || family != Family::Single).then_some(family)
}

/// The marks of a block, in order, apostrophes left out.
fn marks_of(page: &Page<'_>, found: &Found, stretch: Stretch, marks: &mut Vec<Mark>) {
    marks.clear();
    for token in stretch.iter() {
        if let Some((family, side)) = mark_at(page, found, token) {
            marks.push(Mark { token, family, side, closable: false });
        }
    }
    let mut closer_ahead = [false; 5];
    for mark in marks.iter_mut().rev() {
        if let Some(ahead) = closer_ahead.get_mut(mark.family as usize) {
            mark.closable = *ahead;
            // A straight mark closes curly ones as well, but says nothing about them here.
            *ahead |= mark.side != Side::Opens;
        }
    }
}

fn mark_at(page: &Page<'_>, found: &Found, index: usize) -> Option<(Family, Side)> {
    let token = found.token(index);
    let mark = token.mark()?;
    Some(match mark {
        '“' | '„' | '‟' => (Family::Double, Side::Opens),
        '”' => (Family::Double, Side::Closes),
        '"' | '＂' => (Family::Double, by_space(page, token)),
        '‶' => (Family::Doubled, Side::Opens),
        '″' => (Family::Doubled, by_space(page, token)),
        '«' | '»' => (Family::Guillemet, guillemet_side(page, found, index)),
        '‹' | '›' => (Family::Angle, guillemet_side(page, found, index)),
        '「' | '『' => (Family::Guillemet, Side::Opens),
        '」' | '』' => (Family::Guillemet, Side::Closes),
        '‘' | '‚' | '‛' if !is_elision(page, found, index) => (Family::Single, Side::Opens),
        '‘' | '’' | '\'' => (Family::Single, single_side(page, found, index, mark)?),
        _ => return None,
    })
}

fn by_space(page: &Page<'_>, token: &Token) -> Side {
    let (before, after) = (page.space_before(token.start_byte as usize), page.space_at(token.end_byte as usize));
    match (before, after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

/// Guillemets may stand off their words by a space, and either may open.
fn guillemet_side(page: &Page<'_>, found: &Found, index: usize) -> Side {
    let token = found.token(index);
    let inward = matches!(token.mark(), Some('«' | '‹'));
    match by_space(page, token) {
        Side::Opens if found.token(index + 1).is_word() || found.token(index + 1).block != token.block => Side::Opens,
        Side::Closes if !inward || found.before(index).is_word() || found.before(index).mark().is_some() => {
            Side::Closes
        }
        _ if inward => Side::Opens,
        _ => Side::Closes,
    }
}

/// *'90s*, *'em*, *rock 'n' roll*: letters are left out here, nothing is quoted.
fn is_elision(page: &Page<'_>, found: &Found, index: usize) -> bool {
    let (token, next) = (found.token(index), found.token(index + 1));
    if next.start_byte != token.end_byte {
        return false;
    }
    let word = page.word(next);
    (next.shape == Shape::Number && word.ends_with('s') && word.len() <= 4)
        || ["em", "n", "til", "tis", "twas", "cause", "bout", "round"]
            .iter()
            .any(|short| short.eq_ignore_ascii_case(word))
            && !matches!(found.token(index + 2).shape, Shape::Lower)
        || (word == "n" && is_single(found.token(index + 2)))
}

fn is_single(token: &Token) -> bool {
    matches!(token.mark(), Some('\'' | '’' | '‘'))
}

/// The side of a single mark that may be an apostrophe; none for an apostrophe.
fn single_side(page: &Page<'_>, found: &Found, index: usize, mark: char) -> Option<Side> {
    let (before, token, after) = (found.before(index), found.token(index), found.token(index + 1));
    let touches_before = !page.space_before(token.start_byte as usize);
    let touches_after = !page.space_at(token.end_byte as usize);
    // The second half of 'n'.
    if touches_before && before.start_byte + 1 == before.end_byte && page.word(before) == "n" {
        return None;
    }
    match (touches_before, touches_after) {
        (false, true) if mark == '\'' && !is_elision(page, found, index) => Some(Side::Opens),
        // A closing curly mark before a word is an apostrophe: ’90s, ’em.
        (false, true) if mark == '’' => None,
        (true, false) => Some(Side::Closes),
        (true, true) => {
            if before.is_word() && after.is_word() {
                None
            } else if after.is_word() || is_opener(before) && mark == '\'' {
                (mark == '\'').then_some(Side::Opens)
            } else {
                Some(Side::Closes)
            }
        }
        _ => None,
    }
}

fn is_opener(token: &Token) -> bool {
    matches!(token.mark(), Some('“' | '(' | '[' | '—' | '–' | '―' | '"' | '\0'))
}

/// Pairs the marks of one block. Gives the family of a quotation that goes on in the next block.
fn pair(
    page: &Page<'_>,
    found: &Found,
    block: Stretch,
    marks: &[Mark],
    next_opens: Option<Family>,
    quotations: &mut Vec<Quotation>,
) -> Option<Family> {
    let number = found.token(block.first).block as usize;
    let mut stack: Vec<Open> = Vec::new();
    let mut push = |first: usize, end: usize, depth: usize, pairing: Pairing| {
        quotations.push(Quotation {
            stretch: Stretch::new(first, end),
            block: number,
            depth: depth.min(MAX_DEPTH) as u8,
            pairing,
            resumes: false,
            role: Use::Speech,
        });
    };
    for mark in marks {
        let place = stack.iter().rposition(|open| open.family == mark.family);
        let at_start = mark.token == block.first;
        let closes = match mark.side {
            Side::Closes => !at_start,
            Side::Opens => false,
            Side::Either => place.is_some(),
        };
        if closes {
            if let Some(place) = place {
                // A possessive plural looks like a closing single mark: a later one will close.
                if mark.family == Family::Single && is_weak(page, found, mark.token) {
                    if let Some(open) = stack.get_mut(place) {
                        open.weak = open.weak.or(Some(mark.token));
                    }
                    continue;
                }
                close_weakly(&mut stack, place + 1, &mut push);
                if let Some(open) = stack.get(place).copied() {
                    stack.truncate(place);
                    push(open.token, mark.token + 1, place, Pairing::Whole);
                }
            } else if mark.family != Family::Single {
                if mark.side == Side::Either && mark.closable {
                    stack.push(Open::new(mark));
                } else {
                    push(mark.token, mark.token + 1, stack.len(), Pairing::Unopened);
                }
            }
            continue;
        }
        // A single straight or curly opener that nothing closes is an apostrophe, except where the next paragraph
        // opens with one too.
        let led_in =
            at_start || matches!(found.before(mark.token).mark(), Some(',' | ':' | '.' | '!' | '?' | '—' | '–'));
        if mark.family == Family::Single && !mark.closable && !(led_in && next_opens == Some(Family::Single)) {
            continue;
        }
        if let Some(place) = place {
            // A second opener of the same family: a straight mark closes, a curly one was left open.
            if let Some(open) = stack.get(place).copied() {
                close_weakly(&mut stack, place, &mut push);
                stack.truncate(place);
                let same_straight = matches!(found.token(open.token).mark(), Some('"' | '″' | '„'));
                if same_straight {
                    push(open.token, mark.token + 1, place, Pairing::Whole);
                    continue;
                }
                if mark.family == Family::Double {
                    push(open.token, mark.token, place, Pairing::Unclosed);
                }
            }
        }
        if stack.len() < MAX_DEPTH {
            stack.push(Open::new(mark));
        }
    }
    let open = stack.first().copied()?;
    let goes_on = next_opens == Some(open.family);
    if !goes_on || open.weak.is_none() {
        close_weakly(&mut stack, 0, &mut push);
        if stack.is_empty() {
            return None;
        }
    }
    if open.family == Family::Single && !goes_on {
        // An apostrophe after all; what it holds has been pushed by itself.
        return None;
    }
    push(open.token, block.end, 0, if goes_on { Pairing::GoesOn } else { Pairing::Unclosed });
    goes_on.then_some(open.family)
}

/// Closes what stands open from a depth on, where only a weak mark does.
fn close_weakly(stack: &mut Vec<Open>, depth: usize, push: &mut impl FnMut(usize, usize, usize, Pairing)) {
    while stack.len() > depth {
        let Some(open) = stack.last().copied() else { return };
        match open.weak {
            Some(weak) => push(open.token, weak + 1, stack.len() - 1, Pairing::Whole),
            None if depth == 0 => return,
            None => {}
        }
        stack.pop();
    }
}

/// *the banks’ patience*, *an’ all*, *goin’ home*: a mark that is an apostrophe if a later one closes.
fn is_weak(page: &Page<'_>, found: &Found, mark: usize) -> bool {
    let (before, after) = (found.before(mark), found.token(mark + 1));
    let word = page.word(before);
    let plural = word.ends_with(['s', 'x', 'z', 'S']);
    let clipped = ["an", "o", "th", "ol", "wi", "fo"].iter().any(|short| short.eq_ignore_ascii_case(word))
        || word.len() > 3 && word.ends_with("in");
    (plural || clipped)
        && before.is_word()
        && before.end_byte == found.token(mark).start_byte
        && matches!(after.shape, Shape::Lower | Shape::Title | Shape::Number)
        && !after.is(Classes::PRONOUN.or(Classes::REPORTS).or(Classes::AUXILIARY).or(Classes::CONJUNCTION))
}

/// Where a name goes on after a nickname between marks or brackets: *Odile “Dilly” Marchetti*.
pub fn after_nickname(page: &Page<'_>, found: &Found, open: usize) -> Option<usize> {
    let (before, token) = (found.before(open), found.token(open));
    let mark = token.mark()?;
    let bracket = mark == '(';
    if !bracket && !matches!(mark, '"' | '“' | '”' | '‘' | '’' | '\'' | '″' | '‶' | '„' | '«') {
        return None;
    }
    let inner = open + 1;
    let close = if found.token(inner + 1).is_capital() { inner + 2 } else { inner + 1 };
    let (last, after) = (found.token(close), found.token(close + 1));
    let closes = if bracket {
        last.is_mark(')')
    } else {
        matches!(last.mark(), Some('"' | '”' | '“' | '’' | '\'' | '″' | '»'))
    };
    let small = Classes::COMMON.or(Classes::PRONOUN).or(Classes::DETERMINER).or(Classes::CONJUNCTION);
    let name = |token: &Token| {
        token.shape == Shape::Title && !token.is(small.or(Classes::ORG_HEAD).or(Classes::DAY).or(Classes::MONTH))
    };
    let given = before.is(Classes::FIRST_NAME) || !bracket && !before.is(Classes::ROLE.or(Classes::BODY));
    let spaced = page.space_before(token.start_byte as usize)
        && page.space_at(last.end_byte as usize)
        && token.end_byte == found.token(inner).start_byte;
    (closes
        && spaced
        && given
        && found.token(inner).is_capital()
        && name(before)
        && (name(after) || after.shape == Shape::Mixed)
        && before.block == after.block
        && !after.is(Classes::REPORTS))
    .then_some(close + 1)
}

fn is_nickname(page: &Page<'_>, found: &Found, quotation: &Quotation) -> bool {
    quotation.stretch.len() <= 4 && after_nickname(page, found, quotation.stretch.first) == Some(quotation.stretch.end)
}

/// Tells speech from titles and held-off phrases by length and by what stands at the marks.
fn use_of(found: &Found, quotation: &Quotation) -> Use {
    let stretch = quotation.stretch;
    if quotation.pairing == Pairing::Unopened {
        return Use::Phrase;
    }
    if quotation.pairing == Pairing::GoesOn || quotation.resumes {
        return Use::Speech;
    }
    let words = stretch.iter().take(60).filter(|&index| found.token(index).is_word());
    let (mut n_words, mut n_capital, mut n_small) = (0, 0, 0);
    for index in words {
        n_words += 1;
        let token = found.token(index);
        n_capital += usize::from(token.is_capital());
        n_small += usize::from(
            token.shape == Shape::Lower
                && !token.is(Classes::PREPOSITION.or(Classes::DETERMINER).or(Classes::CONJUNCTION)),
        );
    }
    let ends_as_sentence = stretch.len() >= 2
        && found.token(stretch.end - 2).mark().is_some_and(|mark| matches!(mark, '.' | ',' | '!' | '?' | '…' | '—'));
    let before = found.before(stretch.first);
    let introduced = before.is_mark(',') || before.is_mark(':') || before.is(Classes::REPORTS.or(Classes::REPORTING));
    if n_words >= 2 && n_capital == n_words && n_small == 0 && !introduced && !ends_as_sentence {
        return Use::Title;
    }
    if (2..=4).contains(&n_words) && n_small == 0 && n_capital >= 2 && !introduced {
        return Use::Title;
    }
    if n_words <= 2 && !introduced && !ends_as_sentence { Use::Phrase } else { Use::Speech }
}
