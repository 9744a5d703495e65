//! A library made up for tests: rows of a list, windows of it, and what is done to them, without a database.

use nutgraf::article::Kind;
use nutgraf::catalogue::{
    ArticleKey, Count, Day, Found, Hit, Joined, ListPage, ListRequest, Namesakes, Person, QueryFault, Row, SavedSearch,
    SpeakerKey, SpeakerPage, StatementKey, Story, StoryLine, Tally, TallyRow,
};
use nutgraf::exchange::{Change, Chosen, Effect, Event, SearchRequest, Speakers, Who};

/// A made-up library.
#[derive(Default)]
pub struct Shelves {
    pub rows: Vec<Row>,
    pub hits: Vec<Hit>,
    pub saved: Vec<SavedSearch>,
    /// A filtered list is counted as far as it was looked through.
    pub counts_on: bool,
    /// Nothing can be read any more.
    pub fails: bool,
    /// What was asked of it.
    pub asked: Vec<Effect>,
}

pub fn row(id: i64, day: &str, headline: &str) -> Row {
    Row {
        id: ArticleKey(id),
        headline: headline.to_owned(),
        outlet: Some("The Vell Courier".to_owned()),
        day: day.to_owned(),
        group: day.to_owned(),
        n_statements: 12,
        n_words: 843,
        version: 1,
        complete: Some(true),
        ..Row::default()
    }
}

impl Shelves {
    /// So many articles, ten a day, the newest first.
    pub fn of(n: i64) -> Self {
        let rows = (0..n).map(|number| {
            let day = format!("2026-{:02}-{:02}", 12 - (number / 280) % 12, 28 - (number / 10) % 28);
            Row { is_read: number % 3 == 0, ..row(number, &day, &format!("Article {number} of the ferry")) }
        });
        Self { rows: rows.collect(), ..Self::default() }
    }

    /// The rows that a query leaves: those whose headline has its words; a field is a fault.
    fn fitting(&self, query: &str) -> Result<Vec<Row>, QueryFault> {
        if let Some(at) = query.find(':') {
            let message = "no field is called that; did you mean speaker:?".to_owned();
            return Err(QueryFault { message, at: 0..at });
        }
        Ok(self.rows.iter().filter(|row| row.headline.contains(query)).cloned().collect())
    }

    pub fn page(&self, request: &ListRequest) -> Result<ListPage, QueryFault> {
        let all = self.fitting(&request.query)?;
        let n_unread = all.iter().filter(|row| !row.is_read).count();
        let total = all.len();
        let rows: Vec<Row> = all.into_iter().skip(request.offset).take(request.limit).collect();
        let n_looked = request.offset + rows.len();
        let is_more = self.counts_on && n_looked < total;
        let total = if is_more { n_looked } else { total };
        Ok(ListPage { rows, offset: request.offset, total, is_more, n_unread })
    }

