//! A running reader: events in, effects and cells out. Knows no terminal, no file and no clock.

#[cfg(test)]
mod effort;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::article::Article;
use crate::catalogue::{ArticleKey, ListPage, ListRequest, Place};
use crate::exchange::{Effect, Event, Item, ItemIndex, Target};
use crate::flow::Link;
use crate::keymap::Keymap;
use crate::state::{
    Boxed, DayScreen, Hits, Listing, Notice, Reading, Screen, SharesScreen, Shelf, SpeakerScreen, State,
};
use crate::theme::{Depth, Look, Theme};
use crate::update::{offer, resume, update};
use crate::view::{links, render};

/// What a session is started with.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is something else that is so or is not")]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// The themes that take turns; the bundled ones when empty.
    pub themes: Vec<Theme>,
    /// Which of them to begin with.
    pub theme_index: usize,
    /// How many colours the terminal shows.
    pub depth: Depth,
    /// Signs beyond ASCII may be drawn.
    pub unicode: bool,
    /// Slanted letters may be asked for.
    pub italics: bool,
    /// The widest that the article's lines may be, in columns.
    pub measure: u16,
    /// What the reader signs judgements and notes with.
    pub name: Option<String>,
    /// The mouse is taken from the beginning.
    pub mouse: bool,
    /// For listeners: `speech` says what changes, and the view is as small as what they hear.
    pub linear: bool,
    /// The library is somebody else's: what only its owner does is not offered.
    pub visiting: bool,
    /// One line to begin with: what is wrong with the configuration.
    pub notice: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            themes: Theme::all_bundled(),
            theme_index: 0,
            depth: Depth::True,
            unicode: true,
            italics: true,
            measure: 72,
            name: None,
            mouse: true,
            linear: false,
            visiting: false,
            notice: None,
        }
    }
}

/// A running reader. It has no size until the first [`Event::Resize`].
#[derive(Clone, Debug)]
pub struct Session {
    state: State,
    themes: Vec<Theme>,
    depth: Depth,
    unicode: bool,
    italics: bool,
    look: Look,
}

impl Session {
    /// Starts on the list, or on an article that is open already, the entry of the list that it is.
    pub fn new(items: Vec<Item>, opening: Option<(ItemIndex, Arc<Article>)>, settings: Settings) -> Self {
        let themes = if settings.themes.is_empty() { Theme::all_bundled() } else { settings.themes };
        let theme = settings.theme_index.min(themes.len().saturating_sub(1));
        let list_at = opening.as_ref().map_or(0, |(item, _)| *item);
        let reading = opening.map(|(item, article)| Reading::new(Some(Target::Entry(item)), article));
        let state = State {
            cols: 0,
            rows: 0,
            keymap: Arc::new(settings.keymap),
            items,
            screen: if reading.is_some() { Screen::Article } else { Screen::List },
            listing: Listing::Entries,
            list_at,
            list_top: 0,
            shelf: Shelf::default(),
            back: Vec::new(),
            hits: Hits::default(),
            speaker: SpeakerScreen::default(),
            shares: SharesScreen::default(),
            day: DayScreen::default(),
            work: None,
            reading,
            loading: None,
            passed: None,
            places: BTreeMap::new(),
            kept: None,
            changing: None,
            overlay: None,
            boxed: Boxed::default(),
            menu: None,
            marking: None,
            wish: None,
            consulted: None,
            undoing: None,
            entry: None,
            history: Vec::new(),
            searches: Vec::new(),
            commands: Vec::new(),
            notice: settings.notice.map(|text| Notice { text, error: true }),
            count: None,
            theme,
            themes: themes.iter().map(|theme| theme.name.clone()).collect(),
            zen: false,
            name: settings.name,
            mouse: settings.mouse,
            measure_col: settings.measure,
            linear: settings.linear,
            visiting: settings.visiting,
            edge: None,
        };
        let Settings { depth, unicode, italics, .. } = settings;
        let look = look_of(&themes, theme, depth, unicode, italics);
        Self { state, themes, depth, unicode, italics, look }
    }

    /// The same with the library's list, which is shown where the session was started with nothing else.
    #[must_use]
    pub fn with_library(mut self, request: ListRequest, page: ListPage) -> Self {
        self.state.shelf = Shelf::new(request, page);
        if self.state.items.is_empty() {
            self.state.listing = Listing::Library;
        }
        self
    }

    /// The same with a line to begin with, unless something is wrong with the configuration.
    #[must_use]
    pub fn greeted(mut self, words: String) -> Self {
        self.state.notice = self.state.notice.or(Some(Notice { text: words, error: false }));
        self
    }

    /// The same with an article of the list selected in which the reader was the last time, and a line that says where.
    #[must_use]
    pub fn offering(mut self, key: ArticleKey, article: Arc<Article>, place: &Place) -> Self {
        let words = offer(&mut self.state, key, article, place);
        self.greeted(words)
    }

    /// The same at a place in the article that is open from the start.
    #[must_use]
    pub fn resumed(mut self, place: Option<&Place>) -> Self {
        if let Some(place) = place {
            // What is wrong with the configuration is said first.
            let fault = self.state.notice.take();
            resume(&mut self.state, place);
            self.state.notice = fault.or(self.state.notice);
        }
        self
    }

    /// Takes one event; the effects are to be carried out in order.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let theme = self.state.theme;
        let effects = update(&mut self.state, event);
        if self.state.theme != theme {
            self.look = look_of(&self.themes, self.state.theme, self.depth, self.unicode, self.italics);
        }
        effects
    }

    /// Draws the whole screen, every cell of the buffer, and says where the cursor stands while something is typed:
    /// column and row, 0-based.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<(u16, u16)> {
        let area = buffer.area;
        render(&self.state, &self.look, area, buffer)
    }

    /// The cells that lead to an address, as the screen is drawn.
    pub fn links(&self) -> Vec<Link> {
        links(&self.state, Rect::new(0, 0, self.state.cols, self.state.rows))
    }

    /// The words of the whole screen, a line each without the blanks at its ends.
    pub fn drawn(&self) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.state.cols, self.state.rows));
        let _ = self.draw(&mut buffer);
        let rows = buffer.content().chunks(usize::from(self.state.cols).max(1));
        rows.map(|row| row.iter().map(Cell::symbol).collect::<String>().trim().to_owned()).collect()
    }

    /// Whether the session wants the mouse now.
    pub fn wants_mouse(&self) -> bool {
        self.state.mouse
    }

    /// What the session knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// How it is drawn.
    pub fn look(&self) -> &Look {
        &self.look
    }
}

fn look_of(themes: &[Theme], theme: usize, depth: Depth, unicode: bool, italics: bool) -> Look {
    let look = match themes.get(theme) {
        Some(theme) => Look::new(theme, depth, unicode),
        None => Look::new(&Theme::own("plain", ""), depth, unicode),
    };
    if italics { look } else { look.upright() }
}
