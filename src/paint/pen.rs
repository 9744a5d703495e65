//! The style that a terminal writes with, and the shortest change from one to another (SGR, ECMA-48 8.3.117).
//!
//! Written here and not by crossterm, which with `NO_COLOR` leaves out bold and reverse too, for the whole process;
//! which colours a session may use is its theme's to decide.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// A style in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Hue,
    bg: Hue,
    underline: Hue,
    modifier: Modifier,
}

/// A colour as bytes that are compared at once, for every cell of a screen: what it is, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hue([u8; 4]);

impl Hue {
    const RESET: Self = Self([0; 4]);
    const NAMED: u8 = 1;
    const INDEXED: u8 = 2;
    const RGB: u8 = 3;

    fn of(color: Color) -> Self {
        match (color, named(color)) {
            (_, Some(index)) => Self([Self::NAMED, 0, 0, index]),
            (Color::Indexed(index), _) => Self([Self::INDEXED, 0, 0, index]),
            (Color::Rgb(red, green, blue), _) => Self([Self::RGB, red, green, blue]),
            _ => Self::RESET,
        }
    }
}

/// Modifiers that show on a space.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// Each modifier, what sets it and what clears it. Bold and dim, and the two speeds of blinking, are cleared
/// together.
const MODIFIERS: &[(Modifier, u8, u8)] = &[
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    pub(super) const DEFAULT: Self =
        Self { fg: Hue::RESET, bg: Hue::RESET, underline: Hue::RESET, modifier: Modifier::empty() };

    /// A cell's style, without what does not show.
    pub(super) fn of(cell: &Cell, blank: bool) -> Self {
        let underlined = cell.modifier.contains(Modifier::UNDERLINED);
        let pen = Self {
            fg: Hue::of(cell.fg),
            bg: Hue::of(cell.bg),
            underline: if underlined { Hue::of(cell.underline_color) } else { Hue::RESET },
            modifier: cell.modifier,
        };
        pen.on(blank)
    }

    /// It on a character or a blank, without what does not show there.
    pub(super) fn on(self, blank: bool) -> Self {
        if !blank || self.modifier.intersects(SEEN_ON_BLANKS) {
            return self;
        }
        Self { fg: Hue::RESET, modifier: Modifier::empty(), ..self }
    }

    /// Whether a space written with it, and a line erased with it, is an empty cell.
    pub(super) fn leaves_blanks(&self) -> bool {
        self.bg == Hue::RESET && !self.modifier.intersects(SEEN_ON_BLANKS)
    }

    /// The bytes that change this pen into another, and none when they are equal.
    pub(super) fn change_to(self, to: Self) -> Change {
        if self == to {
            return Change::NONE;
        }
        if to == Self::DEFAULT {
            return Change::begun().ended();
        }
        let mut afresh = Change::begun();
        afresh.add(&[0]);
        to.add_since(Self::DEFAULT, &mut afresh);
        let mut step = Change::begun();
        to.add_since(self, &mut step);
        if step.n <= afresh.n { step.ended() } else { afresh.ended() }
    }

    /// Adds the parameters that turn `from` into this pen.
    fn add_since(self, from: Self, change: &mut Change) {
        let removed = from.modifier.difference(self.modifier);
        let mut kept = from.modifier.intersection(self.modifier);
        if !removed.is_empty() {
            let mut last_end = 0;
            for &(modifier, _, end) in MODIFIERS {
                if removed.contains(modifier) && end != last_end {
                    change.add(&[end]);
                    last_end = end;
                }
            }
            for &(modifier, _, end) in MODIFIERS {
                if MODIFIERS.iter().any(|&(other, _, its_end)| its_end == end && removed.contains(other)) {
                    kept.remove(modifier);
                }
            }
        }
        if self.modifier != kept {
            for &(modifier, begin, _) in MODIFIERS {
                if self.modifier.contains(modifier) && !kept.contains(modifier) {
                    change.add(&[begin]);
                }
            }
        }
        if self.fg != from.fg {
            change.add_ground(self.fg, 0);
        }
        if self.bg != from.bg {
            change.add_ground(self.bg, 10);
        }
        if self.underline != from.underline {
            change.add_underline(self.underline);
        }
    }
}

/// A control sequence that changes a pen. There are hundreds in a frame, so it is made without asking for memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    bytes: [u8; Self::MOST],
    n: usize,
}

impl Change {
    /// No change takes as many: its two brackets, a zero, nine modifiers begun and seven ended with two digits each, and
    /// three colours of eighteen.
    const MOST: usize = 128;
    const NONE: Self = Self { bytes: [0; Self::MOST], n: 0 };

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.n).unwrap_or_default()
    }

    fn begun() -> Self {
        let mut change = Self::NONE;
        change.push(b'\x1b');
        change.push(b'[');
        change
    }

    fn ended(mut self) -> Self {
        self.push(b'm');
        self
    }

    fn push(&mut self, byte: u8) {
        if let Some(free) = self.bytes.get_mut(self.n) {
            *free = byte;
            self.n += 1;
        }
    }

    /// One parameter, of numbers parted by colons where it has several.
    fn add(&mut self, numbers: &[u8]) {
        self.add_parted(numbers, b':');
    }

    fn add_parted(&mut self, numbers: &[u8], parted_by: u8) {
        for (at, &number) in numbers.iter().enumerate() {
            if at > 0 {
                self.push(parted_by);
            } else if self.n > 2 {
                self.push(b';');
            }
            self.add_number(number);
        }
    }

    fn add_number(&mut self, number: u8) {
        if number >= 100 {
            self.push(b'0' + number / 100);
        }
        if number >= 10 {
            self.push(b'0' + number / 10 % 10);
        }
        self.push(b'0' + number % 10);
    }

    /// The parameters of a foreground colour, or with `shift` 10 a background colour.
    fn add_ground(&mut self, hue: Hue, shift: u8) {
        match hue.0 {
            [Hue::NAMED, _, _, index @ 0..=7] => self.add(&[30 + shift + index]),
            [Hue::NAMED, _, _, index] => self.add(&[90 + shift + index - 8]),
            [Hue::INDEXED, _, _, index] => self.add_parted(&[38 + shift, 5, index], b';'),
            [Hue::RGB, red, green, blue] => self.add_parted(&[38 + shift, 2, red, green, blue], b';'),
            _ => self.add(&[39 + shift]),
        }
    }

    /// The parameters of an underline's colour; with colons, so that a terminal that does not know 58 leaves out all
    /// of it and not the 58 alone.
    fn add_underline(&mut self, hue: Hue) {
        match hue.0 {
            [Hue::NAMED | Hue::INDEXED, _, _, index] => self.add(&[58, 5, index]),
            [Hue::RGB, red, green, blue] => {
                self.add(&[58, 2]);
                // The place of a colour space, which is empty.
                self.push(b':');
                for number in [red, green, blue] {
                    self.push(b':');
                    self.add_number(number);
                }
            }
            _ => self.add(&[59]),
        }
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
