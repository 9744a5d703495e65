//! The objects of a file, field by field, as the schema has them; meaning is made of them in `load`.

use std::borrow::Cow;

use serde::de::MapAccess;
use serde_json::{Map, Value};

use super::field::{Field, HttpStatus, Key, Probability, Shape, Taken, Version};
use crate::article::{
    ActorKind, AgentKind, BlockKind, Extra, Form, Kind, Marking, Resolution, ReviewStatus, SpeakerKind, Support,
};

/// A list whose entries are read one by one.
pub(super) type List<T> = Vec<Field<T>>;

/// Declares the objects: Rust name, schema name, and for each field its type and its key in the file.
macro_rules! objects {
    ($($name:ident $(<$life:lifetime>)? = $def:literal { $($field:ident: $kind:ty = $key:literal),* $(,)? })*) => {
        $(
            #[derive(Default)]
            pub(super) struct $name $(<$life>)? {
                $(pub(super) $field: Field<$kind>,)*
                /// Fields that this version does not know.
                pub(super) extra: Extra,
            }

            impl<'de> Shape<'de> for objects!(@of $name $($life)?) {
                const WANTED: &'static str = "an object";

                fn of_map<A: MapAccess<'de>>(mut map: A) -> Result<Taken<Self>, A::Error> {
                    let mut object = Self::default();
                    while let Some(Key(key)) = map.next_key()? {
                        match &*key {
                            $($key => object.$field = map.next_value()?,)*
                            _ => {
                                object.extra.insert(key.into_owned(), map.next_value::<Value>()?);
                            }
                        }
                    }
                    Ok(Ok(object))
                }
            }
        )*

        /// Every object's name in the schema, with its keys.
        #[cfg(test)]
        pub(super) const OBJECTS: &[(&str, &[&str])] = &[$(($def, &[$($key),*])),*];
    };
    (@of $name:ident $life:lifetime) => { $name<'de> };
    (@of $name:ident) => { $name };
}

objects! {
    WireArticle<'a> = "file" {
        schema_version: Version = "schema_version",
        id: String = "id",
        article: WireMetadata = "article",
        retrieval: WireRetrieval = "retrieval",
        text: WireText = "text",
        actors: List<WireActor<'a>> = "actors",
        statements: List<WireStatement<'a>> = "statements",
        summary: List<WireSummaryLine<'a>> = "summary",
        notes: List<WireNote<'a>> = "notes",
        provenance: List<WireProvenance> = "provenance",
        warnings: List<WireWarning> = "warnings",
    }
    WireMetadata = "article" {
        url: String = "url",
        headline: String = "headline",
        alternative_headline: String = "alternativeHeadline",
        description: String = "description",
        author: List<WireParty> = "author",
        publisher: WireParty = "publisher",
        date_published: String = "datePublished",
        date_modified: String = "dateModified",
        in_language: String = "inLanguage",
        article_section: String = "articleSection",
        keywords: List<String> = "keywords",
    }
    WireRetrieval = "retrieval" {
        retrieved_at: String = "retrieved_at",
        final_url: String = "final_url",
        http_status: HttpStatus = "http_status",
        media_type: String = "media_type",
        body_sha256: String = "body_sha256",
        extractor: String = "extractor",
        complete: bool = "complete",
        truncation_reason: String = "truncation_reason",
    }
    WireText = "text" {
        value: String = "value",
        length: usize = "length",
        unit: String = "unit",
        sha256: String = "sha256",
        blocks: List<WireBlock> = "blocks",
        sentences: List<WireSentence> = "sentences",
    }
    WireBlock = "block" {
        kind: BlockKind = "kind",
        start: usize = "start",
        end: usize = "end",
    }
    WireSentence = "sentence" {
        start: usize = "start",
        end: usize = "end",
        block: usize = "block",
    }
    WireSpan<'a> = "span" {
        start: usize = "start",
        end: usize = "end",
        exact: Cow<'a, str> = "exact",
        prefix: Cow<'a, str> = "prefix",
        suffix: Cow<'a, str> = "suffix",
    }
    WireActor<'a> = "actor" {
        id: String = "id",
        kind: ActorKind = "kind",
        name: String = "name",
        aliases: List<String> = "aliases",
        roles: List<WireRole<'a>> = "roles",
        mentions: List<WireMention<'a>> = "mentions",
        same_as: List<String> = "same_as",
        review: Map<String, Value> = "review",
    }
    WireRole<'a> = "role" {
        title: String = "title",
        affiliation: String = "affiliation",
        evidence: List<WireSpan<'a>> = "evidence",
    }
    WireMention<'a> = "mention" {
        start: usize = "start",
        end: usize = "end",
        exact: Cow<'a, str> = "exact",
        prefix: Cow<'a, str> = "prefix",
        suffix: Cow<'a, str> = "suffix",
        form: Form = "form",
        confidence: Probability = "confidence",
    }
    WireStatement<'a> = "statement" {
        id: String = "id",
        kind: Kind = "kind",
        marking: Marking = "marking",
        content: List<WireSpan<'a>> = "content",
        cue: WireSpan<'a> = "cue",
        source: WireSpan<'a> = "source",
        speakers: List<String> = "speakers",
        speaker_kind: SpeakerKind = "speaker_kind",
        resolution: Resolution = "resolution",
        resolution_evidence: List<WireSpan<'a>> = "resolution_evidence",
        alternatives: List<WireAlternative> = "alternatives",
        addressee: WireSpan<'a> = "addressee",
        venue: WireSpan<'a> = "venue",
        about: List<String> = "about",
        said_on: WireSpan<'a> = "said_on",
        nested_in: String = "nested_in",
        relayed_by: String = "relayed_by",
        confidence: WireConfidence = "confidence",
        provenance: String = "provenance",
        review: Map<String, Value> = "review",
        orphaned: bool = "orphaned",
    }
    WireAlternative = "alternative" {
        speaker: String = "speaker",
        confidence: Probability = "confidence",
    }
    WireConfidence = "confidence" {
        content: Probability = "content",
        speaker: Probability = "speaker",
    }
    WireReview<'a> = "review" {
        status: ReviewStatus = "status",
        by: String = "by",
        at: String = "at",
        note: String = "note",
        speakers: List<String> = "speakers",
        content: List<WireSpan<'a>> = "content",
        is_statement: bool = "is_statement",
    }
    WireActorReview = "actor_review" {
        status: ReviewStatus = "status",
        by: String = "by",
        at: String = "at",
        note: String = "note",
        name: String = "name",
        merged_into: String = "merged_into",
        parted: List<String> = "parted",
        is_actor: bool = "is_actor",
    }
    WireSummaryLine<'a> = "summary_line" {
        text: String = "text",
        kind: String = "kind",
        evidence: List<WireSpan<'a>> = "evidence",
        statements: List<String> = "statements",
        actors: List<String> = "actors",
        support: Support = "support",
    }
    WireNote<'a> = "note" {
        target: WireTarget<'a> = "target",
        body: String = "body",
        tags: List<String> = "tags",
        by: String = "by",
        at: String = "at",
    }
    WireProvenance = "provenance" {
        id: String = "id",
        agent: WireAgent = "agent",
        created_at: String = "created_at",
        input_text_sha256: String = "input_text_sha256",
    }
    WireAgent = "agent" {
        kind: AgentKind = "type",
        name: String = "name",
        version: String = "version",
        model: String = "model",
        model_sha256: String = "model_sha256",
    }
    WireWarning = "warning" {
        code: String = "code",
        message: String = "message",
        path: String = "path",
    }
    WirePartyObject = "party" {
        name: String = "name",
        url: String = "url",
    }
}

