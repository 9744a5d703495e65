//! People across articles, in real library files and through the real way in.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;

use nutgraf::article::Article;
use nutgraf::article::format::read;
use nutgraf::catalogue::{ArticleKey, ListRequest, Part, Sort, SpeakerKey};
use nutgraf::library::{Added, Arrival, Change, Library};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;
use tempfile::TempDir;

const NOON: i64 = 1_763_899_200;

struct Shelf {
    _folder: TempDir,
    library: Library,
    look: Connection,
    n: usize,
}

/// Who says something, in which role.
type Saying<'a> = (&'a str, &'a str);

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let library = Library::open_to_write(&path).unwrap();
        let look = Connection::open(&path).unwrap();
        Self { _folder: folder, library, look, n: 0 }
    }

    fn add(&mut self, sayings: &[Saying<'_>]) -> ArticleKey {
        self.n += 1;
        let article = article(self.n, sayings);
        match self.library.add(&[Arrival::asked(article)], NOON).unwrap()[..] {
            [Added::New(key)] => key,
            ref other => panic!("{other:?}"),
        }
    }

    fn speaker(&self, article: ArticleKey, n: usize) -> SpeakerKey {
        let sql = "SELECT speaker FROM appearance WHERE article = ?1 AND actor = ?2";
        self.look.query_row(sql, (article.0, format!("a{n}")), |row| row.get(0).map(SpeakerKey)).unwrap()
    }

    fn how(&self, article: ArticleKey, n: usize) -> i64 {
        let sql = "SELECT how FROM appearance WHERE article = ?1 AND actor = ?2";
        self.look.query_row(sql, (article.0, format!("a{n}")), |row| row.get(0)).unwrap()
    }

    fn n_statements(&self, speaker: SpeakerKey) -> i64 {
        self.look.query_row("SELECT n_statements FROM speaker WHERE id = ?1", [speaker.0], |row| row.get(0)).unwrap()
    }

    /// Every row of the tables that are about people; the index by what it finds.
    fn rows(&self) -> BTreeSet<String> {
        let mut rows = BTreeSet::new();
        for table in ["speaker", "form", "form_word", "appearance", "said", "about", "choice"] {
            let mut query = self.look.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let n = query.column_count();
            let mut found = query.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let cells: Vec<Value> = (0..n).map(|n| row.get(n).unwrap()).collect();
                rows.insert(format!("{table} {cells:?}"));
            }
        }
        for speaker in 1..40 {
            let mut query = self.look.prepare("SELECT rowid FROM words WHERE words MATCH ?1").unwrap();
            let found = query.query_map([format!("facet : \"0p{speaker}\"")], |row| row.get::<_, i64>(0)).unwrap();
            rows.extend(found.map(|id| format!("words p{speaker} {}", id.unwrap())));
        }
        rows
    }

    /// What must hold whatever was done.
    #[track_caller]
    fn check(&self) {
        for (what, sql) in [
            (
                "said counts",
                "SELECT count(*) FROM speaker s WHERE n_statements <> (SELECT count(*) FROM said WHERE speaker = s.id)",
            ),
            (
                "about counts",
                "SELECT count(*) FROM speaker s WHERE n_about <> (SELECT count(*) FROM about WHERE speaker = s.id)",
            ),
            (
                "speakers of appearances",
                "SELECT count(*) FROM appearance WHERE speaker NOT IN (SELECT id FROM speaker WHERE merged IS NULL)",
            ),
            ("speakers of forms", "SELECT count(*) FROM form WHERE speaker NOT IN (SELECT id FROM speaker)"),
            (
                "words of nobody",
                "SELECT count(*) FROM form_word WHERE speaker NOT IN (SELECT speaker FROM form WHERE n > 0)",
            ),
            ("statements of said", "SELECT count(*) FROM said WHERE statement NOT IN (SELECT id FROM statement)"),
            (
                "forms without words",
                "SELECT count(*) FROM form WHERE n > 0 AND speaker NOT IN (SELECT speaker FROM form_word)",
            ),
            (
                "said by who appears",
                "SELECT count(*) FROM said JOIN statement s ON s.id = said.statement
                WHERE NOT EXISTS (SELECT 1 FROM appearance a WHERE a.article = s.article AND a.speaker = said.speaker)",
            ),
            (
                "removed articles",
                "SELECT count(*) FROM appearance JOIN article a ON a.id = article WHERE a.removed IS NOT NULL",
            ),
            (
                "choices for nobody",
                "SELECT count(*) FROM choice WHERE speaker NOT IN (SELECT id FROM speaker WHERE merged IS NULL)",
            ),
        ] {
            let n: i64 = self.look.query_row(sql, [], |row| row.get(0)).unwrap();
            assert_eq!(n, 0, "{what}");
        }
        let found: BTreeSet<String> = self.rows().into_iter().filter(|row| row.starts_with("words")).collect();
        let mut query = self.look.prepare("SELECT speaker, statement FROM said").unwrap();
        let said = query
            .query_map([], |row| Ok(format!("words p{} {}", row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .unwrap();
        assert_eq!(found, said.map(Result::unwrap).collect(), "the index says who said it");
    }
}

fn article(n: usize, sayings: &[Saying<'_>]) -> Article {
    let mut text = format!("Report {n} from Vell.\n");
    let mut actors = Vec::new();
    let mut statements = Vec::new();
    for (at, (name, role)) in sayings.iter().enumerate() {
        let words = format!("“Line {at} of report {n} is ours,” said {name}.\n");
        let start = text.chars().count();
        let end = start + words.chars().position(|c| c == '”').unwrap() + 1;
        text.push_str(&words);
        let roles = if role.is_empty() {
            json!([])
        } else {
            json!([{ "title": role, "evidence": [{ "start": 0, "end": 2 }] }])
        };
        actors.push(json!({ "id": format!("a{at}"), "name": name, "kind": "person", "roles": roles }));
        statements.push(json!({ "id": format!("s{at}"), "kind": "direct", "marking": "quoted",
            "content": [{ "start": start, "end": end }], "speakers": [format!("a{at}")],
            "about": if at > 0 { json!(["a0"]) } else { json!([]) } }));
    }
    let file = json!({
        "id": format!("urn:x:{n}"),
        "article": { "headline": format!("Report {n}"), "datePublished": format!("2025-11-{:02}", 1 + n % 20) },
        "text": { "value": text }, "actors": actors, "statements": statements
    });
    read(&file.to_string()).unwrap()
}

#[test]
fn what_is_merged_stays_merged_for_later_articles_until_it_is_undone() {
    let mut shelf = Shelf::new();
    let full = shelf.add(&[("Ada Brook", "mayor")]);
    let bare = shelf.add(&[("Brook", "")]);
    let (ada, brook) = (shelf.speaker(full, 0), shelf.speaker(bare, 0));
    assert_ne!(ada, brook);
    let before = shelf.rows();
    let deed = shelf.library.merge(brook, ada, NOON).unwrap().unwrap();
    assert_eq!(deed.what, "joined Brook to Ada Brook");
    assert_eq!((shelf.speaker(bare, 0), shelf.n_statements(ada), shelf.n_statements(brook)), (ada, 2, 0));
    shelf.check();
    let later = shelf.add(&[("Brook", "")]);
    assert_eq!(shelf.speaker(later, 0), ada);
    shelf.library.change(&[later], &Change::Remove, NOON).unwrap();
    shelf.library.undo(NOON).unwrap();
    assert_eq!(shelf.speaker(later, 0), ada);
    shelf.library.undo(NOON).unwrap().unwrap();
    assert_eq!((shelf.speaker(bare, 0), shelf.speaker(later, 0)), (brook, brook));
    shelf.check();
    shelf.library.change(&[later], &Change::Remove, NOON).unwrap();
    let after = shelf.rows();
    assert!(before.is_subset(&after) && after.len() == before.len(), "{:#?}", before.symmetric_difference(&after));
}

#[test]
fn articles_parted_from_somebody_stay_parted_when_they_come_again() {
    let mut shelf = Shelf::new();
    let keys: Vec<ArticleKey> = (0..4).map(|_| shelf.add(&[("Bruno Keel", "captain")])).collect();
    let keel = shelf.speaker(keys[0], 0);
    let before = shelf.rows();
    let part = Part::Articles(vec![keys[1], keys[2]]);
    let deed = shelf.library.split(keel, &part, None, NOON).unwrap().unwrap();
    assert_eq!(deed.what, "parted 2 articles from Bruno Keel");
    let other = shelf.speaker(keys[1], 0);
    assert_ne!(other, keel);
    assert_eq!((shelf.speaker(keys[2], 0), shelf.speaker(keys[3], 0)), (other, keel));
    shelf.check();
    shelf.library.change(&[keys[1]], &Change::Remove, NOON).unwrap();
    shelf.library.undo(NOON).unwrap();
    assert_eq!(shelf.speaker(keys[1], 0), other);
    assert_eq!(shelf.how(keys[1], 0), 9);
    shelf.library.undo(NOON).unwrap().unwrap();
    assert_eq!(shelf.speaker(keys[1], 0), keel);
    shelf.check();
    // An appearance that came back in between is held by a choice no more, but it was one of the reader's then.
    let told =
        |rows: BTreeSet<String>| rows.into_iter().filter(|row| !row.starts_with("appearance")).collect::<BTreeSet<_>>();
    assert_eq!(told(shelf.rows()), told(before));
}

#[test]
fn a_form_parted_from_somebody_is_somebody_else_from_then_on_and_its_neighbour_is_not() {
    let mut shelf = Shelf::new();
    let plain = shelf.add(&[("Bruno Keel", "")]);
    let initial = shelf.add(&[("Bruno J. Keel", "")]);
    let keel = shelf.speaker(plain, 0);
    assert_eq!(shelf.speaker(initial, 0), keel);
    shelf.library.split(keel, &Part::Form("Bruno J. Keel".to_owned()), None, NOON).unwrap().unwrap();
    let other = shelf.speaker(initial, 0);
    assert_ne!(other, keel);
    let (again, initial_again) = (shelf.add(&[("Bruno Keel", "")]), shelf.add(&[("Bruno J. Keel", "")]));
    assert_eq!((shelf.speaker(again, 0), shelf.speaker(initial_again, 0)), (keel, other));
    shelf.check();
}

#[test]
fn a_part_can_be_given_to_somebody_who_is_there() {
    let mut shelf = Shelf::new();
    let (one, two) = (shelf.add(&[("Ada Brook", "mayor")]), shelf.add(&[("Bruno Keel", ""), ("Ada Brook", "")]));
    let (ada, bruno) = (shelf.speaker(one, 0), shelf.speaker(two, 0));
    shelf.library.split(ada, &Part::Articles(vec![two]), Some(bruno), NOON).unwrap().unwrap();
    assert_eq!((shelf.speaker(two, 1), shelf.n_statements(bruno), shelf.n_statements(ada)), (bruno, 2, 1));
    shelf.check();
}

#[test]
fn nothing_is_done_with_nobody_or_oneself() {
    let mut shelf = Shelf::new();
    let key = shelf.add(&[("Ada Brook", "mayor")]);
    let ada = shelf.speaker(key, 0);
    let before = shelf.rows();
    assert!(shelf.library.merge(ada, ada, NOON).unwrap().is_none());
    assert!(shelf.library.merge(SpeakerKey(99), ada, NOON).unwrap().is_none());
    assert!(shelf.library.merge(ada, SpeakerKey(99), NOON).unwrap().is_none());
    assert!(shelf.library.split(ada, &Part::Form("Nobody".to_owned()), None, NOON).unwrap().is_none());
    assert!(shelf.library.split(ada, &Part::Articles(vec![key]), Some(SpeakerKey(99)), NOON).unwrap().is_none());
    assert_eq!(shelf.rows(), before);
    assert!(shelf.library.last_deed().unwrap().is_none());
}

#[test]
fn people_are_found_by_words_of_any_form_of_their_name_the_most_quoted_first() {
    let mut shelf = Shelf::new();
    shelf.add(&[("Odile Marchetti", "")]);
    shelf.add(&[("Łukasz Brook", ""), ("Ada Brook", "")]);
    shelf.add(&[("Ada Brook", "")]);
    let names =
        |name: &str| shelf.library.people(name).unwrap().into_iter().map(|person| person.name).collect::<Vec<_>>();
    assert_eq!(names("BRO"), ["Ada Brook", "Łukasz Brook"]);
    assert_eq!(names("brook lu"), ["Łukasz Brook"]);
    assert_eq!(names("Dame Ódile"), ["Odile Marchetti"]);
    assert_eq!(names("#1"), ["Odile Marchetti"]);
    for nobody in ["", "…", "rook", "#0", "#x", "ada marchetti"] {
        assert_eq!(names(nobody), Vec::<String>::new(), "{nobody}");
    }
}

#[test]
fn a_page_has_weeks_outlets_statements_of_both_sorts_and_what_is_new() {
    let mut shelf = Shelf::new();
    let first = shelf.add(&[("Ada Brook", "mayor"), ("Bruno Keel", "")]);
    for _ in 0..14 {
        shelf.add(&[("Ada Brook", "premier")]);
    }
    let ada = shelf.speaker(first, 0);
    let page = shelf.library.speaker_page(ada).unwrap().unwrap();
    assert_eq!((page.n_by, page.by.len(), page.n_about, page.about.len()), (15, 15, 1, 1));
    assert_eq!(page.about[0].speakers[0].1, "Bruno Keel");
    assert!(page.by.is_sorted_by(|a, b| a.id > b.id));
    assert_eq!(
        page.weeks.iter().map(|week| (week.name.as_str(), week.n)).collect::<Vec<_>>(),
        [("2025-10-27", 1), ("2025-11-03", 7), ("2025-11-10", 7)]
    );
    assert_eq!(page.roles, ["premier", "mayor"]);
    assert_eq!(
        (page.joined[0].name.as_str(), page.joined[0].how.as_str(), page.joined[0].n),
        ("Ada Brook", "same name", 15)
    );
    assert_eq!((page.seen, page.n_new), (None, 0));
    let latest = shelf.library.latest_arrival().unwrap();
    shelf.library.mark_seen(ada, latest).unwrap();
    assert_eq!(shelf.library.speaker_page(ada).unwrap().unwrap().n_new, 0);
    for _ in 0..2 {
        shelf.add(&[("Ada Brook", "")]);
    }
    // What was published before all that was seen is new too when it comes in after it.
    shelf.n = 19;
    let old = shelf.add(&[("Ada Brook", ""), ("Bruno Keel", "")]);
    let later = shelf.library.speaker_page(ada).unwrap().unwrap();
    assert_eq!((later.seen, later.n_new), (Some(latest), 3));
    assert_eq!(later.by.last().unwrap().article, old);
    assert!(shelf.library.speaker_page(SpeakerKey(99)).unwrap().is_none());
}

#[test]
fn a_name_in_a_query_finds_the_person_under_every_form() {
    let mut shelf = Shelf::new();
    shelf.add(&[("Vasyl Orlenskyy", "minister")]);
    shelf.add(&[("Vasyl Orlensky", "minister")]);
    shelf.add(&[("Ada Brook", "")]);
    let n = |query: &str| shelf.library.search(query, Sort::Newest, 0, 9, NOON).unwrap().unwrap().hits.len();
    for query in ["speaker:orlensky", "speaker:orlenskyy", "speaker:Orlenskiy", "speaker:\"vasyl orlenskyi\""] {
        assert_eq!(n(query), 2, "{query}");
    }
    assert_eq!((n("-speaker:orlensky"), n("speaker:orlensky report 1"), n("speaker:orlensko")), (1, 1, 0));
    let rows =
        shelf.library.list(&ListRequest { query: "speaker:orlensky".to_owned(), limit: 9, ..Default::default() }, NOON);
    assert_eq!(rows.unwrap().unwrap().rows.len(), 2);
}

#[test]
fn the_page_of_whom_was_joined_is_the_others() {
    let mut shelf = Shelf::new();
    let (full, bare) = (shelf.add(&[("Ada Brook", "mayor")]), shelf.add(&[("Brook", "")]));
    let (ada, brook) = (shelf.speaker(full, 0), shelf.speaker(bare, 0));
    let page = shelf.library.speaker_page(ada).unwrap().unwrap();
    assert_eq!(page.namesakes.iter().map(|person| person.id).collect::<Vec<_>>(), [brook]);
    shelf.library.merge(brook, ada, NOON).unwrap();
    let joined = shelf.library.speaker_page(brook).unwrap().unwrap();
    assert_eq!((joined.person.id, joined.n_by, joined.namesakes.len()), (ada, 2, 0));
    assert_eq!(joined.forms, ["Ada Brook", "Brook"]);
    assert!(joined.joined.iter().any(|form| form.name == "Brook" && form.how == "you said so"));
}

#[test]
fn words_of_several_speakers_are_shared_out_and_copies_count_once() {
    let mut shelf = Shelf::new();
    let key = shelf.add(&[("Ada Brook", ""), ("Bruno Keel", "")]);
    shelf.add(&[("Ada Brook", "")]);
    let all = shelf.library.tally("", NOON).unwrap().unwrap();
    assert_eq!((all.n_statements, all.rows[0].name.as_str(), all.rows[0].n_statements), (3, "Ada Brook", 2));
    assert!((all.rows.iter().map(|row| row.share).sum::<f64>() - 1.0).abs() < 1e-9);
    let one = shelf.library.tally(&format!("article:{}", key.0), NOON).unwrap().unwrap();
    assert_eq!((one.n_statements, one.rows.len()), (2, 2));
    let both = shelf.speaker(key, 0).0;
    shelf.look.execute("INSERT INTO said SELECT ?1, statement FROM said WHERE speaker <> ?1", [both]).unwrap();
    let shared = shelf.library.tally(&format!("article:{}", key.0), NOON).unwrap().unwrap();
    assert_eq!(shared.rows.iter().map(|row| (row.n_statements, row.share)).collect::<Vec<_>>(), [(2, 0.75), (1, 0.25)]);
    shelf.look.execute("UPDATE article SET fold = 1 WHERE id = 2", []).unwrap();
    assert_eq!(shelf.library.tally("", NOON).unwrap().unwrap().n_statements, 2);
    assert_eq!(shelf.library.tally("article:2", NOON).unwrap().unwrap().n_statements, 1);
    assert!(shelf.library.tally("speeker:x", NOON).unwrap().is_err());
}

#[test]
fn a_parting_and_then_a_joining_are_undone_one_after_the_other() {
    let mut shelf = Shelf::new();
    shelf.add(&[("Brook", "")]);
    shelf.add(&[("Brook", ""), ("Bruno Keel", "")]);
    shelf.add(&[("Ada Brook", ""), ("Keel", "")]);
    let first = shelf.rows();
    let parted = shelf.library.split(SpeakerKey(1), &Part::Form("Brook".to_owned()), None, NOON).unwrap();
    let second = shelf.rows();
    let joined = shelf.library.merge(SpeakerKey(2), SpeakerKey(1), NOON).unwrap();
    for (deed, before) in [(joined, second), (parted, first)] {
        if deed.is_some() {
            shelf.library.undo(NOON).unwrap().unwrap();
            let after = shelf.rows();
            let differing: Vec<_> = before.symmetric_difference(&after).collect();
            assert!(differing.is_empty(), "{differing:#?}");
        }
    }
}

const NAMES: [&str; 7] =
    ["Ada Brook", "Brook", "Bruno Keel", "Bruno J. Keel", "Keel", "Odile Marchetti", "Ada M. Brook"];
const ROLES: [&str; 4] = ["", "mayor", "striker", "minister"];

fn sayings() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..NAMES.len(), 0..ROLES.len()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_joined_or_parted_and_undone_is_as_it_was(
        articles in prop::collection::vec(sayings(), 2..8),
        deeds in prop::collection::vec((any::<bool>(), 0..12_usize, 0..12_usize), 1..4),
    ) {
        let mut shelf = Shelf::new();
        for sayings in &articles {
            let mut given: Vec<Saying<'_>> = Vec::new();
            for (name, role) in sayings {
                if given.iter().all(|(known, _)| *known != NAMES[*name]) {
                    given.push((NAMES[*name], ROLES[*role]));
                }
            }
            shelf.add(&given);
            shelf.check();
        }
        let mut stack = Vec::new();
        for (is_merge, one, other) in deeds {
            let before = shelf.rows();
            let (one, other) = (one as i64 + 1, other as i64 + 1);
            let deed = if is_merge {
                shelf.library.merge(SpeakerKey(one), SpeakerKey(other), NOON).unwrap()
            } else {
                let part = if other % 2 == 0 { Part::Articles(vec![ArticleKey(other), ArticleKey(other / 2)]) } else { Part::Form(NAMES[one as usize % NAMES.len()].to_owned()) };
                shelf.library.split(SpeakerKey(one), &part, None, NOON).unwrap()
            };
            shelf.check();
            if deed.is_some() {
                stack.push(before);
            }
        }
        while let Some(before) = stack.pop() {
            shelf.library.undo(NOON).unwrap().unwrap();
            shelf.check();
            let after = shelf.rows();
            let differing: Vec<_> = before.symmetric_difference(&after).collect();
            prop_assert!(differing.is_empty(), "{differing:#?}");
        }
    }

    #[test]
    fn articles_that_come_and_go_leave_nothing_behind(
        articles in prop::collection::vec(sayings(), 1..8), gone in prop::collection::vec(0..8_usize, 0..8),
    ) {
        let mut shelf = Shelf::new();
        let mut keys = Vec::new();
        for sayings in &articles {
            let mut given: Vec<Saying<'_>> = Vec::new();
            for (name, role) in sayings {
                if given.iter().all(|(known, _)| *known != NAMES[*name]) {
                    given.push((NAMES[*name], ROLES[*role]));
                }
            }
            keys.push(shelf.add(&given));
        }
        for n in gone {
            if let Some(&key) = keys.get(n) {
                shelf.library.change(&[key], &Change::Remove, NOON).unwrap();
                shelf.check();
            }
        }
        shelf.library.change(&keys, &Change::Remove, NOON).unwrap();
        shelf.check();
        let left: i64 = shelf.look.query_row("SELECT (SELECT count(*) FROM appearance) + (SELECT count(*) FROM form_word)
            + (SELECT count(*) FROM said) + (SELECT count(*) FROM about) + (SELECT count(*) FROM band)", [], |row| row.get(0)).unwrap();
        prop_assert_eq!(left, 0);
    }
}
