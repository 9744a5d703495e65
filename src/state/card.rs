//! What the evidence card says: why it says who said it.

mod said;

use crate::article::text::head;
use crate::article::{
    ActorId, Anchor, Article, BlockKind, Certainty, Kind, Marking, Maybe, Resolution, Span, SpeakerKind, Statement,
    Support,
};
use crate::flow::wrapped;

use super::index::{Index, speaker_with_role};
use super::reading::{Reading, Subject};

/// Columns of the labels, the space after them included.
pub const LABEL_COLS: u16 = 12;

/// How a line of the card is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// The words of a statement.
    Words(Kind),
    /// A speaker, by the number of the colour.
    Speaker(Option<usize>),
    /// How sure.
    Certainty(Certainty),
    /// A doubt.
    Doubt,
}

/// One line of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct CardLine {
    /// What it is about, on the first line of each.
    pub label: &'static str,
    /// The words.
    pub words: String,
    /// How they are meant.
    pub tone: Tone,
}

/// The card's title.
pub fn title(reading: &Reading) -> String {
    match reading.subject() {
        Some(Subject::Statement(at)) => match reading.lit.rank(at) {
            Some(rank) => format!("evidence: statement {}/{}", rank + 1, reading.lit.order.len()),
            None => "evidence: statement".to_owned(),
        },
        Some(Subject::Summary(at)) => format!("evidence: summary line {}", at + 1),
        None => "evidence".to_owned(),
    }
}

/// The card's lines, made once for a subject and a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardFlow {
    /// What they are about.
    pub subject: Option<Subject>,
    /// The width that they were wrapped for.
    pub width_col: u16,
    /// The lines, from the top.
    pub lines: Vec<CardLine>,
}

impl CardFlow {
    /// The card of what one is at, for a width.
    pub fn new(reading: &Reading, width_col: u16) -> Self {
        let subject = reading.subject();
        let mut card = Card { article: &reading.article, kept: &reading.kept, index: &reading.index, rows: Vec::new() };
        match subject {
            Some(Subject::Statement(at)) => card.statement(at),
            Some(Subject::Summary(at)) => card.summary(at),
            None => {}
        }
        let measure = width_col.saturating_sub(LABEL_COLS).max(8);
        let mut lines = Vec::new();
        for (label, words, tone) in card.rows {
            for (number, range) in wrapped(&words, measure).into_iter().enumerate() {
                let words = words.get(range).unwrap_or_default().to_owned();
                lines.push(CardLine { label: if number == 0 { label } else { "" }, words, tone });
            }
        }
        Self { subject, width_col, lines }
    }

    /// Whether they are those of what one is at, for a width.
    pub fn is_for(&self, reading: &Reading, width_col: u16) -> bool {
        self.subject == reading.subject() && self.width_col == width_col
    }
}

/// At most so much of one entry: a text without sentences is one long one.
const MAX_ENTRY_BYTES: usize = 4_000;

/// As much of an entry as is shown; what is longer is never copied whole.
pub(super) fn clipped(words: &str) -> String {
    let shown = head(words, MAX_ENTRY_BYTES);
    if shown.len() < words.len() { format!("{shown} ...") } else { shown.to_owned() }
}

struct Card<'a> {
    article: &'a Article,
    /// The same with what the machine said.
    kept: &'a Article,
    index: &'a Index,
    rows: Vec<(&'static str, String, Tone)>,
}

impl<'a> Card<'a> {
    fn row(&mut self, label: &'static str, words: impl AsRef<str>) {
        self.tinted(label, words, Tone::Plain);
    }

    fn tinted(&mut self, label: &'static str, words: impl AsRef<str>, tone: Tone) {
        self.rows.push((label, clipped(words.as_ref()), tone));
    }

