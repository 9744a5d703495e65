//! What a reader says of an article, kept: in the library, and where that cannot be, for the session.
//!
//! A file's article comes into the library with the first word that is said of it, since nothing is kept in files that
//! are not the reader's to change. The bundled samples stay out of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use super::{Host, Source, now};
use crate::article::Article;
use crate::article::review::{self, Refusal, Remark, Signed, Undo};
use crate::catalogue::ArticleKey;
use crate::exchange::{ItemIndex, Revised, Target};
use crate::library::{Added, Arrival, Library, LibraryError, text_sha256};

/// What is said of articles and cannot be kept beyond the session, and which entries the library has taken in.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Who signs; nobody where there is no name.
    by: Option<String>,
    /// Articles with what was said of them in this session alone.
    articles: BTreeMap<Target, Arc<Article>>,
    /// What takes it back, the newest last, with the library's last deed at that time.
    undo: Vec<(Target, Undo, Option<i64>)>,
    /// Entries of the list that are articles of the library by now.
    taken_in: BTreeMap<ItemIndex, ArticleKey>,
    /// Articles as the session has them: ids and places in what it says are of these.
    seen: BTreeMap<Target, Weak<Article>>,
}

/// Why the library does not keep a remark.
enum Hindrance {
    /// It may be tried again, or makes no sense.
    Refused(String),
    /// There is nothing to keep it in: why.
    Unwritable(String),
}

impl Host {
    /// The same, with the name that the reader signs with; an empty one is none.
    #[must_use]
    pub fn signing(mut self, name: &str) -> Self {
        self.remarks.by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        self
    }

    /// Keeps what the reader says.
    pub(super) fn remark(&mut self, target: Target, remark: &Remark, why: Option<String>) -> Result<Revised, String> {
        let signed = Signed { by: self.remarks.by.clone(), at: Some(moment(now())), why };
        let seen = self.remarks.seen.get(&target).and_then(Weak::upgrade);
        let target = self.present(target);
        let seen = seen.or_else(|| self.remarks.seen.get(&target).and_then(Weak::upgrade));
        if self.remarks.articles.contains_key(&target) {
            return self.say_here(target, remark, &signed, "kept for this session only");
        }
        if let Target::Entry(item) = target
            && matches!(self.sources.get(item), Some(Source::Sample(_)))
        {
            return self.say_here(target, remark, &signed, "kept for this session only: this is a bundled sample");
        }
        match self.say_in_library(target, seen.as_deref(), remark, &signed) {
            Ok(revised) => Ok(revised),
            Err(Hindrance::Refused(why)) => Err(why),
            Err(Hindrance::Unwritable(why)) => {
                let current = self.whole(target)?;
                let seen = seen.as_deref().unwrap_or(&current);
                let led = review::led(remark, seen, &current).ok_or_else(|| Refusal::Changed.to_string())?;
                self.say_here(target, &led, &signed, &format!("kept for this session only: {why}"))
            }
        }
    }

    /// Notes how a session has an article from now on.
    pub(super) fn handed(&mut self, target: Target, article: &Arc<Article>) {
        self.remarks.seen.retain(|_, seen| seen.strong_count() > 0);
        self.remarks.seen.insert(target, Arc::downgrade(article));
    }

    /// An article as it is now, with what was said of it.
    pub(super) fn reread(&mut self, target: Target) -> Result<Revised, String> {
        let target = self.present(target);
        let article = self.whole(target)?;
        Ok(Revised { target, article, words: String::new() })
    }

    /// What an entry is by now.
    pub(super) fn present(&self, target: Target) -> Target {
        match target {
            Target::Entry(item) => self.remarks.taken_in.get(&item).map_or(target, |key| Target::Article(*key)),
            Target::Article(_) => target,
        }
    }

    /// An article of which something was said in this session alone.
    pub(super) fn said_here(&self, target: Target) -> Option<Arc<Article>> {
        self.remarks.articles.get(&target).map(Arc::clone)
    }

    /// The article of the library that an entry's is, where something was said of it the last time.
    pub(super) fn said_before(&mut self, item: ItemIndex, article: &Article) -> Option<Arc<Article>> {
        let key = self.library().ok()?.remarked_text(&text_sha256(article.text.as_str())).ok()??;
        let kept = self.article(key).ok()?;
        self.remarks.taken_in.insert(item, key);
        Some(kept)
    }

    /// An article with what was said of it in this session.
    pub(super) fn whole(&mut self, target: Target) -> Result<Arc<Article>, String> {
        let target = self.present(target);
        if let Some(article) = self.said_here(target) {
            return Ok(article);
        }
        match target {
            Target::Entry(item) => self.entry(item),
            Target::Article(key) => self.article(key),
        }
    }

