//! The article: its lines with gutter, statements, speakers, matches.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::article::{BlockKind, Certainty, Kind, ReviewStatus, Statement};
use crate::flow::{Lead, Line, cells, width_within};
use crate::layout::{GUTTER_COLS, Layout};
use crate::state::judged::{self, NOTED};
use crate::state::segments::{Segment, first_after};
use crate::state::{Marking, Reading, State};
use crate::theme::Role;

use super::ink::Ink;

/// The line at the top that names the article.
pub(super) fn header(ink: &mut Ink, state: &State, reading: &Reading, area: Rect) {
    if area.is_empty() {
        return;
    }
    let item = reading.target.and_then(|target| state.item(target));
    let metadata = &reading.article.metadata;
    let title = reading.article.headline().or(item.map(|item| item.title.as_str())).unwrap_or("an article");
    let outlet = metadata.publisher.known().map(|outlet| outlet.name.as_str());
    let outlet = outlet.or(item.and_then(|item| item.outlet.as_deref()));
    let day = metadata.date_published.known().and_then(|date| date.get(..10));
    let day = day.or(item.and_then(|item| item.day.as_deref()));
    let dot = ink.dot();
    let aside: Vec<&str> = [outlet, day].into_iter().flatten().collect();
    let aside = aside.join(dot);
    let mut right = area.right();
    if item.is_some_and(|item| item.sample) && area.width > 20 {
        let style = ink.style(Role::Label);
        right = right.saturating_sub(7);
        ink.put(right + 1, area.y, area.right(), "sample", style);
    }
    let cols = width_within(&aside, area.width as usize) as u16;
    if cols > 0 && cols + 2 <= right.saturating_sub(area.x) / 2 {
        let style = ink.style(Role::Aside);
        ink.put(right - cols, area.y, right, &aside, style);
        right -= cols + 2;
    }
    // At the top the headline itself is in view, unless the text does not have it; and an entry without headline or
    // file name is called by its first words, which would stand there twice.
    let first = reading.flow.lines().first().map(|line| line.kind);
    if reading.top == 0 && (first == Some(BlockKind::Heading) || begins_so(reading.article.text.as_str(), title)) {
        return;
    }
    let style = ink.style(Role::Heading);
    ink.put_cut(area.x + GUTTER_COLS.min(area.width), area.y, right, title, style);
}

/// Whether a text begins with a title, which may have been cut; white space makes no difference.
fn begins_so(text: &str, title: &str) -> bool {
    let title = title.trim_end().trim_end_matches('…');
    let mut words = text.chars().filter(|char| !char.is_whitespace());
    let mut wanted = title.chars().filter(|char| !char.is_whitespace()).peekable();
    wanted.peek().is_some() && wanted.all(|char| words.next() == Some(char))
}

/// The line between the article and the panes.
pub(super) fn rule(ink: &mut Ink, area: Rect) {
    let (sign, style) = (ink.sign("│", "|"), ink.style(Role::Pane));
    if area.width > 0 {
        for y in area.top()..area.bottom() {
            ink.put(area.x, y, area.right(), sign, style);
        }
    }
}

/// The lines in view.
pub(super) fn article(ink: &mut Ink, reading: &Reading, marking: Option<&Marking>, lay: &Layout) {
    if lay.text.is_empty() {
        return;
    }
    if reading.article.text.as_str().trim().is_empty() {
        let style = ink.style(Role::Dim);
        ink.put(lay.text.x, lay.text.y, lay.text.right(), "this article has no text", style);
        return;
    }
    let marked = marking.map(Marking::parts);
    let lines = reading.flow.lines();
    for row in 0..lay.text.height {
        let number = reading.top + row as usize;
        let Some(line) = lines.get(number) else { break };
        let y = lay.text.y + row;
        let next_char = lines.get(number + 1).map_or(usize::MAX, |next| next.start_char.max(line.end_char));
        gutter(ink, reading, line, next_char, lay.text.x.saturating_sub(GUTTER_COLS), y);
        if !line.gap {
            words(ink, reading, marked.as_deref(), line, lay.text, y);
        }
    }
}