    /// What comes of an effect that is for a library.
    pub fn answer(&mut self, effect: &Effect) -> Option<Event> {
        if self.fails {
            let why = || "the library is gone".to_owned();
            let event = match effect {
                Effect::List { request, .. } => Event::Listed(request.clone(), Err(why())),
                Effect::Search(request) => Event::Found(request.clone(), Err(why())),
                Effect::Saved => Event::Saved(Err(why())),
                Effect::Speaker(_) => Event::Speaker(Err(why())),
                Effect::Tally(query) => Event::Tally(query.clone(), Err(why())),
                Effect::Day(_) => Event::Day(Err(why())),
                Effect::Save(_) | Effect::Identify(_) | Effect::Change(..) => Event::Changed(Err(why())),
                _ => return None,
            };
            self.asked.push(effect.clone());
            return Some(event);
        }
        let event = match effect {
            Effect::List { request, .. } => Event::Listed(request.clone(), Ok(self.page(request))),
            Effect::Change(chosen, change) => {
                let keys = match chosen {
                    Chosen::Articles(keys) => keys.clone(),
                    Chosen::Listed { query, .. } => self.fitting(query).unwrap().iter().map(|row| row.id).collect(),
                };
                for row in self.rows.iter_mut().filter(|row| keys.contains(&row.id)) {
                    match change {
                        Change::Read(read) => row.is_read = *read,
                        Change::Star(star) => row.is_starred = *star,
                        Change::Tag { add, take } => {
                            row.tags.retain(|tag| !take.contains(tag));
                            row.tags.extend(add.iter().cloned());
                        }
                        Change::Remove => row.group.clear(),
                    }
                }
                self.rows.retain(|row| !row.group.is_empty());
                Event::Changed(Ok(format!("changed {} articles", keys.len())))
            }
            Effect::Search(request) => Event::Found(request.clone(), Ok(self.found(request))),
            Effect::Saved => Event::Saved(Ok(self.saved.clone())),
            Effect::Save(search) => {
                self.saved.push(search.clone());
                Event::Changed(Ok(format!("saved {}", search.name)))
            }
            Effect::Speaker(Who::Speaker(key)) => Event::Speaker(Ok(Speakers::One(Box::new(self.speaker(*key))))),
            Effect::Speaker(Who::Actor { name, .. }) if name.contains("Müller") => {
                Event::Speaker(Ok(Speakers::Several(vec![person(1, "Jonas Müller"), person(2, "Eva Müller")])))
            }
            Effect::Speaker(Who::Actor { .. }) => {
                Event::Speaker(Ok(Speakers::One(Box::new(self.speaker(SpeakerKey(7))))))
            }
            Effect::Tally(query) => Event::Tally(query.clone(), Ok(Ok(tally()))),
            Effect::Day(request) => {
                let number = request.from.as_ref().map_or(14, |day| day[8..].parse::<i64>().unwrap()) + request.by;
                Event::Day(Ok(self.day(&format!("2026-03-{number:02}"))))
            }
            Effect::Identify(_) => Event::Changed(Ok("they are one now".to_owned())),
            _ => return None,
        };
        self.asked.push(effect.clone());
        Some(event)
    }
}

impl Shelves {
    /// The same with so many statements in the first article, the newest first.
    pub fn with_hits(mut self, n: i64) -> Self {
        self.hits = (0..n).map(hit).collect();
        self
    }

    fn found(&self, request: &SearchRequest) -> Result<Found, QueryFault> {
        if let Some(at) = request.text.find("speeker:") {
            let message = "there is no field `speeker`; did you mean `speaker`?".to_owned();
            return Err(QueryFault { message, at: at..at + 7 });
        }
        let is_person = request.text.contains(":#");
        let word =
            if is_person { "" } else { request.text.trim_end_matches('*').rsplit(' ').next().unwrap_or_default() };
        let word = word.rsplit(':').next().unwrap_or_default();
        let fitting: Vec<Hit> = self
            .hits
            .iter()
            .filter(|hit| {
                hit.content.contains(word) || hit.speakers.iter().any(|(_, name)| name.to_lowercase().contains(word))
            })
            .map(|hit| {
                let at = hit.content.find(word).map(|at| hit.content[..at].chars().count());
                let lit = at.map(|at| at..at + word.chars().count()).filter(|lit| !lit.is_empty());
                Hit { lit: lit.into_iter().collect(), ..hit.clone() }
            })
            .collect();
        let is_more = fitting.len() > request.offset + request.limit;
        let blame = fitting.is_empty().then(|| word.to_owned());
        let hits = fitting.into_iter().skip(request.offset).take(request.limit).collect();
        let mut namesakes = Vec::new();
        if request.text.contains("speaker:marchetti") && !request.typed {
            let people = vec![person(7, "Odile Marchetti"), person(8, "Luc Marchetti")];
            namesakes.push(Namesakes { asked: "marchetti".to_owned(), n: 2, people });
        }
        Ok(Found { hits, is_more, ranked: None, namesakes, blame })
    }

