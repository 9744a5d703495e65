//! Summary lines and the reader's notes: what leads to statements and actors.

use super::super::field::Field;
use super::super::wire::{List, WireNote, WireSummaryLine, WireTarget};
use super::reference::References;
use super::{Loader, Path, known};
use crate::article::{ActorId, Extra, Maybe, Note, NoteTarget, StatementId, SummaryLine, Support, WarningCode};

impl Loader<'_> {
    pub(super) fn summary(
        &mut self,
        field: Field<List<WireSummaryLine>>,
        extra: &mut Extra,
        references: &mut References,
    ) -> Maybe<Vec<SummaryLine>> {
        self.list(field, extra, &Path::Root, "summary", |this, wire, path| {
            let WireSummaryLine { text, kind, evidence, statements, actors, support, mut extra } = wire;
            let Maybe::Known(text) = this.take(text, &mut extra, path, "text") else {
                this.invalid(path, || "the summary line has no text; it is left out".to_owned());
                return None;
            };
            let evidence = known(this.spans(evidence, &mut extra, path, "evidence")).unwrap_or_default();
            let mut support = this.take(support, &mut extra, path, "support");
            if evidence.is_empty() && support != Maybe::Known(Support::Unverified) {
                let message =
                    || "nothing in the article is named that backs the line; it counts as unverified".to_owned();
                this.warn(WarningCode::SummaryWithoutEvidence, path, message);
                support = Maybe::Known(Support::Unverified);
            }
            let statements = this.list(statements, &mut extra, path, "statements", |this, id, path| {
                if references.has_statement(&id) {
                    return Some(StatementId(id));
                }
                this.warn(WarningCode::DanglingId, path, || {
                    "the id names no statement of the file; it is left out".to_owned()
                });
                None
            });
            Some(SummaryLine {
                text,
                kind: known(this.take(kind, &mut extra, path, "kind")).unwrap_or_else(|| "extractive".to_owned()),
                evidence,
                statements,
                actors: this.actor_ids(actors, references, &mut extra, path, "actors"),
                support,
                extra,
            })
        })
    }

    pub(super) fn notes(
        &mut self,
        field: Field<List<WireNote>>,
        extra: &mut Extra,
        references: &References,
    ) -> Maybe<Vec<Note>> {
        self.list(field, extra, &Path::Root, "notes", |this, wire, path| Some(this.note(wire, references, path)))
    }

    pub(super) fn note(&mut self, wire: WireNote, references: &References, path: &Path) -> Note {
        let WireNote { target, body, tags, by, at, mut extra } = wire;
        let target = match self.take(target, &mut extra, path, "target") {
            Maybe::Known(WireTarget::Span(span)) => {
                Maybe::Known(NoteTarget::Place(self.anchor(*span, &path.key("target"))))
            }
            Maybe::Known(WireTarget::Id(id)) => Maybe::Known(self.note_target(id, references, path)),
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Absent => Maybe::Absent,
        };
        Note {
            target,
            body: self.take(body, &mut extra, path, "body"),
            tags: self.texts(tags, &mut extra, path, "tags"),
            by: self.take(by, &mut extra, path, "by"),
            at: self.take(at, &mut extra, path, "at"),
            extra,
        }
    }

    fn note_target(&mut self, id: String, references: &References, path: &Path) -> NoteTarget {
        if references.has_statement(&id) {
            NoteTarget::Statement(StatementId(id))
        } else if references.has_actor(&id) {
            NoteTarget::Actor(ActorId(id))
        } else {
            self.warn(WarningCode::DanglingId, &path.key("target"), || {
                "the note's target names nothing in the file".to_owned()
            });
            NoteTarget::Other(id)
        }
    }
}