/// The sign of the statement that begins on a line, and whether it is in doubt.
fn gutter(ink: &mut Ink, reading: &Reading, line: &Line, next_char: usize, x: u16, y: u16) {
    let lit = &reading.lit;
    let first = lit.starts.partition_point(|&start| start < line.start_char);
    let n = lit.starts.get(first..).unwrap_or_default().partition_point(|&start| start < next_char);
    let Some(here) = lit.order.get(first..first + n).filter(|here| !here.is_empty()) else { return };
    // The current one goes before others that begin on the same line.
    let current = reading.at.filter(|at| here.contains(at));
    let Some(number) = current.or(here.first().copied()) else { return };
    let Some(statement) = reading.article.statements.items().get(number) else { return };
    let mut style = ink.style(Role::Gutter);
    if current.is_some() {
        style = style.patch(ink.style(Role::Current));
    }
    ink.put(x, y, x + 1, kind_sign(ink, statement.kind), style);
    let x = x + 1 + u16::from(doubt(ink, statement, x + 1, y));
    if reading.index.is_noted(statement) {
        let (sign, style) = (ink.sign(NOTED.0, NOTED.1), ink.style(Role::Label));
        ink.put(x, y, x + 1, sign, style);
    }
}

/// What the reader made of a statement; else whether it is in doubt. Says whether there was anything to draw.
pub(super) fn doubt(ink: &mut Ink, statement: &Statement, x: u16, y: u16) -> bool {
    if let Some(status) = judged::of_statement(statement) {
        judgement(ink, status, x, y);
        return true;
    }
    let is_in_doubt = certainty(statement) == Some(Certainty::Check);
    if is_in_doubt {
        let style = ink.style(Role::Check);
        ink.put(x, y, x + 1, "?", style);
    }
    is_in_doubt
}

/// The sign of what the reader made of something.
pub(super) fn judgement(ink: &mut Ink, status: ReviewStatus, x: u16, y: u16) {
    let (sign, ascii) = judged::sign(status);
    let style = ink.style(judgement_role(status));
    let sign = ink.sign(sign, ascii);
    ink.put(x, y, x + 1, sign, style);
}

/// The role of what the reader made of something.
pub(super) fn judgement_role(status: ReviewStatus) -> Role {
    match status {
        ReviewStatus::Confirmed => Role::Sure,
        ReviewStatus::Disputed => Role::Check,
        ReviewStatus::Corrected => Role::Likely,
    }
}

/// The words of a line, each in the style of what covers it.
fn words(ink: &mut Ink, reading: &Reading, marked: Option<&[(usize, usize)]>, line: &Line, area: Rect, y: u16) {
    let text = reading.article.text.as_str().get(line.start_byte..line.end_byte).unwrap_or_default();
    lead(ink, line, area.x, y);
    let mut styles = Styles::new(ink, reading, marked, line);
    let mut x = area.x + line.indent_col;
    let mut char = line.start_char;
    let (mut style, mut until) = styles.at(char);
    for cell in cells(text) {
        if char >= until {
            (style, until) = styles.at(char);
        }
        x = ink.cell(x, y, area.right(), &cell, style);
        char += cell.n_chars;
    }
}

fn lead(ink: &mut Ink, line: &Line, x: u16, y: u16) {
    let (sign, role) = match line.lead {
        Lead::None => return,
        Lead::Bullet => (ink.sign("•", "*"), Role::Gutter),
        Lead::Bar => (ink.sign("▌", "|"), Role::Gutter),
    };
    let style = ink.style(role);
    ink.put(x, y, x + 1, sign, style);
}

/// Finds the style of a scalar and how far it holds.
struct Styles<'a> {
    reading: &'a Reading,
    base: Style,
    dim: Style,
    kinds: [Style; 4],
    evidence: Style,
    current: Style,
    found: Style,
    found_here: Style,
    look: &'a crate::theme::Look,
    /// The parts of the current statement on this line.
    current_parts: Vec<(usize, usize)>,
}

