//! Rows that move: the far screen shows the same as if they had been painted, for no more bytes, and keeps nothing
//! that the reader has left.

use proptest::prelude::*;

use super::property::{any_style, any_text};
use super::*;

const COLS: u16 = 60;

/// A page of numbered lines under a headline and over a status line.
fn page(first_line: usize, rows: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLS, rows));
    for row in 1..rows - 1 {
        let number = first_line + usize::from(row);
        let style = Style::default().fg(Color::Indexed((number % 7) as u8));
        buffer.set_string(3, row, format!("{number} is the number of this line of the article"), style);
    }
    buffer.set_string(3, 0, "A headline that stays", Style::default().add_modifier(Modifier::BOLD));
    let status = format!("{:60}", format!("line {first_line} of many"));
    buffer.set_string(0, rows - 1, status, Style::default().add_modifier(Modifier::REVERSED));
    buffer
}

/// What painting without moving anything takes.
fn plain_bytes(painter: &Painter, buffer: &Buffer, cursor: Option<(u16, u16)>) -> usize {
    let shown = painter.screen.as_ref().unwrap();
    let wanted = Screen::of(buffer, shown);
    let mut bytes = Vec::new();
    let shown = Shown { screen: shown, shift: None };
    difference(
        &shown,
        &wanted,
        (&Links::default(), &Links::default()),
        cursor,
        &mut painter.hand.clone(),
        &mut bytes,
        usize::MAX,
    );
    bytes.len()
}

#[test]
fn a_line_down_and_up_costs_the_line_that_comes_in() {
    let mut far = Far::new(COLS, 24);
    far.show(&page(100, 24), None);
    for first_line in [101, 102, 103, 102, 101] {
        let wanted = page(first_line, 24);
        let bytes = far.show(&wanted, None);
        assert!(bytes.len() < 100, "{}", bytes.escape_ascii());
        check(&far, &wanted);
    }
}

#[test]
fn a_page_keeps_the_lines_that_stay_in_sight() {
    let mut far = Far::new(COLS, 24);
    far.show(&page(100, 24), None);
    for first_line in [111, 122, 111, 100] {
        let wanted = page(first_line, 24);
        let plain = plain_bytes(&far.painter, &wanted, None);
        assert!(far.show(&wanted, None).len() < plain * 2 / 3);
        check(&far, &wanted);
    }
}

#[test]
fn rows_that_change_while_they_move_are_moved_all_the_same() {
    let mut far = Far::new(COLS, 24);
    far.show(&page(100, 24), None);
    let mut wanted = page(102, 24);
    wanted.set_style(Rect::new(3, 7, 40, 2), Style::default().bg(Color::Blue));
    wanted.set_string(0, 12, "≈?", Style::default());
    let bytes = far.show(&wanted, None);
    assert!(bytes.len() < 290, "{}", bytes.escape_ascii());
    check(&far, &wanted);
}

#[test]
fn what_becomes_free_is_empty_whatever_was_written_with() {
    let mut far = Far::new(COLS, 24);
    let tinted = |first_line| {
        let mut page = page(first_line, 24);
        page.set_style(Rect::new(0, 23, COLS, 1), Style::default().bg(Color::Red));
        for row in [1, 2, 3] {
            page.set_string(3, row, " ".repeat(55), Style::default());
        }
        page
    };
    far.show(&tinted(100), None);
    for first_line in [99, 98, 99, 101] {
        let wanted = tinted(first_line);
        far.show(&wanted, None);
        check(&far, &wanted);
    }
}

#[test]
fn what_goes_away_is_not_kept_by_a_terminal_that_keeps_what_scrolls_off() {
    let mut far = Far::new(COLS, 24);
    far.parser = vt100::Parser::new(size(24), size(COLS), 100);
    // Without a headline that stays, so that the first row moves too.
    let bare = |first_line| {
        let mut page = page(first_line, 24);
        page.set_string(3, 0, format!("{first_line} is the number of this line of the article"), Style::default());
        page
    };
    for first_line in [100, 101, 105, 125, 124] {
        let wanted = bare(first_line);
        far.show(&wanted, None);
        check(&far, &wanted);
    }
    far.parser.screen_mut().set_scrollback(usize::MAX);
    assert_eq!(far.parser.screen().scrollback(), 0);
}

#[test]
fn nothing_is_moved_where_that_gains_nothing() {
    let mut far = Far::new(COLS, 24);
    let mut wanted = page(100, 24);
    far.show(&wanted, None);
    // Lines that change their places, with all others where they are.
    for (row, number) in [(5, 109), (9, 105), (13, 101)] {
        wanted.set_string(3, row, format!("{number} is"), Style::default());
    }
    let bytes = far.show(&wanted, None);
    assert!(!bytes.ends_with(b"L") && !bytes.windows(2).any(|pair| pair == b"[M" || pair == b"[L"));
    check(&far, &wanted);
}

