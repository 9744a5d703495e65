//! Articles for tests, written as marked text: `{1d|“We won,”} {1s|Marchetti} {1c|said}`.
//!
//! A mark is a statement's number and what its words are to it: `d m i n` content by kind, `s` source, `c` cue,
//! `t` addressee, `v` venue, `w` when. Parts with the same number belong together.

use nutgraf::article::{
    Actor, ActorId, ActorKind, Anchor, Article, Block, BlockKind, Confidence, Extra, Form, Kind, Marking, Maybe,
    Mention, Metadata, Party, Resolution, Role, Sentence, Span, SpeakerKind, Statement, SummaryLine, Support, Text,
};

/// An article in the making.
#[derive(Default)]
pub struct Draft {
    text: String,
    blocks: Vec<(BlockKind, usize, usize)>,
    marks: Vec<(usize, char, usize, usize)>,
    actors: Vec<(String, String, Option<String>)>,
    speakers: Vec<(usize, Vec<String>)>,
    doubts: Vec<(usize, f64, f64)>,
    summary: Vec<String>,
    metadata: Metadata,
}

impl Draft {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn block(mut self, kind: BlockKind, marked: &str) -> Self {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.chars().count();
        let mut at = start;
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('{') {
            let (mark, after) = after.split_once('}').unwrap();
            let (name, words) = mark.split_once('|').unwrap();
            self.text.push_str(before);
            self.text.push_str(words);
            at += before.chars().count();
            let end = at + words.chars().count();
            let part = name.chars().last().unwrap();
            self.marks.push((name.trim_end_matches(part).parse().unwrap(), part, at, end));
            (at, rest) = (end, after);
        }
        self.text.push_str(rest);
        self.blocks.push((kind, start, self.text.chars().count()));
        self
    }

    pub fn heading(self, marked: &str) -> Self {
        self.block(BlockKind::Heading, marked)
    }

    pub fn paragraph(self, marked: &str) -> Self {
        self.block(BlockKind::Paragraph, marked)
    }

    pub fn outlet(mut self, outlet: &str, day: &str) -> Self {
        self.metadata.publisher = Maybe::Known(Party { name: outlet.to_owned(), ..Party::default() });
        self.metadata.date_published = Maybe::Known(format!("{day}T08:00:00Z"));
        self
    }

    /// An actor; every place where the last word of the name stands is a mention.
    pub fn actor(mut self, id: &str, name: &str, role: &str) -> Self {
        let role = (!role.is_empty()).then(|| role.to_owned());
        self.actors.push((id.to_owned(), name.to_owned(), role));
        self
    }

    pub fn said_by(mut self, statement: usize, actors: &[&str]) -> Self {
        self.speakers.push((statement, actors.iter().map(|id| (*id).to_owned()).collect()));
        self
    }

    /// Sets the probabilities of a statement's words and of its speaker; both are .97 otherwise.
    pub fn doubt(mut self, statement: usize, content: f64, speaker: f64) -> Self {
        self.doubts.push((statement, content, speaker));
        self
    }

    /// A summary line: the sentence that holds these words.
    pub fn summary(mut self, words: &str) -> Self {
        self.summary.push(words.to_owned());
        self
    }

