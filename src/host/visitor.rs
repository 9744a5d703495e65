//! The outside of a session that is served to somebody else: it answers what is asked of the library, and has no file,
//! no program and no network to give. What sessions share is read-only.

mod refused;
mod shared;

use std::sync::Arc;

use super::sending::{self, Sending, Through};
use super::{ask, citing, now};
use crate::article::Article;
use crate::catalogue::{ArticleKey, ListRequest, Mine, Visitor};
use crate::form::Citation;
use crate::library::{Library, LibraryError};
use crate::session::{Copied, Effect, Event, Extract, Opened, Progress, Revised, Session, Settings, Target};

pub use shared::{Shared, told};

/// Rows of the first window.
const FIRST_ROWS: usize = 240;

/// The outside of one visitor's session.
#[derive(Debug)]
pub struct Guest {
    shared: Arc<Shared>,
    visitor: Visitor,
    /// What stands before the visitor's terminal; nothing where that has no clipboard.
    through: Option<Through>,
    sending: Option<Sending>,
    /// The library's news as they were last looked at.
    news: u64,
}

impl Guest {
    /// A guest of what is shared, on a terminal of which nothing is known.
    pub fn new(shared: Arc<Shared>, visitor: Visitor) -> Self {
        let news = shared.news();
        Self { shared, visitor, through: None, sending: None, news }
    }

    /// The same on a terminal of this name (`TERM`): what can be sent to it depends on that.
    #[must_use]
    pub fn on_terminal(self, term: &str) -> Self {
        Self { through: sending::through(term), ..self }
    }

    /// Who it is.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// The visitor's session as it begins: the list, with what was kept of them.
    pub fn session(&mut self, settings: Settings) -> Session {
        let request = ListRequest { limit: FIRST_ROWS, ..ListRequest::default() };
        let page = self.shared.ask(|library| library.list(&request, now()));
        let session = Session::new(Vec::new(), None, settings);
        match page {
            Ok(Ok(page)) => session.with_library(request, page),
            _ => session,
        }
    }

