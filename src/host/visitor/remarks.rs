//! What a visitor says of articles: kept for them alone, in order, and said again of the article whenever they open it,
//! led to its present text. The library is never touched.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use super::Shared;
use super::keeping::{Keeping, not_kept};
use super::ledger::Patience;
use super::shared::{Version, told};
use crate::article::review::{self, About, Identity, Judgement, Refusal, Remark, Signed};
use crate::article::{ActorId, Article, Certainty, Statement};
use crate::catalogue::{ArticleKey, Visitor};
use crate::host::{ask, moment, now};
use crate::library::LibraryError;
use crate::library::visitor::{Said, Saying};

/// What visitors sign with: only they see it.
pub(super) const YOU: &str = "you";
/// Remarks that are held for a session of which nothing is kept.
const MOST_HELD: usize = 200;
/// Scalars of a statement's words that a remark takes along.
const MOST_WORDS: usize = 300;

/// What holds for one session alone.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Said in this session and kept nowhere, in order, with the article that it was said of.
    held: Vec<Held>,
    /// Articles as the session has them: ids and places in what it says are of these.
    seen: BTreeMap<ArticleKey, Weak<Article>>,
}

#[derive(Clone, Debug)]
struct Held {
    article: ArticleKey,
    version: Version,
    base: Arc<Article>,
    remark: Remark,
    signed: Signed,
}

/// Something that was said of an article, wherever it is kept.
enum Line {
    Kept(Said),
    Held(Held),
}

/// An article as it was in a version, with what was said of it.
struct State {
    version: Version,
    article: Arc<Article>,
}

impl Remarks {
    /// An article with what the visitor said of it; how much of that does not fit it any more.
    pub(super) fn with_own(
        &self,
        shared: &Shared,
        visitor: &Visitor,
        key: ArticleKey,
        (version, article): (Version, Arc<Article>),
    ) -> Result<(Arc<Article>, usize), LibraryError> {
        let kept = if *visitor == Visitor::Nobody {
            Vec::new()
        } else {
            shared.ledger.read(|visitors| visitors.said(visitor, key))?
        };
        let held = self.held.iter().filter(|held| held.article == key).cloned();
        let lines: Vec<Line> = kept.into_iter().map(Line::Kept).chain(held.map(Line::Held)).collect();
        if lines.is_empty() {
            return Ok((article, 0));
        }
        let mut states = vec![State { version, article }];
        let mut said: Vec<(usize, Remark, Signed)> = Vec::new();
        let mut n_lost = 0;
        for line in lines {
            let Some(at) = state_of(&line, &mut states, &said, shared, key)? else {
                n_lost += 1;
                continue;
            };
            let Some((remark, signed)) = states.get(at).and_then(|seen| line.remark(&seen.article)) else {
                n_lost += 1;
                continue;
            };
            let is_said = say_everywhere(&mut states, at, &remark, &signed);
            n_lost += usize::from(!is_said);
            said.push((at, remark, signed));
        }
        let article = states.into_iter().next().map(|state| state.article);
        article.map(|article| (article, n_lost)).ok_or_else(|| LibraryError::Missing(std::path::PathBuf::new()))
    }

    /// Notes how the session has an article from now on.
    pub(super) fn handed(&mut self, key: ArticleKey, article: &Arc<Article>) {
        self.seen.retain(|_, seen| seen.strong_count() > 0);
        self.seen.insert(key, Arc::downgrade(article));
    }

