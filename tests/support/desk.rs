//! A reader at a desk: keys as a string in, screens as pictures out.

use std::fmt::Write as _;
use std::sync::Arc;

use nutgraf::article::Article;
use nutgraf::catalogue::ListRequest;
use nutgraf::exchange::{Effect, Event, Item, Target};
use nutgraf::key::{Input, Key, Mouse, MouseAction};
use nutgraf::session::{Session, Settings};
use nutgraf::state::State;
use nutgraf::theme::{Depth, Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use super::shelves::Shelves;

/// The letter under a cell for each role; those marked are added to another and show instead of it.
const LETTERS: [(Role, char, bool); 27] = [
    (Role::Text, ' ', false),
    (Role::Dim, '.', false),
    (Role::Heading, 'H', false),
    (Role::Standfirst, 'h', false),
    (Role::Aside, 'a', false),
    (Role::Direct, 'd', false),
    (Role::Mixed, 'x', false),
    (Role::Indirect, 'i', false),
    (Role::NoComment, 'n', false),
    (Role::Current, 'C', true),
    (Role::Evidence, 'E', true),
    (Role::Match, 'm', true),
    (Role::CurrentMatch, 'M', true),
    (Role::Gutter, 'g', false),
    (Role::Pane, '-', false),
    (Role::FocusedPane, 'F', false),
    (Role::Selected, 'S', true),
    (Role::SelectedAside, 's', true),
    (Role::Status, '=', true),
    (Role::KeyName, 'k', false),
    (Role::Notice, 'N', false),
    (Role::Error, '!', false),
    (Role::Sure, 'y', false),
    (Role::Likely, 'l', false),
    (Role::Check, '?', false),
    (Role::Bar, 'b', false),
    (Role::Label, 'L', false),
];

/// A theme whose colours can be read back as roles.
fn roles_theme() -> Theme {
    let mut text = "speakers = [".to_owned();
    for n in 0..9 {
        write!(text, "{{ fg = \"#0300{n:02x}\" }},").unwrap();
    }
    text.push_str("]\n[styles]\n");
    for (n, (role, _, added)) in LETTERS.iter().enumerate() {
        let name = Role::NAMES.iter().find(|(other, _)| other == role).unwrap().1;
        let style = if *added { format!("bg = \"#0200{n:02x}\"") } else { format!("fg = \"#0100{n:02x}\"") };
        writeln!(text, "{name} = {{ {style} }}").unwrap();
    }
    let theme = Theme::own("roles", text);
    assert_eq!(theme.faults().len(), 0, "{:?}", theme.faults());
    theme
}

fn letter(fg: Color, bg: Color) -> char {
    let role = |color| match color {
        Color::Rgb(1 | 2, 0, n) => LETTERS.get(n as usize).map(|row| row.1),
        Color::Rgb(3, 0, n) => char::from_digit(u32::from(n) + 1, 10),
        _ => None,
    };
    role(bg).or_else(|| role(fg)).unwrap_or(' ')
}

/// A reader at a desk.
pub struct Desk {
    pub session: Session,
    articles: Vec<Arc<Article>>,
    buffer: Buffer,
    pub cursor: Option<(u16, u16)>,
    /// What the session asked of the outside, opening articles and keeping places aside.
    pub effects: Vec<Effect>,
    /// A library that answers.
    pub shelves: Shelves,
    /// The place that is to be kept.
    pub kept: Option<Effect>,
}

impl Desk {
    /// One article, opened from the command line.
    pub fn reading(article: Article, cols: u16, rows: u16) -> Self {
        let item = item("an article", false);
        let article = Arc::new(article);
        let session = Session::new(vec![item], Some((0, Arc::clone(&article))), settings());
        Self::start(session, vec![article], cols, rows)
    }

    /// The list of samples.
    pub fn list(articles: Vec<(&str, Article)>, cols: u16, rows: u16) -> Self {
        let items = articles.iter().map(|(title, _)| item(title, true)).collect();
        let articles = articles.into_iter().map(|(_, article)| Arc::new(article)).collect();
        Self::start(Session::new(items, None, settings()), articles, cols, rows)
    }

    /// The list of a library; its articles are all the one that is given.
    pub fn library(shelves: Shelves, article: Article, cols: u16, rows: u16) -> Self {
        Self::library_with(shelves, article, settings(), cols, rows)
    }

    /// The same with settings of one's own.
    pub fn library_with(shelves: Shelves, article: Article, settings: Settings, cols: u16, rows: u16) -> Self {
        let request = ListRequest { limit: 240, ..ListRequest::default() };
        let page = shelves.page(&request).unwrap();
        let session = Session::new(Vec::new(), None, settings).with_library(request, page);
        let article = Arc::new(article);
        let articles = shelves.rows.iter().map(|_| Arc::clone(&article)).collect();
        let buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
        let mut desk = Self { session, articles, buffer, cursor: None, effects: Vec::new(), shelves, kept: None };
        desk.resize(cols, rows);
        desk
    }

    /// With settings of one's own.
    pub fn start(session: Session, articles: Vec<Arc<Article>>, cols: u16, rows: u16) -> Self {
        let buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
        let mut desk = Self {
            session,
            articles,
            buffer,
            cursor: None,
            effects: Vec::new(),
            shelves: Shelves::default(),
            kept: None,
        };
        desk.resize(cols, rows);
        desk
    }

    pub fn state(&self) -> &State {
        self.session.state()
    }

    /// Which statement is the current one, counted from 1 in the order of the text.
    pub fn at(&self) -> Option<usize> {
        self.state().reading.as_ref().and_then(|reading| reading.at).map(|at| at + 1)
    }

    pub fn event(&mut self, event: Event) {
        for effect in self.session.handle(event) {
            match effect {
                Effect::Open(target) => {
                    let item = match target {
                        Target::Entry(item) => item,
                        Target::Article(key) => usize::try_from(key.0).unwrap(),
                    };
                    let outcome = self.articles.get(item).cloned().ok_or_else(|| "gone".to_owned());
                    self.event(Event::Opened(target, outcome.map(nutgraf::exchange::Opened::from)));
                }
                Effect::Keep(..) => self.kept = Some(effect),
                other => match self.shelves.answer(&other) {
                    Some(event) => self.event(event),
                    None => self.effects.push(other),
                },
            }
        }
        self.buffer.reset();
        self.cursor = self.session.draw(&mut self.buffer);
    }

    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
        self.event(Event::Resize { cols, rows });
        self
    }

    /// Presses keys: characters, and named keys as `<Enter>`, `<C-o>`, `<lt>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.event(Event::Input(Input::Key(key)));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.event(Event::Input(Input::Paste(text.to_owned())));
        self
    }

    pub fn mouse(&mut self, action: MouseAction, col: u16, row: u16) -> &mut Self {
        self.event(Event::Input(Input::Mouse(Mouse { action, col, row })));
        self
    }

    /// Clicks the beginning of words on the screen.
    #[track_caller]
    pub fn click(&mut self, words: &str) -> &mut Self {
        let (col, row) =
            self.find(words).unwrap_or_else(|| panic!("{words} is not on the screen:\n{}", self.picture()));
        self.mouse(MouseAction::Press, col, row)
    }

    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The screen's rows, without blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        (0..self.buffer.area.height).map(|y| self.row(y, |x| self.buffer[(x, y)].symbol().to_owned())).collect()
    }

    /// The letters of roles under the rows.
    pub fn role_rows(&self) -> Vec<String> {
        (0..self.buffer.area.height)
            .map(|y| {
                self.row(y, |x| {
                    let cell = &self.buffer[(x, y)];
                    letter(cell.fg, cell.bg).to_string().repeat(UnicodeWidthStr::width(cell.symbol()).clamp(1, 2))
                })
            })
            .collect()
    }

    fn row(&self, y: u16, shown: impl Fn(u16) -> String) -> String {
        let mut row = String::new();
        let mut x = 0;
        while x < self.buffer.area.width {
            row.push_str(&shown(x));
            x += (UnicodeWidthStr::width(self.buffer[(x, y)].symbol()) as u16).max(1);
        }
        row.trim_end().to_owned()
    }

    /// Glyph rows, and under each the row of its roles where there are any.
    pub fn picture(&self) -> String {
        let mut picture = String::new();
        for (glyphs, roles) in self.rows().iter().zip(self.role_rows()) {
            writeln!(picture, "|{glyphs}").unwrap();
            if !roles.is_empty() {
                writeln!(picture, " {roles}").unwrap();
            }
        }
        picture
    }

    /// Column and row of the first place where words stand on the screen.
    pub fn find(&self, words: &str) -> Option<(u16, u16)> {
        self.rows().iter().enumerate().find_map(|(y, row)| {
            let at = row.find(words)?;
            Some((UnicodeWidthStr::width(&row[..at]) as u16, y as u16))
        })
    }

    pub fn shows(&self, words: &str) -> bool {
        self.find(words).is_some()
    }

    /// The roles under words on the screen.
    #[track_caller]
    pub fn roles_of(&self, words: &str) -> String {
        let (col, row) =
            self.find(words).unwrap_or_else(|| panic!("{words} is not on the screen:\n{}", self.picture()));
        let width = UnicodeWidthStr::width(words);
        self.role_rows()[row as usize].chars().chain(std::iter::repeat(' ')).skip(col as usize).take(width).collect()
    }

    pub fn status(&self) -> String {
        let rows = self.rows();
        rows[rows.len() - 2].trim().to_owned()
    }

    pub fn footer(&self) -> String {
        self.rows().last().unwrap().trim().to_owned()
    }
}

fn item(title: &str, sample: bool) -> Item {
    Item { title: title.to_owned(), outlet: None, day: None, sample, fault: None }
}

pub fn settings() -> Settings {
    Settings {
        themes: vec![roles_theme()],
        depth: Depth::True,
        name: Some("Ada Brook".to_owned()),
        ..Settings::default()
    }
}

/// Characters, and named keys as `<Enter>`, `<C-o>`, `<lt>`.
pub fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(char) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            parsed.push(if name == "lt" { Key::char('<') } else { name.parse().unwrap() });
            rest = after;
        } else {
            parsed.push(Key::char(char));
            rest = &rest[char.len_utf8()..];
        }
    }
    parsed
}

/// Compares a screen with its picture in `tests/screens`; `NUTGRAF_BLESS=1` writes it.
#[track_caller]
pub fn looks_like(desk: &Desk, name: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens").join(format!("{name}.txt"));
    let picture = desk.picture();
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        std::fs::write(&path, picture).unwrap();
        return;
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == picture, "{name} looks other than {}:\n{picture}\nwanted:\n{wanted}", path.display());
}