    fn speaker(&self, key: SpeakerKey) -> SpeakerPage {
        let count = |name: &str, n| Count { name: name.to_owned(), n };
        let name = if key.0 == 7 { "Odile Marchetti" } else { "Luc Marchetti" };
        SpeakerPage {
            person: Person { role: Some("mayor of Vell".to_owned()), ..person(key.0, name) },
            forms: vec![name.to_owned(), "Marchetti".to_owned(), "the mayor".to_owned()],
            joined: vec![Joined {
                name: "Marchetti".to_owned(),
                how: "surname and role".to_owned(),
                is_inferred: true,
                n: 31,
            }],
            roles: vec!["mayor of Vell".to_owned(), "councillor".to_owned()],
            namesakes: vec![person(15 - key.0, "Luc Marchetti")],
            weeks: [0, 3, 1, 0, 8, 5]
                .iter()
                .enumerate()
                .map(|(n, c)| count(&format!("2026-02-{:02}", 1 + n), *c))
                .collect(),
            outlets: vec![count("The Vell Courier", 30), count("Carrow Post", 11)],
            topics: vec![count("dam", 9), count("harbour", 4)],
            // The newest two stand in an article that came in after the others.
            by: (0..)
                .zip(self.hits.iter().take(5))
                .map(|(n, hit)| Hit { article: ArticleKey(i64::from(n < 2)), ..hit.clone() })
                .collect(),
            about: self.hits.iter().skip(5).take(2).cloned().collect(),
            n_by: self.hits.len(),
            n_about: 2,
            seen: self.hits.get(2).map(|hit| hit.article),
            n_new: 2,
            n_weighed: 400,
        }
    }

    fn day(&self, day: &str) -> Day {
        let line = StoryLine {
            text: "Jonas Müller, who chairs the Vell Water Board, said the delay had been agreed with the council."
                .to_owned(),
            article: ArticleKey(0),
            line: 1,
        };
        let story = Story {
            articles: vec![
                row(0, day, "Vell council blames delayed dam for flood"),
                row(1, day, "The same in other words"),
            ],
            summary: vec![line],
            people: vec![Person { role: Some("mayor".to_owned()), ..person(7, "Odile Marchetti") }],
            quotes: self.hits.iter().take(1).cloned().collect(),
        };
        Day { day: day.to_owned(), stories: vec![story], n_articles: 2, n_unread: 1 }
    }
}

pub fn person(id: i64, name: &str) -> Person {
    Person { id: SpeakerKey(id), name: name.to_owned(), role: None, n_statements: 41 }
}

/// A statement of the first article, which is the one that most tests read.
fn hit(number: i64) -> Hit {
    Hit {
        id: StatementKey(10_000 - number),
        article: ArticleKey(0),
        statement: format!("s{}", number % 12 + 1),
        day: "2026-03-14".to_owned(),
        published: Some("2026-03-14T12:00:00Z".to_owned()),
        outlet: Some("The Vell Courier".to_owned()),
        headline: "Vell council blames delayed dam for flood".to_owned(),
        url: None,
        kind: if number % 2 == 0 { Kind::Direct } else { Kind::Indirect },
        content: format!(
            "“We will rebuild house {number} before the spring, and this time behind a dam that holds whatever the river does, and nobody shall wait for a stamp while the plaster falls from the walls”"
        ),
        speakers: vec![(SpeakerKey(7), "Odile Marchetti".to_owned())],
        source: Some("the mayor".to_owned()),
        role: Some("mayor of Vell".to_owned()),
        content_confidence: Some(0.97),
        speaker_confidence: Some(if number == 1 { 0.5 } else { 0.97 }),
        lit: Vec::new(),
        start_char: Some(0),
        review: None,
        note: None,
        tags: Vec::new(),
        cue: None,
    }
}

fn tally() -> Tally {
    let row = |id, name: &str, n_words, share| TallyRow {
        id: Some(SpeakerKey(id)),
        name: name.to_owned(),
        n_statements: n_words / 10,
        n_words,
        share,
    };
    let nobody = TallyRow { id: None, ..row(0, "nobody named", 10, 0.02) };
    let rows = vec![row(7, "Odile Marchetti", 300, 0.6), row(1, "Jonas Müller", 190, 0.38), nobody];
    Tally { rows, n_statements: 50, n_words: 500, is_more: false }
}
