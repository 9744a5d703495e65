mod links;
mod part;
mod property;
mod scrolling;

use std::num::NonZeroU16;

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier, Style};
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
        parser.process("\x1b[31mleftövers\r\nand more \x1b[7mof it\x1b[2;3r".as_bytes());
        Self { parser, painter: Painter::new(PaintOptions::default()) }
    }

    fn show(&mut self, buffer: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.painter.paint(buffer, cursor, &mut bytes);
        self.parser.process(&bytes);
        bytes
    }

    /// A frame of which only so much arrives.
    fn cut_off(&mut self, buffer: &Buffer, per_cent: usize) {
        let mut bytes = Vec::new();
        self.painter.paint(buffer, None, &mut bytes);
        self.parser.process(&bytes[..bytes.len() * per_cent / 100]);
        self.painter.forget();
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

/// Whether no control character is among the bytes but those that the painter makes: steps back and down, the way to
/// the first column, and what begins a sequence.
fn is_ours(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, 8 | 10 | 13 | 27 | 32..=126 | 128..))
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
fn nothing_stays_beside_an_emoji_on_a_terminal_that_draws_it_narrower() {
    let mut far = Far::new(8, 1);
    far.show(&buffer(&["abcdefgh"]), None);
    let mut bytes = Vec::new();
    far.painter.paint(&buffer(&["a\u{1f3d7}\u{fe0f}defgh"]), None, &mut bytes);
    // What makes it wide is not known there.
    let text = String::from_utf8(bytes).unwrap().replace('\u{fe0f}', "");
    far.parser.process(text.as_bytes());
    assert_eq!(far.parser.screen().contents(), "a\u{1f3d7} defgh");
}

#[test]
fn a_row_of_doubtful_columns_is_erased_before_it_shows_anything_else() {
    let mut far = Far::new(16, 1);
    far.show(&buffer(&["a👩\u{200d}👩\u{200d}👧 words 15"]), None);
    let mut bytes = Vec::new();
    far.painter.paint(&buffer(&["a👩\u{200d}👩\u{200d}👧 words 16"]), None, &mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\u{1b}[K") && text.contains("words"), "{text:?}");
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