    /// Carries out what a visitor may have, and gives what came of it.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        let refused = |why: &str| Err(why.to_owned());
        Some(match effect {
            Effect::Open(target) => Event::Opened(target, self.open(target)),
            Effect::List { request, keep, total } => {
                let asked = request.clone();
                let listed = self.shared.ask(|library| Ok(ask::list(library, request, keep, total)));
                match listed {
                    Ok((request, outcome)) => Event::Listed(request, outcome.map_err(|error| told(&error))),
                    Err(error) => Event::Listed(asked, Err(told(&error))),
                }
            }
            Effect::Search(request) => {
                let found = self.shared.ask(|library| ask::search(library, &request));
                Event::Found(request, found.map_err(|error| told(&error)))
            }
            Effect::Speaker(who) => {
                let page = self.answered(|library| ask::speaker(library, &who));
                Event::Speaker(page.map(|(speakers, _)| speakers))
            }
            Effect::Tally(query) => {
                let tally = self.shared.ask(|library| library.tally(&query, now()));
                Event::Tally(query, tally.map_err(|error| told(&error)))
            }
            Effect::Day(request) => Event::Day(self.answered(|library| ask::day(library, &request))),
            Effect::Reread(target) => Event::Revised(target, self.reread(target)),
            Effect::Remark(target, ..) => Event::Revised(target, Err("not yet".to_owned())),
            Effect::Undo => Event::Changed(Err("there is nothing of yours to undo".to_owned())),
            Effect::Copy(extract, form) => Event::Copied(self.copy(&extract, form)),
            Effect::Show(extract) => {
                let words = self.words(&extract, Citation::Plain);
                Event::Copied(words.map(|text| (text, Copied::Show(String::new()))))
            }
            Effect::Browse(extract) => self.browse(&extract),
            Effect::Export { .. } => Event::Done(refused(refused::EXPORT)),
            Effect::Pipe(..) => Event::Done(refused(refused::PIPE)),
            Effect::Work(work) => Event::Work(Progress::Done(refused(refused::work(&work)), None)),
            Effect::Change(_, change) => Event::Changed(refused(refused::change(&change))),
            Effect::Identify(_) => Event::Changed(refused(refused::IDENTIFY)),
            Effect::Save(_) => Event::Changed(refused(refused::SAVE)),
            Effect::Saved => Event::Saved(Err(refused::SAVED.to_owned())),
            Effect::Suspend => Event::Done(refused(refused::SUSPEND)),
            // The terminal's affair, or nothing is going on.
            Effect::Keep(..) | Effect::StopWork | Effect::Mouse(_) | Effect::Redraw | Effect::Quit => return None,
        })
    }

    /// Whether the library is not as it was the last time this was asked.
    pub fn has_news(&mut self) -> bool {
        let news = self.shared.news();
        std::mem::replace(&mut self.news, news) != news
    }

    /// Whether something waits to be kept.
    pub fn is_waiting(&self) -> bool {
        false
    }

    /// Keeps what waits; one line where that failed and was not told yet.
    pub fn write(&mut self) -> Option<String> {
        None
    }

    /// Words that are to be sent to the visitor's terminal; they are given once.
    pub fn to_send(&mut self) -> Option<Sending> {
        self.sending.take()
    }

    /// Asks the library; the error is one clean line.
    fn answered<T>(
        &self,
        question: impl FnOnce(&Library) -> Result<Result<T, String>, LibraryError>,
    ) -> Result<T, String> {
        self.shared.ask(question).map_err(|error| told(&error))?
    }

    fn open(&mut self, target: Target) -> Result<Opened, String> {
        Ok(Opened::from(self.whole(target)?))
    }

    fn reread(&mut self, target: Target) -> Result<Revised, String> {
        Ok(Revised { target, article: self.whole(target)?, words: String::new() })
    }

    /// An article as the visitor has it.
    fn whole(&self, target: Target) -> Result<Arc<Article>, String> {
        let key = key_of(target)?;
        let found = self.shared.article(key).map_err(|error| told(&error))?;
        found.map(|(_, article)| article).ok_or_else(|| ask::gone(key))
    }

    /// A citation without anything in it that a terminal would obey.
    fn words(&self, extract: &Extract, form: Citation) -> Result<String, String> {
        let cited = match extract {
            Extract::Statement(target, _) | Extract::Article(target) => {
                citing::of_one(&*self.whole(*target)?, extract, form)?
            }
            Extract::Search(query) => self.answered(|library| citing::of_all(library, query, form))?,
            Extract::Listed(_) => return Err(citing::of_several()),
        };
        Ok(citing::cleaned(&cited))
    }

    fn copy(&mut self, extract: &Extract, form: Citation) -> Result<(String, Copied), String> {
        let text = self.words(extract, form)?;
        let copied = self.send(&text);
        Ok((text, copied))
    }

    /// Sends the link to the visitor's own terminal, and shows it: only they have a browser.
    fn browse(&mut self, extract: &Extract) -> Event {
        let link = match citing::address(extract, |extract, form| self.words(extract, form)) {
            Ok(link) => link,
            Err(why) => return Event::Done(Err(why)),
        };
        let why = match self.send(&link) {
            Copied::Sent => "the link was sent to your terminal; open it on your own machine",
            _ => "this is the link, to open on your own machine",
        };
        Event::Copied(Ok((link, Copied::Show(why.to_owned()))))
    }

    fn send(&mut self, text: &str) -> Copied {
        let (copied, sending) = match self.through {
            Some(through) => sending::to_terminal(text, through),
            None => sending::out_of_reach(),
        };
        self.sending = sending;
        copied
    }
}

fn key_of(target: Target) -> Result<ArticleKey, String> {
    match target {
        Target::Article(key) => Ok(key),
        Target::Entry(_) => Err("there is no such entry in the list".to_owned()),
    }
}

impl Shared {
    /// All that is kept of a visitor, for them to take along. The error is one clean line.
    pub fn mine(&self, visitor: &Visitor) -> Result<Mine, String> {
        let _ = visitor;
        Ok(Mine::default())
    }

    /// Forgets all that is kept of a visitor; whether there was anything. The error is one clean line.
    pub fn forget(&self, visitor: &Visitor) -> Result<bool, String> {
        let _ = visitor;
        Ok(false)
    }

    /// The visitor who was given a code, however it is written.
    pub fn known_code(&self, code: &str) -> Option<Visitor> {
        let _ = code;
        None
    }

    /// Somebody new without a key, with a code by which they can come back.
    pub fn newcomer(&self) -> Visitor {
        Visitor::Nobody
    }
}
