//! Makes an article of a file's objects: fields checked, spans anchored, ids resolved, doubts reported.
//!
//! Nothing in here fails: what the format does not allow becomes a warning with its JSON Pointer, and its value is
//! kept among the unknown fields, from where it is written back.

mod actor;
mod block;
mod metadata;
pub(super) mod piece;
mod place;
mod reference;
mod statement;
mod summary;

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;

use super::field::{Field, Shape};
use super::wire::{List, WireArticle, WireSpan, WireWarning};
use super::{FormatError, SCHEMA_VERSION, article_id, sha256_hex};
use crate::article::anchor::{Anchorer, Claim, Place};
use crate::article::scalar::is_forbidden;
use crate::article::{Anchor, Article, Extra, Maybe, Text, Warning, WarningCode, gate};
use place::Places;
use reference::References;

/// Doubts of one file that are listed; the rest is counted.
const MAX_WARNINGS: usize = 500;

/// The way to a field, written out only when a warning needs it.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    fn key(&'p self, key: &'p str) -> Path<'p> {
        Path::Key(self, key)
    }

    fn index(&'p self, index: usize) -> Path<'p> {
        Path::Index(self, index)
    }
}

/// RFC 6901.
impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(parent, key) => write!(out, "{parent}/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Index(parent, index) => write!(out, "{parent}/{index}"),
        }
    }
}

/// What loading one file needs at hand.
pub(super) struct Loader<'t> {
    anchorer: Anchorer<'t>,
    warnings: Vec<Warning>,
    n_unlisted: usize,
    given_up: bool,
    places: Places,
}

impl<'t> Loader<'t> {
    fn new(text: &'t Text) -> Self {
        Self {
            anchorer: Anchorer::new(text),
            warnings: Vec::new(),
            n_unlisted: 0,
            given_up: false,
            places: Places::default(),
        }
    }
}

