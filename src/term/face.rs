//! What a session looks like from the terminal: cells that are painted over, or words that are appended.

use std::time::{Duration, Instant};

use crate::flow::width;
use crate::key::Input;
use crate::layout::LINEAR_SIZE;
use crate::paint::{Canvas, PaintOptions, Painter, canvas};
use crate::session::Session;
use crate::speech::{Said, Speech};

use super::modes;

/// How far long work has come is said no more often than this.
const PROGRESS: Duration = Duration::from_secs(5);
/// Words are broken into lines of no fewer columns.
const MIN_COLS: u16 = 20;

/// What a session looks like.
#[derive(Debug)]
pub(super) enum Face {
    /// A screen.
    Cells(Painter, Canvas),
    /// Lines for those who listen, with no escape sequence in them.
    Words(Box<Words>),
}

#[derive(Debug)]
pub(super) struct Words {
    speech: Speech,
    cols: u16,
    /// Something stands on the last line, which is not ended.
    is_open: bool,
    /// When long work was last heard of.
    told_at: Option<Instant>,
}

impl Face {
    pub(super) fn new(session: &Session) -> Self {
        if session.state().linear {
            let words = Words { speech: Speech::default(), cols: MIN_COLS, is_open: false, told_at: None };
            return Self::Words(Box::new(words));
        }
        Self::Cells(Painter::new(PaintOptions::default()), canvas(0, 0))
    }

    /// Whether what was not written yet is still to be written when something else was in between.
    pub(super) fn is_lasting(&self) -> bool {
        matches!(self, Self::Words(_))
    }

    /// Takes the terminal's size and says what size the session has then.
    pub(super) fn resize(&mut self, (cols, rows): (u16, u16)) -> (u16, u16) {
        match self {
            Self::Cells(painter, cells) => {
                *cells = canvas(cols, rows);
                painter.forget();
                (cols, rows)
            }
            Self::Words(words) => {
                words.cols = cols.max(MIN_COLS);
                LINEAR_SIZE
            }
        }
    }

    /// What the far side shows is not known any more.
    pub(super) fn forget(&mut self) {
        match self {
            Self::Cells(painter, _) => painter.forget(),
            Self::Words(words) => words.speech.again(),
        }
    }

    /// A frame was cut off.
    pub(super) fn cut_off(&mut self) {
        if let Self::Cells(painter, _) = self {
            painter.forget();
        }
    }

    /// An input comes next.
    pub(super) fn before(&mut self, session: &Session, input: &Input) {
        if let Self::Words(words) = self {
            words.speech.before(session, input);
        }
    }

    /// An input was taken: what it changed is said before the next one is taken.
    pub(super) fn after(&mut self, session: &Session, out: &mut Vec<u8>) {
        if let Self::Words(words) = self {
            words.say(session, out);
        }
    }

    /// Shows what there is to show.
    pub(super) fn show(&mut self, session: &Session, out: &mut Vec<u8>) {
        match self {
            Self::Cells(painter, cells) => {
                cells.reset();
                let cursor = session.draw(cells);
                painter.paint(cells, cursor, out);
            }
            Self::Words(words) => words.say(session, out),
        }
    }
}

impl Words {
    fn say(&mut self, session: &Session, out: &mut Vec<u8>) {
        let said = self.speech.after(session);
        self.append(said, out);
        let is_due = self.told_at.is_none_or(|told| told.elapsed() >= PROGRESS);
        if session.state().work.is_some() && is_due {
            let progress = self.speech.progress(session);
            self.told_at = Some(Instant::now());
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
        modes::line(self.is_open);
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
