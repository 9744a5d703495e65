//! A session by ear: after each key, the lines to append for those who listen: what has changed, in whole words.
//!
//! Nothing is ever drawn over. Kinds and doubts are words, a paraphrase is called one, and a key that changes nothing
//! says so. What this room does not know yet is read off the screen as it would be drawn, line by line.

mod article;
mod choosing;
mod heard;
mod over;
mod rows;
mod sheet;
mod words;

use crate::action::Action;
use crate::exchange::Target;
use crate::key::Input;
use crate::session::Session;
use crate::state::{Overlay, Pane, Reading, State, help};

use heard::Heard;
use words::harmless;

/// So many sentences at most are read at once on the way to where a key leads.
const MOST_AT_ONCE: usize = 60;

/// Something to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A line of its own.
    Line(String),
    /// Words on the line that is typed, which stays open after them.
    Typed(String),
    /// The line that is typed ends.
    End,
}

/// What was heard last, to tell what is new.
#[derive(Clone, Debug, Default)]
pub struct Speech {
    /// What was there when something was last said.
    heard: Option<Heard>,
    /// The notice that was said since the last key.
    notice: Option<String>,
    /// A key that was pressed and not answered yet: what it does there, and what would be drawn before.
    pressed: Option<Pressed>,
    /// Everything where one is is to be said anew.
    again: bool,
    /// The keys were named once.
    has_named_keys: bool,
    /// The article that was introduced last.
    opened: Option<Target>,
    /// How far long work was when that was last said.
    work: Option<String>,
}

#[derive(Clone, Debug)]
struct Pressed {
    action: Option<Action>,
    drawn: Vec<String>,
}

impl Speech {
    /// Takes note of an input that the session will get next.
    pub fn before(&mut self, session: &Session, input: &Input) {
        let state = session.state();
        self.notice = None;
        let action = match input {
            Input::Key(key) => state.keymap.resolve(state.place(), *key),
            _ => None,
        };
        self.pressed = Some(Pressed { action, drawn: session.drawn() });
    }

    /// Everything about where one is is said anew.
    pub fn again(&mut self) {
        self.again = true;
    }

    /// How far long work is, where that is news.
    pub fn progress(&mut self, session: &Session) -> Option<Said> {
        let work = &session.state().work;
        if *work == self.work {
            return None;
        }
        self.work.clone_from(work);
        work.as_ref().map(|work| Said::Line(harmless(&words::sentence(work))))
    }

    /// What is to be appended now.
    pub fn after(&mut self, session: &Session) -> Vec<Said> {
        let state = session.state();
        let now = Heard::of(state);
        let pressed = self.pressed.take();
        let was = self.heard.replace(now.clone());
        let mut told = Told::default();
        match was {
            None => self.welcome(state, &mut told),
            Some(_) if std::mem::take(&mut self.again) => whereabouts(state, &mut told),
            Some(was) => self.changes(state, &was, &now, pressed.as_ref(), &mut told),
        }
        if let (None, Some(work)) = (&self.work, &state.work) {
            told.line(&words::sentence(work));
            self.work = Some(work.clone());
        }
        self.tell_notice(state, &mut told);
        if let Some(pressed) = pressed.filter(|_| told.said.is_empty()) {
            told.unknown(session, &pressed);
        }
        told.said
    }

    fn welcome(&mut self, state: &State, told: &mut Told) {
        let help = state.keymap.keys(Action::Help).first().map(help::named);
        let help = help.map(|key| format!(" The key {key} reads what the keys do.")).unwrap_or_default();
        told.line(&format!("nutgraf, in plain lines.{help}"));
        self.screen(state, told);
        told.entry(state);
    }

    fn changes(&mut self, state: &State, was: &Heard, now: &Heard, pressed: Option<&Pressed>, told: &mut Told) {
        let is_other = was.screen != now.screen || was.target != now.target;
        // What was searched for is told even where the same was there before.
        let is_asked = was.entry.as_ref().is_some_and(|entry| entry.0.is_query()) && now.entry.is_none();
        if is_other || is_asked || was.title != now.title && now.entry.is_none() {
            self.screen(state, told);
            told.entry(state);
            return;
        }
        if was.entry != now.entry {
            told.typed(state, was, now);
        }
        if state.entry.is_some() {
            // What is found while one types is told once the line is taken.
            if pressed.is_some_and(|pressed| pressed.action == Some(Action::Activate)) {
                told.lines(now.fault.clone());
            }
            self.heard = Some(Heard { entry: now.entry.clone(), fault: now.fault.clone(), ..was.clone() });
            return;
        }
        if was.count != now.count
            && !matches!(state.overlay, Some(Overlay::Boxed { .. } | Overlay::Help { .. } | Overlay::Warnings { .. }))
            && let Some(count) = now.count
        {
            told.line(&format!("{count} times."));
        }
        if was.overlay != now.overlay {
            overlay(state, was, now, told);
            if was.overlay.is_none() {
                return;
            }
        }
        if was.menu != now.menu || was.marking != now.marking {
            self.tell_notice(state, told);
            if chosen(was, now, told) {
                return;
            }
        }
        if let Some(reading) = state.shown() {
            self.tell_notice(state, told);
            reading_changes(reading, was, now, pressed, told);
        } else if was.row != now.row {
            self.tell_notice(state, told);
            if was.group != now.group {
                told.lines(now.group.as_deref().map(words::sentence));
            }
            told.lines(row(state, was.row.as_ref().map(|row| row.0)));
        }
        if was.entry.is_some() && told.said.is_empty() && state.notice.is_none() {
            told.line("Left.");
        }
    }