impl Loader<'_> {
    /// What loading doubts, how many more doubts are not listed, and where entries went. Lets go of the text.
    fn into_doubts(self) -> (Vec<Warning>, usize, Places) {
        (self.warnings, self.n_unlisted, self.places)
    }

    fn warn(&mut self, code: WarningCode, path: &Path, message: impl FnOnce() -> String) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Warning::new(code, message()).at(path.to_string()));
        } else {
            self.n_unlisted += 1;
        }
    }

    fn invalid(&mut self, path: &Path, message: impl FnOnce() -> String) {
        self.warn(WarningCode::InvalidField, path, message);
    }

    /// A field's value; one of the wrong type goes to the unknown fields with a warning.
    fn take<'de, T: Shape<'de>>(&mut self, field: Field<T>, extra: &mut Extra, path: &Path, key: &str) -> Maybe<T> {
        match field {
            Field::Absent => Maybe::Absent,
            Field::Null => Maybe::Unknown,
            Field::Known(value) => Maybe::Known(value),
            Field::Odd(value) => {
                self.invalid(&path.key(key), || format!("{key} is {}, not {}", describe(&value), T::WANTED));
                extra.insert(key.to_owned(), value);
                Maybe::Absent
            }
        }
    }

    /// A list's entries, each made by `make`; entries of the wrong type are left out with a warning.
    fn list<'de, T: Shape<'de>, U>(
        &mut self,
        field: Field<List<T>>,
        extra: &mut Extra,
        path: &Path,
        key: &str,
        mut make: impl FnMut(&mut Self, T, &Path) -> Option<U>,
    ) -> Maybe<Vec<U>> {
        let entries = match self.take(field, extra, path, key) {
            Maybe::Absent => return Maybe::Absent,
            Maybe::Unknown => return Maybe::Unknown,
            Maybe::Known(entries) => entries,
        };
        let is_of_article = matches!(path, Path::Root);
        let path = path.key(key);
        let mut made = Vec::with_capacity(entries.len());
        let mut kept = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let path = path.index(index);
            match entry {
                Field::Known(value) => {
                    made.extend(make(self, value, &path));
                    if is_of_article && kept.len() < made.len() {
                        kept.push(index);
                    }
                }
                Field::Odd(value) => {
                    self.invalid(&path, || {
                        format!("the entry is {}, not {}; it is left out", describe(&value), T::WANTED)
                    });
                }
                Field::Null | Field::Absent => {
                    self.invalid(&path, || format!("the entry is null, not {}; it is left out", T::WANTED));
                }
            }
        }
        if is_of_article {
            self.places.add(key, kept);
        }
        Maybe::Known(made)
    }

    fn texts(&mut self, field: Field<List<String>>, extra: &mut Extra, path: &Path, key: &str) -> Maybe<Vec<String>> {
        self.list(field, extra, path, key, |_, text, _| Some(text))
    }

    fn spans(&mut self, field: Field<List<WireSpan>>, extra: &mut Extra, path: &Path, key: &str) -> Maybe<Vec<Anchor>> {
        self.list(field, extra, path, key, |this, span, path| Some(this.anchor(span, path)))
    }

    fn span(&mut self, field: Field<WireSpan>, extra: &mut Extra, path: &Path, key: &str) -> Maybe<Anchor> {
        match self.take(field, extra, path, key) {
            Maybe::Absent => Maybe::Absent,
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Known(span) => Maybe::Known(self.anchor(span, &path.key(key))),
        }
    }

    fn anchor(&mut self, span: WireSpan, path: &Path) -> Anchor {
        let WireSpan { start, end, exact, prefix, suffix, mut extra } = span;
        let start = self.take(start, &mut extra, path, "start");
        let end = self.take(end, &mut extra, path, "end");
        let claim = Claim {
            start: start.known().copied(),
            end: end.known().copied(),
            exact: known(self.take(exact, &mut extra, path, "exact")).unwrap_or_default(),
            prefix: known(self.take(prefix, &mut extra, path, "prefix")).unwrap_or_default(),
            suffix: known(self.take(suffix, &mut extra, path, "suffix")).unwrap_or_default(),
        };
        // Half a position is no position; it is kept as it was written.
        if claim.end.is_none()
            && let Some(start) = claim.start
        {
            extra.insert("start".to_owned(), start.into());
        }
        if claim.start.is_none()
            && let Some(end) = claim.end
        {
            extra.insert("end".to_owned(), end.into());
        }
        let (anchor, place) = self.anchorer.anchor(claim, extra);
        self.report(place, path);
        anchor
    }

    fn report(&mut self, place: Place, path: &Path) {
        let lost = match place {
            Place::AsClaimed(_) | Place::Found(_) => return,
            Place::Moved(_) => {
                let message =
                    || "the words stand elsewhere than the file says; they were found by themselves".to_owned();
                return self.warn(WarningCode::Reanchored, path, message);
            }
            Place::Outside => "the span lies outside the text and has no words to look for",
            Place::Missing => "the span's words do not stand in the text",
            Place::Ambiguous => "the span's words fit several places of the text",
            Place::Nothing => "the span says neither where nor what",
            Place::GivenUp if self.given_up => return self.n_unlisted += 1,
            Place::GivenUp => {
                self.given_up = true;
                "too many spans had to be searched for; this one and some of those after it were given up"
            }
        };
        self.warn(WarningCode::UnanchoredSpan, path, || lost.to_owned());
    }
}

fn known<T>(value: Maybe<T>) -> Option<T> {
    match value {
        Maybe::Known(value) => Some(value),
        Maybe::Absent | Maybe::Unknown => None,
    }
}

/// A value in a warning: short, and without what it may contain.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let start: String = text.chars().take(24).map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!("{start:?}{}", if text.chars().nth(24).is_some() { "…" } else { "" })
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Refuses a version that is not 1.x; `None` when it is the one written here, or none is given.
fn version(field: Field<super::field::Version>) -> Result<Option<Value>, FormatError> {
    let (Field::Known(super::field::Version(value)) | Field::Odd(value)) = field else { return Ok(None) };
    let found = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let major: String = found.trim().trim_start_matches('v').chars().take_while(char::is_ascii_digit).collect();
    if major.trim_start_matches('0') != "1" && !major.is_empty() {
        return Err(FormatError::VersionTooNew {
            found: found.chars().filter(|c| !is_forbidden(*c)).take(24).collect(),
        });
    }
    Ok((value != SCHEMA_VERSION).then_some(value))
}

