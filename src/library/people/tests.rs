use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

use super::decide::How;
use super::{settle, withdraw};
use crate::article::format::read;
use crate::article::{ActorId, Article};
use crate::catalogue::{ArticleKey, SpeakerKey};
use crate::library::Library;

/// A library in a file of its own, with articles that have nothing but actors.
struct Bench {
    _folder: TempDir,
    library: Library,
    n: i64,
}

/// Name, kind, role, aliases.
type Given<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        Self { _folder: folder, library, n: 0 }
    }

    fn tx(&self) -> &Connection {
        &self.library.connection
    }

    fn row(&mut self, day: i64) -> ArticleKey {
        self.n += 1;
        self.tx()
            .execute(
                "INSERT INTO article (slot, day, urn, text_sha256, headline, added, n_words, n_statements, n_ids, model)
                 VALUES (?1, ?2, '', x'', '', 0, 0, 0, 9, '')",
                [day * 1_000_000 + self.n * 10, day],
            )
            .unwrap();
        ArticleKey(self.tx().last_insert_rowid())
    }

    fn add(&mut self, day: i64, actors: &[Given<'_>]) -> (ArticleKey, Vec<SpeakerKey>) {
        let key = self.row(day);
        let speakers = settle(self.tx(), key, &article(actors)).unwrap();
        (key, in_order(&speakers))
    }

    fn how(&self, article: ArticleKey, n: usize) -> &'static str {
        let number = self
            .tx()
            .query_row(
                "SELECT how FROM appearance WHERE article = ?1 AND actor = ?2",
                (article.0, format!("a{n}")),
                |row| row.get(0),
            )
            .unwrap();
        How::words(number)
    }

    fn count(&self, sql: &str) -> i64 {
        self.tx().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn in_order(speakers: &BTreeMap<ActorId, SpeakerKey>) -> Vec<SpeakerKey> {
    (0..speakers.len()).map(|n| speakers[&ActorId(format!("a{n}"))]).collect()
}

fn article(actors: &[Given<'_>]) -> Article {
    let actors: Vec<_> = actors
        .iter()
        .enumerate()
        .map(|(n, (name, kind, role, aliases))| {
            let roles = if role.is_empty() {
                json!([])
            } else {
                json!([{ "title": role, "evidence": [{ "start": 0, "end": 2 }] }])
            };
            json!({ "id": format!("a{n}"), "name": name, "kind": kind, "roles": roles, "aliases": aliases })
        })
        .collect();
    read(&json!({ "text": { "value": "It rained." }, "actors": actors }).to_string()).unwrap()
}

const PERSON: &str = "person";
const BODY: &str = "organisation";

#[test]
fn one_person_is_one_speaker_however_the_name_is_written() {
    let mut bench = Bench::new();
    let (_, first) = bench.add(1, &[("Vasyl Orlenskyy", PERSON, "minister", &[])]);
    for name in ["Vasyl Orlensky", "VASYL ORLENSKYI", "Mr Vasyl B. Orlenskiy"] {
        let (article, other) = bench.add(90, &[(name, PERSON, "", &[])]);
        assert_eq!(other, first, "{name}");
        assert_eq!(bench.how(article, 0), "same name in another spelling");
    }
    let (article, same) = bench.add(2, &[("Vasyl Orlenskyy", PERSON, "", &[])]);
    assert_eq!((same, bench.how(article, 0)), (first, "same name"));
}

#[test]
fn a_speaker_is_called_what_articles_call_them_most() {
    let mut bench = Bench::new();
    let (_, speaker) = bench.add(1, &[("ADA BROOK", PERSON, "", &[])]);
    for _ in 0..2 {
        bench.add(1, &[("Ada Brook", PERSON, "", &[])]);
    }
    assert_eq!(
        bench.count(&format!("SELECT count(*) FROM speaker WHERE id = {} AND name = 'Ada Brook'", speaker[0].0)),
        1
    );
}

#[test]
fn two_of_one_surname_are_two() {
    let mut bench = Bench::new();
    let (_, speakers) = bench.add(1, &[("Ada Brook", PERSON, "mayor", &[]), ("Bruno Brook", PERSON, "mayor", &[])]);
    assert_ne!(speakers[0], speakers[1]);
    let (article, bare) = bench.add(1, &[("Brook", PERSON, "mayor", &[])]);
    assert!(!speakers.contains(&bare[0]), "the role fits both");
    assert_eq!(bench.how(article, 0), "surname only");
}

#[test]
fn a_surname_alone_needs_the_role_or_the_company() {
    let mut bench = Bench::new();
    let (_, full) = bench.add(10, &[("Ada Brook", PERSON, "mayor of Vell", &[]), ("Vell Council", BODY, "", &[])]);
    let (article, other) = bench.add(10, &[("Brook", PERSON, "", &[])]);
    assert_ne!(other[0], full[0]);
    assert_eq!(bench.how(article, 0), "surname only");
    let (article, by_role) = bench.add(90, &[("Brook", PERSON, "mayor of Vell", &[])]);
    assert_eq!((by_role[0], bench.how(article, 0)), (full[0], "surname and role"));
    let (_, some_mayor) = bench.add(90, &[("Brook", PERSON, "mayor", &[])]);
    assert_ne!(some_mayor[0], full[0], "there are many mayors");
    let (article, by_company) = bench.add(12, &[("Brook", PERSON, "", &[]), ("Vell Council", BODY, "", &[])]);
    assert_eq!((by_company[0], bench.how(article, 0)), (full[0], "surname, the same days and people"));
    let (_, too_late) = bench.add(60, &[("Brook", PERSON, "", &[]), ("Vell Council", BODY, "", &[])]);
    assert_eq!(too_late[0], other[0]);
}

#[test]
fn a_surname_beside_its_full_bearer_is_somebody_else() {
    let mut bench = Bench::new();
    bench.add(1, &[("Ada Brook", PERSON, "mayor", &[])]);
    let (_, speakers) = bench.add(1, &[("Brook", PERSON, "mayor", &[]), ("Ada Brook", PERSON, "mayor", &[])]);
    assert_ne!(speakers[0], speakers[1]);
}

#[test]
fn one_name_in_two_walks_of_life_is_two_people_and_later_ones_go_by_role() {
    let mut bench = Bench::new();
    let (_, player) = bench.add(1, &[("Bruno Keel", PERSON, "striker", &[])]);
    let (_, minister) = bench.add(1, &[("Bruno Keel", PERSON, "transport minister", &[])]);
    assert_ne!(player, minister);
    let (article, later) = bench.add(2, &[("Bruno Keel", PERSON, "Transport Minister", &[])]);
    assert_eq!((later, bench.how(article, 0)), (minister.clone(), "one of several of that name, told by the role"));
    let (article, doubtful) = bench.add(2, &[("Bruno Keel", PERSON, "", &[])]);
    assert_eq!((doubtful, bench.how(article, 0)), (minister, "one of several of that name, in doubt"));
}

#[test]
fn who_became_something_else_stays_one() {
    let mut bench = Bench::new();
    let (_, first) = bench.add(1, &[("Bruno Keel", PERSON, "striker", &[])]);
    bench.add(2, &[("Bruno Keel", PERSON, "former striker and minister", &[])]);
    let (_, third) = bench.add(3, &[("Bruno Keel", PERSON, "transport minister", &[])]);
    assert_eq!(first, third);
}

#[test]
fn a_person_is_no_body_of_the_same_name() {
    let mut bench = Bench::new();
    let (_, person) = bench.add(1, &[("Ada Brook", PERSON, "", &[])]);
    let (_, body) = bench.add(1, &[("Ada Brook", BODY, "", &[])]);
    assert_ne!(person, body);
}

#[test]
fn initials_lead_to_the_body_once_an_article_ties_them() {
    let mut bench = Bench::new();
    let (_, alone) = bench.add(1, &[("VHA", BODY, "", &[])]);
    let (_, full) = bench.add(2, &[("Vell Harbour Authority", BODY, "", &["VHA", "the Authority"])]);
    assert_ne!(alone, full);
    let (article, later) = bench.add(3, &[("VHA", BODY, "", &[])]);
    assert_eq!((later, bench.how(article, 0)), (full, "initials that an article gives with the name"));
}

#[test]
fn places_appear_only_when_they_speak() {
    let mut bench = Bench::new();
    let (_, none) = bench.add(1, &[("Vell", "place", "", &[])]);
    assert_eq!(none, []);
    let key = bench.row(1);
    let speaking = read(
        &json!({ "text": { "value": "Vell said it rained." }, "actors": [{ "id": "a0", "name": "Vell", "kind": "place" }],
            "statements": [{ "content": [{ "exact": "rained" }], "speakers": ["a0"] }] })
        .to_string(),
    )
    .unwrap();
    assert_eq!(settle(bench.tx(), key, &speaking).unwrap().len(), 1);
}

#[test]
fn taking_back_leaves_no_rows_behind_and_the_number_is_the_same_afterwards() {
    let mut bench = Bench::new();
    let actors: &[Given<'_>] =
        &[("Ada Brook", PERSON, "mayor", &["Adele Brook"]), ("Vell Harbour Authority", BODY, "", &["VHA"])];
    let (key, speakers) = bench.add(1, actors);
    bench.tx().execute("INSERT INTO said VALUES (?1, ?2)", [speakers[0].0, 1_000_011]).unwrap();
    assert_eq!(bench.count("SELECT sum(n_statements) FROM speaker"), 1);
    withdraw(bench.tx(), key).unwrap();
    for table in ["appearance", "form_word", "said", "about"] {
        assert_eq!(bench.count(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(bench.count("SELECT sum(n_statements) FROM speaker"), 0);
    assert_eq!(bench.count("SELECT sum(n) FROM form"), 0);
    assert_eq!(in_order(&settle(bench.tx(), key, &article(actors)).unwrap()), speakers);
    assert_eq!(bench.count("SELECT count(*) FROM speaker"), 2);
    assert!(bench.count("SELECT count(*) FROM form_word") > 4);
}

#[test]
fn settling_an_article_again_changes_nothing() {
    let mut bench = Bench::new();
    let actors: &[Given<'_>] = &[("Ada Brook", PERSON, "mayor", &[]), ("Keel", PERSON, "", &[])];
    let (key, speakers) = bench.add(1, actors);
    let before = bench.count("SELECT sum(n) FROM form");
    assert_eq!(in_order(&settle(bench.tx(), key, &article(actors)).unwrap()), speakers);
    assert_eq!(bench.count("SELECT sum(n) FROM form"), before);
}

#[test]
fn the_role_is_the_latest_articles_whatever_came_in_first() {
    let mut bench = Bench::new();
    bench.add(5, &[("Ada Brook", PERSON, "minister", &[])]);
    bench.add(1, &[("Ada Brook", PERSON, "mayor", &[])]);
    let (latest, _) = bench.add(9, &[("Ada Brook", PERSON, "premier", &[])]);
    let role =
        |bench: &Bench| bench.tx().query_row("SELECT role FROM speaker", [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(role(&bench), "premier");
    withdraw(bench.tx(), latest).unwrap();
    assert_eq!(role(&bench), "minister");
}

#[test]
fn a_form_that_no_article_has_any_more_finds_nobody() {
    let mut bench = Bench::new();
    bench.add(1, &[("Ada Brook", PERSON, "", &[])]);
    let (second, _) = bench.add(1, &[("Ada Q. Brook", PERSON, "", &["Adele Brook"])]);
    assert_eq!(bench.count("SELECT count(*) FROM form_word WHERE word = 'adele'"), 1);
    withdraw(bench.tx(), second).unwrap();
    assert_eq!(bench.count("SELECT count(*) FROM form_word WHERE word = 'adele'"), 0);
    assert_eq!(bench.count("SELECT count(*) FROM form_word WHERE word = 'ada'"), 1);
}

#[test]
fn every_reason_has_its_own_words_and_number() {
    for (n, (how, words)) in How::NAMES.iter().enumerate() {
        assert_eq!((how.number(), How::words(n as i64)), (n as i64, *words));
    }
}