    fn statement(&mut self, at: usize) {
        let Some(statement) = self.article.statements.items().get(at) else { return };
        let colour = self.index.colour(at);
        self.tinted("speaker", speaker_with_role(self.article, self.index, at), Tone::Speaker(colour));
        self.resolution(statement);
        self.certainty(statement);
        self.row("kind", kind_words(statement));
        for (number, part) in statement.content.iter().enumerate() {
            let label = if number == 0 { "said" } else { "" };
            self.tinted(label, part.words(&self.article.text), Tone::Words(statement.kind));
            if part.span().is_none() {
                self.tinted("", "these words are not found in the text", Tone::Doubt);
            }
        }
        self.place("cue", &statement.cue);
        self.place("source", &statement.source);
        if let Some(kind) = statement.speaker_kind.known() {
            self.row("named as", speaker_kind_words(*kind));
        }
        self.place("to", &statement.addressee);
        self.place("where", &statement.venue);
        self.place("when", &statement.said_on);
        self.names("about", statement.about.items());
        self.nesting(statement);
        for (number, other) in statement.alternatives.items().iter().enumerate() {
            let label = if number == 0 { "or else" } else { "" };
            let name = self.name(&other.speaker);
            self.row(label, format!("{name} ({:.2})", other.confidence));
        }
        self.said(statement);
        if let Some(sentence) = self.sentence(statement) {
            self.row("sentence", sentence);
        }
        self.warnings(at);
    }

    fn certainty(&mut self, statement: &Statement) {
        match statement.confidence.known() {
            Some(confidence) => {
                for (label, what, probability) in
                    [("sure of", "the words", confidence.content), ("", "the speaker", confidence.speaker)]
                {
                    let Some(probability) = probability else {
                        self.row(label, format!("{what}: you say so"));
                        continue;
                    };
                    let certainty = Certainty::of(probability);
                    let words = format!("{what}: {} ({probability:.2})", certainty.as_str());
                    self.tinted(label, words, Tone::Certainty(certainty));
                }
            }
            None => self.row("sure of", "not said how sure"),
        }
    }

    fn summary(&mut self, at: usize) {
        let Some(line) = self.article.summary.items().get(at) else { return };
        self.row("summary", &line.text);
        for (number, evidence) in line.evidence.iter().enumerate() {
            let label = if number == 0 { "sentence" } else { "" };
            self.row(label, evidence.words(&self.article.text));
            match evidence.span() {
                Some(span) => self.row("", self.whereabouts(span)),
                None => self.tinted("", "this sentence is not found in the text", Tone::Doubt),
            }
        }
        if let Some(support) = line.support.known() {
            let (words, tone) = match support {
                Support::Verbatim => ("the line is the sentence, word for word", Tone::Plain),
                Support::Partial => ("the sentence says part of the line", Tone::Doubt),
                Support::Unverified => ("nothing in the article backs the line", Tone::Doubt),
            };
            self.tinted("support", words, tone);
        }
        self.names("actors", line.actors.items());
        self.row("said", "nobody's words are reported there");
    }

    fn resolution(&mut self, statement: &Statement) {
        let how = match statement.resolution.known() {
            None => return,
            Some(Resolution::Name) => "by the full name",
            Some(Resolution::Alias) => "by another form of the name",
            Some(Resolution::Role) => "by a role that the article gives",
            Some(Resolution::Office) => "by an office, from the table of office-holders",
            Some(Resolution::Pronoun) => "by a pronoun",
            Some(Resolution::Continuation) => "goes on from the statement before",
            Some(Resolution::Joint) => "several together",
            Some(Resolution::None) => "not resolved to anybody",
            Some(Resolution::Reader) => "a reader says so",
        };
        self.row("known", how);
        for evidence in statement.resolution_evidence.items() {
            let words = clipped(evidence.words(&self.article.text));
            match evidence.span() {
                Some(span) => self.row("", format!("from: {words} ({})", self.whereabouts(span))),
                None => self.tinted("", format!("from: {words} (not found in the text)"), Tone::Doubt),
            }
        }
    }

