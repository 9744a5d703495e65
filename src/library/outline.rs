//! What the tables keep of an article besides its body: plain facts, gathered without touching the database.

use jiff::tz::TimeZone;

use super::place::text_sha256;
use super::{address, moment, slot};
use crate::article::naming::ActorsById;
use crate::article::review::standing;
use crate::article::{
    Actor, ActorId, AgentKind, Anchor, Article, Kind, Maybe, Party, ReviewStatus, SpeakerKind, Statement,
};

/// Between the parts of an interrupted statement.
pub(super) const GAP: &str = " […] ";

/// The longest headline that is kept for lists, in scalars; the article keeps all of it.
const HEADLINE_CHARS: usize = 300;

/// An article in short.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Keys of the addresses that lead to it.
    pub(super) addresses: Vec<String>,
    pub(super) text_sha256: [u8; 32],
    /// The address that is shown and cited.
    pub(super) url: Option<String>,
    pub(super) headline: String,
    pub(super) outlet: Option<String>,
    pub(super) author: Option<String>,
    pub(super) lang: Option<String>,
    /// Seconds since 1970.
    pub(super) published: Option<i64>,
    /// What it is sorted by, seconds since 1970.
    pub(super) instant: i64,
    /// Days since 1970-01-01.
    pub(super) day: i64,
    pub(super) n_words: i64,
    pub(super) n_statements: i64,
    /// With those that are none, as a reader says, and may be some again.
    n_all: i64,
    pub(super) complete: Option<bool>,
    /// What annotated it.
    pub(super) model: String,
}

/// A statement in short.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: i64,
    pub(super) speaker_kind: Option<i64>,
    pub(super) content: String,
    pub(super) speaker: Option<String>,
    pub(super) cue: Option<String>,
    pub(super) source: Option<String>,
    pub(super) role: Option<String>,
    pub(super) start_char: Option<i64>,
    pub(super) n_words: i64,
    pub(super) content_confidence: Option<f64>,
    pub(super) speaker_confidence: Option<f64>,
    pub(super) review: Option<i64>,
    pub(super) speakers: Vec<ActorId>,
    pub(super) about: Vec<ActorId>,
}

impl Outline {
    /// What there is to know of an article that arrives now, where the reader's day is the zone's.
    pub(super) fn new(article: &Article, now: i64, zone: &TimeZone) -> Self {
        let metadata = &article.metadata;
        let retrieval = article.retrieval.known();
        let own = metadata.url.known();
        let met = retrieval.and_then(|retrieval| retrieval.final_url.known());
        // A page can call any address its own; it is believed where it was met on that site, or came as a file.
        let own = own.filter(|own| met.is_none_or(|met| address::is_one_site(own, met)));
        let mut addresses: Vec<String> =
            [own, met].into_iter().flatten().filter_map(|address| address::key(address)).collect();
        addresses.dedup();
        let published = metadata.date_published.known().and_then(|date| moment::seconds_of(date));
        let instant = slot::instant(published, now);
        let text = article.text.as_str();
        Self {
            addresses,
            text_sha256: text_sha256(text),
            url: own.or(met).cloned(),
            headline: headline(article),
            outlet: metadata.publisher.known().map(|outlet| outlet.name.clone()).filter(|name| !name.is_empty()),
            author: authors(metadata.author.items()),
            lang: metadata.in_language.known().cloned(),
            published,
            instant,
            day: moment::day_of(instant, zone),
            n_words: n_words(text),
            n_statements: standing(article).statements.items().len() as i64,
            n_all: article.statements.items().len() as i64,
            complete: retrieval.and_then(|retrieval| retrieval.complete.known()).copied(),
            model: annotator(article),
        }
    }

    /// Ids that its statements take after its slot.
    pub(super) fn n_ids(&self) -> i64 {
        self.n_all.min(slot::MOST_STATEMENTS as i64)
    }
}

/// An article's statements in short, in its order.
pub(super) fn entries(article: &Article) -> impl Iterator<Item = Entry> + '_ {
    let actors = ActorsById::new(article);
    article
        .statements
        .items()
        .iter()
        .take(slot::MOST_STATEMENTS)
        .map(move |statement| entry(article, &actors, statement))
}

fn entry(article: &Article, actors: &ActorsById<'_>, statement: &Statement) -> Entry {
    let speakers = actors.speakers(statement);
    let about: Vec<&Actor> = statement.about.items().iter().filter_map(|id| article.actor(id)).collect();
    let words = |anchor: &Anchor| anchor.words(&article.text).trim().to_owned();
    // Where the reader says that nobody is named, the article's words name nobody either.
    let is_nobody = speakers.is_empty() && statement.has_readers_speaker();
    let source = statement.source.known().map(words).filter(|words| !words.is_empty() && !is_nobody);
    let cue = statement.cue.known().map(words).filter(|words| !words.is_empty());
    let parts: Vec<String> = statement.content.iter().map(words).collect();
    let content = parts.join(GAP).replace('\n', " ");
    let names: Vec<&str> = speakers.iter().map(|actor| actor.name.as_str()).collect();
    let confidence = statement.confidence.known();
    Entry {
        name: statement.id.0.clone(),
        kind: number(&Kind::NAMES, &statement.kind).unwrap_or(0),
        speaker_kind: statement.speaker_kind.known().and_then(|kind| number(&SpeakerKind::NAMES, kind)),
        n_words: n_words(&content),
        content,
        speaker: (!names.is_empty()).then(|| names.join(", ")),
        cue,
        source,
        // Of several, nobody could tell whose it is.
        role: if let [only] = speakers.as_slice() { only.role() } else { None },
        start_char: statement.start_char().map(|at| at as i64),
        content_confidence: confidence.and_then(|confidence| confidence.content),
        speaker_confidence: confidence.and_then(|confidence| confidence.speaker),
        review: statement.review.known().and_then(|review| number(&ReviewStatus::NAMES, &review.status)),
        speakers: speakers.iter().map(|actor| actor.id.clone()).collect(),
        about: about.iter().map(|actor| actor.id.clone()).collect(),
    }
}

/// The place of a value in its type's table of names: how the database keeps it.
pub(super) fn number<T: PartialEq>(names: &[(T, &str)], value: &T) -> Option<i64> {
    names.iter().position(|(known, _)| known == value).map(|place| place as i64)
}

fn n_words(text: &str) -> i64 {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() as i64
}

fn headline(article: &Article) -> String {
    let first_line = || article.text.as_str().lines().find(|line| !line.trim().is_empty());
    let words = article.headline().filter(|words| !words.trim().is_empty()).or_else(first_line).unwrap_or_default();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= HEADLINE_CHARS {
        return line;
    }
    line.chars().take(HEADLINE_CHARS - 1).chain(['…']).collect()
}

fn authors(authors: &[Party]) -> Option<String> {
    let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What annotated an article, as one word for all that can differ: name, version, weights.
pub(super) fn annotator(article: &Article) -> String {
    let software = article
        .provenance
        .items()
        .iter()
        .rev()
        .find_map(|entry| entry.agent.known().filter(|agent| agent.kind == AgentKind::Software));
    let Some(agent) = software else { return String::new() };
    let part = |part: &Maybe<String>| part.known().cloned().unwrap_or_default();
    format!("{} {} {}", agent.name, part(&agent.version), part(&agent.model_sha256))
}
