use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::*;

/// A terminal that takes a painter's bytes.
struct Far {
    parser: vt100::Parser,
    painter: Painter,
}

impl Far {
    fn new(cols: u16, rows: u16) -> Self {
        let mut parser = vt100::Parser::new(size(rows), size(cols), 0);
        // What another program left.
        parser.process("\x1b[31mleftövers\r\nand more \x1b[7mof it".as_bytes());
        Self { parser, painter: Painter::new(PaintOptions::default()) }
    }

    fn show(&mut self, buffer: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.painter.paint(buffer, cursor, &mut bytes);
        self.parser.process(&bytes);
        bytes
    }
}

fn size(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

fn buffer(lines: &[&str]) -> Buffer {
    let width = lines.iter().map(|line| line.width()).max().unwrap_or(0) as u16;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, lines.len() as u16));
    for (row, line) in (0..).zip(lines) {
        buffer.set_string(0, row, line, Style::default());
    }
    buffer
}

fn color(color: vt100::Color) -> Color {
    match color {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

fn indexed(color: Color) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMED.iter().position(|&named| named == color).map_or(color, |index| Color::Indexed(index as u8))
}

/// What does not show on a space: its foreground, and all modifiers but reverse and underline.
fn style_seen(blank: bool, fg: Color, bg: Color, modifier: Modifier) -> (Color, Color, Modifier) {
    let shown = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    let modifier = modifier & shown;
    if !blank || modifier.contains(Modifier::REVERSED) {
        (fg, bg, modifier)
    } else if modifier.contains(Modifier::UNDERLINED) {
        (fg, bg, Modifier::UNDERLINED)
    } else {
        (Color::Reset, bg, Modifier::empty())
    }
}

fn modifier_of(cell: &vt100::Cell) -> Modifier {
    let mut modifier = Modifier::empty();
    for (is, which) in [
        (cell.bold(), Modifier::BOLD),
        (cell.dim(), Modifier::DIM),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ] {
        modifier.set(which, is);
    }
    modifier
}

/// Holds the far screen against the buffer, cell for cell.
#[track_caller]
fn check(far: &Far, wanted: &Buffer) {
    let screen = far.parser.screen();
    for row in 0..wanted.area.height {
        let (mut covered, mut combined) = (0, false);
        for col in 0..wanted.area.width {
            let (want, have) = (&wanted[(col, row)], screen.cell(row, col).unwrap());
            let place = format!("row {row} column {col}: {want:?} is shown as {:?}", have.contents());
            if covered > 0 {
                covered -= 1;
                assert!(combined || have.contents().trim().is_empty(), "{place}");
                continue;
            }
            let symbol = want.symbol();
            let hostile = symbol.chars().any(char::is_control);
            let width = if hostile { 1 } else { symbol.cell_width() };
            combined = symbol.chars().count() > 1;
            let (text, blank) = if hostile || width == 0 || col + width > wanted.area.width {
                ("", true)
            } else {
                (symbol, symbol == " ")
            };
            if hostile {
                assert!(!have.contents().contains(char::is_control), "{place}");
            } else if text.chars().count() > 1 {
                // A terminal may show less of a combined character, but never something else.
                assert!(text.starts_with(have.contents()) && have.has_contents(), "{place}");
            } else if blank {
                assert!(have.contents().trim().is_empty(), "{place}");
            } else {
                assert_eq!(have.contents(), text, "{place}");
            }
            let wanted_style = style_seen(blank || hostile, indexed(want.fg), indexed(want.bg), want.modifier);
            let shown_style = style_seen(
                have.contents().trim().is_empty(),
                color(have.fgcolor()),
                color(have.bgcolor()),
                modifier_of(have),
            );
            // vt100 shows either bold or dim, not both.
            let both = want.modifier.contains(Modifier::BOLD | Modifier::DIM);
            let unseen = if both { Modifier::BOLD | Modifier::DIM } else { Modifier::empty() };
            let without = |(fg, bg, modifier): (Color, Color, Modifier)| (fg, bg, modifier.difference(unseen));
            assert_eq!(without(shown_style), without(wanted_style), "{place}");
            covered = if blank { 0 } else { width.saturating_sub(1) };
        }
    }
}

#[test]
fn the_first_frame_clears_what_was_there() {
    let mut far = Far::new(9, 3);
    let wanted = buffer(&["hello", "", "there"]);
    let mut padded = Buffer::empty(Rect::new(0, 0, 9, 3));
    padded.merge(&wanted);
    far.show(&padded, None);
    check(&far, &padded);
    assert!(far.parser.screen().hide_cursor());
}

#[test]
fn a_frame_that_is_shown_already_costs_nothing() {
    let mut far = Far::new(5, 2);
    let wanted = buffer(&["hello", "there"]);
    far.show(&wanted, None);
    assert_eq!(far.show(&wanted, None), b"");
    far.show(&wanted, Some((2, 1)));
    assert_eq!(far.show(&wanted, Some((2, 1))), b"");
}

#[test]
fn a_changed_status_line_costs_little_more_than_its_change() {
    let mut far = Far::new(80, 24);
    let mut wanted = Buffer::empty(Rect::new(0, 0, 80, 24));
    for row in 0..24 {
        wanted.set_string(0, row, format!("{row} {}", "words and more words ".repeat(3)), Style::default());
    }
    let status = Style::default().add_modifier(Modifier::REVERSED);
    wanted.set_string(0, 23, format!("{:80}", "statement 7/33 - mixed"), status);
    far.show(&wanted, None);
    wanted.set_string(0, 23, format!("{:80}", "statement 8/33 - mixed"), status);
    assert!(far.show(&wanted, None).len() <= 16);
    check(&far, &wanted);
}

#[test]
fn an_emptied_row_is_erased_not_overwritten() {
    let mut far = Far::new(80, 2);
    let full = Buffer::filled(Rect::new(0, 0, 80, 2), Cell::new("x"));
    far.show(&full, None);
    let empty = Buffer::empty(full.area);
    assert!(far.show(&empty, None).len() <= 20);
    check(&far, &empty);
}

#[test]
fn a_coloured_background_is_not_lost_to_erasing() {
    let mut far = Far::new(20, 2);
    let mut wanted = Buffer::filled(Rect::new(0, 0, 20, 2), Cell::new("x"));
    far.show(&wanted, None);
    wanted.reset();
    wanted.set_style(Rect::new(0, 1, 20, 1), Style::default().bg(Color::Blue));
    far.show(&wanted, None);
    check(&far, &wanted);
}

#[test]
fn wide_characters_leave_no_halves() {
    let mut far = Far::new(8, 1);
    for line in ["日本語日本", "a日本語bcd", "日本語日本", "abcdefgh", " 日 本 語", "日本語日本"] {
        let mut wanted = Buffer::empty(Rect::new(0, 0, 8, 1));
        wanted.set_string(0, 0, line, Style::default());
        far.show(&wanted, None);
        check(&far, &wanted);
    }
}

#[test]
fn a_family_of_emoji_pushes_nothing_aside_on_a_terminal_that_draws_it_as_three() {
    let mut far = Far::new(12, 2);
    let wanted = buffer(&["ab👩\u{200d}👩\u{200d}👧cd    ", "zzzzzzzzzzzz"]);
    far.show(&wanted, None);
    check(&far, &wanted);
    // At the right edge it would wrap.
    let mut wanted = Buffer::filled(Rect::new(0, 0, 12, 2), Cell::new("z"));
    wanted.set_string(10, 1, "👩\u{200d}👩\u{200d}👧", Style::default());
    far.show(&wanted, None);
    check(&far, &wanted);
}

#[test]
fn cells_cannot_smuggle_controls() {
    for symbol in ["\x1b]0;pwn\x07", "\u{9b}2J", "\u{202e}x", "\r", "\u{301}", "\x7f"] {
        let mut far = Far::new(8, 1);
        let mut wanted = buffer(&["abcdefgh"]);
        wanted[(1, 0)].set_symbol(symbol);
        let bytes = far.show(&wanted, None);
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(['\u{9b}', '\u{202e}', '\r', '\u{301}', '\x7f', '\x07']), "{text:?}");
        assert!(!text.contains("\x1b]"), "{text:?}");
        assert_eq!(far.parser.screen().contents(), "a cdefgh");
    }
}

