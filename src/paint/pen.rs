//! The style that a terminal writes with, and the shortest change from one to another (SGR, ECMA-48 8.3.117).
//!
//! Written here and not by crossterm, which with `NO_COLOR` leaves out bold and reverse too, for the whole process;
//! which colours a session may use is its theme's to decide.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// A style in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

/// Modifiers that show on a space.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// Each modifier, what sets it and what clears it. Bold and dim, and the two speeds of blinking, are cleared
/// together.
const MODIFIERS: &[(Modifier, &str, &str)] = &[
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

impl Pen {
    pub(super) const DEFAULT: Self =
        Self { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

    /// A cell's style, without what does not show.
    pub(super) fn of(cell: &Cell, blank: bool) -> Self {
        let underlined = cell.modifier.contains(Modifier::UNDERLINED);
        let pen = Self {
            fg: cell.fg,
            bg: cell.bg,
            underline: if underlined { cell.underline_color } else { Color::Reset },
            modifier: cell.modifier,
        };
        pen.on(blank)
    }

    /// Whether it writes a cell as it should look.
    pub(super) fn writes(self, cell: &Cell, blank: bool) -> bool {
        // Most cells are styled as the one before, and then there is nothing to work out.
        let is_same = self.fg == cell.fg
            && self.bg == cell.bg
            && self.modifier == cell.modifier
            && self.underline == cell.underline_color;
        is_same || self.on(blank) == Self::of(cell, blank)
    }

    /// It on a character or a blank, without what does not show there.
    pub(super) fn on(self, blank: bool) -> Self {
        if !blank || self.modifier.intersects(SEEN_ON_BLANKS) {
            return self;
        }
        Self { fg: Color::Reset, modifier: Modifier::empty(), ..self }
    }

    /// Whether a space written with it, and a line erased with it, is an empty cell.
    pub(super) fn leaves_blanks(&self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SEEN_ON_BLANKS)
    }

    /// The bytes that change this pen into another, and nothing when they are equal.
    pub(super) fn change_to(self, to: Self) -> Vec<u8> {
        if self == to {
            return Vec::new();
        }
        let afresh = sequence(&to.since(Self::DEFAULT, "0"));
        if to == Self::DEFAULT {
            return afresh;
        }
        let step = sequence(&to.since(self, ""));
        if step.len() <= afresh.len() { step } else { afresh }
    }

    /// The parameters, parted by semicolons, that turn `from` into this pen, after `first`.
    fn since(self, from: Self, first: &str) -> String {
        let mut parameters = String::from(first);
        let mut add = |parameter: &str| {
            if !parameters.is_empty() {
                parameters.push(';');
            }
            parameters.push_str(parameter);
        };
        let removed = from.modifier.difference(self.modifier);
        let mut kept = from.modifier.intersection(self.modifier);
        let mut last_end = "";
        for &(modifier, _, end) in MODIFIERS {
            if removed.contains(modifier) && end != last_end {
                add(end);
                last_end = end;
            }
        }
        for &(modifier, _, end) in MODIFIERS {
            if MODIFIERS.iter().any(|&(other, _, its_end)| its_end == end && removed.contains(other)) {
                kept.remove(modifier);
            }
        }
        for &(modifier, begin, _) in MODIFIERS {
            if self.modifier.contains(modifier) && !kept.contains(modifier) {
                add(begin);
            }
        }
        if self.fg != from.fg {
            add(&ground(self.fg, 0));
        }
        if self.bg != from.bg {
            add(&ground(self.bg, 10));
        }
        if self.underline != from.underline {
            add(&underline(self.underline));
        }
        parameters
    }
}

fn sequence(parameters: &str) -> Vec<u8> {
    // A lone zero may be left out.
    if parameters == "0" { b"\x1b[m".to_vec() } else { format!("\x1b[{parameters}m").into_bytes() }
}

/// The parameters of a foreground colour, or with `shift` 10 a background colour.
fn ground(color: Color, shift: u8) -> String {
    match (color, named(color)) {
        (_, Some(index @ 0..=7)) => (30 + shift + index).to_string(),
        (_, Some(index)) => (90 + shift + index - 8).to_string(),
        (Color::Indexed(index), _) => format!("{};5;{index}", 38 + shift),
        (Color::Rgb(red, green, blue), _) => format!("{};2;{red};{green};{blue}", 38 + shift),
        _ => (39 + shift).to_string(),
    }
}

/// The parameters of an underline's colour; with colons, so that a terminal that does not know 58 leaves out all
/// of it and not the 58 alone.
fn underline(color: Color) -> String {
    match (color, named(color)) {
        (_, Some(index)) | (Color::Indexed(index), _) => format!("58:5:{index}"),
        (Color::Rgb(red, green, blue), _) => format!("58:2::{red}:{green}:{blue}"),
        _ => "59".to_owned(),
    }
}

/// The place of a named colour among the sixteen.
fn named(color: Color) -> Option<u8> {
    Some(match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}
