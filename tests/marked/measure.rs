//! How far what annotation finds is what a reader marked.
//!
//! A place is the set of its words, runs of letters and digits, so that marks never decide. A statement is found
//! where the words of its content are at least half of those of both together, one to one, the best first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use nutgraf::annotate::annotate;
use nutgraf::article::{Anchor, Article, Kind, Maybe, Statement};
use nutgraf::import::document_in_place;

use super::copy::{MarkedArticle, Said};

/// Words that decide nothing about a circumstance: *Wednesday* is *on Wednesday*.
const SMALL: [&str; 18] = [
    "a", "an", "the", "on", "in", "at", "to", "of", "by", "with", "from", "during", "through", "via", "his", "her",
    "its", "their",
];

/// Titles and small words that are no part of a name.
const NO_NAME: [&str; 27] = [
    "the",
    "a",
    "an",
    "of",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "dame",
    "lady",
    "lord",
    "prof",
    "professor",
    "president",
    "mayor",
    "judge",
    "minister",
    "senator",
    "sen",
    "capt",
    "baron",
    "warden",
    "cllr",
    "councillor",
    "old",
    "don",
];

/// What is counted, in the order of the table.
pub const FIGURES: [&str; 20] = [
    "statements",
    "content edges",
    "source words",
    "speaker",
    "speaker, given found",
    "fullest name, given right",
    "unnamed, given found",
    "kind, given found",
    "nested",
    "declined",
    "addressee",
    "addressee, given found",
    "venue",
    "venue, given found",
    "said on",
    "said on, given found",
    "about",
    "about, given found",
    "direct found",
    "indirect found",
];

/// So many right, of so many given, of so many wanted.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Given and wanted.
    pub right: usize,
    /// Found by annotation.
    pub given: usize,
    /// Marked by a reader.
    pub wanted: usize,
}

impl Count {
    /// Per cent of the given that are right.
    pub fn precision(self) -> f64 {
        share(self.right, self.given)
    }

    /// Per cent of the wanted that are given.
    pub fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }

    /// Their harmonic mean, per cent.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.given + self.wanted)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The counts of some articles, and what went wrong in a line each.
#[derive(Default)]
pub struct Figures {
    counts: BTreeMap<&'static str, Count>,
    /// `article: figure: what was wanted, what was given`
    pub faults: Vec<String>,
}

impl Figures {
    /// The count of one of `FIGURES`.
    pub fn of(&self, figure: &str) -> Count {
        self.counts.get(figure).copied().unwrap_or_default()
    }

    fn add(&mut self, figure: &'static str, right: usize, given: usize, wanted: usize) {
        assert!(FIGURES.contains(&figure), "{figure}");
        let count = self.counts.entry(figure).or_default();
        count.right += right;
        count.given += given;
        count.wanted += wanted;
    }

    fn share(&mut self, figure: &'static str, right: bool) {
        self.add(figure, usize::from(right), 1, 1);
    }

    /// Annotates an article's plain text and adds how far that is what was marked.
    pub fn measure(&mut self, marked: &MarkedArticle) {
        let article = annotate(&document_in_place(&marked.text));
        let words = Words::of(&marked.text);
        let page = Bench { marked, article: &article, words: &words };
        let given: Vec<Given> = article.statements.items().iter().map(|one| page.given(one)).collect();
        let sort = |nested: bool, declined: bool| if nested { 1 } else { 2 * usize::from(declined) };
        let mut pairs: Vec<(Option<&Said>, Option<&Given>)> = Vec::new();
        for wanted in 0..3 {
            let said: Vec<&Said> = marked
                .statements
                .iter()
                .filter(|one| sort(one.nested_in.is_some(), one.kind == "no_comment") == wanted)
                .collect();
            let given: Vec<&Given> = given
                .iter()
                .filter(|one| sort(one.statement.nested_in.known().is_some(), one.is_declined()) == wanted)
                .collect();
            let paired = pair(&page, &said, &given, wanted == 2);
            let right = paired.iter().filter(|(said, given)| said.is_some() && given.is_some()).count();
            let figure = ["statements", "nested", "declined"][wanted];
            self.add(figure, right, given.len(), said.len());
            for (said, given) in &paired {
                if said.is_none() || given.is_none() {
                    self.fault(&page, figure, *said, *given, "");
                }
            }
            if wanted == 0 {
                self.outermost(&page, &said, &given, &paired);
            }
            pairs.extend(paired);
        }
        for (said, given) in pairs {
            self.circumstances(&page, said, given);
        }
    }