    /// Keeps what the visitor says of an article, which they see as it was handed to them. What was done, in words.
    pub(super) fn say(
        &mut self,
        (shared, visitor): (&Shared, &Visitor),
        keeping: &mut Keeping,
        key: ArticleKey,
        remark: &Remark,
        why: Option<String>,
    ) -> Result<String, String> {
        let body = shared.ask(|library| library.body(key)).map_err(|error| told(&error))?;
        let body = body.ok_or_else(|| ask::gone(key))?;
        let version = body.sha256();
        let base = shared.article(key).map_err(|error| told(&error))?.ok_or_else(|| ask::gone(key))?;
        if base.0 != version {
            return Err(Refusal::Changed.to_string());
        }
        let (now_is, _) = self.with_own(shared, visitor, key, base.clone()).map_err(|error| not_kept(&error))?;
        let seen = self.seen.get(&key).and_then(Weak::upgrade);
        let led = seen.as_ref().map_or_else(|| Some(remark.clone()), |seen| review::led(remark, seen, &now_is));
        let led = led.ok_or_else(|| Refusal::Changed.to_string())?;
        let signed = Signed { by: None, at: Some(moment(now())), why };
        let mut trial = Article::clone(&now_is);
        review::apply(&mut trial, &led, &yours(&signed)).map_err(|refusal| refusal.to_string())?;
        let (words, instead) = told_of(&led, &now_is);
        let statement = match &led {
            Remark::Statement(id, _) | Remark::Note(About::Statement(id), _) => now_is.statement(id),
            _ => None,
        };
        let doubts = statement.map(doubts).unwrap_or_default();
        let headline = headline(&base.1);
        let saying = Saying {
            article: key,
            headline: &headline,
            version,
            body: &body,
            remark: &led,
            words: words.as_deref(),
            kind: statement.map(|statement| statement.kind),
            doubts: &doubts,
            instead: &instead,
        };
        let kept = if *visitor == Visitor::Nobody {
            Ok(Err("nothing is kept of this visit".to_owned()))
        } else {
            shared.ledger.write(Patience::Key, |visitors| visitors.say(visitor, &saying, &signed, now()))
        };
        let why_not = match kept {
            Ok(Ok(())) => {
                keeping.is_there();
                return Ok("kept for you alone; `ssh HOST mine` takes it along".to_owned());
            }
            Ok(Err(why)) if *visitor != Visitor::Nobody => return Err(why),
            Ok(Err(why)) => why,
            Err(error @ LibraryError::Busy(_)) => return Err(not_kept(&error)),
            Err(error) => {
                keeping.failed(not_kept(&error));
                "it cannot be kept".to_owned()
            }
        };
        if self.held.len() >= MOST_HELD {
            return Err(format!("{MOST_HELD} remarks are held for a session, and no more; undo one to make room"));
        }
        self.held.push(Held { article: key, version, base: base.1, remark: led, signed });
        Ok(format!("for this session only: {why_not}"))
    }

    /// Takes back what the visitor said last; what that was about.
    pub(super) fn take_back(&mut self, shared: &Shared, visitor: &Visitor) -> Result<String, String> {
        let last = match self.held.pop() {
            Some(held) => Some(headline(&held.base)),
            None if *visitor == Visitor::Nobody => None,
            None => {
                let taken = shared.ledger.write(Patience::Key, |visitors| visitors.take_back(visitor));
                taken.map_err(|error| not_kept(&error))?.map(|(_, headline)| headline)
            }
        };
        let headline = last.ok_or("there is nothing of yours to undo")?;
        Ok(format!("took back what you said last, of “{headline}”"))
    }
}

impl Line {
    fn version(&self) -> Version {
        match self {
            Self::Kept(said) => said.version,
            Self::Held(held) => held.version,
        }
    }

    fn remark(&self, seen: &Article) -> Option<(Remark, Signed)> {
        let (remark, signed) = match self {
            Self::Kept(said) => said.remark(seen)?,
            Self::Held(held) => (held.remark.clone(), held.signed.clone()),
        };
        Some((remark, yours(&signed)))
    }
}