/// The article of a file.
pub(super) fn article(file: Field<WireArticle>) -> Result<Article, FormatError> {
    let mut file = match file {
        Field::Known(file) => file,
        Field::Null | Field::Absent => return Err(FormatError::not_an_article("it is null")),
        Field::Odd(value) => return Err(FormatError::not_an_article(format!("it is {}", describe(&value)))),
    };
    let schema_version = version(std::mem::take(&mut file.schema_version))?;
    let mut wire_text = match std::mem::take(&mut file.text) {
        Field::Known(text) => text,
        Field::Absent => return Err(FormatError::not_an_article("it has no field text")),
        Field::Null => return Err(FormatError::not_an_article("its field text is null")),
        Field::Odd(value) => {
            return Err(FormatError::not_an_article(format!("its field text is {}, not an object", describe(&value))));
        }
    };
    let text = match std::mem::take(&mut wire_text.value) {
        Field::Known(value) => Text::new(value),
        Field::Absent => return Err(FormatError::not_an_article("it has no field text.value")),
        Field::Null => return Err(FormatError::not_an_article("its field text.value is null")),
        Field::Odd(value) => {
            return Err(FormatError::not_an_article(format!(
                "its field text.value is {}, not a text",
                describe(&value)
            )));
        }
    };
    let mut loader = Loader::new(&text);
    let root = Path::Root;
    let mut extra = std::mem::take(&mut file.extra);
    if let Some(version) = schema_version {
        if !version.as_str().is_some_and(|version| version.starts_with("1.")) {
            loader
                .invalid(&root.key("schema_version"), || format!("the version is {}, read as 1.x", describe(&version)));
        }
        extra.insert("schema_version".to_owned(), version);
    }

    let id = loader.take(file.id, &mut extra, &root, "id");
    let metadata = known(loader.take(file.article, &mut extra, &root, "article"))
        .map(|article| loader.metadata(article, &root.key("article")))
        .unwrap_or_default();
    let retrieval = match loader.take(file.retrieval, &mut extra, &root, "retrieval") {
        Maybe::Known(retrieval) => Maybe::Known(loader.retrieval(retrieval, &root.key("retrieval"))),
        Maybe::Unknown => Maybe::Unknown,
        Maybe::Absent => Maybe::Absent,
    };
    let parts = loader.text(wire_text, &text, &root.key("text"));
    let provenance = loader.provenance(file.provenance, &mut extra);
    let mut references = References::default();
    let mut actors = loader.actors(file.actors, &mut extra, &mut references);
    let loaded = loader.statements(file.statements, &mut extra, &mut references);
    let summary = loader.summary(file.summary, &mut extra, &mut references);
    let notes = loader.notes(file.notes, &mut extra, &references);
    loader.check_joined(&mut actors, &references);
    let actors = references.with_implied(actors, &mut extra);
    let own_warnings =
        loader.list(file.warnings, &mut extra, &root, "warnings", |this, wire, path| Some(this.warning(wire, path)));
    // Our own warning about odd ones takes their place.
    extra.remove("warnings");
    let (mut doubts, n_unlisted, places) = loader.into_doubts();
    let mut own_warnings = known(own_warnings).unwrap_or_default();
    own_warnings.iter_mut().chain(&mut doubts).for_each(|warning| places.follow(warning));

    let mut article = Article {
        id: known(id)
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| article_id(metadata.url.known().map(String::as_str), text.as_str())),
        metadata,
        retrieval,
        text: text.with_extra(parts.extra),
        blocks: parts.blocks,
        sentences: parts.sentences,
        actors,
        statements: loaded.statements,
        summary,
        notes,
        provenance,
        warnings: own_warnings,
        extra,
    };
    add_warnings(&mut article.warnings, doubts, n_unlisted);
    gate::settle_kinds(&mut article, &loaded.without_kind);
    gate::apply(&mut article);
    Ok(article)
}

/// Adds what loading doubts, unless the file says so already.
fn add_warnings(warnings: &mut Vec<Warning>, doubts: Vec<Warning>, n_unlisted: usize) {
    let said: HashSet<(String, String, Option<String>)> =
        warnings.iter().map(|w| (w.code.clone(), w.message.clone(), w.path.known().cloned())).collect();
    let is_new = |w: &Warning| !said.contains(&(w.code.clone(), w.message.clone(), w.path.known().cloned()));
    warnings.extend(doubts.into_iter().filter(is_new));
    if n_unlisted > 0 {
        let rest =
            Warning::new(WarningCode::InvalidField, format!("{n_unlisted} more doubts about this file are not listed"));
        if is_new(&rest) {
            warnings.push(rest);
        }
    }
}

/// The text's digest, compared with what a file says it is.
fn digest_differs(text: &Text, said: &str) -> bool {
    !sha256_hex(text.as_str().as_bytes()).eq_ignore_ascii_case(said.trim_start_matches("sha256:"))
}

impl Loader<'_> {
    fn warning(&mut self, wire: WireWarning, path: &Path) -> Warning {
        let WireWarning { code, message, path: place, mut extra } = wire;
        Warning {
            code: known(self.take(code, &mut extra, path, "code")).unwrap_or_default(),
            message: known(self.take(message, &mut extra, path, "message")).unwrap_or_default(),
            path: self.take(place, &mut extra, path, "path"),
            extra,
        }
    }
}