    pub fn build(self) -> Article {
        let text = Text::new(self.text);
        let span = |start, end| text.span(start, end).unwrap();
        let blocks: Vec<Block> =
            self.blocks.iter().map(|&(kind, start, end)| Block::new(kind, span(start, end))).collect();
        let sentences = sentences(&text, &blocks);
        let actors = self.actors.iter().map(|(id, name, role)| {
            let last = name.split(' ').next_back().unwrap();
            let mentions: Vec<Mention> = places(&text, last)
                .map(|span| Mention { anchor: span.into(), form: Form::Name, confidence: Maybe::Absent })
                .collect();
            let roles = role.iter().map(|title| Role {
                title: title.clone(),
                affiliation: Maybe::Absent,
                evidence: places(&text, title).take(1).map(Anchor::from).collect(),
                extra: Extra::new(),
            });
            Actor {
                kind: Maybe::Known(ActorKind::Person),
                roles: Maybe::Known(roles.collect()),
                mentions: Maybe::Known(mentions),
                ..Actor::named(id.clone(), name.clone())
            }
        });
        let actors: Vec<Actor> = actors.collect();
        let mut statements: Vec<Statement> = Vec::new();
        let mut numbers: Vec<usize> = self.marks.iter().map(|mark| mark.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let parts = |wanted: &'static str| {
                let marks = self.marks.iter().filter(move |mark| mark.0 == number && wanted.contains(mark.1));
                marks.map(|mark| Anchor::from(span(mark.2, mark.3)))
            };
            let kind = match self.marks.iter().find(|mark| mark.0 == number && "dmin".contains(mark.1)).unwrap().1 {
                'd' => Kind::Direct,
                'm' => Kind::Mixed,
                'n' => Kind::NoComment,
                _ => Kind::Indirect,
            };
            let mut statement = Statement::new(format!("s{number}"), kind, parts("dmin").collect());
            if kind == Kind::Direct {
                statement.marking = Maybe::Known(Marking::Quoted);
            }
            statement.cue = Maybe::computed(parts("c").next());
            statement.source = Maybe::computed(parts("s").next());
            statement.addressee = Maybe::computed(parts("t").next());
            statement.venue = Maybe::computed(parts("v").next());
            statement.said_on = Maybe::computed(parts("w").next());
            let speakers = self.speakers.iter().find(|said| said.0 == number).map_or(&[][..], |said| &said.1);
            statement.speakers = Maybe::Known(speakers.iter().map(|id| ActorId(id.clone())).collect());
            statement.speaker_kind =
                Maybe::Known(if speakers.is_empty() { SpeakerKind::Anonymous } else { SpeakerKind::Person });
            statement.resolution = Maybe::Known(match speakers {
                [] => Resolution::None,
                [_] => Resolution::Alias,
                _ => Resolution::Joint,
            });
            let evidence = speakers.iter().filter_map(|id| {
                let actor = actors.iter().find(|actor| actor.id.0 == *id)?;
                actor.mentions.items().first().map(|mention| mention.anchor.clone())
            });
            statement.resolution_evidence = Maybe::Known(evidence.collect());
            let doubt = self.doubts.iter().find(|doubt| doubt.0 == number);
            let (content, speaker) = doubt.map_or((0.97, 0.97), |doubt| (doubt.1, doubt.2));
            statement.confidence = Maybe::Known(Confidence::both(content, speaker));
            statements.push(statement);
        }
        statements.sort_by_key(Statement::start_char);
        let summary = self.summary.iter().map(|words| {
            let at = places(&text, words).next().unwrap();
            let sentence = sentences.iter().find(|sentence| sentence.span.covers(at)).unwrap().span;
            SummaryLine {
                text: text.slice(sentence).to_owned(),
                kind: "extractive".to_owned(),
                evidence: vec![sentence.into()],
                statements: Maybe::Absent,
                actors: Maybe::Absent,
                support: Maybe::Known(Support::Verbatim),
                extra: Extra::new(),
            }
        });
        let summary = summary.collect();
        Article {
            id: "urn:sha256:0".to_owned(),
            metadata: self.metadata,
            retrieval: Maybe::Absent,
            blocks,
            sentences: Maybe::Known(sentences),
            actors: Maybe::Known(actors),
            statements: Maybe::Known(statements),
            summary: Maybe::Known(summary),
            notes: Maybe::Absent,
            provenance: Maybe::Absent,
            warnings: Vec::new(),
            extra: Extra::new(),
            text,
        }
    }
}

/// Every place where words stand.
fn places<'a>(text: &'a Text, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    text.as_str().match_indices(words).map(move |(at, _)| text.span_of_bytes(at, at + words.len()).unwrap())
}

/// Sentences end at a stop before a space; good enough for articles made up for tests.
fn sentences(text: &Text, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let chars: Vec<char> = text.slice(block.span).chars().collect();
        let mut from = 0;
        for at in 0..chars.len() {
            let ends = matches!(chars[at], '.' | '?' | '!' | '”') && chars.get(at + 1).is_none_or(|next| *next == ' ');
            let stop = chars[..=at].iter().rev().find(|char| **char != '”').is_some_and(|c| ".?!".contains(*c));
            if (ends && stop) || at + 1 == chars.len() {
                let start = block.span.start();
                let span = text.span(start + from, start + at + 1).unwrap();
                sentences.push(Sentence { span, block: number, extra: Extra::new() });
                from = (at + 2).min(chars.len());
            }
        }
    }
    sentences
}

