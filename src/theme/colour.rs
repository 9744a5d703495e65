//! Colours: their names in theme files, and the nearest one that a terminal can show.

use ratatui::style::Color;

use super::Depth;

/// The names of the sixteen colours that every colour terminal has, with the values that xterm gives them.
const SIXTEEN: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

/// The steps of the 6×6×6 cube of the 256 colours.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour by name: one of the sixteen, `default` (the terminal's own), `#rrggbb`, or 0–255 as text.
pub fn parse(name: &str) -> Option<Color> {
    if let Some(digits) = name.strip_prefix('#') {
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    let lower = name.to_ascii_lowercase().replace('_', "-");
    if lower == "default" {
        return Some(Color::Reset);
    }
    if let Some((_, colour, _)) = SIXTEEN.iter().find(|(known, ..)| *known == lower) {
        return Some(*colour);
    }
    lower.bytes().all(|byte| byte.is_ascii_digit()).then(|| lower.parse().ok().map(indexed))?
}

/// A colour by its number among the 256; the first sixteen are the named ones.
pub fn indexed(number: u8) -> Color {
    SIXTEEN.get(usize::from(number)).map_or(Color::Indexed(number), |(_, colour, _)| *colour)
}

/// The names that `parse` takes, for messages.
pub fn names() -> impl Iterator<Item = &'static str> {
    SIXTEEN.iter().map(|(name, ..)| *name).chain(["default"])
}

/// The nearest colour that a terminal of this depth shows; none where it shows none.
pub fn reduce(colour: Color, depth: Depth) -> Option<Color> {
    match (depth, colour) {
        (Depth::Mono, _) => None,
        (Depth::Ansi256, Color::Rgb(red, green, blue)) => Some(Color::Indexed(nearest_of_256([red, green, blue]))),
        (Depth::Ansi16, Color::Rgb(..) | Color::Indexed(_)) => Some(nearest_of_16(values(colour)?)),
        _ => Some(colour),
    }
}

/// Red, green and blue, as xterm shows them; none for the terminal's own colour.
pub fn values(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(number) => Some(match number {
            0..16 => SIXTEEN.get(usize::from(number))?.2,
            16..232 => {
                let step = |n: u8| CUBE.get(usize::from(n)).copied().unwrap_or(255);
                let n = number - 16;
                [step(n / 36), step(n / 6 % 6), step(n % 6)]
            }
            232.. => [8 + 10 * (number - 232); 3],
        }),
        other => SIXTEEN.iter().find(|(_, colour, _)| *colour == other).map(|(.., values)| *values),
    }
}

/// The nearest of the cube and the grey ramp; the first sixteen are left alone, for users change them.
fn nearest_of_256(values: [u8; 3]) -> u8 {
    let step = |value: u8| {
        (0u8..).zip(CUBE).min_by_key(|(_, known)| known.abs_diff(value)).map_or((0, 0), |(n, known)| (n, known))
    };
    let [red, green, blue] = values.map(step);
    let cube = 16 + 36 * red.0 + 6 * green.0 + blue.0;
    let mean = (values.iter().map(|&value| u32::from(value)).sum::<u32>() / 3) as u8;
    let ramp = (mean.saturating_sub(3) / 10).min(23);
    let grey = 8 + 10 * ramp;
    if distance(values, [grey; 3]) < distance(values, [red.1, green.1, blue.1]) { 232 + ramp } else { cube }
}

fn nearest_of_16(values: [u8; 3]) -> Color {
    SIXTEEN.iter().min_by_key(|(.., known)| distance(values, *known)).map_or(Color::Reset, |(_, colour, _)| *colour)
}

/// The "redmean" approximation of how different two colours look (T. Riemersma, compuphase.com/cmetric.htm).
fn distance(one: [u8; 3], other: [u8; 3]) -> i64 {
    let [r1, g1, b1] = one.map(i64::from);
    let [r2, g2, b2] = other.map(i64::from);
    let mean = i64::midpoint(r1, r2);
    let square = |d: i64| d * d;
    (((512 + mean) * square(r1 - r2)) >> 8) + 4 * square(g1 - g2) + (((767 - mean) * square(b1 - b2)) >> 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Color;

    use super::{indexed, names, parse, reduce, values};
    use crate::theme::Depth;

    #[test]
    fn colours_are_named_numbered_or_given_in_hexadecimal() {
        for (name, colour) in [
            ("cyan", Some(Color::Cyan)),
            ("Bright_Black", Some(Color::DarkGray)),
            ("white", Some(Color::Gray)),
            ("default", Some(Color::Reset)),
            ("#ff8000", Some(Color::Rgb(255, 128, 0))),
            ("208", Some(Color::Indexed(208))),
            ("9", Some(Color::LightRed)),
            ("256", None),
            ("#ff800", None),
            ("#ff80é", None),
            ("", None),
            ("mauve", None),
        ] {
            assert_eq!(parse(name), colour, "{name}");
        }
        assert!(names().all(|name| parse(name).is_some()));
    }

    #[test]
    fn a_colour_of_the_256_stays_itself_in_256() {
        for number in 16..=255u8 {
            let [red, green, blue] = values(Color::Indexed(number)).unwrap();
            let Some(Color::Indexed(found)) = reduce(Color::Rgb(red, green, blue), Depth::Ansi256) else { panic!() };
            assert_eq!(values(Color::Indexed(found)), Some([red, green, blue]), "{number} became {found}");
        }
    }

    #[test]
    fn the_sixteen_stay_themselves_wherever_there_is_colour() {
        for number in 0..16 {
            for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
                assert_eq!(reduce(indexed(number), depth), Some(indexed(number)));
            }
            assert_eq!(reduce(indexed(number), Depth::Mono), None);
        }
    }

    proptest! {
        #[test]
        fn sixteen_colours_means_named_ones(red: u8, green: u8, blue: u8) {
            let reduced = reduce(Color::Rgb(red, green, blue), Depth::Ansi16).unwrap();
            prop_assert!(!matches!(reduced, Color::Rgb(..) | Color::Indexed(_)));
        }
    }
}
