//! Finds the mark that closes a quotation. Each style's marks of a block are looked up once, so that openers which
//! nothing closes cost no search to the block's end each.

use super::{Style, opening};

/// The closing marks of one block.
pub(super) struct Closers<'a> {
    scalars: &'a [char],
    found: Vec<(Style, Marks)>,
}

/// The marks of one style in a block, in order.
#[derive(Default)]
struct Marks {
    /// Where one closes, and its width.
    closing: Vec<(usize, usize)>,
    /// For curly marks: where one opens, and one past the mark that closes it with those between paired off.
    pairs: Vec<(usize, Option<usize>)>,
    /// Those of them that nothing closes.
    unpaired: Vec<usize>,
    /// For single marks: those closing ones that cannot be the apostrophe of a plural.
    strong: Vec<usize>,
    /// For single marks: where one opens.
    opening: Vec<usize>,
    /// Where the other keyboard's mark stands, which closes it in haste.
    other: Vec<usize>,
}

impl<'a> Closers<'a> {
    pub(super) fn new(scalars: &'a [char]) -> Self {
        Self { scalars, found: Vec::new() }
    }

    /// One past the mark that closes what was opened at a place by a mark of a width.
    pub(super) fn end(&mut self, at: usize, width: usize, style: Style) -> Option<usize> {
        let from = at + width;
        let marks = self.marks(style);
        let first = first_from(&marks.closing, from, |mark| mark.0).copied();
        if style == Style::Curly {
            if let Some(&(_, Some(end))) = first_from(&marks.pairs, at, |pair| pair.0) {
                return Some(end);
            }
            // More openings than closings: the first closing mark ends it.
            if first_from(&marks.unpaired, from, |&at| at).is_some() {
                return first.map(|(at, width)| at + width);
            }
        } else if let Some((first, width)) = first {
            if !matches!(style, Style::Single(_) | Style::StraightSingle) {
                return Some(first + width);
            }
            // Not the apostrophe of *the workers’ rights* when a later one, before the next opening, will do.
            let next = first_from(&marks.opening, first + 1, |&at| at).copied().unwrap_or(usize::MAX);
            let strong = first_from(&marks.strong, from, |&at| at).copied().filter(|&at| at == first || at < next);
            return Some(strong.unwrap_or(first) + 1);
        }
        // Closed by the other keyboard's mark: “ … " and " … ”.
        first_from(&marks.other, from + 1, |&at| at).map(|at| at + 1)
    }

    fn marks(&mut self, style: Style) -> &Marks {
        let known = self.found.iter().position(|(other, _)| *other == style);
        let place = known.unwrap_or(self.found.len());
        if known.is_none() {
            self.found.push((style, Marks::of(self.scalars, style)));
        }
        // It was found, or put there right now.
        &self.found[place].1
    }
}

impl Marks {
    fn of(scalars: &[char], style: Style) -> Self {
        let mut marks = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let is_single = matches!(style, Style::Single(_) | Style::StraightSingle);
        let other = match style {
            Style::Curly => Some('"'),
            Style::Straight => Some('”'),
            _ => None,
        };
        for (at, &scalar) in scalars.iter().enumerate() {
            if other == Some(scalar) {
                marks.other.push(at);
            }
            if is_single && opening(scalars, at).is_some_and(|(other, _)| other == style) {
                marks.opening.push(at);
            }
            if let Some(width) = closing(scalars, at, style) {
                marks.closing.push((at, width));
                if is_single && !follows_plural(scalars, at) {
                    marks.strong.push(at);
                }
                if let Some((_, end)) = open.pop().and_then(|pair| marks.pairs.get_mut(pair)) {
                    *end = Some(at + width);
                }
            } else if style == Style::Curly && scalar == '“' {
                open.push(marks.pairs.len());
                marks.pairs.push((at, None));
            }
        }
        marks.unpaired = marks.pairs.iter().filter(|pair| pair.1.is_none()).map(|pair| pair.0).collect();
        marks
    }
}

/// The first entry at or after a place; the entries are in order.
fn first_from<T>(entries: &[T], from: usize, place: impl Fn(&T) -> usize) -> Option<&T> {
    entries.get(entries.partition_point(|entry| place(entry) < from))
}