    /// Takes back what was said last, where that is newer than what the library would undo; what it was.
    pub(super) fn take_back(&mut self) -> Option<Result<String, String>> {
        let last_deed = self.library().ok().and_then(|library| library.last_deed().ok().flatten()).map(|deed| deed.id);
        let (_, _, deed) = self.remarks.undo.last()?;
        if last_deed > *deed {
            return None;
        }
        let (target, undo, _) = self.remarks.undo.pop()?;
        let article = self.remarks.articles.get_mut(&target)?;
        let undone = undo.carry_out(Arc::make_mut(article));
        Some(undone.map(|()| "took back what was said last".to_owned()).map_err(|refusal| refusal.to_string()))
    }

    /// Keeps it for the session.
    fn say_here(&mut self, target: Target, remark: &Remark, signed: &Signed, words: &str) -> Result<Revised, String> {
        let mut article = self.whole(target)?;
        let undo = review::apply(Arc::make_mut(&mut article), remark, signed).map_err(|refusal| refusal.to_string())?;
        let last_deed = self.library().ok().and_then(|library| library.last_deed().ok().flatten()).map(|deed| deed.id);
        self.remarks.undo.push((target, undo, last_deed));
        self.remarks.articles.insert(target, Arc::clone(&article));
        Ok(Revised { target, article, words: words.to_owned() })
    }

    /// Keeps it in the library, which takes an article in that it does not have.
    fn say_in_library(
        &mut self,
        target: Target,
        seen: Option<&Article>,
        remark: &Remark,
        signed: &Signed,
    ) -> Result<Revised, Hindrance> {
        let given = match target {
            Target::Entry(_) => Some(self.whole(target).map_err(Hindrance::Refused)?),
            Target::Article(_) => None,
        };
        let Some(archive) = self.archive.as_mut() else {
            return Err(Hindrance::Unwritable("there is no library here".to_owned()));
        };
        archive.write_soon(now());
        let library = archive.to_write().map_err(|error| hindrance(&error))?;
        let mut has_other_text = false;
        let key = match (target, &given) {
            (Target::Article(key), _) => key,
            (Target::Entry(_), None) => return Err(Hindrance::Refused("there is no such entry".to_owned())),
            (Target::Entry(_), Some(given)) => {
                // What makes no sense brings nothing in.
                review::apply(&mut Article::clone(given), remark, signed)
                    .map_err(|refusal| Hindrance::Refused(refusal.to_string()))?;
                let (key, is_other) = taken_in(library, given)?;
                has_other_text = is_other;
                key
            }
        };
        let seen = seen.or(given.as_deref());
        let remarked = library.remark(key, seen, remark, signed, now()).map_err(|error| hindrance(&error))?;
        let remarked = remarked.map_err(|refusal| {
            Hindrance::Refused(if has_other_text {
                format!(
                    "the library has this article already, as number {}, with another text, and this is not in it: open \
                     it there",
                    key.0
                )
            } else {
                refusal.to_string()
            })
        })?;
        let words = match target {
            Target::Entry(item) => {
                self.remarks.taken_in.insert(item, key);
                if has_other_text {
                    format!("kept with article {} of the library, which has another text of this one", key.0)
                } else {
                    format!("kept in the library as article {}", key.0)
                }
            }
            Target::Article(_) => remarked.deed.what,
        };
        Ok(Revised { target: Target::Article(key), article: Arc::new(remarked.article), words })
    }
}

/// The library's article for one that is read from elsewhere, and whether it has another text: which text is newer is
/// not known, so that what is there is never replaced. What is not there is added.
fn taken_in(library: &mut Library, given: &Article) -> Result<(ArticleKey, bool), Hindrance> {
    let url = given.metadata.url.known();
    let known = url.map_or(Ok(None), |url| library.knows_address(url)).map_err(|error| hindrance(&error))?;
    if let Some(key) = known
        && let Some(kept) = library.article(key).map_err(|error| hindrance(&error))?
        && kept.text.as_str() != given.text.as_str()
    {
        return Ok((key, true));
    }
    let added = library.add(&[Arrival::asked(given.clone())], now()).map_err(|error| hindrance(&error))?;
    let Some(Added::New(key) | Added::Updated(key, _) | Added::Known(key) | Added::Removed(key)) =
        added.first().copied()
    else {
        return Err(Hindrance::Refused("the library did not take the article".to_owned()));
    };
    Ok((key, false))
}

fn hindrance(error: &LibraryError) -> Hindrance {
    match error {
        LibraryError::ReadOnly(_) | LibraryError::Closed(_) | LibraryError::Full(_) | LibraryError::Io { .. } => {
            Hindrance::Unwritable(error.to_string())
        }
        _ => Hindrance::Refused(error.to_string()),
    }
}

/// A time as articles have it.
pub fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap_or_default().to_string()
}
