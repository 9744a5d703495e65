//! Finds what to write so that one row shows what it should, in the fewest bytes.

use std::ops::Range;

use super::glyph::{self, Agreement, Glyph};
use super::link;
use super::pen::Pen;
use super::screen::Row;
use super::travel::{Cursor, Way};
use crate::flow::Link;

/// Erasing to the end of the line costs as much as this many spaces.
const ERASE_COST_BYTES: usize = b"\x1b[K".len();

/// What a terminal writes with, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub pen: Pen,
    pub cursor: Cursor,
}

impl Hand {
    /// Changes the pen where what it erases would not be empty.
    pub(super) fn clean(&mut self, out: &mut Vec<u8>) {
        if !self.pen.leaves_blanks() {
            self.take(Pen::DEFAULT, out);
        }
    }

    fn take(&mut self, pen: Pen, out: &mut Vec<u8>) {
        out.extend(self.pen.change_to(pen).bytes());
        self.pen = pen;
    }
}

/// What of a row leads to addresses: as it is shown, and as it should be.
type RowLinks<'a> = (Vec<&'a Link>, Vec<&'a Link>);

/// Writes the difference between what a row of so many columns shows and what it should show.
pub(super) fn paint(
    row: u16,
    n_cols: u16,
    (shown, wanted): (Row<'_>, Row<'_>),
    links: &RowLinks<'_>,
    hand: &mut Hand,
    out: &mut Vec<u8>,
) {
    let part = if links.0 == links.1 { Part::that_differs(shown, wanted, n_cols) } else { Part::all(n_cols) };
    paint_part(part, row, n_cols, (shown, wanted), links, hand, out);
}

/// The same, where nothing outside of a part differs.
pub(super) fn paint_part(
    mut part: Part,
    row: u16,
    n_cols: u16,
    (shown, wanted): (Row<'_>, Row<'_>),
    links: &RowLinks<'_>,
    hand: &mut Hand,
    out: &mut Vec<u8>,
) {
    let glyphs = |part: &Part| {
        let of_row = |row| glyph::of_row(row, n_cols, &part.cols, part.n_bytes_behind);
        (of_row(shown), of_row(wanted))
    };
    let (mut shown, mut wanted) = glyphs(&part);
    if !part.is_all(n_cols) && shown.iter().chain(&wanted).any(Glyph::is_loose) {
        part = Part::all(n_cols);
        (shown, wanted) = glyphs(&part);
    }
    let first_col = part.cols.start;
    let mut writer = Writer { row, links: &links.1, link: None, hand, out };
    if shown.iter().any(Glyph::is_elastic) {
        // Nobody knows which columns show what.
        writer.erase(0);
        shown.fill(Glyph::EMPTY);
    }
    let mut changed: Vec<bool> = shown.iter().zip(&wanted).map(|(shown, wanted)| shown != wanted).collect();
    if links.0 != links.1 {
        for link in links.0.iter().chain(&links.1) {
            let range = usize::from(link.start_col)..usize::from(link.end_col).min(changed.len());
            changed.get_mut(range).unwrap_or_default().fill(true);
        }
    }
    widen(&mut changed, &shown, &wanted);

    // Where something stands behind the part, there is nothing to erase.
    let n_kept = if part.n_bytes_behind > 0 {
        wanted.len()
    } else {
        wanted.iter().rposition(|glyph| !glyph.is_empty_cell()).map_or(0, |last| last + 1)
    };
    let tail = changed.get_mut(n_kept..).unwrap_or_default();
    let erase_from = tail.iter().position(|&changed| changed).map(|start| n_kept + start);
    let erases = erase_from.is_some() && tail.iter().filter(|&&changed| changed).count() > ERASE_COST_BYTES;
    if erases {
        tail.fill(false);
    }

    let mut last_end = 0;
    let mut col = 0;
    while col < wanted.len() {
        if changed.get(col) != Some(&true) {
            col += 1;
            continue;
        }
        let end = changed.iter().skip(col).position(|&changed| !changed).map_or(wanted.len(), |n| col + n);
        let between = wanted.get(last_end..col).unwrap_or_default();
        writer.reach(first_col + last_end as u16, between, first_col + col as u16);
        for (at, glyph) in (col..end).zip(wanted.get(col..end).unwrap_or_default()) {
            writer.write(first_col + at as u16, glyph);
        }
        last_end = end;
        col = end;
    }
    if let Some(from) = erase_from.filter(|_| erases) {
        writer.erase(first_col + from as u16);
    }
    writer.lead(None);
}

/// What of a row has to be looked at column by column. Before and behind it stand plain letters that stay as they are.
#[derive(Debug)]
pub(super) struct Part {
    cols: Range<u16>,
    /// Letters behind it; those before it are as many as its first column says.
    n_bytes_behind: usize,
}

impl Part {
    pub(super) fn all(n_cols: u16) -> Self {
        Self { cols: 0..n_cols, n_bytes_behind: 0 }
    }

    pub(super) fn is_all(&self, n_cols: u16) -> bool {
        self.cols == (0..n_cols)
    }

