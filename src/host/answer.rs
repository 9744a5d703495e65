//! What a session asks of the library, answered; and what is noted for it when there is time.

use std::sync::Arc;

use crate::article::Article;
use crate::catalogue::{ArticleKey, Day, Found, ListPage, ListRequest, Place, SavedSearch};
use crate::exchange::{
    Answer, Change, Chosen, DayRequest, Effect, Event, Identity, Revised, SearchRequest, Speakers, Target, Who,
};
use crate::library::Library;

use super::bulk::Bulk;
use super::extract::is_occupied;
use super::{Host, ask, now};

impl Host {
    /// Carries out what is no business of the terminal, and gives what came of it.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        if let Some(archive) = &mut self.archive {
            archive.look_again();
        }
        Some(match effect {
            Effect::Open(target) => Event::Opened(target, self.open(target)),
            Effect::Keep(target, place) => {
                self.keep(target, place);
                return None;
            }
            Effect::List { request, keep, total } => {
                let (request, outcome) = self.list(request, keep, total);
                Event::Listed(request, outcome)
            }
            Effect::Change(chosen, change) => self.change(&chosen, change),
            Effect::Undo => match self.take_back() {
                Some(said) => Event::Changed(said),
                None => self.undo(),
            },
            Effect::Remark(target, remark, why) => {
                let revised = self.remark(target, &remark, why);
                self.revised(target, revised)
            }
            Effect::Reread(target) => {
                let revised = self.reread(target);
                self.revised(target, revised)
            }
            Effect::Search(request) => {
                let outcome = self.search(&request);
                Event::Found(request, outcome)
            }
            Effect::Speaker(who) => Event::Speaker(self.speaker(&who)),
            Effect::Tally(query) => {
                let tally =
                    self.library().and_then(|library| library.tally(&query, now()).map_err(|error| error.to_string()));
                Event::Tally(query, tally)
            }
            Effect::Day(request) => Event::Day(self.day(&request)),
            Effect::Identify(identity) => Event::Changed(self.identify(&identity)),
            Effect::Work(work) => return self.begin(work),
            Effect::StopWork => {
                self.worker.stop();
                return None;
            }
            Effect::Saved => Event::Saved(
                self.library().and_then(|library| library.saved_searches().map_err(|error| error.to_string())),
            ),
            Effect::Save(search) => Event::Changed(self.save(&search)),
            Effect::Copy(extract, form) => Event::Copied(self.copy(&extract, form)),
            Effect::Show(extract) => Event::Copied(self.show(&extract)),
            Effect::Browse(extract) => self.browse(&extract),
            Effect::Export { extract, format, path, replaces: false } if is_occupied(&path) => {
                Event::Occupied { extract, format, path }
            }
            Effect::Export { extract, format, path, replaces } => self.export(&extract, format, &path, replaces),
            _ => return None,
        })
    }

    fn revised(&mut self, target: Target, revised: Result<Revised, String>) -> Event {
        if let Ok(revised) = &revised {
            self.handed(target, &revised.article);
            self.handed(revised.target, &revised.article);
        }
        Event::Revised(target, revised)
    }

    /// The library's list as it begins, where there is a library with articles in it.
    pub fn first_page(&self) -> Option<(ListRequest, ListPage)> {
        self.archive.as_ref()?.first_page(now())
    }

    /// Whether another program has written to the library since the last time this was asked.
    pub fn has_news(&mut self) -> bool {
        self.archive.as_mut().is_some_and(super::Archive::has_changed)
    }

    /// Whether something waits to be written when there is time.
    pub fn is_waiting(&self) -> bool {
        self.archive.as_ref().is_some_and(super::Archive::is_waiting)
    }

    /// Writes what waits; one line where that failed and was not told yet.
    pub fn write(&mut self) -> Option<String> {
        self.archive.as_mut()?.write(now())
    }

    /// Writes what waits when the session ends, for which there is no later time; another program's writing is waited
    /// for a little longer. One line where that failed and was not told yet.
    pub fn write_at_last(&mut self) -> Option<String> {
        self.archive.as_mut()?.write_at_last(now())
    }

    pub(super) fn article(&self, key: ArticleKey) -> Result<Arc<Article>, String> {
        let article = self.library()?.article(key).map_err(|error| error.to_string())?;
        article.map(Arc::new).ok_or_else(|| ask::gone(key))
    }

    pub(super) fn library(&self) -> Result<&Library, String> {
        self.archive.as_ref().ok_or("there is no library here")?.library()
    }

    fn search(&self, request: &SearchRequest) -> Answer<Found> {
        ask::search(self.library()?, request).map_err(|error| error.to_string())
    }

    fn speaker(&mut self, who: &Who) -> Result<Speakers, String> {
        let (speakers, latest) = ask::speaker(self.library()?, who).map_err(|error| error.to_string())??;
        if let (Speakers::One(page), Some(latest), Some(archive)) = (&speakers, latest, &mut self.archive) {
            archive.keep_seen(page.person.id, latest);
        }
        Ok(speakers)
    }

    fn day(&self, request: &DayRequest) -> Result<Day, String> {
        ask::day(self.library()?, request).map_err(|error| error.to_string())?
    }

    fn identify(&mut self, identity: &Identity) -> Result<String, String> {
        let archive = self.archive.as_mut().ok_or("there is no library here")?;
        archive.write_soon(now());
        let library = archive.to_write().map_err(|error| error.to_string())?;
        let deed = match identity {
            Identity::Merge { keep, join } => library.merge(*join, *keep, now()),
            Identity::Split(speaker, part) => library.split(*speaker, part, None, now()),
        };
        let deed = deed.map_err(|error| error.to_string())?;
        deed.map(|deed| deed.what).ok_or_else(|| "that is so already".to_owned())
    }

    fn save(&mut self, search: &SavedSearch) -> Result<String, String> {
        let archive = self.archive.as_mut().ok_or("there is no library here")?;
        let library = archive.to_write().map_err(|error| error.to_string())?;
        let saved = library.save_search(&search.name, &search.query, now()).map_err(|error| error.to_string())?;
        saved.map_err(|fault| fault.message)?;
        Ok(format!("saved: @{} stands for it in other searches", search.name))
    }

    fn keep(&mut self, target: Target, place: Option<Place>) {
        if let (Some((opened, text)), Some(archive)) = (self.opened, &mut self.archive)
            && opened == target
        {
            archive.keep_place(text, place);
        }
    }

    /// A part of the list; where the row to keep is not in it, the part as far further down as the list has grown.
    fn list(
        &mut self,
        request: ListRequest,
        keep: Option<ArticleKey>,
        total: usize,
    ) -> (ListRequest, Answer<ListPage>) {
        // What was read just now is read in the list too.
        let Some(archive) = &mut self.archive else { return (request, Err("there is no library here".to_owned())) };
        archive.write_soon(now());
        let library = match archive.library() {
            Ok(library) => library,
            Err(why) => return (request, Err(why)),
        };
        let (request, outcome) = ask::list(library, request, keep, total);
        (request, outcome.map_err(|error| error.to_string()))
    }

    /// Changes articles; many of them on the worker's thread.
    fn change(&mut self, chosen: &Chosen, change: Change) -> Event {
        match self.bulk(chosen, change) {
            Ok(bulk) if bulk.is_long => self.begin_bulk(bulk),
            Ok(bulk) => Event::Changed(self.at_once(|library| bulk.carry_out(library, &mut |_| true))),
            Err(why) => Event::Changed(Err(why)),
        }
    }

    fn bulk(&mut self, chosen: &Chosen, change: Change) -> Result<Bulk, String> {
        let archive = self.archive.as_mut().ok_or("there is no library here")?;
        archive.write_soon(now());
        archive.library()?;
        let library = archive.to_write().map_err(|error| error.to_string())?;
        Bulk::change(library, chosen, change)
    }

    fn undo(&mut self) -> Event {
        let n = self.library().and_then(|library| library.n_to_undo().map_err(|error| error.to_string()));
        match n.map(Bulk::undo) {
            Ok(bulk) if bulk.is_long => self.begin_bulk(bulk),
            Ok(bulk) => Event::Changed(self.at_once(|library| bulk.carry_out(library, &mut |_| true))),
            Err(why) => Event::Changed(Err(why)),
        }
    }

    fn at_once<T>(&mut self, deed: impl FnOnce(&mut Library) -> Result<T, String>) -> Result<T, String> {
        let archive = self.archive.as_mut().ok_or("there is no library here")?;
        deed(archive.to_write().map_err(|error| error.to_string())?)
    }
}
