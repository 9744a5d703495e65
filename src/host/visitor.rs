//! The outside of a session that is served to somebody else: it answers what is asked of the library, and has no file,
//! no program and no network to give. What sessions share is read-only.

mod code;
mod keeping;
mod ledger;
mod refused;
mod remarks;
mod shared;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::sending::{self, Sending};
use super::{ask, citing, now};
use crate::article::Article;
use crate::article::review::Remark;
use crate::catalogue::{ArticleKey, Day, ListPage, ListRequest, Place, Visitor};
use crate::exchange::{Copied, Effect, Event, Extract, Opened, Progress, Revised, Target};
use crate::form::Citation;
use crate::library::visitor::{Kept, Placed};
use crate::library::{Library, LibraryError, text_sha256};
use crate::session::{Session, Settings};
use crate::theme::terminal::{Through, through};

use keeping::{Keeping, not_kept};
use ledger::Patience;
use remarks::{Remarks, YOU};
pub use shared::{Shared, told};

/// Rows of the first window: what most screens show, since every session holds them.
const FIRST_ROWS: usize = 96;

/// The outside of one visitor's session.
#[derive(Debug)]
pub struct Guest {
    shared: Arc<Shared>,
    visitor: Visitor,
    /// A code that they gave and that nobody has.
    wrong_code: Option<String>,
    /// What stands before the visitor's terminal; nothing where that has no clipboard.
    through: Option<Through>,
    sending: Option<Sending>,
    /// The library's news as they were last looked at.
    news: u64,
    keeping: Keeping,
    remarks: Remarks,
    /// What the visitor has read.
    read: BTreeSet<ArticleKey>,
    /// What was opened last: places are kept for that.
    opened: Option<Open>,
}

/// An open article, as far as its places need it.
#[derive(Debug)]
struct Open {
    key: ArticleKey,
    text: [u8; 32],
    headline: String,
}

impl Guest {
    /// A guest of what is shared, on a terminal of which nothing is known.
    pub fn new(shared: Arc<Shared>, visitor: Visitor) -> Self {
        let news = shared.news();
        Self {
            shared,
            visitor,
            wrong_code: None,
            through: None,
            sending: None,
            news,
            keeping: Keeping::default(),
            remarks: Remarks::default(),
            read: BTreeSet::new(),
            opened: None,
        }
    }

