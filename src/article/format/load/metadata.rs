//! Publication, retrieval and provenance: fields that need no place in the text.

use super::super::field::Field;
use super::super::wire::{List, WireAgent, WireMetadata, WireParty, WirePartyObject, WireProvenance, WireRetrieval};
use super::{Loader, Path, known};
use crate::article::{Agent, AgentKind, Extra, Maybe, Metadata, Party, Provenance, Retrieval};

impl Loader<'_> {
    pub(super) fn metadata(&mut self, wire: WireMetadata, path: &Path) -> Metadata {
        let mut extra = wire.extra;
        Metadata {
            url: self.take(wire.url, &mut extra, path, "url"),
            headline: self.take(wire.headline, &mut extra, path, "headline"),
            alternative_headline: self.take(wire.alternative_headline, &mut extra, path, "alternativeHeadline"),
            description: self.take(wire.description, &mut extra, path, "description"),
            author: self
                .list(wire.author, &mut extra, path, "author", |this, party, path| Some(this.party(party, path))),
            publisher: match self.take(wire.publisher, &mut extra, path, "publisher") {
                Maybe::Known(party) => Maybe::Known(self.party(party, &path.key("publisher"))),
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            date_published: self.take(wire.date_published, &mut extra, path, "datePublished"),
            date_modified: self.take(wire.date_modified, &mut extra, path, "dateModified"),
            in_language: self.take(wire.in_language, &mut extra, path, "inLanguage"),
            article_section: self.take(wire.article_section, &mut extra, path, "articleSection"),
            keywords: self.texts(wire.keywords, &mut extra, path, "keywords"),
            extra,
        }
    }

    fn party(&mut self, WireParty(wire): WireParty, path: &Path) -> Party {
        let WirePartyObject { name, url, mut extra } = wire;
        Party {
            name: known(self.take(name, &mut extra, path, "name")).unwrap_or_default(),
            url: self.take(url, &mut extra, path, "url"),
            extra,
        }
    }

    pub(super) fn retrieval(&mut self, wire: WireRetrieval, path: &Path) -> Retrieval {
        let mut extra = wire.extra;
        Retrieval {
            retrieved_at: self.take(wire.retrieved_at, &mut extra, path, "retrieved_at"),
            final_url: self.take(wire.final_url, &mut extra, path, "final_url"),
            http_status: match self.take(wire.http_status, &mut extra, path, "http_status") {
                Maybe::Known(status) => Maybe::Known(status.0),
                Maybe::Unknown => Maybe::Unknown,
                Maybe::Absent => Maybe::Absent,
            },
            media_type: self.take(wire.media_type, &mut extra, path, "media_type"),
            body_sha256: self.take(wire.body_sha256, &mut extra, path, "body_sha256"),
            extractor: self.take(wire.extractor, &mut extra, path, "extractor"),
            complete: self.take(wire.complete, &mut extra, path, "complete"),
            truncation_reason: self.take(wire.truncation_reason, &mut extra, path, "truncation_reason"),
            extra,
        }
    }

    pub(super) fn provenance(
        &mut self,
        field: Field<List<WireProvenance>>,
        extra: &mut Extra,
    ) -> Maybe<Vec<Provenance>> {
        self.list(field, extra, &Path::Root, "provenance", |this, wire, path| {
            let WireProvenance { id, agent, created_at, input_text_sha256, mut extra } = wire;
            Some(Provenance {
                id: known(this.take(id, &mut extra, path, "id")).unwrap_or_default(),
                agent: match this.take(agent, &mut extra, path, "agent") {
                    Maybe::Known(agent) => Maybe::Known(this.agent(agent, &path.key("agent"))),
                    Maybe::Unknown => Maybe::Unknown,
                    Maybe::Absent => Maybe::Absent,
                },
                created_at: this.take(created_at, &mut extra, path, "created_at"),
                input_text_sha256: this.take(input_text_sha256, &mut extra, path, "input_text_sha256"),
                extra,
            })
        })
    }

    fn agent(&mut self, wire: WireAgent, path: &Path) -> Agent {
        let WireAgent { kind, name, version, model, model_sha256, mut extra } = wire;
        Agent {
            kind: known(self.take(kind, &mut extra, path, "type")).unwrap_or(AgentKind::Software),
            name: known(self.take(name, &mut extra, path, "name")).unwrap_or_default(),
            version: self.take(version, &mut extra, path, "version"),
            model: self.take(model, &mut extra, path, "model"),
            model_sha256: self.take(model_sha256, &mut extra, path, "model_sha256"),
            extra,
        }
    }
}
