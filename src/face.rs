//! What a session looks like from its terminal: cells that are painted over, or words that are appended. The desk and
//! SSH share it. `modes` has the bytes that take a terminal and give it back; sending bytes is left to the callers, who
//! lend the cells to draw in and say what time it is.

pub mod modes;

use crate::flow::width;
use crate::key::Input;
use crate::layout::LINEAR_SIZE;
use crate::paint::{Canvas, PaintOptions, Painter, canvas};
use crate::session::Session;
use crate::speech::{Said, Speech};

use modes::Takes;

/// How far long work has come is said no more often than this.
const PROGRESS_S: u64 = 5;
/// Words are broken into lines of no fewer columns.
const MIN_COLS: u16 = 20;

/// What a session looks like.
#[derive(Debug)]
pub enum Face {
    /// A screen.
    Cells(Box<Cells>),
    /// Lines for those who listen, with no escape sequence in them.
    Words(Box<Words>),
}

/// A screen that is painted over.
#[derive(Debug)]
pub struct Cells {
    painter: Painter,
    has_links: bool,
    cols: u16,
    rows: u16,
}

/// Lines that are appended.
#[derive(Debug)]
pub struct Words {
    speech: Speech,
    cols: u16,
    /// Something stands on the last line, which is not ended.
    is_open: bool,
    /// When long work was last heard of, in seconds since whenever the caller counts from.
    told_at_s: Option<u64>,
}

impl Face {
    /// The face that a session wants: words where it is linear. The terminal opens addresses that are shown, where it
    /// `has_links`.
    pub fn new(session: &Session, has_links: bool) -> Self {
        if session.state().linear {
            let words = Words { speech: Speech::default(), cols: MIN_COLS, is_open: false, told_at_s: None };
            return Self::Words(Box::new(words));
        }
        Self::Cells(Box::new(Cells { painter: Painter::new(PaintOptions::default()), has_links, cols: 0, rows: 0 }))
    }

    /// What a terminal is taken for.
    pub fn takes(&self, mouse: bool) -> Takes {
        if self.is_lasting() { Takes::Lines } else { Takes::Screen { mouse } }
    }

    /// Something stands on the last line, which is to be ended before anything else is written.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Words(words) if words.is_open)
    }

    /// Whether what was not written yet is still to be written when something else was in between.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Words(_))
    }

    /// Takes the terminal's size and says what size the session has then.
    pub fn resize(&mut self, (cols, rows): (u16, u16)) -> (u16, u16) {
        match self {
            Self::Cells(cells) => {
                (cells.cols, cells.rows) = (cols, rows);
                cells.painter.forget();
                (cols, rows)
            }
            Self::Words(words) => {
                words.cols = cols.max(MIN_COLS);
                LINEAR_SIZE
            }
        }
    }

    /// What the far side shows is not known any more.
    pub fn forget(&mut self) {
        match self {
            Self::Cells(cells) => cells.painter.forget(),
            Self::Words(words) => words.speech.again(),
        }
    }

    /// A frame was cut off.
    pub fn cut_off(&mut self) {
        if let Self::Cells(cells) = self {
            cells.painter.forget();
        }
    }

    /// An input comes next.
    pub fn before(&mut self, session: &Session, input: &Input) {
        if let Self::Words(words) = self {
            words.speech.before(session, input);
        }
    }

    /// An input was taken: what it changed is said before the next one is taken.
    pub fn after(&mut self, session: &Session, now_s: u64, out: &mut Vec<u8>) {
        if let Self::Words(words) = self {
            words.say(session, now_s, out);
        }
    }

    /// Shows what there is to show. The cells are only lent: what the far screen shows the painter knows, so that
    /// faces that are shown one after another draw in the same ones.
    pub fn show(&mut self, session: &Session, lent: &mut Canvas, now_s: u64, out: &mut Vec<u8>) {
        match self {
            Self::Cells(cells) => {
                if (lent.area.width, lent.area.height) == (cells.cols, cells.rows) {
                    lent.reset();
                } else {
                    *lent = canvas(cells.cols, cells.rows);
                }
                let cursor = session.draw(lent);
                let links = if cells.has_links { session.links() } else { Vec::new() };
                cells.painter.paint_linked(lent, links, cursor, out);
            }
            Self::Words(words) => words.say(session, now_s, out),
        }
    }
}

impl Words {
    fn say(&mut self, session: &Session, now_s: u64, out: &mut Vec<u8>) {
        let said = self.speech.after(session);
        self.append(said, out);
        let is_due = self.told_at_s.is_none_or(|told| now_s.saturating_sub(told) >= PROGRESS_S);
        if session.state().work.is_some() && is_due {
            let progress = self.speech.progress(session);
            self.told_at_s = Some(now_s);
            self.append(progress, out);
        }
    }

    fn append(&mut self, said: impl IntoIterator<Item = Said>, out: &mut Vec<u8>) {
        for said in said {
            match said {
                Said::Typed(words) => {
                    out.extend(words.as_bytes());
                    self.is_open = true;
                }
                Said::End => self.end_line(out),
                Said::Line(words) => {
                    self.end_line(out);
                    self.fill(&words, out);
                }
            }
        }
    }

    /// Words on lines of the terminal's width; nothing is parted but at blanks, where a voice pauses too.
    fn fill(&self, words: &str, out: &mut Vec<u8>) {
        let room = usize::from(self.cols.saturating_sub(1));
        let mut used = 0;
        for word in words.split(' ') {
            let cols = width(word);
            if used > 0 && used + 1 + cols > room {
                out.extend(b"\r\n");
                used = 0;
            } else if used > 0 {
                out.push(b' ');
                used += 1;
            }
            out.extend(word.as_bytes());
            used += cols;
        }
        out.extend(b"\r\n");
    }

    fn end_line(&mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.is_open) {
            out.extend(b"\r\n");
        }
    }
}
