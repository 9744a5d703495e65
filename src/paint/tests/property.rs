//! Whatever stands in the cells, in whatever order: the far screen shows it.

use proptest::prelude::*;
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

pub(super) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "word ",
        "  ",
        "é",
        "“q”",
        "—",
        "日",
        "本語",
        "한",
        "ｱﾞ",
        "e\u{301}",
        "n\u{303}\u{323}",
        "😀",
        "👩\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "🇩🇪",
        "👍🏽",
        "עב",
        "مر",
        "क्षि",
        "─│",
        "█▌",
        "\u{ad}",
        "\u{1f9ff}",
        "1\u{fe0f}\u{20e3}",
        "            ",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

pub(super) fn any_color() -> impl Strategy<Value = Color> {
    prop_oneof![
        3 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::White),
        1 => any::<u8>().prop_map(Color::Indexed),
        1 => any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Color::Rgb(red, green, blue)),
    ]
}

pub(super) fn any_style() -> impl Strategy<Value = Style> {
    let modifier = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::UNDERLINED | Modifier::BOLD,
        Modifier::REVERSED,
        Modifier::REVERSED | Modifier::DIM,
        Modifier::CROSSED_OUT,
    ]);
    (any_color(), any_color(), modifier)
        .prop_map(|(fg, bg, modifier)| Style::default().fg(fg).bg(bg).underline_color(fg).add_modifier(modifier))
}

#[derive(Clone, Debug)]
enum Change {
    Text { col: u16, row: u16, text: String, style: Style },
    Tint { row: u16, style: Style },
    Symbol { col: u16, row: u16, symbol: &'static str },
    Wipe { row: u16 },
    Resize { cols: u16, rows: u16 },
    Forget,
    CutOff { per_cent: usize },
    Show { cursor: Option<(u16, u16)> },
}

fn any_change() -> impl Strategy<Value = Change> {
    let hostile = prop::sample::select(vec!["\x1b[2J", "\n", "\u{9b}31m", "", "\u{301}", "\x07", "日"]);
    prop_oneof![
        8 => (0..24u16, 0..6u16, any_text(), any_style())
            .prop_map(|(col, row, text, style)| Change::Text { col, row, text, style }),
        2 => (0..6u16, any_style()).prop_map(|(row, style)| Change::Tint { row, style }),
        1 => (0..24u16, 0..6u16, hostile).prop_map(|(col, row, symbol)| Change::Symbol { col, row, symbol }),
        1 => (0..6u16).prop_map(|row| Change::Wipe { row }),
        1 => (1..24u16, 1..6u16).prop_map(|(cols, rows)| Change::Resize { cols, rows }),
        1 => Just(Change::Forget),
        1 => (0..100_usize).prop_map(|per_cent| Change::CutOff { per_cent }),
        6 => prop::option::of((0..24u16, 0..6u16)).prop_map(|cursor| Change::Show { cursor }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_painted_the_far_screen_shows_the_last_buffer(
        changes in prop::collection::vec(any_change(), 1..40),
    ) {
        let (mut cols, mut rows) = (20, 5);
        let mut far = Far::new(cols, rows);
        let mut wanted = Buffer::empty(Rect::new(0, 0, cols, rows));
        for change in changes.into_iter().chain([Change::Show { cursor: None }]) {
            match change {
                Change::Text { col, row, text, style } if col < cols && row < rows => {
                    wanted.set_string(col, row, text, style);
                }
                Change::Tint { row, style } if row < rows => wanted.set_style(Rect::new(0, row, cols, 1), style),
                Change::Symbol { col, row, symbol } if col < cols && row < rows => {
                    wanted[(col, row)].set_symbol(symbol);
                }
                Change::Wipe { row } if row < rows => {
                    (0..cols).for_each(|col| wanted[(col, row)].reset());
                }
                Change::Resize { cols: new_cols, rows: new_rows } => {
                    (cols, rows) = (new_cols, new_rows);
                    far.parser.set_size(size(rows), size(cols));
                    far.painter.forget();
                    wanted.resize(Rect::new(0, 0, cols, rows));
                }
                Change::Forget => far.painter.forget(),
                Change::CutOff { per_cent } => far.cut_off(&wanted, per_cent),
                Change::Show { cursor } => {
                    let bytes = far.show(&wanted, cursor);
                    prop_assert!(is_ours(&bytes));
                    check(&far, &wanted);
                    let screen = far.parser.screen();
                    match cursor.filter(|&(col, row)| col < cols && row < rows) {
                        Some((col, row)) => {
                            prop_assert!(!screen.hide_cursor());
                            prop_assert_eq!(screen.cursor_position(), (row, col));
                        }
                        None => prop_assert!(screen.hide_cursor()),
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_test_texts_hold_characters_of_several_scalars() {
    assert!("👩\u{200d}👩\u{200d}👧".graphemes(true).count() == 1);
}
