//! Breaks one running text into lines of at most a measure: greedy, linear, at spaces, hyphens and between
//! East Asian characters, by grapheme where nothing else fits.

use super::cells::{Cell, Shown, cells};

/// Where a line may end: the text before it ends at `end_byte`, the next line begins at `next_byte`.
#[derive(Clone, Copy)]
struct Break {
    end_byte: usize,
    next_byte: usize,
    /// The column that `next_byte` has on the line so far.
    col: u16,
}

/// Gives the byte range of every line of a text, without the white space at a line's end. A line end in the text
/// is a space; an empty line in it stays one. An empty text has one empty line. No line is wider than the measure
/// unless a single grapheme is.
pub fn wrap(text: &str, measure_col: u16, mut emit: impl FnMut(usize, usize)) {
    let measure = measure_col.max(1);
    let mut walk = cells(text);
    let mut start = 0;
    let mut col: u16 = 0;
    // End of the words so far: trailing white space is no part of a line.
    let mut end = 0;
    let mut chance: Option<Break> = None;
    let mut before: Option<Class> = None;
    while let Some(cell) = walk.next() {
        let class = Class::of(&cell);
        if class == Class::Space {
            if is_empty_line(text, &cell) {
                emit(start, end.max(start));
                let next = skip_blank(text, cell.end_byte());
                while walk.clone().next().is_some_and(|cell| cell.start_byte < next) {
                    walk.next();
                }
                emit(next, next);
                (start, end, col, chance, before) = (next, next, 0, None, None);
                walk.set_col(0);
                continue;
            }
            col = col.saturating_add(cell.width_col);
            // White space before the first word is kept: it indents.
            if end > start {
                chance = Some(Break { end_byte: end, next_byte: cell.end_byte(), col });
            }
            before = Some(class);
            continue;
        }
        if before.is_some_and(|before| before.may_break_before(class)) && end > start {
            chance = Some(Break { end_byte: end, next_byte: cell.start_byte, col });
        }
        if col.saturating_add(cell.width_col) > measure && end > start {
            if let Some(at) = chance.take() {
                emit(start, at.end_byte);
                start = at.next_byte;
                col = col.saturating_sub(at.col);
                end = end.max(start);
            }
            if col.saturating_add(cell.width_col) > measure && end > start {
                emit(start, cell.start_byte);
                start = cell.start_byte;
                col = 0;
            }
        } else if col.saturating_add(cell.width_col) > measure && col > 0 && end <= start {
            // Nothing but indentation before a word that does not fit: drop the indentation.
            start = cell.start_byte;
            col = 0;
        }
        col = col.saturating_add(cell.width_col);
        walk.set_col(col);
        end = cell.end_byte();
        before = Some(class);
        // What of a plain word fits on the line does not end it. No further is looked than that: a word may be long.
        if class == Class::Word {
            let n = walk.n_plain_ahead(usize::from(measure.saturating_sub(col)));
            walk.pass(n);
            col += n as u16;
            end += n;
        }
    }
    emit(start, end.max(start));
}

/// Whether a line end is followed by another with nothing but blanks between.
fn is_empty_line(text: &str, cell: &Cell) -> bool {
    let bytes = text.as_bytes();
    bytes.get(cell.end_byte().wrapping_sub(1)) == Some(&b'\n')
        && bytes.get(cell.end_byte()..).and_then(|rest| rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')))
            == Some(&b'\n')
}

fn skip_blank(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
}

/// What a grapheme is to line breaking: a rough cut of UAX #14, of which news text needs these classes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A line may end before it, and it does not count there.
    Space,
    /// A letter, digit or anything else that holds together.
    Word,
    /// A hyphen or dash: a line may end after it, before a word.
    Hyphen,
    /// East Asian: a line may end before and after it.
    Wide,
    /// Closing punctuation: never begins a line.
    Close,
    /// Opening punctuation: never ends a line.
    Open,
}

impl Class {
    fn of(cell: &Cell) -> Self {
        match cell.shown {
            Shown::Blank if cell.n_bytes == 1 || cell.n_chars == 2 => Self::Space,
            Shown::Nothing if cell.n_bytes == 1 => Self::Space,
            // A no-break space is drawn blank and holds the line together.
            Shown::Blank | Shown::Replaced | Shown::Nothing => Self::Word,
            Shown::Text(symbol) => match symbol.chars().next().unwrap_or(' ') {
                '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200b}' | '\u{205f}' | '\u{3000}' => Self::Space,
                '-' | '\u{2010}' | '\u{2012}'..='\u{2015}' | '/' => Self::Hyphen,
                '“' | '‘' | '«' | '(' | '[' | '{' | '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '［' | '｛' => {
                    Self::Open
                }
                '”' | '’' | '»' | ')' | ']' | '}' | '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | '］' | '｝'
                | '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | '・' | 'ー' | '々' | '…' | '.' | ','
                | ':' | ';' | '!' | '?' | '%' => Self::Close,
                _ if cell.width_col >= 2 => Self::Wide,
                _ => Self::Word,
            },
        }
    }

    fn may_break_before(self, next: Self) -> bool {
        match (self, next) {
            (_, Self::Close | Self::Space) | (Self::Open, _) => false,
            (Self::Hyphen, Self::Word | Self::Wide | Self::Open) | (_, Self::Wide) | (Self::Wide, _) => true,
            // After East Asian closing marks too; Latin ones are followed by a space where a line may end.
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::wrap;

    /// The lines with their graphemes counted in columns.
    fn lines(text: &str, measure: u16) -> Vec<String> {
        let mut lines = Vec::new();
        wrap(text, measure, |start, end| lines.push(text.get(start..end).unwrap().to_owned()));
        lines
    }

    proptest! {
        #[test]
        fn a_plain_word_breaks_as_one_of_other_letters_does(text in "[a-z0-9]{1,9}([ \\-/\n,.(]{1,3}[a-z0-9]{1,14}(\u{301}[a-z]{0,3})?){0,12}", measure in 1_u16..24) {
            // Cyrillic letters have one column too, and are measured one by one.
            let other = |text: &str| text.chars().map(|c| if c.is_ascii_alphanumeric() { 'ж' } else { c }).collect::<String>();
            let plain: Vec<String> = lines(&text, measure).iter().map(|line| other(line)).collect();
            prop_assert_eq!(plain, lines(&other(&text), measure));
        }
    }
}