    pub(super) fn that_differs(shown: Row<'_>, wanted: Row<'_>, n_cols: u16) -> Self {
        let is_plain = |byte: &u8| (b' '..=b'~').contains(byte);
        let same = |(one, other): &(&u8, &u8)| one == other && is_plain(one);
        let (from, to) = (shown.text.as_bytes(), wanted.text.as_bytes());
        let n_before = from.iter().zip(to).take_while(same).count() as u16;
        let start = n_before.min(n_cols).min(shown.styled_alike_until(&wanted));
        // Over a few columns it can be cheaper to write them again than to jump.
        let start = if usize::from(start) > Way::MOST { start } else { 0 };
        let end = wanted.end_col();
        if shown.end_col() != end {
            return Self { cols: start..n_cols, n_bytes_behind: 0 };
        }
        let n_behind = from.iter().rev().zip(to.iter().rev()).take_while(same).count() as u16;
        let end = end.saturating_sub(n_behind).max(shown.styled_alike_from(&wanted)).max(start);
        match wanted.end_col().saturating_sub(end) {
            0 => Self { cols: start..n_cols, n_bytes_behind: 0 },
            n_behind => Self { cols: start..end, n_bytes_behind: usize::from(n_behind) },
        }
    }
}

/// Marks the columns that go with a changed one: the other half of a wide character, shown or wanted, and what a
/// character of doubtful width may be drawn over.
fn widen(changed: &mut [bool], shown: &[Glyph<'_>], wanted: &[Glyph<'_>]) {
    if shown.iter().chain(wanted).all(Glyph::is_one_column) {
        return;
    }
    loop {
        let before = changed.iter().filter(|&&changed| changed).count();
        for glyphs in [shown, wanted] {
            for (col, glyph) in glyphs.iter().enumerate() {
                let own = changed.get_mut(col..col + usize::from(glyph.n_cols)).unwrap_or_default();
                if own.contains(&true) {
                    own.fill(true);
                }
            }
        }
        for (col, glyph) in wanted.iter().enumerate() {
            let Agreement::Little { n_cols } = glyph.agreement else { continue };
            if glyph.n_cols > 0 && changed.get(col) == Some(&true) {
                let end = (col + usize::from(n_cols)).min(changed.len());
                changed.get_mut(col..end).unwrap_or_default().fill(true);
            }
        }
        if before == changed.iter().filter(|&&changed| changed).count() {
            return;
        }
    }
}

struct Writer<'paint> {
    row: u16,
    links: &'paint [&'paint Link],
    /// The link that what is written now belongs to.
    link: Option<&'paint Link>,
    hand: &'paint mut Hand,
    out: &'paint mut Vec<u8>,
}

impl<'paint> Writer<'paint> {
    /// Goes into a link, or out of the last.
    fn lead(&mut self, link: Option<&'paint Link>) {
        if self.link == link {
            return;
        }
        match link {
            Some(link) => link::begin(link, self.out),
            None => self.out.extend(link::END),
        }
        self.link = link;
    }

    /// Goes to a column over what stands between, by writing that again where it is not dearer than to jump.
    fn reach(&mut self, from: u16, between: &[Glyph<'_>], col: u16) {
        if self.hand.cursor.is_at(from, self.row) && !between.is_empty() {
            let n_bytes: usize = between.iter().map(|glyph| glyph.text.len()).sum();
            let plain = between.iter().all(|glyph| glyph.agreement == Agreement::Full && self.suits(glyph));
            if plain && n_bytes <= self.hand.cursor.way(col, self.row).len() {
                for (at, glyph) in (from..).zip(between) {
                    self.write(at, glyph);
                }
            }
        }
        self.hand.cursor.go(col, self.row, self.out);
    }

    /// Whether the pen writes this as it should look.
    fn suits(&self, glyph: &Glyph<'_>) -> bool {
        self.hand.pen.on(glyph.is_blank()) == glyph.pen
    }

    fn write(&mut self, col: u16, glyph: &Glyph<'_>) {
        if glyph.n_cols == 0 {
            return;
        }
        self.hand.cursor.go(col, self.row, self.out);
        if !self.suits(glyph) {
            self.hand.take(glyph.pen, self.out);
        }
        let here = |link: &&&Link| (link.start_col..link.end_col).contains(&col);
        self.lead(self.links.iter().find(here).copied());
        if glyph.is_elastic() && glyph.n_cols > 1 {
            // A terminal that draws it narrower would keep what stood in its last columns.
            self.out.extend(std::iter::repeat_n(b' ', usize::from(glyph.n_cols)));
            self.hand.cursor.advance(glyph.n_cols);
            self.hand.cursor.go(col, self.row, self.out);
        }
        self.out.extend(glyph.text.as_bytes());
        self.hand.cursor.advance(glyph.n_cols);
        match glyph.agreement {
            Agreement::Full => {}
            Agreement::Most => self.hand.cursor.doubt(false),
            Agreement::Little { .. } => self.hand.cursor.doubt(true),
        }
    }

    fn erase(&mut self, col: u16) {
        self.lead(None);
        self.hand.cursor.go(col, self.row, self.out);
        self.hand.clean(self.out);
        self.out.extend(b"\x1b[K");
    }
}
