//! Statements: who is reported to have said what, and how sure that is.

use super::{ActorId, Anchor, Extra, Maybe, Span};

/// Names one statement within its document, over re-annotation too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementId(pub String);

/// How the words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All of the content is marked as speech.
    Direct,
    /// Part of it is in quotation marks.
    Mixed,
    /// None of it is: a paraphrase.
    Indirect,
    /// The source declined to comment.
    NoComment,
}

impl Kind {
    /// Every kind with its name in the file format.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::Direct, "direct"),
        (Self::Mixed, "mixed"),
        (Self::Indirect, "indirect"),
        (Self::NoComment, "no_comment"),
    ];

    /// Its sign in a margin, the same where there is only ASCII, and a word for it.
    const fn shown(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Direct => ("\"", "\"", "direct"),
            Self::Mixed => ("≈", "=", "mixed"),
            Self::Indirect => ("~", "~", "indirect"),
            Self::NoComment => ("∅", "0", "declined"),
        }
    }

    /// The sign that stands for it in a margin; one column wide.
    pub fn sign(self) -> &'static str {
        self.shown().0
    }

    /// The sign where only ASCII can be shown.
    pub fn ascii_sign(self) -> &'static str {
        self.shown().1
    }

    /// The word for it in front of a reader.
    pub fn word(self) -> &'static str {
        self.shown().2
    }
}

/// How the text marks words as speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marking {
    /// Quotation marks.
    Quoted,
    /// A block quotation.
    Block,
    /// A transcript's `NAME:`.
    Label,
    /// A dash and the name.
    Dash,
}

impl Marking {
    /// Every marking with its name in the file format.
    pub const NAMES: [(Self, &'static str); 4] =
        [(Self::Quoted, "quoted"), (Self::Block, "block"), (Self::Label, "label"), (Self::Dash, "dash")];
}

/// What kind of speaker the source names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    /// A named human being.
    Person,
    /// A named body.
    Organisation,
    /// Several people: *residents*.
    Group,
    /// Somebody unnamed: *a campaign aide*.
    Anonymous,
    /// A report, a letter, a poll.
    Document,
    /// Not known.
    Unknown,
}

impl SpeakerKind {
    /// Every kind with its name in the file format.
    pub const NAMES: [(Self, &'static str); 6] = [
        (Self::Person, "person"),
        (Self::Organisation, "organisation"),
        (Self::Group, "group"),
        (Self::Anonymous, "anonymous"),
        (Self::Document, "document"),
        (Self::Unknown, "unknown"),
    ];
}

/// How the source's words were led back to the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// The source is the speaker's full name.
    Name,
    /// The source is a shorter or other form of the name.
    Alias,
    /// The source is a role that the article gives the speaker.
    Role,
    /// The source is an office; the table of office-holders names the speaker.
    Office,
    /// The source is a pronoun.
    Pronoun,
    /// No source: the words go on from a statement before.
    Continuation,
    /// Several speakers together.
    Joint,
    /// Not resolved.
    None,
    /// A reader says so; only where judgements are honoured, never what a machine says.
    Reader,
}

impl Resolution {
    /// Every way with its name in the file format.
    pub const NAMES: [(Self, &'static str); 9] = [
        (Self::Name, "name"),
        (Self::Alias, "alias"),
        (Self::Role, "role"),
        (Self::Office, "office"),
        (Self::Pronoun, "pronoun"),
        (Self::Continuation, "continuation"),
        (Self::Joint, "joint"),
        (Self::None, "none"),
        (Self::Reader, "reader"),
    ];
}

/// Two probabilities, 0–1, never averaged: the words may be certain while the speaker is not. At least one is there:
/// what a reader says of the other is no guess, and has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    /// That these words are reported as said, edges included.
    pub content: Option<f64>,
    /// That the speaker is the right one.
    pub speaker: Option<f64>,
}

impl Confidence {
    /// Both probabilities.
    pub fn both(content: f64, speaker: f64) -> Self {
        Self { content: Some(content), speaker: Some(speaker) }
    }

    /// What is left; nothing where neither is.
    pub fn some(content: Option<f64>, speaker: Option<f64>) -> Maybe<Self> {
        let is_any = content.is_some() || speaker.is_some();
        if is_any { Maybe::Known(Self { content, speaker }) } else { Maybe::Absent }
    }

    /// The less sure of the two, as far as they are there.
    pub fn least(self) -> Option<f64> {
        [self.content, self.speaker].into_iter().flatten().reduce(f64::min)
    }
}

/// A confidence as the screen says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Below .7: look at the evidence.
    Check,
    /// At least .7.
    Likely,
    /// At least .9.
    Sure,
}

impl Certainty {
    /// The word for a probability.
    pub fn of(probability: f64) -> Self {
        if probability >= 0.9 {
            Self::Sure
        } else if probability >= 0.7 {
            Self::Likely
        } else {
            Self::Check
        }
    }

    /// The word on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Check => "check",
        }
    }
}

/// Another candidate for the speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Who it might be.
    pub speaker: ActorId,
    /// How probable that is, 0–1.
    pub confidence: f64,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// What a reader made of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewStatus {
    /// Right as it stands.
    Confirmed,
    /// In doubt.
    Disputed,
    /// Wrong; the review says what is right.
    Corrected,
}

impl ReviewStatus {
    /// Every status with its name in the file format.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Confirmed, "confirmed"), (Self::Disputed, "disputed"), (Self::Corrected, "corrected")];
}