impl<'a> Styles<'a> {
    fn new(ink: &Ink<'a>, reading: &'a Reading, marked: Option<&[(usize, usize)]>, line: &Line) -> Self {
        let base = match line.kind {
            BlockKind::Heading => Role::Heading,
            BlockKind::Standfirst => Role::Standfirst,
            BlockKind::Byline | BlockKind::Caption => Role::Aside,
            BlockKind::Boilerplate => Role::Dim,
            BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::ListItem => Role::Text,
        };
        // While the words are marked anew, what is marked is what stands out.
        let current = reading.at.and_then(|at| reading.article.statements.items().get(at));
        let current = current.filter(|_| marked.is_none()).into_iter().flat_map(Statement::spans);
        let current_parts = current
            .map(|span| (span.start(), span.end()))
            .chain(marked.into_iter().flatten().copied())
            .filter(|&(start, end)| start < line.end_char && line.start_char < end)
            .collect();
        Self {
            reading,
            base: ink.style(base),
            dim: ink.style(Role::Dim),
            kinds: [Role::Direct, Role::Mixed, Role::Indirect, Role::NoComment].map(|role| ink.style(role)),
            evidence: ink.style(Role::Evidence),
            current: ink.style(Role::Current),
            found: ink.style(Role::Match),
            found_here: ink.style(Role::CurrentMatch),
            look: ink.look(),
            current_parts,
        }
    }

    /// The style of a scalar, and the scalar before which it holds.
    fn at(&mut self, char: usize) -> (Style, usize) {
        let mut style = self.base;
        let mut until = usize::MAX;
        let lit = &self.reading.lit;
        if !lit.left_out.is_empty() && under(&lit.left_out, char, &mut until).is_some() {
            style = style.patch(self.dim);
        }
        if let Some(owner) = under(&lit.words, char, &mut until) {
            let [direct, mixed, indirect, declined] = self.kinds;
            style = match self.reading.article.statements.items().get(owner).map(|statement| statement.kind) {
                Some(Kind::Direct) => style.patch(direct),
                Some(Kind::Mixed) => style.patch(mixed),
                Some(Kind::Indirect) => style.patch(indirect),
                Some(Kind::NoComment) => style.patch(declined),
                None => style,
            };
        }
        if let Some(owner) = under(&lit.sources, char, &mut until)
            && let Some(colour) = self.reading.index.colour(owner)
        {
            style = style.patch(self.look.speaker(colour));
        }
        if inside(self.current_parts.iter().copied(), char, &mut until) {
            style = style.patch(self.current);
        }
        if inside(self.reading.evidence.iter().map(|span| (span.start(), span.end())), char, &mut until) {
            style = style.patch(self.evidence);
        }
        if let Some(finding) = &self.reading.finding {
            let number = finding.hits.partition_point(|hit| hit.1 <= char);
            if let Some(&(start, end)) = finding.hits.get(number) {
                if start <= char {
                    style = style.patch(if finding.at == Some(number) { self.found_here } else { self.found });
                    until = until.min(end);
                } else {
                    until = until.min(start);
                }
            }
        }
        (style, until)
    }
}

/// Who owns a scalar; `until` comes down to where that changes.
fn under(segments: &[Segment], char: usize, until: &mut usize) -> Option<usize> {
    let segment = segments.get(first_after(segments, char))?;
    if segment.start_char <= char {
        *until = (*until).min(segment.end_char);
        Some(segment.owner)
    } else {
        *until = (*until).min(segment.start_char);
        None
    }
}

fn inside(parts: impl Iterator<Item = (usize, usize)>, char: usize, until: &mut usize) -> bool {
    let mut is_inside = false;
    for (start, end) in parts {
        if char < start {
            *until = (*until).min(start);
        } else if char < end {
            *until = (*until).min(end);
            is_inside = true;
        }
    }
    is_inside
}

/// The sign of a kind.
pub(super) fn kind_sign(ink: &Ink, kind: Kind) -> &'static str {
    ink.sign(kind.sign(), kind.ascii_sign())
}

/// How sure a statement is: as sure as the less sure of its words and its speaker.
pub(super) fn certainty(statement: &Statement) -> Option<Certainty> {
    statement.confidence.known()?.least().map(Certainty::of)
}

/// The role of a certainty's word.
pub(super) fn certainty_role(certainty: Certainty) -> Role {
    match certainty {
        Certainty::Sure => Role::Sure,
        Certainty::Likely => Role::Likely,
        Certainty::Check => Role::Check,
    }
}

/// The role of a kind's words.
pub(super) fn kind_role(kind: Kind) -> Role {
    match kind {
        Kind::Direct => Role::Direct,
        Kind::Mixed => Role::Mixed,
        Kind::Indirect => Role::Indirect,
        Kind::NoComment => Role::NoComment,
    }
}