    fn place(&mut self, label: &'static str, anchor: &Maybe<Anchor>) {
        let Some(anchor) = anchor.known() else { return };
        let words = anchor.words(&self.article.text);
        if anchor.span().is_some() {
            self.row(label, words);
        } else {
            self.tinted(label, format!("{} (not found in the text)", clipped(words)), Tone::Doubt);
        }
    }

    fn names(&mut self, label: &'static str, ids: &[ActorId]) {
        if !ids.is_empty() {
            let names: Vec<String> = ids.iter().map(|id| self.name(id)).collect();
            self.row(label, names.join(", "));
        }
    }

    fn nesting(&mut self, statement: &Statement) {
        if let Some(outer) = statement.nested_in.known() {
            let number = self.article.statements.items().iter().position(|other| other.id == *outer);
            let who = number.map(|number| speaker_with_role(self.article, self.index, number)).unwrap_or_default();
            self.row("inside", format!("a statement by {who}"));
        }
        if let Some(actor) = statement.relayed_by.known() {
            let name = self.name(actor);
            self.row("passed on", format!("by {name}"));
        }
    }

    fn warnings(&mut self, at: usize) {
        let path = format!("/statements/{at}");
        for warning in &self.article.warnings {
            let about = warning.path.known().is_some_and(|other| {
                other.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            if about {
                self.tinted("warning", &warning.message, Tone::Doubt);
            }
        }
    }

    fn name(&self, id: &ActorId) -> String {
        self.index.actor(self.article, id).map_or_else(|| id.0.clone(), |actor| actor.name.clone())
    }

    /// The sentence or sentences that a statement stands in; its block where sentences are not known.
    fn sentence(&self, statement: &Statement) -> Option<&'a str> {
        let whole = statement.spans().reduce(Span::join)?;
        let sentences = self.article.sentences.items().iter().map(|sentence| sentence.span);
        let around = sentences
            .filter(|sentence| sentence.overlaps(whole))
            .reduce(Span::join)
            .or_else(|| {
                let blocks = self.article.blocks.iter().map(|block| block.span);
                blocks.filter(|block| block.overlaps(whole)).reduce(Span::join)
            })
            .map_or(whole, |around| around.join(whole));
        Some(self.article.text.slice(around))
    }

    /// In words, where a span stands.
    fn whereabouts(&self, span: Span) -> String {
        let mut paragraph = 0;
        for block in &self.article.blocks {
            paragraph += usize::from(block.kind.is_prose());
            if block.span.overlaps(span) {
                return match block.kind {
                    BlockKind::Heading => "in a heading".to_owned(),
                    BlockKind::Caption => "in a caption".to_owned(),
                    BlockKind::Byline => "in the byline".to_owned(),
                    _ => format!("paragraph {}", paragraph.max(1)),
                };
            }
        }
        let percent = span.start() * 100 / self.article.text.n_chars().max(1);
        format!("at {percent}%")
    }
}

fn kind_words(statement: &Statement) -> &'static str {
    match (statement.kind, statement.marking.known()) {
        (Kind::Direct, Some(Marking::Block)) => "direct: set off as a quotation",
        (Kind::Direct, Some(Marking::Label)) => "direct: after the speaker's name, as in a transcript",
        (Kind::Direct, Some(Marking::Dash)) => "direct: after a dash",
        (Kind::Direct, _) => "direct: all of it in quotation marks",
        (Kind::Mixed, _) => "mixed: part of it in quotation marks",
        (Kind::Indirect, _) => "indirect: in the article's own words",
        (Kind::NoComment, _) => "declined to comment",
    }
}

fn speaker_kind_words(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "a person",
        SpeakerKind::Organisation => "an organisation",
        SpeakerKind::Group => "a group",
        SpeakerKind::Anonymous => "somebody not named",
        SpeakerKind::Document => "a document",
        SpeakerKind::Unknown => "not known who",
    }
}
