//! A list of things to do, one of which is chosen: rows with a label and a detail. Where the list is long, letters
//! narrow it; where several can be chosen, they are ticked.

use std::collections::BTreeSet;

use crate::article::review::Remark;
use crate::article::{ActorId, StatementId};
use crate::exchange::{Extract, Target};
use crate::form::{Citation, Format};

use super::entry::Line;
use super::errand::Errand;
use super::fold;

/// The row that takes a name which no other row has.
pub const ANOTHER_NAME: &str = "another name";

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Copies it in a form.
    Copy(Extract, Citation),
    /// Shows it, to be selected by hand.
    Show(Extract),
    /// Says something of the article.
    Say(Target, Remark),
    /// Opens a line.
    Type(Errand),
    /// Who said it is chosen among the actors.
    Speakers(Target, StatementId),
    /// An actor who said it.
    Speaker(Target, StatementId, ActorId),
    /// What is wrong with an actor.
    Actor(Target, ActorId),
    /// Who is the same is chosen among the other actors.
    Merge(Target, ActorId),
    /// What was said is marked anew.
    Mark(StatementId),
    /// In which form it is written to a file.
    Formats(Extract),
    /// Writes to a file that is there already.
    Replace(Extract, Format, String),
    /// Goes to a statement.
    Go(StatementId),
    /// Does nothing.
    Leave,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuRow {
    /// What it is called.
    pub label: String,
    /// What there is to know about it.
    pub detail: String,
    /// What it stands for.
    pub choice: Choice,
    /// What takes it back, where a key for that is pressed.
    pub undo: Option<(Target, Remark)>,
}

impl MenuRow {
    /// A row.
    pub fn new(label: impl Into<String>, detail: impl Into<String>, choice: Choice) -> Self {
        Self { label: label.into(), detail: detail.into(), choice, undo: None }
    }
}

/// A list of things to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    /// What it is about.
    pub title: String,
    /// All rows.
    pub rows: Vec<MenuRow>,
    /// Those that narrowing leaves.
    pub shown: Vec<usize>,
    /// The selected one of those shown.
    pub at: usize,
    /// The first of those on the screen.
    pub top: usize,
    /// What narrows the rows, where letters do.
    pub narrow: Option<Line>,
    /// Rows that are ticked, where several can be.
    pub ticked: Option<BTreeSet<usize>>,
    /// The rows' labels and details, folded, once they are narrowed.
    folded: Vec<String>,
}

impl Menu {
    /// A menu of rows.
    pub fn new(title: impl Into<String>, rows: Vec<MenuRow>) -> Self {
        Self { title: title.into(), shown: (0..rows.len()).collect(), rows, ..Self::default() }
    }

    /// The same, narrowed by letters.
    #[must_use]
    pub fn narrowing(self) -> Self {
        let folded = self.rows.iter().map(|row| fold::plain(&format!("{}\n{}", row.label, row.detail))).collect();
        Self { narrow: Some(Line::default()), folded, ..self }
    }