/// The article that most tests read: a town, a river, a dam that was not built.
pub fn vell() -> Article {
    Draft::new()
        .outlet("The Vell Courier", "2026-03-14")
        .heading("Vell council blames delayed dam for flood")
        .block(BlockKind::Standfirst, "Four hundred homes stood under water on Friday, a year after the works were put off.")
        .block(BlockKind::Byline, "By Ines Okafor")
        .paragraph("The river Vell burst its banks before dawn on Friday and filled the lower town within an hour. Nobody was killed.")
        .paragraph("{1d|“We will rebuild every house,”} {1c|said} {1s|the mayor, Odile Marchetti}, at {1v|a press conference in the town hall}. {1d|“And this time behind a dam.”}")
        .paragraph("{2s|She} {2c|told} {2t|reporters} {2m|that the works had been “put off for a year for no good reason”} by the water board.")
        .paragraph("{3s|Jonas Müller}, who chairs the Vell Water Board, {3c|said} {3i|the delay had been agreed with the council}.")
        .paragraph("{4d|“There is a letter with her signature under it,”} {4s|Müller} {4c|said}. The town hall would not show the letter on Friday.")
        .paragraph("The dam was to be ready last spring. Its cost had been put at forty million crowns, twice what the council voted for, and the works were handed from one builder to the next three times in two years.")
        .paragraph("{5s|A council aide} {5c|said} {5i|the figures had been known since the autumn}.")
        .paragraph("{6n|A spokesman for the builders, Harrow & Lund, declined to comment.}")
        .heading("What comes next")
        .paragraph("The government in Carrow sent two hundred soldiers with pumps and boats. They are to stay until the lower town can be walked again, which engineers expect within nine days.")
        .block(BlockKind::ListItem, "The bridge at Mill Lane stays shut until Monday.")
        .block(BlockKind::ListItem, "Water is to be boiled before it is drunk, also in the upper town where the pipes are whole.")
        .paragraph("{7s|Interior minister Tomasz Wieczorek} {7c|promised} {7m|“help without forms” for everyone whose house was hit}.")
        .block(BlockKind::Blockquote, "{8d|“Nobody in Vell shall wait for a stamp while the plaster falls from the walls.”}")
        .paragraph("{9s|Marchetti} {9c|answered} {9i|that she would believe it when the money was there}.")
        .paragraph("{10d|“We have been promised a dam too,”} {10s|she} {10c|said}.")
        .paragraph("In the school at Carrow Road, where three hundred people spent the night, the talk was less of blame than of cats. {11d|“Mine sat on the wardrobe until the boat came,”} {11c|said} {11s|Ada Finch}, 81, who has lived in Mill Lane since she was a child and has seen the river in the street four times.")
        .paragraph("{12s|Müller and Marchetti} {12c|said} in a joint note late on Friday {12i|that both would open their files}.")
        .paragraph("The river fell by a hand’s breadth in the evening, and the rain is expected to stop in the night.")
        .block(BlockKind::Boilerplate, "Follow the Vell Courier for the latest on the flood")
        .actor("marchetti", "Odile Marchetti", "mayor")
        .actor("mueller", "Jonas Müller", "")
        .actor("wieczorek", "Tomasz Wieczorek", "Interior minister")
        .actor("finch", "Ada Finch", "")
        .actor("okafor", "Ines Okafor", "")
        .said_by(1, &["marchetti"])
        .said_by(2, &["marchetti"])
        .said_by(3, &["mueller"])
        .said_by(4, &["mueller"])
        .said_by(7, &["wieczorek"])
        .said_by(8, &["wieczorek"])
        .said_by(9, &["marchetti"])
        .said_by(10, &["marchetti"])
        .said_by(11, &["finch"])
        .said_by(12, &["mueller", "marchetti"])
        .doubt(5, 0.91, 0.42)
        .doubt(8, 0.99, 0.74)
        .summary("burst its banks")
        .summary("the delay had been agreed")
        .summary("would open their files")
        .build()
}