    fn tell_notice(&mut self, state: &State, told: &mut Told) {
        let notice = state.notice.as_ref().map(|notice| notice.text.clone());
        if notice != self.notice {
            told.lines(notice.as_deref().map(words::sentence));
            self.notice = notice;
        }
    }

    /// What fills the screen now, and where one is in it.
    fn screen(&mut self, state: &State, told: &mut Told) {
        if state.overlay.is_some() {
            told.lines(over::all(state));
            return;
        }
        let Some(reading) = state.shown() else {
            whereabouts(state, told);
            return;
        };
        if reading.target.is_some() && std::mem::replace(&mut self.opened, reading.target) == reading.target {
            whereabouts(state, told);
            return;
        }
        told.lines(article::opening(state, reading));
        if !std::mem::replace(&mut self.has_named_keys, true) {
            told.lines(keys(state));
        }
        self.tell_notice(state, told);
        if reading.focus != Pane::Article {
            told.lines(rows::in_pane(reading).unwrap_or_default());
        } else if reading.at.is_some() || reading.top > 0 || !article::begins_with_title(state, reading) {
            here(reading, told);
        }
    }
}

/// Where one is, in a line or two.
fn whereabouts(state: &State, told: &mut Told) {
    if let Some(reading) = state.shown() {
        told.line(&article::title(state, reading));
        if reading.focus == Pane::Article {
            here(reading, told);
        } else {
            told.line(&rows::pane(reading, reading.focus));
            told.lines(rows::in_pane(reading).unwrap_or_default());
        }
    } else if state.sheet().is_some() {
        told.line(&sheet::title(state));
        told.lines(row(state, None));
    } else {
        told.line(&rows::list(state));
        told.lines(rows::group(state).as_deref().map(words::sentence));
        told.lines(row(state, None));
    }
    told.lines(over::all(state));
    if let Some(menu) = &state.menu {
        told.lines([choosing::menu(menu), choosing::row(menu)]);
    } else if let (Some(reading), Some(marking)) = (state.shown(), &state.marking) {
        told.lines(choosing::marked(reading, marking));
    }
    told.entry(state);
}

/// The current statement where it is in view, else the sentence that is.
fn here(reading: &Reading, told: &mut Told) {
    match reading.at.filter(|_| reading.at_in_view && reading.traced.is_none()) {
        Some(at) => told.lines(article::statement(reading, at)),
        None => told.lines(article::line(reading, reading.top)),
    }
}

/// Menus and the marking of words; true where nothing else is to be said while they last.
fn chosen(was: &Heard, now: &Heard, told: &mut Told) -> bool {
    if let Some((title, row, ticked)) = &now.menu {
        match &was.menu {
            Some(was) if was.0 == *title => {}
            _ => told.line(title),
        }
        if was.menu.as_ref().is_some_and(|was| was.2 != *ticked) {
            told.lines(ticked.clone());
        }
        told.line(row);
    } else if !now.marking.is_empty() {
        told.lines(now.marking.clone());
    } else if told.said.is_empty() {
        told.line("Closed.");
    }
    now.menu.is_some() || !now.marking.is_empty()
}

fn overlay(state: &State, was: &Heard, now: &Heard, told: &mut Told) {
    let is_same = match (was.overlay, now.overlay) {
        (Some(was), Some(now)) => std::mem::discriminant(&was) == std::mem::discriminant(&now) && was != now,
        _ => false,
    };
    if is_same && now.at != was.at {
        // All of it is told anew.
    } else if is_same {
        told.lines(over::line(state));
    } else if now.overlay.is_some() {
        told.lines(over::all(state));
    } else {
        told.line("Closed.");
    }
}