    fn fault(&mut self, page: &Bench<'_>, figure: &str, said: Option<&Said>, given: Option<&Given<'_>>, more: &str) {
        let wanted = said.map_or_else(|| "–".to_owned(), |one| format!("{} {}", one.number, page.shown(&one.content)));
        let found = given.map_or_else(|| "–".to_owned(), |one| page.shown(&one.content));
        self.faults.push(format!("{}: {figure}: wanted {wanted} | given {found} {more}", page.marked.name));
    }

    fn outermost(&mut self, page: &Bench<'_>, said: &[&Said], given: &[&Given<'_>], pairs: &[Pair<'_>]) {
        let union = |places: Vec<&Vec<Range<usize>>>| -> BTreeSet<usize> {
            places.into_iter().flat_map(|one| page.words.in_places(one)).collect()
        };
        let wanted_words = union(said.iter().map(|one| &one.source).collect());
        let given_words = union(given.iter().map(|one| &one.source).collect());
        self.add(
            "source words",
            wanted_words.intersection(&given_words).count(),
            given_words.len(),
            wanted_words.len(),
        );
        let mut edges = 0;
        for (said, given) in pairs {
            if let Some(said) = said {
                let found = usize::from(given.is_some());
                match said.kind.as_str() {
                    "direct" => self.add("direct found", found, 1, 1),
                    "indirect" => self.add("indirect found", found, 1, 1),
                    _ => {}
                }
            }
            let named = given.is_some_and(|one| !one.speakers.is_empty());
            let wants_name = said.is_some_and(Said::is_named);
            let right = said.zip(*given).is_some_and(|(said, given)| page.same_speakers(said, given));
            self.add("speaker", usize::from(right && wants_name), usize::from(named), usize::from(wants_name));
            let Some((said, given)) = said.zip(*given) else { continue };
            if page.words.in_places(&said.content) == page.words.in_places(&given.content) {
                edges += 1;
            } else {
                self.fault(page, "edges", Some(said), Some(given), "");
            }
            if wants_name {
                self.share("speaker, given found", right);
                if right {
                    self.share("fullest name, given right", Bench::full(said, given));
                } else {
                    let more = format!("| speakers {:?}, given {:?}", said.speakers, given.speakers);
                    self.fault(page, "speaker", Some(said), Some(given), &more);
                }
            } else {
                let source = page.words.in_places(&said.source);
                let touched = said.source.is_empty() || !source.is_disjoint(&page.words.in_places(&given.source));
                self.share("unnamed, given found", !named && touched);
                if named || !touched {
                    self.fault(page, "unnamed", Some(said), Some(given), &format!("| given {:?}", given.speakers));
                }
            }
            self.share("kind, given found", said.kind == given.kind());
        }
        self.add("content edges", edges, given.len(), said.len());
    }

