//! Statements: ids, parts in order, speakers resolved, nesting without circles.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::field::Field;
use super::super::sha256_hex;
use super::super::wire::{List, WireAlternative, WireConfidence, WireReview, WireStatement};
use super::reference::References;
use super::{Loader, Path, known};
use crate::article::{
    ActorId, Alternative, Anchor, Confidence, Extra, Kind, Maybe, Resolution, Review, Statement, StatementId, Text,
    WarningCode,
};

/// The statements, and those of them whose kind the file does not say.
pub(super) struct Loaded {
    pub(super) statements: Maybe<Vec<Statement>>,
    pub(super) without_kind: BTreeSet<StatementId>,
}

/// An id made of the words said: the same at every reading, whatever stands around them.
fn invented_id(content: &[Anchor], text: &Text) -> String {
    let words: Vec<&str> = content.iter().map(|part| part.words(text)).collect();
    let digest = sha256_hex(words.join("\n").as_bytes());
    format!("s-{}", digest.get(..8).unwrap_or_default())
}

impl Loader<'_> {
    pub(super) fn statements(
        &mut self,
        field: Field<List<WireStatement>>,
        extra: &mut Extra,
        references: &mut References,
    ) -> Loaded {
        let mut without_kind = BTreeSet::new();
        let statements = self.list(field, extra, &Path::Root, "statements", |this, wire, path| {
            Some((path.last_index(), this.statement(wire, references, &mut without_kind, path)?))
        });
        let mut listed = match statements {
            Maybe::Known(listed) => listed,
            Maybe::Absent => return Loaded { statements: Maybe::Absent, without_kind },
            Maybe::Unknown => return Loaded { statements: Maybe::Unknown, without_kind },
        };
        listed.sort_by_key(|(_, statement)| statement.content.first().map_or(usize::MAX, Anchor::position));
        let (indices, mut statements): (Vec<usize>, Vec<Statement>) = listed.into_iter().unzip();
        self.check_nesting(&mut statements, &indices, references);
        self.places.add("statements", indices);
        Loaded { statements: Maybe::Known(statements), without_kind }
    }

    fn statement(
        &mut self,
        wire: WireStatement,
        references: &mut References,
        without_kind: &mut BTreeSet<StatementId>,
        path: &Path,
    ) -> Option<Statement> {
        let mut extra = wire.extra;
        let mut content = known(self.spans(wire.content, &mut extra, path, "content")).unwrap_or_default();
        if content.is_empty() {
            self.invalid(path, || "the statement has no content; it is left out".to_owned());
            return None;
        }
        content.sort_by_key(Anchor::position);
        let wish = known(self.take(wire.id, &mut extra, path, "id")).filter(|id| !id.is_empty());
        let is_given = wish.is_some();
        let wish = wish.unwrap_or_else(|| invented_id(&content, self.anchorer.text()));
        let (id, is_changed) = references.add_statement(&wish);
        if is_changed && is_given {
            self.invalid(&path.key("id"), || "another statement has this id already; a new one was made".to_owned());
        }
        let kind = known(self.take(wire.kind, &mut extra, path, "kind"));
        if kind.is_none() {
            without_kind.insert(id.clone());
        }
        let review = match self.take(wire.review, &mut extra, path, "review") {
            Maybe::Known(review) => self.review(review, references, &mut extra, path),
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Absent => Maybe::Absent,
        };
        let resolution = match self.take(wire.resolution, &mut extra, path, "resolution") {
            Maybe::Known(Resolution::Reader) if review.known().and_then(Review::other_speakers).is_none() => {
                let message = "no judgement of a reader says who the speaker is; how that is known is set aside";
                self.invalid(&path.key("resolution"), || message.to_owned());
                extra.insert("resolution".to_owned(), Value::String("reader".to_owned()));
                Maybe::Absent
            }
            resolution => resolution,
        };
        Some(Statement {
            id,
            kind: kind.unwrap_or(Kind::Indirect),
            marking: self.take(wire.marking, &mut extra, path, "marking"),
            content,
            cue: self.span(wire.cue, &mut extra, path, "cue"),
            source: self.span(wire.source, &mut extra, path, "source"),
            speakers: self.actor_ids(wire.speakers, references, &mut extra, path, "speakers"),
            speaker_kind: self.take(wire.speaker_kind, &mut extra, path, "speaker_kind"),
            resolution,
            resolution_evidence: self.spans(wire.resolution_evidence, &mut extra, path, "resolution_evidence"),
            alternatives: self.alternatives(wire.alternatives, references, &mut extra, path),
            addressee: self.span(wire.addressee, &mut extra, path, "addressee"),
            venue: self.span(wire.venue, &mut extra, path, "venue"),
            about: self.actor_ids(wire.about, references, &mut extra, path, "about"),
            said_on: self.span(wire.said_on, &mut extra, path, "said_on"),
            nested_in: match self.take(wire.nested_in, &mut extra, path, "nested_in") {
                Maybe::Known(outer) => Maybe::Known(StatementId(outer)),
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            relayed_by: match self.take(wire.relayed_by, &mut extra, path, "relayed_by") {
                Maybe::Known(id) => {
                    self.actor_id(id, references, &path.key("relayed_by")).map_or(Maybe::Absent, Maybe::Known)
                }
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            confidence: self.confidence(wire.confidence, &mut extra, path),
            provenance: self.take(wire.provenance, &mut extra, path, "provenance"),
            review,
            orphaned: known(self.take(wire.orphaned, &mut extra, path, "orphaned")).unwrap_or(false),
            extra,
        })
    }

    pub(super) fn actor_ids(
        &mut self,
        field: Field<List<String>>,
        references: &mut References,
        extra: &mut Extra,
        path: &Path,
        key: &str,
    ) -> Maybe<Vec<ActorId>> {
        self.list(field, extra, path, key, |this, id, path| this.actor_id(id, references, path))
    }

    fn alternatives(
        &mut self,
        field: Field<List<WireAlternative>>,
        references: &mut References,
        extra: &mut Extra,
        path: &Path,
    ) -> Maybe<Vec<Alternative>> {
        self.list(field, extra, path, "alternatives", |this, wire, path| {
            let WireAlternative { speaker, confidence, mut extra } = wire;
            let speaker = known(this.take(speaker, &mut extra, path, "speaker"));
            let confidence = known(this.take(confidence, &mut extra, path, "confidence"));
            let (Some(speaker), Some(confidence)) = (speaker, confidence) else {
                this.invalid(path, || "a candidate needs speaker and confidence; it is left out".to_owned());
                return None;
            };
            let speaker = this.actor_id(speaker, references, &path.key("speaker"))?;
            Some(Alternative { speaker, confidence: confidence.0, extra })
        })
    }

    /// The probabilities that are there; what else stands in it is kept as it was written.
    fn confidence(&mut self, field: Field<WireConfidence>, extra: &mut Extra, path: &Path) -> Maybe<Confidence> {
        let wire = match self.take(field, extra, path, "confidence") {
            Maybe::Known(wire) => wire,
            Maybe::Unknown => return Maybe::Unknown,
            Maybe::Absent => return Maybe::Absent,
        };
        let path = path.key("confidence");
        let WireConfidence { content, speaker, extra: mut rest } = wire;
        let content = known(self.take(content, &mut rest, &path, "content"));
        let speaker = known(self.take(speaker, &mut rest, &path, "speaker"));
        let confidence = Confidence::some(content.map(|content| content.0), speaker.map(|speaker| speaker.0));
        if confidence.is_absent() {
            self.invalid(&path, || "a confidence is a number for the content, the speaker, or both".to_owned());
        }
        if confidence.is_absent() || !rest.is_empty() {
            extra.insert("confidence".to_owned(), Value::Object(rest));
        }
        confidence
    }

    /// A judgement that is none of the three is not guessed at: it is kept as it was written.
    pub(super) fn review(
        &mut self,
        object: Map<String, Value>,
        references: &mut References,
        extra: &mut Extra,
        path: &Path,
    ) -> Maybe<Review> {
        let path = path.key("review");
        let whole = Value::Object(object);
        let Ok(Field::Known(wire)) = Field::<WireReview>::deserialize(whole.clone()) else { return Maybe::Absent };
        let WireReview { status, by, at, note, speakers, content, is_statement, extra: mut rest } = wire;
        let Field::Known(status) = status else {
            self.odd_status(&path);
            extra.insert("review".to_owned(), whole);
            return Maybe::Absent;
        };
        Maybe::Known(Review {
            status,
            by: self.take(by, &mut rest, &path, "by"),
            at: self.take(at, &mut rest, &path, "at"),
            note: self.take(note, &mut rest, &path, "note"),
            speakers: self
                .list(speakers, &mut rest, &path, "speakers", |this, id, path| this.named_actor(id, references, path)),
            content: match self.spans(content, &mut rest, &path, "content") {
                Maybe::Known(mut content) => {
                    content.sort_by_key(Anchor::position);
                    Maybe::Known(content)
                }
                none => none,
            },
            is_statement: self.take(is_statement, &mut rest, &path, "is_statement"),
            extra: rest,
        })
    }

    /// Sets aside what is nested in nothing, or in itself by any way round.
    fn check_nesting(&mut self, statements: &mut [Statement], indices_in_file: &[usize], references: &References) {
        let outer: HashMap<StatementId, StatementId> = statements
            .iter()
            .filter_map(|inner| inner.nested_in.known().map(|outer| (inner.id.clone(), outer.clone())))
            .collect();
        let mut sound: HashSet<&StatementId> = HashSet::new();
        let mut faulty: HashSet<&StatementId> = HashSet::new();
        for first in outer.keys() {
            // Walks outwards until the way ends, joins one that was walked before, or closes in a circle.
            let mut way: Vec<&StatementId> = Vec::new();
            let mut on_way: HashSet<&StatementId> = HashSet::new();
            let mut at = first;
            while !sound.contains(at) && !faulty.contains(at) && on_way.insert(at) {
                way.push(at);
                match outer.get(at) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            let circle_start = way.iter().position(|id| *id == at && outer.contains_key(*id)).unwrap_or(way.len());
            for (n, id) in way.into_iter().enumerate() {
                if n >= circle_start {
                    faulty.insert(id)
                } else {
                    sound.insert(id)
                };
            }
        }
        for (statement, &index) in statements.iter_mut().zip(indices_in_file) {
            let Maybe::Known(outer) = &statement.nested_in else { continue };
            let is_dangling = !references.has_statement(&outer.0);
            if !is_dangling && !faulty.contains(&statement.id) {
                continue;
            }
            let outer = outer.0.clone();
            statement.nested_in = Maybe::Absent;
            statement.extra.insert("nested_in".to_owned(), Value::String(outer));
            let (root, list_path) = (Path::Root, "statements");
            let list_path = root.key(list_path);
            self.warn(WarningCode::DanglingId, &list_path.index(index).key("nested_in"), || {
                if is_dangling {
                    "the id names no statement of the file"
                } else {
                    "the statement would be nested in itself"
                }
                .to_owned()
            });
        }
    }
}
