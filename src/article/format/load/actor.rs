//! Actors with their roles and mentions.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::field::{Field, Shape};
use super::super::wire::{List, WireActor, WireActorReview, WireMention, WireRole, WireSpan};
use super::reference::References;
use super::{Loader, Path, known};
use crate::article::{
    Actor, ActorId, ActorReview, Anchor, Extra, Form, Maybe, Mention, ReviewStatus, Role, WarningCode,
};

impl Loader<'_> {
    pub(super) fn actors(
        &mut self,
        field: Field<List<WireActor>>,
        extra: &mut Extra,
        references: &mut References,
    ) -> Maybe<Vec<Actor>> {
        let actors =
            self.list(field, extra, &Path::Root, "actors", |this, wire, path| this.actor(wire, references, path));
        references.name_actors(actors.items());
        actors
    }

    fn actor(&mut self, wire: WireActor, references: &mut References, path: &Path) -> Option<Actor> {
        let WireActor { id, kind, name, aliases, roles, mentions, same_as, review, mut extra } = wire;
        let id = known(self.take(id, &mut extra, path, "id")).filter(|id| !id.is_empty());
        let name = known(self.take(name, &mut extra, path, "name")).filter(|name| !name.is_empty());
        let (Some(wish), Some(name)) = (id.as_ref().or(name.as_ref()), name.as_ref().or(id.as_ref())) else {
            self.invalid(path, || "the actor has neither id nor name; it is left out".to_owned());
            return None;
        };
        let (id, is_changed) = references.add_actor(wish);
        if is_changed {
            self.invalid(&path.key("id"), || "another actor has this id already; a new one was made".to_owned());
        }
        references.joined.push((id.clone(), path.last_index()));
        Some(Actor {
            id,
            name: name.clone(),
            kind: self.take(kind, &mut extra, path, "kind"),
            aliases: self.texts(aliases, &mut extra, path, "aliases"),
            roles: self.list(roles, &mut extra, path, "roles", Self::role),
            mentions: self
                .list(mentions, &mut extra, path, "mentions", |this, wire, path| Some(this.mention(wire, path))),
            same_as: self.texts(same_as, &mut extra, path, "same_as"),
            review: match self.take(review, &mut extra, path, "review") {
                Maybe::Known(review) => self.actor_review(review, &mut extra, path),
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            implied: false,
            extra,
        })
    }

    /// A judgement that is none of the three is not guessed at: it is kept as it was written.
    pub(super) fn actor_review(
        &mut self,
        object: Map<String, Value>,
        extra: &mut Extra,
        path: &Path,
    ) -> Maybe<ActorReview> {
        let path = path.key("review");
        let whole = Value::Object(object);
        let Ok(Field::Known(wire)) = Field::<WireActorReview>::deserialize(whole.clone()) else {
            return Maybe::Absent;
        };
        let WireActorReview { status, by, at, note, name, merged_into, parted, is_actor, extra: mut rest } = wire;
        let Field::Known(status) = status else {
            self.odd_status(&path);
            extra.insert("review".to_owned(), whole);
            return Maybe::Absent;
        };
        Maybe::Known(ActorReview {
            status,
            by: self.take(by, &mut rest, &path, "by"),
            at: self.take(at, &mut rest, &path, "at"),
            note: self.take(note, &mut rest, &path, "note"),
            name: self.take(name, &mut rest, &path, "name"),
            merged_into: match self.take(merged_into, &mut rest, &path, "merged_into") {
                Maybe::Known(id) => Maybe::Known(ActorId(id)),
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            parted: self.texts(parted, &mut rest, &path, "parted"),
            is_actor: self.take(is_actor, &mut rest, &path, "is_actor"),
            extra: rest,
        })
    }

    pub(super) fn odd_status(&mut self, path: &Path) {
        let wanted = ReviewStatus::WANTED;
        self.invalid(&path.key("status"), || format!("the review's status is not {wanted}; the review is set aside"));
    }

    fn role(&mut self, wire: WireRole, path: &Path) -> Option<Role> {
        let WireRole { title, affiliation, evidence, mut extra } = wire;
        let title = known(self.take(title, &mut extra, path, "title")).filter(|title| !title.is_empty());
        let affiliation = self.take(affiliation, &mut extra, path, "affiliation");
        let evidence = known(self.spans(evidence, &mut extra, path, "evidence")).unwrap_or_default();
        if evidence.is_empty() {
            let message = || "no role without a place where the article states it; it is left out".to_owned();
            self.warn(WarningCode::RoleWithoutEvidence, path, message);
            return None;
        }
        if title.is_none() {
            self.invalid(path, || "the role has no title; it is left out".to_owned());
        }
        Some(Role { title: title?, affiliation, evidence, extra })
    }

    fn mention(&mut self, wire: WireMention, path: &Path) -> Mention {
        let WireMention { start, end, exact, prefix, suffix, form, confidence, mut extra } = wire;
        let form = known(self.take(form, &mut extra, path, "form")).unwrap_or(Form::Name);
        let confidence = match self.take(confidence, &mut extra, path, "confidence") {
            Maybe::Known(probability) => Maybe::Known(probability.0),
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Absent => Maybe::Absent,
        };
        let anchor: Anchor = self.anchor(WireSpan { start, end, exact, prefix, suffix, extra }, path);
        Mention { anchor, form, confidence }
    }
}