/// Which state of the article something was said of; one that was not needed before has all that was said until then.
fn state_of(
    line: &Line,
    states: &mut Vec<State>,
    said: &[(usize, Remark, Signed)],
    shared: &Shared,
    key: ArticleKey,
) -> Result<Option<usize>, LibraryError> {
    let version = line.version();
    if let Some(at) = states.iter().position(|state| state.version == version) {
        return Ok(Some(at));
    }
    let base = match line {
        Line::Held(held) => Arc::clone(&held.base),
        Line::Kept(said) => {
            let Some(body) = shared.ledger.read(|visitors| visitors.seen(&said.version))? else { return Ok(None) };
            // One that cannot be read back takes what was said of it along, and nothing else.
            let Ok(article) = shared.ask(|library| library.unfolded(key, &body)) else { return Ok(None) };
            Arc::new(article)
        }
    };
    let mut article = Article::clone(&base);
    for (at, remark, signed) in said {
        let led = states.get(*at).and_then(|seen| review::led(remark, &seen.article, &article));
        if let Some(led) = led {
            // What does not fit is no reason to leave out the rest.
            let _ = review::apply(&mut article, &led, signed);
        }
    }
    states.push(State { version, article: Arc::new(article) });
    Ok(Some(states.len() - 1))
}

/// Says something of every state; whether it fits the first, which is the present one.
fn say_everywhere(states: &mut [State], at: usize, remark: &Remark, signed: &Signed) -> bool {
    let Some(seen) = states.get(at).map(|state| Arc::clone(&state.article)) else { return false };
    let mut is_said = false;
    for (n, state) in states.iter_mut().enumerate() {
        let led = if n == at { Some(remark.clone()) } else { review::led(remark, &seen, &state.article) };
        let done = led.is_some_and(|led| {
            let mut article = Article::clone(&state.article);
            let done = review::apply(&mut article, &led, signed).is_ok();
            if done {
                state.article = Arc::new(article);
            }
            done
        });
        is_said |= done && n == 0;
    }
    is_said
}

fn yours(signed: &Signed) -> Signed {
    Signed { by: Some(YOU.to_owned()), ..signed.clone() }
}

/// An article's headline as it is kept beside a remark or a place.
pub(super) fn headline(article: &Article) -> String {
    crate::clean::line(article.metadata.headline.known().map_or("", String::as_str)).chars().take(200).collect()
}

/// What a remark is about, and what it is instead, in words.
fn told_of(remark: &Remark, article: &Article) -> (Option<String>, Vec<String>) {
    let name = |id: &ActorId| article.actor(id).map_or_else(|| id.0.clone(), |actor| actor.name.clone());
    let words = match remark {
        Remark::Statement(id, _) | Remark::Note(About::Statement(id), _) => article.statement(id).map(|statement| {
            let parts: Vec<&str> = statement.content.iter().map(|part| part.words(&article.text)).collect();
            cut(&parts.join(" […] "))
        }),
        Remark::Actor(id, _) | Remark::Note(About::Actor(id), _) => Some(name(id)),
        Remark::Note(About::Article, _) => None,
    };
    let instead = match remark {
        Remark::Statement(_, Judgement::Speakers(ids)) => ids.iter().map(name).collect(),
        Remark::Statement(_, Judgement::Content(spans)) => {
            spans.iter().map(|span| cut(article.text.slice(*span))).collect()
        }
        Remark::Actor(_, Identity::Rename(words) | Identity::Split(words)) => vec![words.clone()],
        Remark::Actor(_, Identity::Merge(other)) => vec![name(other)],
        _ => Vec::new(),
    };
    (words, instead)
}

/// So much of some words as is kept; that there was more is said.
fn cut(words: &str) -> String {
    let mut kept: String = words.chars().take(MOST_WORDS).collect();
    if kept.len() < words.len() {
        kept.push_str(" […]");
    }
    kept
}

/// What is doubtful about a statement.
fn doubts(statement: &Statement) -> Vec<&'static str> {
    let is_doubtful = |sure: Option<f64>| sure.map(Certainty::of) == Some(Certainty::Check);
    let confidence = statement.confidence.known();
    let doubts = [
        (confidence.is_some_and(|sure| is_doubtful(sure.speaker)), "speaker uncertain"),
        (confidence.is_some_and(|sure| is_doubtful(sure.content)), "words uncertain"),
    ];
    doubts.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect()
}