fn reading_changes(reading: &Reading, was: &Heard, now: &Heard, pressed: Option<&Pressed>, told: &mut Told) {
    if was.pane != now.pane {
        told.line(&rows::pane(reading, reading.focus));
    }
    if reading.focus != Pane::Article {
        if was.narrow != now.narrow && was.pane == now.pane {
            told.line(&format!("{}: {}", now.narrow, rows::pane(reading, reading.focus)));
        }
        if was.row != now.row || was.pane != now.pane || was.narrow != now.narrow {
            told.lines(rows::in_pane(reading).unwrap_or_default());
        }
        return;
    }
    if let Some(Overlay::Card { .. }) = now.overlay
        && now.at != was.at
        && was.overlay.is_some()
    {
        // The card goes along with the statement.
        told.lines(now.card.clone());
        return;
    }
    let goes_on = pressed.is_some_and(|pressed| {
        let on = [Action::LineDown, Action::HalfPageDown, Action::PageDown];
        pressed.action.is_some_and(|action| on.contains(&action))
    });
    let back = pressed.is_some_and(|pressed| {
        matches!(pressed.action, Some(Action::PageUp | Action::HalfPageUp)) && now.top != was.top
    });
    if goes_on && now.top > was.top {
        let from = (was.top + 1).max((now.top + 1).saturating_sub(MOST_AT_ONCE));
        (from..=now.top).for_each(|line| told.lines(article::line(reading, line)));
    } else if back {
        let lines = reading.flow.lines();
        let block = lines.get(now.top).map(|line| line.block);
        let first = lines.partition_point(|line| Some(line.block) < block);
        (first..=now.top).for_each(|line| told.lines(article::line(reading, line)));
    } else if was.hit != now.hit && now.hit.is_some() {
        told.lines(now.hit.clone());
        told.lines(article::line(reading, reading.top));
    } else if now.at != was.at && now.at.is_some() && now.traced.is_none() && moved_by_step(pressed) {
        told.lines(now.at.map(|at| article::statement(reading, at)).unwrap_or_default());
    } else if now.top != was.top || now.traced != was.traced && now.traced.is_some() {
        told.lines(article::line(reading, reading.top));
    } else if now.at != was.at || now.statement != was.statement || was.pane != now.pane {
        here(reading, told);
    }
}

/// Whether a statement was gone to, rather than met while reading on.
fn moved_by_step(pressed: Option<&Pressed>) -> bool {
    let moves = [Action::LineUp, Action::Top, Action::Bottom];
    !pressed.is_some_and(|pressed| pressed.action.is_some_and(|action| moves.contains(&action)))
}

/// The selected row of a list or of answers.
fn row(state: &State, before: Option<usize>) -> Vec<String> {
    match state.sheet() {
        Some(sheet) => sheet::selected(sheet, before),
        None => rows::in_list(state).unwrap_or_default(),
    }
}

/// The first few keys in an article.
fn keys(state: &State) -> Option<String> {
    let offers = [
        (Action::LineDown, "next sentence"),
        (Action::PageDown, "next paragraph"),
        (Action::NextStatement, "next statement"),
        (Action::Activate, "why that speaker"),
        (Action::SummaryPane, "summary"),
        (Action::ActorsPane, "actors"),
        (Action::Leave, if state.has_list() { "list" } else { "leave" }),
    ];
    let offers = offers
        .into_iter()
        .filter_map(|(action, words)| Some(format!("{}, {words}", help::named(state.keymap.keys(action).first()?))));
    let offers: Vec<String> = offers.collect();
    (!offers.is_empty()).then(|| format!("Keys: {}.", offers.join("; ")))
}

/// What is to be appended, as it comes together.
#[derive(Default)]
struct Told {
    said: Vec<Said>,
}

impl Told {
    fn line(&mut self, words: &str) {
        let words = harmless(words);
        if !words.is_empty() {
            self.said.push(Said::Line(words));
        }
    }

    fn lines(&mut self, lines: impl IntoIterator<Item = impl AsRef<str>>) {
        lines.into_iter().for_each(|line| self.line(line.as_ref()));
    }

    /// The line that is typed, with what stands in it.
    fn entry(&mut self, state: &State) {
        if let Some(entry) = &state.entry {
            let text = entry.line.text();
            if entry.errand.is_some() && !text.is_empty() && text == entry.origin_text {
                self.line("Words stand in the line already; control u empties it.");
            }
            let words = format!("{} {}", harmless(&over::prompt(entry)), clean(entry.line.text()));
            self.said.push(Said::Typed(words));
        }
    }

    /// What was typed just now: as it is where it stands at the end, else the whole line anew.
    fn typed(&mut self, state: &State, was: &Heard, now: &Heard) {
        let (Some(before), Some(after)) = (&was.entry, &now.entry) else {
            if now.entry.is_some() {
                self.entry(state);
            }
            return;
        };
        if let Some(more) = after.1.strip_prefix(before.1.as_str()).filter(|_| before.0 == after.0) {
            self.said.push(Said::Typed(clean(more)));
        } else {
            self.said.push(Said::End);
            self.entry(state);
        }
    }

    /// A key changed nothing that this room knows: whatever else would be drawn otherwise is read out.
    fn unknown(&mut self, session: &Session, pressed: &Pressed) {
        let state = session.state();
        if let Some(menu) = &state.menu {
            self.line(&choosing::typed(menu));
            return;
        }
        let drawn = session.drawn();
        let new: Vec<&String> =
            drawn.iter().zip(&pressed.drawn).filter(|(now, before)| now != before).map(|(now, _)| now).collect();
        if new.is_empty() || state.entry.is_some() || state.overlay.is_some() {
            self.line(&over::nothing(pressed.action, state.place(), state));
        } else {
            self.lines(new);
        }
    }
}

/// Typed text; what a terminal obeys cannot be typed, and is no more let out here than anywhere.
fn clean(text: &str) -> String {
    text.chars().filter(|char| !crate::flow::is_forbidden(*char)).collect()
}