    fn circumstances(&mut self, page: &Bench<'_>, said: Option<&Said>, given: Option<&Given<'_>>) {
        let nowhere = Vec::new();
        let fields: [(&str, &str, MarkedPlace, GivenPlace); 3] = [
            ("addressee", "addressee, given found", |said| &said.addressee, |given| &given.addressee),
            ("venue", "venue, given found", |said| &said.venue, |given| &given.venue),
            ("said on", "said on, given found", |said| &said.day, |given| &given.said_on),
        ];
        for (figure, of_found, marked, annotated) in fields {
            let wanted = said.map_or(&nowhere, marked);
            let found = given.map_or_else(Vec::new, |one| places(annotated(one.statement)));
            let right = !wanted.is_empty() && !found.is_empty() && page.words.alike(wanted, &found);
            let counts = (usize::from(right), usize::from(!found.is_empty()), usize::from(!wanted.is_empty()));
            self.add(figure, counts.0, counts.1, counts.2);
            if said.is_some() && given.is_some() {
                self.add(of_found, counts.0, counts.1, counts.2);
            }
            if !right && (!wanted.is_empty() || !found.is_empty()) && given.is_some() {
                let more = format!("| {:?}, given {:?}", page.shown(wanted), page.shown(&found));
                self.fault(page, figure, said, given, &more);
            }
        }
        let wanted = said.map_or(&[][..], |one| &one.about);
        let found = given.map_or_else(Vec::new, |one| page.about(one.statement));
        let right = wanted.iter().filter(|name| found.iter().any(|given| page.same_name(given, name))).count();
        self.add("about", right, found.len(), wanted.len());
        if said.is_some() && given.is_some() {
            self.add("about, given found", right, found.len(), wanted.len());
            if right < wanted.len() || right < found.len() {
                self.fault(page, "about", said, given, &format!("| {wanted:?}, given {found:?}"));
            }
        }
    }
}

type MarkedPlace = fn(&Said) -> &Vec<Range<usize>>;
type GivenPlace = fn(&Statement) -> &Maybe<Anchor>;
type Pair<'a> = (Option<&'a Said>, Option<&'a Given<'a>>);

/// Matches what was marked with what was found, one to one, the best first; what is left over stands alone.
/// Declined comments match where a word of phrase or speaker is shared.
fn pair<'a>(page: &Bench<'_>, said: &[&'a Said], given: &[&'a Given<'a>], declined: bool) -> Vec<Pair<'a>> {
    let mut ranked: Vec<(usize, usize, usize)> = Vec::new();
    for (s, one) in said.iter().enumerate() {
        for (g, other) in given.iter().enumerate() {
            let (wanted, found) = if declined {
                (page.words.in_places(&one.phrase()), page.words.in_places(&other.phrase()))
            } else {
                (page.words.in_places(&one.content), page.words.in_places(&other.content))
            };
            let shared = wanted.intersection(&found).count();
            let all = wanted.union(&found).count();
            if shared > 0 && (declined || 2 * shared >= all) {
                ranked.push((1_000_000 * shared / all, s, g));
            }
        }
    }
    ranked.sort_by_key(|&(score, s, g)| (std::cmp::Reverse(score), s, g));
    let (mut taken_said, mut taken_given) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (_, s, g) in ranked {
        if !taken_said.contains(&s) && !taken_given.contains(&g) {
            taken_said.insert(s);
            taken_given.insert(g);
            pairs.push((Some(said[s]), Some(given[g])));
        }
    }
    pairs.extend((0..said.len()).filter(|s| !taken_said.contains(s)).map(|s| (Some(said[s]), None)));
    pairs.extend((0..given.len()).filter(|g| !taken_given.contains(g)).map(|g| (None, Some(given[g]))));
    pairs
}

impl Said {
    fn phrase(&self) -> Vec<Range<usize>> {
        self.cue.iter().chain(&self.content).cloned().collect()
    }
}

/// What annotation gives.
struct Given<'a> {
    statement: &'a Statement,
    content: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
    speakers: Vec<String>,
}

impl Given<'_> {
    fn is_declined(&self) -> bool {
        self.statement.kind == Kind::NoComment
    }

    fn kind(&self) -> &'static str {
        Kind::NAMES.iter().find(|(kind, _)| *kind == self.statement.kind).map_or("", |(_, name)| name)
    }

    fn phrase(&self) -> Vec<Range<usize>> {
        self.cue.iter().chain(&self.content).cloned().collect()
    }
}

fn places(anchor: &Maybe<Anchor>) -> Vec<Range<usize>> {
    anchor.known().and_then(Anchor::span).map(|span| span.start()..span.end()).into_iter().collect()
}

/// One article with both of its annotations.
struct Bench<'a> {
    marked: &'a MarkedArticle,
    article: &'a Article,
    words: &'a Words,
}

