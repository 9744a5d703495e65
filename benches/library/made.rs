//! Libraries of made articles: words as frequent as in real text (Zipf), 60,000 speakers, 200 outlets, five years.
//! The same number gives the same library; nothing in it is anybody's words.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use nutgraf::article::{
    Actor, ActorId, ActorKind, Article, Block, BlockKind, Confidence, Extra, Kind, Maybe, Metadata, Party, Retrieval,
    Role, Span, Statement, Text,
};
use nutgraf::catalogue::ArticleKey;
use nutgraf::library::{Arrival, Change, Library};

const N_WORDS: usize = 50_000;
const N_SPEAKERS: usize = 60_000;
const N_OUTLETS: usize = 200;
const SECONDS: i64 = 5 * 365 * 86_400;

/// The newest article's time: noon of 13 August 2025.
pub const NOW: i64 = 1_755_086_400;

/// Splitmix64 (Steele, Lea and Flood, 2014).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Ranks with frequencies as 1 / (rank + shift).
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(n: usize, shift: f64) -> Self {
        let mut sum = 0.0;
        let sums = (0..n).map(|rank| {
            sum += 1.0 / (rank as f64 + shift);
            sum
        });
        Self(sums.collect())
    }

    fn rank(&self, chance: &mut Chance) -> usize {
        let at = chance.part() * self.0[self.0.len() - 1];
        self.0.partition_point(|&sum| sum < at).min(self.0.len() - 1)
    }
}