    /// The same; several rows can be chosen.
    #[must_use]
    pub fn ticking(self) -> Self {
        Self { ticked: Some(BTreeSet::new()), ..self }
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&MenuRow> {
        self.rows.get(*self.shown.get(self.at)?)
    }

    /// Leaves the rows that have every typed word, those whose labels begin so first; last the one that takes the
    /// typed words themselves.
    pub fn renarrow(&mut self) {
        let Some(line) = &self.narrow else { return };
        let typed = fold::plain(line.text());
        let words = line.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let takes = self.rows.iter().position(|row| matches!(row.choice, Choice::Type(Errand::Speaker(..))));
        let is_own_name = fold::plain(ANOTHER_NAME).starts_with(typed.trim());
        if let Some(row) = takes.and_then(|row| self.rows.get_mut(row)) {
            row.label = if is_own_name { ANOTHER_NAME.to_owned() } else { format!("{ANOTHER_NAME}: {words}") };
        }
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits =
            |row: &usize| self.folded.get(*row).is_some_and(|folded| words.iter().all(|word| folded.contains(word)));
        let begins = |row: &usize| self.folded.get(*row).is_some_and(|folded| folded.starts_with(typed.trim_start()));
        let (first, rest): (Vec<usize>, Vec<usize>) = (0..self.rows.len()).filter(fits).partition(begins);
        self.shown = first.into_iter().chain(rest).collect();
        if let Some(row) = takes.filter(|row| !self.shown.contains(row)) {
            self.shown.push(row);
        }
        (self.at, self.top) = (0, 0);
    }

    /// A name that was typed and is not the row's own.
    pub fn typed_name(&self) -> Option<String> {
        self.selected()?.label.strip_prefix(ANOTHER_NAME)?.strip_prefix(": ").map(str::to_owned)
    }

    /// Ticks the selected row, or takes the tick away, and goes on.
    pub fn tick(&mut self) {
        let Some(&row) = self.shown.get(self.at) else { return };
        let Some(ticked) = &mut self.ticked else { return };
        if !matches!(self.rows.get(row).map(|row| &row.choice), Some(Choice::Speaker(..))) {
            return;
        }
        if !ticked.remove(&row) {
            ticked.insert(row);
        }
        self.at = (self.at + 1).min(self.shown.len().saturating_sub(1));
    }

    /// The ticked rows.
    pub fn ticked_rows(&self) -> impl Iterator<Item = &MenuRow> {
        self.ticked.iter().flatten().filter_map(|row| self.rows.get(*row))
    }

    /// Goes on by rows.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// Keeps the selected row among so many on the screen.
    pub fn keep_in_view(&mut self, height: usize) {
        self.at = self.at.min(self.shown.len().saturating_sub(1));
        let lowest = (self.at + 1).saturating_sub(height.max(1));
        self.top = self.top.clamp(lowest, self.at).min(self.shown.len().saturating_sub(height));
        self.top = self.top.max(lowest);
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Errand, Menu, MenuRow, StatementId, Target};

    fn menu(labels: &[&str]) -> Menu {
        Menu::new("", labels.iter().map(|&label| MenuRow::new(label, "", Choice::Leave)).collect()).narrowing()
    }

    fn narrowed(labels: &[&str], typed: &str) -> Vec<String> {
        let mut menu = menu(labels);
        menu.narrow.as_mut().unwrap().insert(typed);
        menu.renarrow();
        menu.shown.iter().map(|&row| menu.rows[row].label.clone()).collect()
    }

    #[test]
    fn letters_narrow_whatever_accents_and_capitals_they_have() {
        let labels = ["Ada Brook", "Odile Müller", "Bruno Keel"];
        assert_eq!(narrowed(&labels, "muller"), ["Odile Müller"]);
        assert_eq!(narrowed(&labels, "b"), ["Bruno Keel", "Ada Brook"]);
        assert!(narrowed(&labels, "x").is_empty());
        assert_eq!(narrowed(&labels, ""), labels);
    }

    #[test]
    fn a_name_that_nobody_has_can_always_be_given() {
        let typing = Errand::Speaker(Target::Entry(0), StatementId("s1".into()), Vec::new());
        let rows = vec![
            MenuRow::new("Ada Brook", "", Choice::Leave),
            MenuRow::new(super::ANOTHER_NAME, "type it", Choice::Type(typing)),
        ];
        let mut menu = Menu::new("", rows).narrowing();
        for (typed, n_rows, name) in [("Zo Lund", 1, Some("Zo Lund")), ("ada", 2, None), ("another", 1, None)] {
            menu.narrow = Some(super::Line::default());
            menu.narrow.as_mut().unwrap().insert(typed);
            menu.renarrow();
            assert_eq!((menu.shown.len(), menu.typed_name().as_deref()), (n_rows, name), "{typed}");
        }
    }

    #[test]
    fn the_selected_row_is_on_the_screen() {
        let mut menu = menu(&["a", "b", "c", "d", "e"]);
        menu.step(4);
        menu.keep_in_view(2);
        assert_eq!((menu.at, menu.top), (4, 3));
        menu.step(isize::MIN);
        menu.keep_in_view(2);
        assert_eq!((menu.at, menu.top), (0, 0));
    }
}