#[test]
fn forgetting_paints_everything_again() {
    let mut far = Far::new(5, 1);
    let wanted = buffer(&["hello"]);
    far.show(&wanted, None);
    far.parser.process(b"\x1b[Hwreck");
    far.painter.forget();
    far.show(&wanted, None);
    check(&far, &wanted);
}

#[test]
fn only_large_frames_are_marked_as_one() {
    let mut far = Far::new(80, 24);
    let large = Buffer::filled(Rect::new(0, 0, 80, 24), Cell::new("x"));
    let bytes = far.show(&large, None);
    assert!(bytes.starts_with(b"\x1b[?2026h") && bytes.ends_with(b"\x1b[?2026l"));
    let mut small = large.clone();
    small[(3, 3)].set_symbol("y");
    assert_eq!(far.show(&small, None), b"\x1b[4;4Hy");
}

#[test]
fn an_empty_screen_is_no_trouble() {
    let mut painter = Painter::new(PaintOptions::default());
    let mut bytes = Vec::new();
    painter.paint(&Buffer::empty(Rect::new(0, 0, 0, 0)), None, &mut bytes);
    painter.paint(&Buffer::empty(Rect::new(0, 0, 0, 7)), Some((0, 0)), &mut bytes);
    assert_eq!(bytes, b"");
}

fn any_text() -> impl Strategy<Value = String> {
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

fn any_color() -> impl Strategy<Value = Color> {
    prop_oneof![
        3 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::White),
        1 => any::<u8>().prop_map(Color::Indexed),
        1 => any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Color::Rgb(red, green, blue)),
    ]
}

fn any_style() -> impl Strategy<Value = Style> {
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
                Change::Show { cursor } => {
                    let bytes = far.show(&wanted, cursor);
                    let is_ours = |byte: &u8| matches!(byte, 8 | 10 | 13 | 27 | 32..) && *byte != 127;
                    prop_assert!(bytes.iter().all(is_ours));
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