impl Bench<'_> {
    fn given<'a>(&self, statement: &'a Statement) -> Given<'a> {
        let speakers = statement.speakers.items().iter();
        Given {
            statement,
            content: statement.spans().map(|span| span.start()..span.end()).collect(),
            cue: places(&statement.cue),
            source: places(&statement.source),
            speakers: speakers.filter_map(|id| self.article.actor(id)).map(|actor| actor.name.clone()).collect(),
        }
    }

    fn about(&self, statement: &Statement) -> Vec<String> {
        let ids = statement.about.items().iter();
        ids.filter_map(|id| self.article.actor(id)).map(|actor| actor.name.clone()).collect()
    }

    fn shown(&self, places: &[Range<usize>]) -> String {
        let part = |place: &Range<usize>| -> String {
            self.marked
                .text
                .chars()
                .skip(place.start)
                .take(place.len())
                .map(|c| if c == '\n' { ' ' } else { c })
                .collect()
        };
        places.iter().map(part).collect::<Vec<_>>().join(" … ")
    }

    /// Every speaker wanted is given, and nobody else.
    fn same_speakers(&self, said: &Said, given: &Given<'_>) -> bool {
        said.speakers.len() == given.speakers.len()
            && said
                .speakers
                .iter()
                .all(|forms| given.speakers.iter().any(|name| forms.iter().any(|form| self.same_name(name, form))))
    }

    fn full(said: &Said, given: &Given<'_>) -> bool {
        let full = |forms: &[String], name: &str| forms.iter().any(|form| name_words(form) == name_words(name));
        said.speakers.iter().all(|forms| given.speakers.iter().any(|name| full(forms, name)))
    }

    /// The same name, or a shorter form that only one of the article's speakers has.
    fn same_name(&self, given: &str, wanted: &str) -> bool {
        let (short, long) = (name_words(given), name_words(wanted));
        let within =
            |short: &[String], long: &[String]| !short.is_empty() && short.iter().all(|one| long.contains(one));
        if short == long {
            return true;
        }
        if within(&long, &short) && short.len() > long.len() {
            return true;
        }
        let others = self.marked.statements.iter().flat_map(|one| &one.speakers).filter_map(|forms| forms.first());
        within(&short, &long)
            && !others.map(|other| name_words(other)).any(|other| other != long && within(&short, &other))
    }
}

fn name_words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let all: Vec<String> = lower
        .split(|scalar: char| !scalar.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let named: Vec<String> = all.iter().filter(|word| !NO_NAME.contains(&word.as_str())).cloned().collect();
    if named.is_empty() { all } else { named }
}

/// The text's words, each with its place in scalars.
struct Words(Vec<(Range<usize>, String)>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words: Vec<(Range<usize>, String)> = Vec::new();
        for (at, scalar) in text.chars().enumerate() {
            if !scalar.is_alphanumeric() {
                continue;
            }
            match words.last_mut().filter(|(place, _)| place.end == at) {
                Some((place, word)) => {
                    place.end = at + 1;
                    word.extend(scalar.to_lowercase());
                }
                None => words.push((at..at + 1, scalar.to_lowercase().collect())),
            }
        }
        Self(words)
    }

    fn in_places(&self, places: &[Range<usize>]) -> BTreeSet<usize> {
        let touches = |word: &Range<usize>| places.iter().any(|one| one.start < word.end && word.start < one.end);
        self.0.iter().enumerate().filter(|(_, (word, _))| touches(word)).map(|(index, _)| index).collect()
    }

    /// More than half of the words that mean something are shared.
    fn alike(&self, one: &[Range<usize>], other: &[Range<usize>]) -> bool {
        let telling = |places| -> BTreeSet<usize> {
            let all = self.in_places(places);
            let is_small = |index: &usize| self.0.get(*index).is_some_and(|(_, word)| SMALL.contains(&word.as_str()));
            let telling: BTreeSet<usize> = all.iter().copied().filter(|index| !is_small(index)).collect();
            if telling.is_empty() { all } else { telling }
        };
        let (one, other) = (telling(one), telling(other));
        2 * one.intersection(&other).count() > one.union(&other).count()
    }
}