/// The width of the mark that closes a style at a place.
pub(super) fn closing(scalars: &[char], at: usize, style: Style) -> Option<usize> {
    let scalar = *scalars.get(at)?;
    let is_close = match style {
        Style::Curly | Style::Closing => scalar == '”',
        Style::Low => matches!(scalar, '“' | '”' | '‟'),
        Style::Straight => matches!(scalar, '"' | '＂'),
        Style::Doubled => return closing_doubled(scalars, at),
        Style::Guillemet(open) => matches!((open, scalar), ('«', '»') | ('»', '«') | ('‹', '›') | ('›', '‹')),
        Style::Corner(open) => matches!((open, scalar), ('「', '」') | ('『', '』')),
        Style::Single(_) => matches!(scalar, '’' | '‘') && closes_word(scalars, at),
        Style::StraightSingle => scalar == '\'' && closes_word(scalars, at),
    };
    is_close.then_some(1)
}

fn closing_doubled(scalars: &[char], at: usize) -> Option<usize> {
    match (scalars.get(at)?, scalars.get(at + 1)) {
        ('\'', Some('\'')) | ('’', Some('’')) => Some(2),
        ('"' | '”', _) => Some(1),
        _ => None,
    }
}

/// An apostrophe-like mark after a word or a stop and before no letter.
fn closes_word(scalars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|index| scalars.get(index));
    before.is_some_and(|c| !c.is_whitespace()) && !scalars.get(at + 1).is_some_and(|c| c.is_alphanumeric())
}

/// Whether a single mark may be an apostrophe with more to come: *the workers’ rights*, *an’ all*.
fn follows_plural(scalars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|index| scalars.get(index));
    scalars.get(at + 1) == Some(&' ')
        && scalars.get(at + 2).is_some_and(|c| c.is_lowercase())
        && (matches!(before, Some('s' | 'S' | 'x' | 'z')) || is_clipped(scalars, at))
}

/// *an’ all*, *goin’ home*: the mark at a place stands for letters that were left out.
fn is_clipped(scalars: &[char], at: usize) -> bool {
    let before = scalars.get(..at).unwrap_or_default();
    let mut word: Vec<char> = before.iter().rev().take_while(|c| c.is_alphabetic()).take(12).copied().collect();
    word.reverse();
    let word: String = word.into_iter().flat_map(char::to_lowercase).collect();
    matches!(word.as_str(), "an" | "o" | "th" | "ol" | "wi" | "fo") || word.len() > 3 && word.ends_with("in")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Closers, Style, closing, follows_plural, opening};

    /// The same by a search from every opener anew.
    fn searched(scalars: &[char], from: usize, style: Style) -> Option<usize> {
        let n = scalars.len();
        if matches!(style, Style::Single(_) | Style::StraightSingle) {
            let mut weak = None;
            for at in from..n {
                if at > from && weak.is_some() && opening(scalars, at).is_some_and(|(other, _)| other == style) {
                    break;
                }
                if closing(scalars, at, style).is_some() {
                    if !follows_plural(scalars, at) {
                        return Some(at + 1);
                    }
                    weak = weak.or(Some(at + 1));
                }
            }
            return weak;
        }
        let mut depth = 0;
        for at in from..n {
            match closing(scalars, at, style) {
                Some(width) if depth == 0 => return Some(at + width),
                Some(_) => depth -= 1,
                None => depth += usize::from(style == Style::Curly && scalars[at] == '“'),
            }
        }
        if depth > 0 {
            return (from..n).find(|&at| closing(scalars, at, style).is_some()).map(|at| at + 1);
        }
        let other = match style {
            Style::Curly => '"',
            Style::Straight => '”',
            _ => return None,
        };
        (from + 1..n).find(|&at| scalars[at] == other).map(|at| at + 1)
    }

    proptest! {
        #[test]
        fn what_is_looked_up_is_what_a_search_finds(text in "[“”„‟\"'‘’`«»‹›「」as .]{0,60}") {
            let scalars: Vec<char> = text.chars().collect();
            let mut closers = Closers::new(&scalars);
            for at in 0..scalars.len() {
                if let Some((style, width)) = opening(&scalars, at) {
                    prop_assert_eq!(closers.end(at, width, style), searched(&scalars, at + width, style), "at {}", at);
                }
            }
        }
    }
}