#[test]
fn a_painter_keeps_a_tenth_of_what_its_cells_take() {
    let mut far = Far::new(80, 24);
    let mut full = Buffer::empty(Rect::new(0, 0, 80, 24));
    for row in 0..24 {
        // Eight pens a row, and no empty end.
        for word in 0..8 {
            let style = Style::default().fg(Color::Rgb(row as u8, word as u8, 9));
            full.set_string(word * 10, row, "“wordage”.", style);
        }
    }
    let cells = full.content.len() * size_of::<Cell>();
    for _ in 0..3 {
        full.content.rotate_left(80);
        far.show(&full, None);
        let kept = size_of::<Painter>() + far.painter.screen.as_ref().unwrap().n_bytes();
        assert!(kept * 10 <= cells, "{kept} bytes beside {cells}");
    }
}

#[test]
fn margins_that_another_program_left_do_not_hold_rows_back() {
    let mut far = Far::new(COLS, 24);
    far.show(&page(100, 24), None);
    far.parser.process(b"\x1b[4;9r");
    far.painter.forget();
    far.show(&page(100, 24), None);
    far.show(&page(103, 24), None);
    check(&far, &page(103, 24));
}

/// What happens to a screen between two frames.
#[derive(Clone, Debug)]
enum Step {
    Move { first: u16, last: u16, by: u16, up: bool },
    Text { col: u16, row: u16, text: String, style: Style },
    Tint { row: u16, style: Style },
    Resize { cols: u16, rows: u16 },
    CutOff { per_cent: usize },
    Forget,
    Show { cursor: Option<(u16, u16)> },
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..16u16, 0..16u16, 1..9u16, any::<bool>())
            .prop_map(|(first, last, by, up)| Step::Move { first, last, by, up }),
        4 => (0..32u16, 0..16u16, any_text(), any_style())
            .prop_map(|(col, row, text, style)| Step::Text { col, row, text, style }),
        1 => (0..16u16, any_style()).prop_map(|(row, style)| Step::Tint { row, style }),
        1 => (1..40u16, 1..16u16).prop_map(|(cols, rows)| Step::Resize { cols, rows }),
        1 => (0..100_usize).prop_map(|per_cent| Step::CutOff { per_cent }),
        1 => Just(Step::Forget),
        8 => prop::option::of((0..32u16, 0..16u16)).prop_map(|cursor| Step::Show { cursor }),
    ]
}

/// Rows between two of them move, and leave blanks of the terminal's own background.
fn shift(buffer: &mut Buffer, (first, last): (u16, u16), by: u16, up: bool) {
    let area = buffer.area;
    let (first, last) = (first.min(last), first.max(last).min(area.height - 1));
    let before = buffer.clone();
    for row in first..=last {
        let source = if up { row.checked_add(by) } else { row.checked_sub(by) };
        let source = source.filter(|source| (first..=last).contains(source));
        for col in 0..area.width {
            buffer[(col, row)] = source.map_or(Cell::EMPTY, |source| before[(col, source)].clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_moves_the_far_screen_shows_it_and_it_is_never_dearer_than_painting(
        texts in prop::collection::vec((any_text(), any_style()), 12),
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let (mut cols, mut rows) = (32, 12);
        let mut far = Far::new(cols, rows);
        let mut wanted = Buffer::empty(Rect::new(0, 0, cols, rows));
        for (row, (text, style)) in (0..).zip(texts) {
            wanted.set_string(0, row, text, style);
        }
        for step in steps.into_iter().chain([Step::Show { cursor: None }]) {
            match step {
                Step::Move { first, last, by, up } if first < rows => shift(&mut wanted, (first, last), by, up),
                Step::Text { col, row, text, style } if col < cols && row < rows => {
                    wanted.set_string(col, row, text, style);
                }
                Step::Tint { row, style } if row < rows => wanted.set_style(Rect::new(0, row, cols, 1), style),
                Step::Resize { cols: new_cols, rows: new_rows } => {
                    (cols, rows) = (new_cols, new_rows);
                    far.parser.set_size(size(rows), size(cols));
                    far.painter.forget();
                    wanted.resize(Rect::new(0, 0, cols, rows));
                }
                Step::CutOff { per_cent } => far.cut_off(&wanted, per_cent),
                Step::Forget => far.painter.forget(),
                Step::Show { cursor } => {
                    let on_screen = cursor.filter(|&(col, row)| col < cols && row < rows);
                    let is_known = far.painter.screen.is_some();
                    let plain = if is_known { plain_bytes(&far.painter, &wanted, on_screen) } else { usize::MAX };
                    let was_shown = far.painter.cursor_shown;
                    let bytes = far.show(&wanted, cursor);
                    prop_assert!(is_ours(&bytes));
                    check(&far, &wanted);
                    let unchanged = was_shown == Some(on_screen.is_some());
                    prop_assert!(!unchanged || plain >= SYNCHRONIZE_FROM_BYTES || bytes.len() <= plain);
                    if let Some((col, row)) = on_screen {
                        prop_assert_eq!(far.parser.screen().cursor_position(), (row, col));
                    }
                }
                _ => {}
            }
        }
    }
}
