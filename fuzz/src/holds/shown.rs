//! A session drawn through the painter, and one said in lines: what leaves for the terminal is clean.

use std::sync::Arc;

use nutgraf::article::Article;
use nutgraf::exchange::{Effect, Event, Item, Opened, Target};
use nutgraf::face::Face;
use nutgraf::key::{Input, Key};
use nutgraf::paint::canvas;
use nutgraf::session::{Session, Settings};

use super::terminal::{are_lines, is_a_screen};

/// Keys that show everything that a reader can see of an article.
const TOUR: [&str; 24] = [
    "n", "enter", "esc", "n", "Y", "esc", "s", "1", "p", "enter", "esc", "c", "w", "enter", "W", "esc", "?", "esc",
    "C", "esc", "x", "esc", "e", "esc",
];

/// A reader with a session before them.
pub struct Reader {
    session: Session,
    face: Face,
    cells: nutgraf::paint::Canvas,
    articles: Vec<Arc<Article>>,
    out: Vec<u8>,
}

impl Reader {
    /// Opens an article on a screen, or to be heard.
    pub fn of(article: &Arc<Article>, (cols, rows): (u16, u16), linear: bool) -> Self {
        let title = article.headline().map(nutgraf::clean::line).unwrap_or_default();
        let item = Item { title, outlet: None, day: None, sample: false, fault: None };
        let settings = Settings { linear, name: Some("Ada Brook".to_owned()), ..Settings::default() };
        let session = Session::new(vec![item], Some((0, Arc::clone(article))), settings);
        Self::on(session, vec![Arc::clone(article)], (cols, rows))
    }

    /// A session as it is.
    pub fn on(session: Session, articles: Vec<Arc<Article>>, size: (u16, u16)) -> Self {
        let face = Face::new(&session, true);
        let mut reader = Self { session, face, cells: canvas(0, 0), articles, out: Vec::new() };
        reader.resize(size);
        reader
    }

    /// The terminal has another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        let (cols, rows) = self.face.resize(size);
        self.tell(Event::Resize { cols, rows });
        self.show();
    }

    /// Takes an input, and shows what comes of it.
    pub fn input(&mut self, input: Input) {
        self.face.before(&self.session, &input);
        self.tell(Event::Input(input));
        self.face.after(&self.session, 0, &mut self.out);
        self.show();
    }

    /// Presses a key by its name.
    pub fn press(&mut self, name: &str) {
        self.input(Input::Key(name.parse::<Key>().expect("a key's name")));
    }

    fn tell(&mut self, event: Event) {
        for effect in self.session.handle(event) {
            match effect {
                Effect::Redraw => self.face.forget(),
                Effect::Open(target) => {
                    let article = match target {
                        Target::Entry(item) => self.articles.get(item).cloned(),
                        Target::Article(_) => None,
                    };
                    let opened = article.map(Opened::from).ok_or_else(|| "it is gone".to_owned());
                    self.tell(Event::Opened(target, opened));
                }
                _ => {}
            }
        }
    }

    fn show(&mut self) {
        self.face.show(&self.session, &mut self.cells, 0, &mut self.out);
        let out = std::mem::take(&mut self.out);
        if self.face.is_lasting() { are_lines(&out) } else { is_a_screen(&out) }
    }
}

/// Keys of the tour by ear: each is said of the whole screen, which takes longer than painting what changed.
const N_HEARD: usize = 8;

/// Goes through an article on a screen, on a narrow one, or by ear: one of them for each text.
pub fn is_shown_clean(article: &Arc<Article>) {
    let (size, linear, n_keys) = match article.text.n_chars() % 8 {
        0 => ((60, 20), true, N_HEARD),
        n if n % 2 == 0 => ((23, 9), false, TOUR.len()),
        _ => ((64, 14), false, TOUR.len()),
    };
    let mut reader = Reader::of(article, size, linear);
    for key in TOUR.iter().take(n_keys) {
        reader.press(key);
    }
}
