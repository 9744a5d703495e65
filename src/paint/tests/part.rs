//! A row is looked at only where it differs, and what is written is the same as when all of it is looked at.

use proptest::prelude::*;

use super::property::{any_style, any_text};
use super::*;
use crate::paint::row::{Part, paint, paint_part};

const COLS: u16 = 70;

/// A row's pieces, one after the other.
type Pieces = Vec<(String, Style)>;

fn screen(pieces: &[&Pieces]) -> Screen {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLS, 1));
    let mut col = 0;
    for (text, style) in pieces.iter().copied().flatten() {
        (col, _) = buffer.set_stringn(col, 0, text, usize::from(COLS - col), *style);
    }
    Screen::of(&buffer, &Screen::empty(COLS, 1))
}

fn plain() -> impl Strategy<Value = Pieces> {
    prop::collection::vec(("[a-d ]{0,14}", any_style()), 0..4)
}

fn any() -> impl Strategy<Value = Pieces> {
    prop::collection::vec((any_text(), any_style()), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_a_part_of_a_row_takes_is_what_all_of_it_takes(
        before in plain(),
        (shown, wanted) in (any(), any()),
        (behind, also) in (plain(), prop::option::weighted(0.2, plain())),
        from in prop::option::of(0..COLS),
    ) {
        let shown = screen(&[&before, &shown, &behind]);
        let wanted = screen(&[&before, &wanted, also.as_ref().unwrap_or(&behind)]);
        let rows = (shown.row(0), wanted.row(0));
        let mut cursor = Cursor::unknown();
        cursor.set_size((COLS, 1));
        if let Some(col) = from {
            cursor.go(col, 0, &mut Vec::new());
        }
        let links = (Vec::new(), Vec::new());
        let (mut hand, mut other) = (Hand { pen: Pen::DEFAULT, cursor }, Hand { pen: Pen::DEFAULT, cursor });
        let (mut bytes, mut others) = (Vec::new(), Vec::new());
        paint(0, COLS, rows, &links, &mut hand, &mut bytes);
        paint_part(Part::all(COLS), 0, COLS, rows, &links, &mut other, &mut others);
        prop_assert_eq!(String::from_utf8(bytes), String::from_utf8(others));
        prop_assert_eq!(format!("{hand:?}"), format!("{other:?}"));
    }
}

#[test]
fn letters_around_what_differs_are_not_looked_at() {
    let pieces = |middle: &str| {
        vec![
            ("a line that begins like this and ".to_owned(), Style::default()),
            (middle.to_owned(), Style::new().red()),
            (" ends so".to_owned(), Style::default()),
        ]
    };
    let (shown, wanted) = (screen(&[&pieces("one")]), screen(&[&pieces("two")]));
    let part = Part::that_differs(shown.row(0), wanted.row(0), COLS);
    assert!(!part.is_all(COLS));
    assert_eq!(format!("{part:?}"), "Part { cols: 33..36, n_bytes_behind: 8 }");
}