/// An author or publisher; schema.org lets a bare name stand for the object.
pub(super) struct WireParty(pub(super) WirePartyObject);

impl<'de> Shape<'de> for WireParty {
    const WANTED: &'static str = "an object with a name";

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Ok(Self(WirePartyObject { name: Field::Known(text.into_owned()), ..WirePartyObject::default() }))
    }
    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Taken<Self>, A::Error> {
        Ok(WirePartyObject::of_map(map)?.map(Self))
    }
}

/// What a note is about.
pub(super) enum WireTarget<'a> {
    /// A statement or an actor.
    Id(String),
    /// A place.
    Span(Box<WireSpan<'a>>),
}

impl<'de> Shape<'de> for WireTarget<'de> {
    const WANTED: &'static str = "an id or a span";

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Ok(Self::Id(text.into_owned()))
    }
    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Taken<Self>, A::Error> {
        Ok(WireSpan::of_map(map)?.map(|span| Self::Span(Box::new(span))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::OBJECTS;
    use crate::article::format::SCHEMA;
    use crate::article::{
        ActorKind, AgentKind, BlockKind, Form, Kind, Marking, Resolution, ReviewStatus, SpeakerKind, Support,
    };

    #[test]
    fn the_schema_names_the_fields_that_are_read() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        for (def, keys) in OBJECTS {
            let properties = schema["$defs"][def]["properties"].as_object().unwrap_or_else(|| panic!("no {def}"));
            let in_schema: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
            assert_eq!(in_schema, keys.iter().copied().collect(), "{def}");
        }
    }

    fn names<T: Copy>(table: &[(T, &'static str)]) -> Vec<&'static str> {
        table.iter().map(|(_, name)| *name).collect()
    }

    #[test]
    fn the_schema_lists_the_names_that_the_tables_have() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let check = |def: &str, key: &str, names: Vec<&str>| {
            let listed = schema["$defs"][def]["properties"][key]["enum"].as_array().unwrap();
            let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
            assert_eq!(listed, names, "{def}.{key}");
        };
        check("block", "kind", names(&BlockKind::NAMES));
        check("actor", "kind", names(&ActorKind::NAMES));
        check("mention", "form", names(&Form::NAMES));
        check("statement", "kind", names(&Kind::NAMES));
        check("statement", "marking", names(&Marking::NAMES));
        check("statement", "speaker_kind", names(&SpeakerKind::NAMES));
        check("statement", "resolution", names(&Resolution::NAMES));
        check("review", "status", names(&ReviewStatus::NAMES));
        check("actor_review", "status", names(&ReviewStatus::NAMES));
        check("summary_line", "support", names(&Support::NAMES));
        check("agent", "type", names(&AgentKind::NAMES));
    }
}
