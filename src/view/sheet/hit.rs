//! A statement that was found: who said it, where and when; and its words with what was asked for lit.

use ratatui::layout::Rect;

use crate::article::Certainty;
use crate::catalogue::Hit;
use crate::flow::{cells, width, wrapped};
use crate::state::judged::NOTED;
use crate::state::sheet::SHEET_INDENT_COLS;
use crate::theme::Role;

use super::super::article::{judgement, kind_role, kind_sign};
use super::super::ink::Ink;

/// Scalars of a long statement that are looked at from where the first lit word stands.
const MAX_CHARS: usize = 1_200;
/// Scalars before the first lit word that are shown with it.
const BEFORE_CHARS: usize = 60;

pub(super) fn hit(ink: &mut Ink, hit: &Hit, is_new: bool, area: Rect) {
    head_line(ink, hit, is_new, area);
    words(ink, hit, area);
}

fn head_line(ink: &mut Ink, hit: &Hit, is_new: bool, area: Rect) {
    let (gutter, name, aside) = (ink.style(Role::Gutter), ink.style(Role::Heading), ink.style(Role::Aside));
    let dot = ink.dot();
    let sign = kind_sign(ink, hit.kind);
    ink.put(area.x + 1, area.y, area.right(), sign, gutter);
    let confidence = [hit.content_confidence, hit.speaker_confidence].into_iter().flatten().reduce(f64::min);
    if let Some(status) = hit.review {
        judgement(ink, status, area.x + 2, area.y);
    } else if confidence.map(Certainty::of) == Some(Certainty::Check) {
        let style = ink.style(Role::Check);
        ink.put(area.x + 2, area.y, area.right(), "?", style);
    }
    if hit.note.is_some() {
        let (sign, style) = (ink.sign(NOTED.0, NOTED.1), ink.style(Role::Label));
        ink.put(area.x + 3, area.y, area.right(), sign, style);
    }
    let mut right = area.right().saturating_sub(1);
    let outlet = hit.outlet.as_deref().map(|outlet| format!("{outlet}{dot}")).unwrap_or_default();
    let mut place = format!("{outlet}{}", hit.dated());
    if width(&place) > area.width as usize / 2 {
        place = hit.dated();
    }
    right = right.saturating_sub(width(&place) as u16);
    ink.put(right, area.y, area.right(), &place, aside);
    right = right.saturating_sub(2);
    if is_new {
        let style = ink.style(Role::Label);
        right = right.saturating_sub(3);
        ink.put(right, area.y, right + 3, "new", style);
        right = right.saturating_sub(1);
    }
    let x = ink.put_cut(area.x + SHEET_INDENT_COLS, area.y, right, &hit.who_and_how(), name);
    if let Some(role) = &hit.role
        && x + 6 < right
    {
        let x = ink.put(x, area.y, right, dot, aside);
        ink.put_cut(x, area.y, right, role, aside);
    }
}

/// Two lines of the words, from the one with the first lit word on.
fn words(ink: &mut Ink, hit: &Hit, area: Rect) {
    let first_lit = hit.lit.iter().map(|lit| lit.start).min().unwrap_or(0);
    let rows = area.height.saturating_sub(1) as usize;
    let measure = area.width.saturating_sub(SHEET_INDENT_COLS + 1).max(8);
    // Far into a long statement one begins shortly before it, at a word.
    let room = measure as usize * rows.max(1);
    let skipped = if first_lit + BEFORE_CHARS / 2 > room {
        let earliest = first_lit.saturating_sub(BEFORE_CHARS);
        let to_space = hit.content.chars().skip(earliest).take(BEFORE_CHARS).position(char::is_whitespace);
        earliest + to_space.map_or(0, |n| n + 1)
    } else {
        0
    };
    let shown: String = hit.content.chars().skip(skipped).take(MAX_CHARS).collect();
    let base = ink.style(Role::Text).patch(ink.style(kind_role(hit.kind)));
    let lit = base.patch(ink.style(Role::Match));
    let more = ink.style(Role::Aside);
    let ranges = wrapped(&shown, measure);
    let is_cut = ranges.len() > rows;
    for (number, range) in ranges.into_iter().take(rows).enumerate() {
        let y = area.y + 1 + number as u16;
        let mut x = area.x + SHEET_INDENT_COLS;
        if number == 0 && skipped > 0 {
            let sign = ink.sign("…", "~");
            ink.put(x - 1, y, area.right(), sign, more);
        }
        let mut char = skipped + shown.get(..range.start).unwrap_or_default().chars().count();
        for cell in cells(shown.get(range).unwrap_or_default()) {
            let style = if hit.lit.iter().any(|lit| lit.contains(&char)) { lit } else { base };
            x = ink.cell(x, y, area.right(), &cell, style);
            char += cell.n_chars;
        }
        if is_cut && number + 1 == rows {
            let sign = ink.sign("…", "~");
            ink.put(x, y, area.right(), sign, more);
        }
    }
}