/// The word of a rank: the frequent ones are short.
pub fn word(rank: usize) -> String {
    const ONSETS: [&str; 16] = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st"];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
    const CODAS: [&str; 8] = ["", "n", "r", "s", "l", "t", "nd", "m"];
    let mut word = String::new();
    let mut rest = rank;
    loop {
        word += ONSETS[rest % 16];
        rest /= 16;
        word += VOWELS[rest % 6];
        rest /= 6;
        word += CODAS[rest % 8];
        rest /= 8;
        if rest == 0 {
            return word;
        }
        rest -= 1;
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The name of a speaker: 60 first names, 2,400 surnames, so that surnames have several bearers.
pub fn name(speaker: usize) -> String {
    let surname = (speaker * 7 + speaker / 2_400) % 2_400;
    format!("{} {}", capital(&word(300 + speaker % 59)), surname_of(surname))
}

fn surname_of(number: usize) -> String {
    format!("{}sen", capital(&word(1_000 + number)))
}

/// The name of an outlet.
pub fn outlet(number: usize) -> String {
    const KINDS: [&str; 5] = ["Courier", "Post", "Herald", "Wire", "Gazette"];
    format!("{} {}", capital(&word(40 + number / 5)), KINDS[number % 5])
}

/// Makes the articles, the oldest first.
pub struct Maker {
    chance: Chance,
    words: Vec<String>,
    of_words: Zipf,
    of_speakers: Zipf,
    of_outlets: Zipf,
    n_articles: usize,
    n_made: usize,
}

impl Maker {
    pub fn new(n_articles: usize) -> Self {
        Self {
            chance: Chance::new(20_250_813),
            words: (0..N_WORDS).map(word).collect(),
            of_words: Zipf::new(N_WORDS, 2.7),
            of_speakers: Zipf::new(N_SPEAKERS, 10.0),
            of_outlets: Zipf::new(N_OUTLETS, 3.0),
            n_articles,
            n_made: 0,
        }
    }

    fn phrase(&mut self, n_words: usize, into: &mut String) {
        for n in 0..n_words {
            let rank = self.of_words.rank(&mut self.chance);
            if n > 0 {
                into.push(' ');
            }
            into.push_str(&self.words[rank]);
        }
    }

    fn article(&mut self) -> (Article, i64) {
        let number = self.n_made;
        self.n_made += 1;
        let at = NOW - SECONDS + SECONDS * (number as i64 + 1) / self.n_articles as i64;
        let people: Vec<usize> = (0..4).map(|_| self.of_speakers.rank(&mut self.chance)).collect();
        let mut value = String::new();
        self.phrase(8, &mut value);
        let headline = value.clone();
        value.push('\n');
        let mut actors = Vec::new();
        let mut roles = Vec::new();
        for (n, &person) in people.iter().enumerate() {
            if people[..n].contains(&person) {
                continue;
            }
            value.push_str(&name(person));
            value.push_str(", ");
            let start = value.len();
            value.push_str(&self.words[500 + person % 200]);
            roles.push((actors.len(), start, value.len()));
            value.push_str(", spoke. ");
            let mut actor = Actor::named(format!("a{n}"), name(person));
            actor.kind = Maybe::Known(ActorKind::Person);
            actors.push(actor);
        }
        value.push('\n');
        let n_statements = 5 + self.chance.below(11);
        let mut spans = Vec::with_capacity(n_statements);
        for _ in 0..n_statements {
            let kind = Kind::NAMES[[0, 0, 0, 0, 1, 1, 2, 2, 2, 3][self.chance.below(10)]].0;
            let n_words = 8 + self.chance.below(30);
            let start = value.len();
            let mark = if kind == Kind::Direct { "\"" } else { "" };
            value.push_str(mark);
            self.phrase(n_words, &mut value);
            value.push_str(mark);
            spans.push((kind, start, value.len()));
            value.push_str(" it was said.\n");
        }
        // Without accents, so that bytes are scalars.
        let text = Text::new(value);
        let span = |start: usize, end: usize| -> Span { text.span(start, end).expect("within the text") };
        for (actor, start, end) in roles {
            let title = text.slice(span(start, end)).to_owned();
            let evidence = vec![span(start, end).into()];
            let role = Role { title, affiliation: Maybe::Absent, evidence, extra: Extra::new() };
            actors[actor].roles = Maybe::Known(vec![role]);
        }
        let statements = spans.iter().enumerate().map(|(n, &(kind, start, end))| {
            let mut statement = Statement::new(format!("s{n}"), kind, vec![span(start, end).into()]);
            let mut one = || ActorId(actors[self.chance.below(actors.len())].id.0.clone());
            let (speaker, about) = (one(), one());
            let roll = self.chance.below(100);
            statement.speakers = Maybe::Known(if roll < 5 { Vec::new() } else { vec![speaker] });
            statement.about = Maybe::Known(if roll.is_multiple_of(5) { vec![about] } else { Vec::new() });
            statement.confidence = Maybe::Known(Confidence::both(0.9, 0.8));
            statement
        });
        let statements: Vec<Statement> = statements.collect();
        let lang = ["en", "en", "en", "en", "en", "en", "en", "en-GB", "de", "fr"][self.chance.below(10)];
        let outlet = Party { name: outlet(self.of_outlets.rank(&mut self.chance)), ..Party::default() };
        let metadata = Metadata {
            url: Maybe::Known(format!("https://made.example/{number}")),
            headline: Maybe::Known(headline),
            publisher: Maybe::Known(outlet),
            date_published: Maybe::Known(jiff::Timestamp::from_second(at).expect("a time of ours").to_string()),
            in_language: Maybe::Known(lang.to_owned()),
            ..Metadata::default()
        };
        let complete = Maybe::Known(self.chance.below(20) > 0);
        let blocks = vec![Block::new(BlockKind::Paragraph, text.whole())];
        let article = Article {
            id: format!("urn:made:{number}"),
            metadata,
            retrieval: Maybe::Known(Retrieval { complete, ..Retrieval::default() }),
            blocks,
            sentences: Maybe::Absent,
            actors: Maybe::Known(actors),
            statements: Maybe::Known(statements),
            summary: Maybe::Absent,
            notes: Maybe::Absent,
            provenance: Maybe::Absent,
            warnings: Vec::new(),
            extra: Extra::new(),
            text,
        };
        (article, at)
    }
}

/// Makes a library, by the way that every article takes, 200 at a time; and its statements as JSON lines beside it.
pub fn make(path: &Path, n_articles: usize) {
    let started = Instant::now();
    let unfinished = path.with_extension("unfinished");
    let _ = std::fs::remove_file(&unfinished);
    let mut library = Library::open_to_write(&unfinished).expect("a library");
    let mut lines = BufWriter::new(File::create(path.with_extension("jsonl")).expect("a file"));
    let mut maker = Maker::new(n_articles);
    while maker.n_made < n_articles {
        let mut arrivals = Vec::new();
        let mut now = NOW;
        for _ in 0..200.min(n_articles - maker.n_made) {
            let (article, at) = maker.article();
            write_lines(&mut lines, &article);
            let rare = maker.n_made % 5_000 == 17;
            let common = maker.n_made % 10 == 3;
            let tags = [rare.then_some("rare"), common.then_some("common")].into_iter().flatten().map(str::to_owned);
            arrivals.push(Arrival { tags: tags.collect(), ..Arrival::asked(article) });
            now = at;
        }
        library.add(&arrivals, now).expect("added");
        if maker.n_made.is_multiple_of(10_000) {
            eprintln!("{} of {n_articles} after {:.0?}", maker.n_made, started.elapsed());
        }
    }
    // The newest thousandth is unread, and a few are starred.
    let keys: Vec<ArticleKey> = (1..=n_articles as i64).map(ArticleKey).collect();
    let (old, _) = keys.split_at(n_articles - n_articles.div_ceil(1_000));
    library.change(old, &Change::Read(true), NOW).expect("marked");
    let starred: Vec<ArticleKey> = keys.iter().copied().step_by(2_000).collect();
    library.change(&starred, &Change::Starred(true), NOW).expect("starred");
    drop(library);
    std::fs::rename(&unfinished, path).expect("renamed");
    lines.flush().expect("written");
    let n_bytes = path.metadata().map_or(0, |metadata| metadata.len());
    println!("made {n_articles} articles in {:.0?}, {} MB", started.elapsed(), n_bytes >> 20);
}

fn write_lines(lines: &mut impl Write, article: &Article) {
    let metadata = &article.metadata;
    for statement in article.statements.items() {
        let words: Vec<&str> = statement.content.iter().map(|part| part.words(&article.text)).collect();
        let speakers = statement.standing_speakers().iter().filter_map(|id| article.actor(id));
        let speakers: Vec<&str> = speakers.map(|actor| actor.name.as_str()).collect();
        let line = serde_json::json!({
            "date": metadata.date_published.known(), "outlet": metadata.publisher.known().map(|outlet| &outlet.name),
            "headline": metadata.headline.known(), "speaker": speakers.join(", "), "text": words.join(" ")
        });
        writeln!(lines, "{line}").expect("written");
    }
}
