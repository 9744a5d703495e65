//! Names that somebody typed: as a message may show them, and the one of those that exist that was probably meant.

use crate::article::scalar::is_forbidden;

/// A name from a file as a message may show it: one line, nothing that steers a terminal, not endless.
pub fn shown(name: &str) -> String {
    let mut shown: String = name.chars().filter(|char| !is_forbidden(*char)).take(60).collect();
    if shown.chars().count() < name.chars().count() {
        shown.push('…');
    }
    shown
}

/// `; did you mean …?` for a name near to one that exists, else nothing.
pub fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    // Nobody mistypes a name into something that long; the distance is quadratic.
    if name.chars().count() > 60 {
        return String::new();
    }
    let nearest = known.into_iter().map(|candidate| (distance(name, candidate), candidate)).min_by_key(|pair| pair.0);
    match nearest {
        Some((far, candidate)) if far <= (candidate.chars().count() / 3).max(1) => {
            format!("; did you mean `{candidate}`?")
        }
        _ => String::new(),
    }
}

/// Edit distance in scalars (Levenshtein, with swaps of neighbours counted as one: optimal string alignment).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (i, a) in one.chars().flat_map(char::to_lowercase).enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for (j, &b) in other.iter().enumerate() {
            let get = |cells: &[usize], at: usize| cells.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&row, j) + usize::from(a != b)).min(get(&row, j + 1) + 1).min(left + 1);
            if j > 0 && last == Some(b) && other.get(j - 1) == Some(&a) {
                best = best.min(get(&before, j - 1) + 1);
            }
            next.push(best);
            left = best;
        }
        before = std::mem::replace(&mut row, next);
        last = Some(a);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, shown, suggestion};

    #[test]
    fn distance_counts_edits_and_swaps() {
        for (one, other, far) in
            [("", "", 0), ("a", "", 1), ("", "abc", 3), ("theme", "thmee", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(one, other), far, "{one} {other}");
        }
    }

    #[test]
    fn only_a_near_name_is_suggested() {
        let known = ["theme", "measure", "mouse"];
        assert_eq!(suggestion("measur", known), "; did you mean `measure`?");
        assert_eq!(suggestion("Mouse", known), "; did you mean `mouse`?");
        assert_eq!(suggestion("library", known), "");
        assert_eq!(suggestion(&"x".repeat(100_000), known), "");
    }

    #[test]
    fn a_name_is_shown_without_anything_that_steers_a_terminal() {
        assert_eq!(shown("a\u{1b}[2J\u{202e}b\u{2066}\u{85}\nc"), "a[2Jbc…");
    }
}
