//! Actors: the persons, organisations and places that an article names, and what it calls them.

use super::{Anchor, Extra, Maybe, ReviewStatus};

/// Names one entry of an article's actors.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub String);

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// A body with a name: company, ministry, court, club, outlet.
    Organisation,
    /// A country, town or other place.
    Place,
    /// Several people without a body: *protesters*, *residents*.
    Group,
    /// Anything else that has a name.
    Other,
}

impl ActorKind {
    /// Every kind with its name in the file format.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Person, "person"),
        (Self::Organisation, "organisation"),
        (Self::Place, "place"),
        (Self::Group, "group"),
        (Self::Other, "other"),
    ];
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// By name: *Dame Odile Marchetti*, *Marchetti*.
    Name,
    /// By description: *the mayor*.
    Nominal,
    /// By pronoun: *she*.
    Pronoun,
}

impl Form {
    /// Every form with its name in the file format.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Name, "name"), (Self::Nominal, "nominal"), (Self::Pronoun, "pronoun")];
}

/// One place where the text refers to an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands; a mention's unknown fields are kept in the anchor.
    pub anchor: Anchor,
    /// How it refers.
    pub form: Form,
    /// Probability that it refers to this actor, 0–1.
    pub confidence: Maybe<f64>,
}

/// A role that the article gives an actor: *German Chancellor*.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The office or occupation, as the article has it.
    pub title: String,
    /// The body or country of it, where the article names one apart from the title.
    pub affiliation: Maybe<String>,
    /// Where the article says so; never empty.
    pub evidence: Vec<Anchor>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// Somebody or something that the article names.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Names this actor within the article.
    pub id: ActorId,
    /// What it is; absent in a minimal file.
    pub kind: Maybe<ActorKind>,
    /// The fullest form in the article, without title.
    pub name: String,
    /// Other forms that the article uses.
    pub aliases: Maybe<Vec<String>>,
    /// What the article says the actor is.
    pub roles: Maybe<Vec<Role>>,
    /// Every place that refers to the actor.
    pub mentions: Maybe<Vec<Mention>>,
    /// IRIs of the same actor elsewhere.
    pub same_as: Maybe<Vec<String>>,
    /// A reader's judgement.
    pub review: Maybe<ActorReview>,
    /// Not in the file's own list, but named by a statement there; not written back.
    pub implied: bool,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// A reader's judgement of an actor, kept beside what the machine found.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorReview {
    /// The judgement.
    pub status: ReviewStatus,
    /// Who judged.
    pub by: Maybe<String>,
    /// When, RFC 3339.
    pub at: Maybe<String>,
    /// Why.
    pub note: Maybe<String>,
    /// What the actor is called.
    pub name: Maybe<String>,
    /// The actor of the article that this one is.
    pub merged_into: Maybe<ActorId>,
    /// Forms of the name that mean somebody else, who is called so.
    pub parted: Maybe<Vec<String>>,
    /// False where it is no actor at all.
    pub is_actor: Maybe<bool>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

impl ActorReview {
    /// A judgement of which only the status is known so far.
    pub fn new(status: ReviewStatus) -> Self {
        Self {
            status,
            by: Maybe::Absent,
            at: Maybe::Absent,
            note: Maybe::Absent,
            name: Maybe::Absent,
            merged_into: Maybe::Absent,
            parted: Maybe::Absent,
            is_actor: Maybe::Absent,
            extra: Extra::new(),
        }
    }

    fn corrects(&self) -> bool {
        self.status != ReviewStatus::Confirmed
    }

    /// The name that the reader gives in place of the machine's.
    pub fn other_name(&self) -> Option<&str> {
        self.name.known().filter(|name| self.corrects() && !name.trim().is_empty()).map(String::as_str)
    }

    /// The actor that the reader says this one is.
    pub fn same_as(&self) -> Option<&ActorId> {
        self.merged_into.known().filter(|_| self.corrects())
    }

    /// The forms of the name that mean somebody else.
    pub fn parted(&self) -> &[String] {
        if self.corrects() { self.parted.items() } else { &[] }
    }

    /// Whether the reader says that it is no actor.
    pub fn rejects(&self) -> bool {
        self.corrects() && self.is_actor == Maybe::Known(false)
    }
}

impl Actor {
    /// An actor of which only the name is known so far.
    pub fn named(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: ActorId(id.into()),
            kind: Maybe::Absent,
            name: name.into(),
            aliases: Maybe::Absent,
            roles: Maybe::Absent,
            mentions: Maybe::Absent,
            same_as: Maybe::Absent,
            review: Maybe::Absent,
            implied: false,
            extra: Extra::new(),
        }
    }

    /// The first role that the article states, as one phrase: *German Chancellor*, *chair, Vell Water Board*.
    pub fn role(&self) -> Option<String> {
        let role = self.roles.items().first()?;
        Some(match role.affiliation.known() {
            Some(body) if !role.title.contains(body.as_str()) => format!("{}, {body}", role.title),
            _ => role.title.clone(),
        })
    }
}
