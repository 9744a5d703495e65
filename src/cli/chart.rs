//! Bars and lines of numbers in text, with block signs where the locale has them, else in ASCII.

use std::env;

use crate::config::Signs;
use crate::theme::terminal;

/// Signs for the heights of a line, lowest first; the first one is for none.
const STEPS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_STEPS: [char; 9] = [' ', '.', ':', '-', '=', '+', '*', '%', '#'];

/// What signs can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Signs beyond ASCII are there.
    pub unicode: bool,
}

impl Chart {
    /// As the locale has it.
    pub fn of_locale() -> Self {
        Self { unicode: terminal::unicode(|name| env::var(name).ok(), Signs::Auto) }
    }

    /// A bar of at most so many columns for a part of a whole, 0–1; something for anything above none.
    pub fn bar(self, part: f64, width_col: usize) -> String {
        let part = part.clamp(0.0, 1.0);
        if part.is_nan() || part <= 0.0 || width_col == 0 {
            return String::new();
        }
        if !self.unicode {
            return "#".repeat(((part * width_col as f64).round() as usize).max(1));
        }
        let eighths = ((part * width_col as f64 * 8.0).round() as usize).max(1);
        let mut bar = "█".repeat(eighths / 8);
        // U+258F is one eighth, U+2589 seven.
        let rest = u32::try_from(eighths % 8).ok().filter(|&rest| rest > 0);
        bar.extend(rest.and_then(|rest| char::from_u32(0x2590 - rest)));
        bar
    }

    /// Numbers as a line of heights, at most so many columns wide: where there are more, neighbours are added up.
    pub fn line(self, numbers: &[usize], width_col: usize) -> String {
        let a_column = numbers.len().div_ceil(width_col.max(1)).max(1);
        let sums: Vec<usize> = numbers.rchunks(a_column).rev().map(|chunk| chunk.iter().sum()).collect();
        let most = sums.iter().copied().max().unwrap_or(0).max(1);
        let steps = if self.unicode { STEPS } else { ASCII_STEPS };
        let step = |n: usize| if n == 0 { 0 } else { (n * 8).div_ceil(most).clamp(1, 8) };
        sums.into_iter().filter_map(|n| steps.get(step(n))).collect()
    }

    /// Between two remarks of a line.
    pub fn dot(self) -> &'static str {
        if self.unicode { " · " } else { " - " }
    }
}

#[cfg(test)]
mod tests {
    use super::Chart;

    const UNICODE: Chart = Chart { unicode: true };
    const ASCII: Chart = Chart { unicode: false };

    #[test]
    fn a_bar_is_as_long_as_its_part_and_never_nothing_for_something() {
        assert_eq!(UNICODE.bar(0.5, 10), "█████");
        assert_eq!(UNICODE.bar(0.55, 10), "█████▌");
        assert_eq!(UNICODE.bar(0.0001, 10), "▏");
        assert_eq!(ASCII.bar(0.5, 10), "#####");
        assert_eq!((ASCII.bar(0.001, 10), ASCII.bar(7.0, 4)), ("#".to_owned(), "####".to_owned()));
        for chart in [UNICODE, ASCII] {
            assert_eq!(chart.bar(0.0, 10) + &chart.bar(f64::NAN, 10) + &chart.bar(0.5, 0), "");
        }
    }

    #[test]
    fn a_line_has_a_sign_for_each_number_and_a_blank_for_none() {
        assert_eq!(UNICODE.line(&[0, 1, 4, 8], 10), " ▁▄█");
        assert_eq!(ASCII.line(&[0, 1, 4, 8], 10), " .=#");
        assert_eq!(UNICODE.line(&[], 10), "");
        assert_eq!(UNICODE.line(&[0, 0], 10), "  ");
    }

    #[test]
    fn more_numbers_than_columns_are_added_up_and_the_newest_column_is_whole() {
        assert_eq!(UNICODE.line(&[1, 4, 4, 8, 8], 3), "▁▄█");
        assert!(UNICODE.line(&[1; 1000], 60).chars().count() <= 60);
    }
}