/// A reader's judgement, kept beside what the machine said.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The judgement.
    pub status: ReviewStatus,
    /// Who judged.
    pub by: Maybe<String>,
    /// When, RFC 3339.
    pub at: Maybe<String>,
    /// Why.
    pub note: Maybe<String>,
    /// The right speakers, where the machine's are wrong.
    pub speakers: Maybe<Vec<ActorId>>,
    /// The right words, where the machine's edges are wrong.
    pub content: Maybe<Vec<Anchor>>,
    /// False where nobody is reported to have said it.
    pub is_statement: Maybe<bool>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

impl Review {
    /// A judgement of which only the status is known so far.
    pub fn new(status: ReviewStatus) -> Self {
        Self {
            status,
            by: Maybe::Absent,
            at: Maybe::Absent,
            note: Maybe::Absent,
            speakers: Maybe::Absent,
            content: Maybe::Absent,
            is_statement: Maybe::Absent,
            extra: Extra::new(),
        }
    }

    /// The speakers that the reader names in place of the machine's. What is called right has no corrections.
    pub fn other_speakers(&self) -> Option<&[ActorId]> {
        self.speakers.known().filter(|_| self.status != ReviewStatus::Confirmed).map(Vec::as_slice)
    }

    /// The words that the reader marks in place of the machine's; never none.
    pub fn other_content(&self) -> Option<&[Anchor]> {
        let content = self.content.known().filter(|_| self.status != ReviewStatus::Confirmed)?;
        (!content.is_empty()).then_some(content)
    }

    /// Whether the reader says that it is no statement.
    pub fn rejects(&self) -> bool {
        self.status != ReviewStatus::Confirmed && self.is_statement == Maybe::Known(false)
    }
}

/// Somebody is reported to have said something.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Names this statement within its document.
    pub id: StatementId,
    /// How the words are reported. Never `Direct` unless the text marks every part as speech.
    pub kind: Kind,
    /// How the text marks them; known for `Direct`.
    pub marking: Maybe<Marking>,
    /// What was said, quotation marks included, in text order; never empty.
    pub content: Vec<Anchor>,
    /// The words that report it: *told reporters*.
    pub cue: Maybe<Anchor>,
    /// The words that name the speaker here: *he*, *the prime minister*.
    pub source: Maybe<Anchor>,
    /// Who it resolves to; several when jointly attributed, none when nobody is named.
    pub speakers: Maybe<Vec<ActorId>>,
    /// What kind of speaker the source's words name.
    pub speaker_kind: Maybe<SpeakerKind>,
    /// How the source was led back to the speaker.
    pub resolution: Maybe<Resolution>,
    /// The mention that the source leads back to; only `Office` may have none.
    pub resolution_evidence: Maybe<Vec<Anchor>>,
    /// Other candidates, most probable first.
    pub alternatives: Maybe<Vec<Alternative>>,
    /// Whom it was said to: *reporters*.
    pub addressee: Maybe<Anchor>,
    /// Where or by which channel: *a press conference in Berlin*.
    pub venue: Maybe<Anchor>,
    /// Whom it is about.
    pub about: Maybe<Vec<ActorId>>,
    /// When it was said, in the text's words: *on Wednesday*.
    pub said_on: Maybe<Anchor>,
    /// The statement that this one is part of.
    pub nested_in: Maybe<StatementId>,
    /// Who passes it on.
    pub relayed_by: Maybe<ActorId>,
    /// How sure it is.
    pub confidence: Maybe<Confidence>,
    /// Id of the provenance entry.
    pub provenance: Maybe<String>,
    /// A reader's judgement.
    pub review: Maybe<Review>,
    /// Kept from an earlier annotation because it has a review, though no statement matches it any more.
    pub orphaned: bool,
    /// Unknown fields of the file.
    pub extra: Extra,
}

impl Statement {
    /// Whether the reader has said who says it, or that nobody is named.
    pub fn has_readers_speaker(&self) -> bool {
        self.resolution.known() == Some(&Resolution::Reader)
            || self.review.known().is_some_and(|review| review.other_speakers().is_some())
    }

    /// A statement of which only kind and content are known so far.
    pub fn new(id: impl Into<String>, kind: Kind, content: Vec<Anchor>) -> Self {
        Self {
            id: StatementId(id.into()),
            kind,
            marking: Maybe::Absent,
            content,
            cue: Maybe::Absent,
            source: Maybe::Absent,
            speakers: Maybe::Absent,
            speaker_kind: Maybe::Absent,
            resolution: Maybe::Absent,
            resolution_evidence: Maybe::Absent,
            alternatives: Maybe::Absent,
            addressee: Maybe::Absent,
            venue: Maybe::Absent,
            about: Maybe::Absent,
            said_on: Maybe::Absent,
            nested_in: Maybe::Absent,
            relayed_by: Maybe::Absent,
            confidence: Maybe::Absent,
            provenance: Maybe::Absent,
            review: Maybe::Absent,
            orphaned: false,
            extra: Extra::new(),
        }
    }

    /// The anchored parts of the content, in order.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.content.iter().filter_map(Anchor::span)
    }

    /// Where the first anchored part begins, in scalars.
    pub fn start_char(&self) -> Option<usize> {
        self.spans().map(Span::start).min()
    }

    /// The speakers that stand: a correction's, else the machine's.
    pub fn standing_speakers(&self) -> &[ActorId] {
        self.review.known().and_then(Review::other_speakers).unwrap_or_else(|| self.speakers.items())
    }
}