    /// The same of somebody who gave this name: where it looks like a code and leads nowhere, they are told.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        let is_theirs = |code: &String| matches!(&self.visitor, Visitor::Code(own) if own == code);
        Self { wrong_code: code::tidied(name).filter(|code| !is_theirs(code)), ..self }
    }

    /// The same on a terminal of this name (`TERM`): what can be sent to it depends on that.
    #[must_use]
    pub fn on_terminal(self, term: &str) -> Self {
        Self { through: through(term), ..self }
    }

    /// Whether the terminal can be given addresses that it opens by itself.
    pub fn has_links(&self) -> bool {
        self.through.is_some()
    }

    /// Who it is.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// The visitor's session as it begins: the list, with what was kept of them. Somebody who was here before goes on
    /// where they were; somebody new without a key is told how to come back.
    pub fn session(&mut self, settings: Settings) -> Session {
        let mut settings = Settings { name: Some(YOU.to_owned()), visiting: true, ..settings };
        let (kept, is_new) = match self.shared.kept(&self.visitor) {
            Ok(Some(kept)) => {
                self.keeping.is_there();
                (kept, false)
            }
            Ok(None) => (Kept::default(), true),
            Err(error) => {
                self.keeping.failed(not_kept(&error));
                (Kept::default(), false)
            }
        };
        self.read.extend(kept.read);
        let theme = kept.theme.and_then(|name| settings.themes.iter().position(|theme| theme.name == name));
        settings.theme_index = theme.unwrap_or(settings.theme_index);
        let latest = kept.latest.and_then(|(key, place)| self.latest(key, place));
        let (number, unfolded) = latest.as_ref().map_or((0, false), |latest| latest.stands);
        let offset = number.saturating_sub(FIRST_ROWS / 2);
        let request = ListRequest { offset, unfolded, limit: FIRST_ROWS, ..ListRequest::default() };
        let (page, fault) = match self.shared.ask(|library| library.list(&request, now())) {
            Ok(Ok(page)) => (self.marked(page), None),
            Ok(Err(fault)) => (ListPage::default(), Some(fault.message)),
            Err(error) => (ListPage::default(), Some(told(&error))),
        };
        let session = Session::new(Vec::new(), None, settings).with_library(request, page);
        match (fault, latest, &self.visitor) {
            (Some(fault), ..) => session.greeted(fault),
            (None, Some(Latest { key, article, place, .. }), _) => session.offering(key, article, &place),
            (None, None, visitor) => {
                let wrong = self.wrong_code.as_ref().map(|code| format!("the code {code} leads nowhere: mistyped?"));
                let right = match visitor {
                    Visitor::Code(code) if is_new => Some(format!("to come back to your place: ssh {code}@HOST")),
                    Visitor::Nobody => Some("nothing of this visit is kept".to_owned()),
                    Visitor::Key(_) | Visitor::Code(_) => None,
                };
                let words: Vec<String> = wrong.into_iter().chain(right).collect();
                if words.is_empty() { session } else { session.greeted(words.join("; ")) }
            }
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
                    Ok((request, outcome)) => {
                        let outcome = outcome.map(|answer| answer.map(|page| self.marked(page)));
                        Event::Listed(request, outcome.map_err(|error| told(&error)))
                    }
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
            Effect::Day(request) => {
                let day = self.answered(|library| ask::day(library, &request));
                Event::Day(day.map(|day| self.marked_day(day)))
            }
            Effect::Reread(target) => Event::Revised(target, self.reread(target)),
            Effect::Remark(target, remark, why) => Event::Revised(target, self.remark(target, &remark, why)),
            Effect::Undo => Event::Changed(self.remarks.take_back(&self.shared, &self.visitor)),
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
            Effect::Keep(target, place) => {
                self.stay(target, place);
                return None;
            }
            Effect::Theme(name) => {
                self.keeping.theme(name);
                return None;
            }
            // The terminal's affair, or nothing is going on.
            Effect::StopWork | Effect::Mouse(_) | Effect::Redraw | Effect::Quit => return None,
        })
    }

    /// Whether the library is not as it was the last time this was asked.
    pub fn has_news(&mut self) -> bool {
        let news = self.shared.news();
        std::mem::replace(&mut self.news, news) != news
    }

    /// Whether something waits to be kept.
    pub fn is_waiting(&self) -> bool {
        self.keeping.is_waiting()
    }

    /// Keeps what waits; one line where that failed and was not told yet.
    pub fn write(&mut self) -> Option<String> {
        self.keeping.write(&self.shared, &self.visitor, Patience::Later)
    }

    /// The same at the end of the visit, when there is no later time but the next moment.
    pub fn keep(&mut self) -> Option<String> {
        self.keeping.write(&self.shared, &self.visitor, Patience::Last)
    }

    /// Whether something is kept of the visitor, and all of it: who comes back finds it.
    pub fn is_kept(&self) -> bool {
        self.keeping.is_kept()
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
        let key = key_of(target)?;
        let (article, n_lost) = self.own(key)?;
        if n_lost > 0 {
            let n =
                if n_lost == 1 { "a remark of yours does".to_owned() } else { format!("{n_lost} remarks of yours do") };
            self.keeping.failed(format!("{n} not fit the text as it is now; `ssh HOST mine` has all"));
        }
        let text = text_sha256(article.text.as_str());
        self.opened = Some(Open { key, text, headline: remarks::headline(&article) });
        if self.read.insert(key) {
            self.keeping.read(key);
        }
        let place = match &self.visitor {
            Visitor::Nobody => None,
            visitor => self.keeping.found(&self.shared, visitor, &text, key),
        };
        Ok(Opened { article, place })
    }

    fn stay(&mut self, target: Target, place: Option<Place>) {
        if let Some(open) = self.opened.as_ref().filter(|open| Target::Article(open.key) == target) {
            let placed = Placed { article: open.key, headline: open.headline.clone(), place };
            self.keeping.place(open.text, placed);
        }
    }

    fn remark(&mut self, target: Target, remark: &Remark, why: Option<String>) -> Result<Revised, String> {
        let key = key_of(target)?;
        let words = self.remarks.say((&self.shared, &self.visitor), &mut self.keeping, key, remark, why)?;
        Ok(Revised { target, article: self.own(key)?.0, words })
    }

    fn reread(&mut self, target: Target) -> Result<Revised, String> {
        let (article, _) = self.own(key_of(target)?)?;
        Ok(Revised { target, article, words: String::new() })
    }

    /// An article as the session has it from now on, and how many of the visitor's remarks do not fit it any more.
    fn own(&mut self, key: ArticleKey) -> Result<(Arc<Article>, usize), String> {
        let found = self.shared.article(key).map_err(|error| told(&error))?.ok_or_else(|| ask::gone(key))?;
        let base = Arc::clone(&found.1);
        let (article, n_lost) =
            self.remarks.with_own(&self.shared, &self.visitor, key, found).unwrap_or_else(|error| {
                self.keeping.failed(not_kept(&error));
                (base, 0)
            });
        self.remarks.handed(key, &article);
        Ok((article, n_lost))
    }

    /// An article as the visitor has it.
    fn whole(&self, target: Target) -> Result<Arc<Article>, String> {
        let key = key_of(target)?;
        let found = self.shared.article(key).map_err(|error| told(&error))?.ok_or_else(|| ask::gone(key))?;
        let base = Arc::clone(&found.1);
        let own = self.remarks.with_own(&self.shared, &self.visitor, key, found);
        Ok(own.map_or(base, |(article, _)| article))
    }

    /// Where the visitor was last, if that is still in the library.
    fn latest(&self, key: ArticleKey, place: Place) -> Option<Latest> {
        let stands = self.shared.ask(|library| library.number_in_list(key)).ok()??;
        let article = self.whole(Target::Article(key)).ok()?;
        let text = text_sha256(article.text.as_str());
        // In another text than then, only about where.
        let place = self.shared.place(&self.visitor, &text, key).unwrap_or(place);
        Some(Latest { key, article, place, stands })
    }

    /// A part of the list with the visitor's own marks.
    fn marked(&self, mut page: ListPage) -> ListPage {
        for row in &mut page.rows {
            row.is_read = self.read.contains(&row.id);
        }
        // Of those that are folded or removed by now nobody counts any.
        let n_read = self.shared.ask(|library| library.n_listed_of(&self.read)).unwrap_or(0);
        page.n_unread = page.n_unread.saturating_sub(n_read);
        page
    }

    /// A day with the visitor's own marks.
    fn marked_day(&self, mut day: Day) -> Day {
        let rows = day.stories.iter_mut().flat_map(|story| &mut story.articles);
        for row in rows {
            row.is_read = self.read.contains(&row.id);
        }
        let n_read = self.shared.ask(|library| library.n_of_day(&day.day, &self.read)).unwrap_or(0);
        day.n_unread = day.n_unread.saturating_sub(n_read);
        day
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

/// Where a visitor was the last time.
struct Latest {
    key: ArticleKey,
    article: Arc<Article>,
    place: Place,
    /// Its number in the list, and whether only in one where nothing is folded.
    stands: (usize, bool),
}

fn key_of(target: Target) -> Result<ArticleKey, String> {
    match target {
        Target::Article(key) => Ok(key),
        Target::Entry(_) => Err("there is no such entry in the list".to_owned()),
    }
}
