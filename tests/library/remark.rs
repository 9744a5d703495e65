//! What a reader says: kept, found, undone to the byte, and carried wherever the article goes.

use std::path::Path;

use nutgraf::article::review::{About, Identity, Judgement, Refusal, Remark, Signed, standing};
use nutgraf::article::{ActorId, Article, Maybe, ReviewStatus, StatementId};
use nutgraf::briefing;
use nutgraf::catalogue::{ArticleKey, Hit, Sort};
use nutgraf::library::{Added, Library};
use serde_json::json;

use super::stage::{NOW, Stage, article, pier};

const KEY: ArticleKey = ArticleKey(1);

fn signed() -> Signed {
    Signed { by: Some("Ines Falk".to_owned()), at: Some("2026-11-23T06:00:00Z".to_owned()), why: None }
}

fn with_pier() -> (Stage, Article) {
    let mut stage = Stage::new();
    let given = article(&pier("two million"), json!({ "url": "https://vell.example/pier" }), json!({}));
    assert_eq!(stage.add(&[given]), [Added::New(KEY)]);
    let kept = stage.library.article(KEY).unwrap().unwrap();
    (stage, kept)
}

#[track_caller]
fn say(stage: &mut Stage, remark: &Remark) -> Article {
    stage.library.remark(KEY, None, remark, &signed(), NOW).unwrap().unwrap().article
}

fn hits(library: &Library, query: &str) -> Vec<Hit> {
    library.search(query, Sort::Newest, 0, 50, NOW).unwrap().unwrap().hits
}

#[track_caller]
fn finds(library: &Library, query: &str, statements: &[&str]) {
    let mut found: Vec<String> = hits(library, query).into_iter().map(|hit| hit.statement).collect();
    found.sort();
    assert_eq!(found, statements, "{query}");
}

fn id(article: &Article, words: &str) -> StatementId {
    let has = |one: &&nutgraf::article::Statement| one.content[0].words(&article.text).contains(words);
    article.statements.items().iter().find(has).unwrap_or_else(|| panic!("no {words}")).id.clone()
}

fn actor(article: &Article, name: &str) -> ActorId {
    article.actors.items().iter().find(|actor| actor.name == name).unwrap().id.clone()
}

/// One remark of every kind.
fn every_kind(article: &Article) -> Vec<Remark> {
    let (shut, cost) = (id(article, "not open a pier"), id(article, "would cost"));
    let (keel, marchetti) = (actor(article, "Bruno Keel"), actor(article, "Odile Marchetti"));
    let start = article.text.as_str().split("two million").next().unwrap().chars().count();
    let edges = article.text.span(start, start + "two million".len()).unwrap();
    vec![
        Remark::Statement(shut.clone(), Judgement::Confirm),
        Remark::Statement(shut.clone(), Judgement::Dispute),
        Remark::Statement(shut.clone(), Judgement::Speakers(vec![keel.clone()])),
        Remark::Statement(shut.clone(), Judgement::Speakers(vec![ActorId("Tove Lind".to_owned())])),
        Remark::Statement(cost.clone(), Judgement::Content(vec![edges])),
        Remark::Statement(cost.clone(), Judgement::Speakers(vec![keel.clone()])),
        Remark::Statement(cost.clone(), Judgement::NotAStatement),
        Remark::Statement(cost.clone(), Judgement::Withdraw),
        Remark::Actor(keel.clone(), Identity::Confirm),
        Remark::Actor(keel.clone(), Identity::Rename("Bruno Keel the Elder".to_owned())),
        Remark::Actor(keel.clone(), Identity::Merge(marchetti.clone())),
        Remark::Actor(keel.clone(), Identity::Dispute),
        Remark::Actor(keel.clone(), Identity::Remove),
        Remark::Actor(keel.clone(), Identity::Withdraw),
        Remark::Note(About::Statement(shut.clone()), "ask the harbour office #follow-up".to_owned()),
        Remark::Note(About::Statement(shut.clone()), "asked".to_owned()),
        Remark::Note(About::Statement(shut), String::new()),
        Remark::Note(About::Actor(marchetti), "was harbour master until May".to_owned()),
        Remark::Note(About::Article, "compare with the council's minutes #pier".to_owned()),
        Remark::Note(About::Article, "#pier #harbour".to_owned()),
    ]
}

#[test]
fn undo_puts_back_the_body_to_the_byte_and_all_that_is_found_whatever_was_said() {
    let (mut stage, kept) = with_pier();
    let dump = |stage: &Stage| {
        let statements = "SELECT group_concat(id || name || kind || content || coalesce(speaker, '') ||
             coalesce(review, ''), '|') FROM statement";
        let body = "SELECT hex(json) FROM body WHERE article = 1";
        let remarks = "SELECT (SELECT count(*) FROM remark) || ' ' || (SELECT count(*) FROM tag) || ' ' || is_remarked
             FROM article WHERE id = 1";
        let found: Vec<usize> = ["pier", "speaker:keel", "speaker:lind", "tag:pier", "tag:follow-up", "is:noted"]
            .map(|query| hits(&stage.library, query).len())
            .to_vec();
        (stage.one::<String>(body), stage.one::<String>(statements), stage.one::<String>(remarks), found)
    };
    let mut before = Vec::new();
    for remark in every_kind(&kept) {
        before.push((remark.clone(), dump(&stage)));
        say(&mut stage, &remark);
    }
    while let Some((remark, stood)) = before.pop() {
        assert!(stage.library.undo(NOW).unwrap().is_some(), "{remark:?}");
        assert_eq!(dump(&stage), stood, "{remark:?}");
    }
}

#[test]
fn what_stands_is_found_and_what_is_no_statement_is_not() {
    let (mut stage, kept) = with_pier();
    let (shut, cost) = (id(&kept, "not open a pier"), id(&kept, "would cost"));
    let keel = actor(&kept, "Bruno Keel");
    finds(&stage.library, "speaker:marchetti pier", &[&shut.0]);
    say(&mut stage, &Remark::Statement(shut.clone(), Judgement::Speakers(vec![keel])));
    finds(&stage.library, "speaker:marchetti pier", &[]);
    finds(&stage.library, "speaker:keel pier", &[&shut.0]);
    finds(&stage.library, "is:corrected", &[&shut.0]);
    finds(&stage.library, "is:disputed", &[]);
    let hit = hits(&stage.library, "is:corrected").remove(0);
    assert_eq!((hit.review, hit.speaker_confidence), (Some(ReviewStatus::Corrected), None), "no probability is left");
    say(&mut stage, &Remark::Statement(cost.clone(), Judgement::Dispute));
    finds(&stage.library, "is:disputed", &[&cost.0]);
    finds(&stage.library, "-is:disputed is:corrected", &[&shut.0]);
    say(&mut stage, &Remark::Statement(cost, Judgement::NotAStatement));
    finds(&stage.library, "cost", &[]);
    assert_eq!(
        stage.one::<i64>("SELECT n_statements FROM article"),
        standing(&kept).statements.items().len() as i64 - 1
    );
    assert_eq!(stage.library.remarked().unwrap(), [KEY]);
}

#[test]
fn notes_and_tags_find_the_statements_that_they_hold_for() {
    let (mut stage, kept) = with_pier();
    let (shut, cost) = (id(&kept, "not open a pier"), id(&kept, "would cost"));
    let scandal = id(&kept, "scandal");
    let all = {
        let mut all = [shut.0.as_str(), cost.0.as_str(), scandal.0.as_str()];
        all.sort_unstable();
        all
    };
    say(&mut stage, &Remark::Note(About::Statement(shut.clone()), "Ask the harbour office #follow-up".to_owned()));
    for query in ["is:noted", "note:office", "note:offi*", "note:\"harbour office\"", "tag:follow-up", "tag:Follow-Up"]
    {
        finds(&stage.library, query, &[&shut.0]);
    }
    for query in ["note:\"office harbour\"", "note:pier", "tag:follow", "office"] {
        finds(&stage.library, query, &[]);
    }
    let hit = hits(&stage.library, "is:noted").remove(0);
    assert_eq!(
        (hit.note.as_deref(), hit.tags.as_slice()),
        (Some("Ask the harbour office"), &["follow-up".to_owned()][..])
    );
    say(&mut stage, &Remark::Note(About::Actor(actor(&kept, "Bruno Keel")), "elected in May".to_owned()));
    finds(&stage.library, "note:elected", &[&scandal.0]);
    say(&mut stage, &Remark::Note(About::Article, "compare the minutes".to_owned()));
    finds(&stage.library, "note:minutes", &all);
    finds(&stage.library, "note:\"may compare\"", &[]);
    // A tag that articles have too finds both.
    stage.library.change(&[KEY], &nutgraf::library::Change::Tag("harbour".to_owned()), NOW).unwrap();
    finds(&stage.library, "tag:harbour", &all);
    let listed = |query: &str| stage.library.select(query, NOW).unwrap().unwrap();
    assert_eq!(listed("note:minutes"), [KEY]);
    assert_eq!(listed("tag:follow-up"), [KEY]);
    assert_eq!(listed("note:nothing"), []);
}

#[test]
fn what_makes_no_sense_is_refused_in_a_sentence_and_changes_nothing() {
    let (mut stage, kept) = with_pier();
    let before = stage.one::<String>("SELECT hex(json) FROM body");
    let keel = actor(&kept, "Bruno Keel");
    for (remark, wanted) in [
        (
            Remark::Statement(StatementId("nobody".to_owned()), Judgement::Confirm),
            "the article has no statement nobody",
        ),
        (Remark::Statement(id(&kept, "cost"), Judgement::Withdraw), "there is no judgement to take back"),
        (Remark::Statement(id(&kept, "cost"), Judgement::Content(Vec::new())), "mark at least one word"),
        (Remark::Actor(keel.clone(), Identity::Merge(keel)), "Bruno Keel cannot be joined to itself"),
    ] {
        let refusal = stage.library.remark(KEY, None, &remark, &signed(), NOW).unwrap().unwrap_err();
        assert!(refusal.to_string().contains(wanted), "{refusal}");
    }
    let missing =
        stage.library.remark(ArticleKey(9), None, &Remark::Note(About::Article, "x".to_owned()), &signed(), NOW);
    assert_eq!(missing.unwrap().unwrap_err(), Refusal::NoArticle(9));
    assert_eq!(stage.one::<String>("SELECT hex(json) FROM body"), before);
    assert!(stage.library.last_deed().unwrap().is_none());
}

#[test]
fn a_correction_survives_another_text_of_the_article_and_its_annotation_made_anew() {
    let (mut stage, kept) = with_pier();
    let shut = id(&kept, "not open a pier");
    let keel = actor(&kept, "Bruno Keel");
    say(&mut stage, &Remark::Statement(shut.clone(), Judgement::Speakers(vec![keel])));
    say(
        &mut stage,
        &Remark::Actor(actor(&kept, "Odile Marchetti"), Identity::Rename("Odile Marchetti-Lind".to_owned())),
    );
    let update = article(&pier("three million"), json!({ "url": "https://vell.example/pier" }), json!({}));
    assert_eq!(stage.add(&[update]), [Added::Updated(KEY, 2)]);
    let check = |library: &Library| {
        finds(library, "speaker:keel is:corrected", &[&shut.0]);
        assert!(!hits(library, "speaker:\"Odile Marchetti-Lind\" cost").is_empty());
    };
    check(&stage.library);
    // Something is said while the article is being annotated again.
    let mut taken = stage.library.take_out(KEY).unwrap().unwrap();
    taken.article = briefing::reannotated(&taken.article);
    let cost = id(&taken.article, "would cost");
    say(&mut stage, &Remark::Statement(cost.clone(), Judgement::Dispute));
    assert_eq!(stage.library.put_back(&[taken], NOW).unwrap(), 1);
    check(&stage.library);
    finds(&stage.library, "is:disputed", &[&cost.0]);
}

#[test]
fn what_was_said_goes_out_with_the_article_and_comes_in_elsewhere() {
    let (mut stage, kept) = with_pier();
    let shut = id(&kept, "not open a pier");
    say(&mut stage, &Remark::Statement(shut.clone(), Judgement::Dispute));
    say(&mut stage, &Remark::Note(About::Statement(shut.clone()), "ask again #follow-up".to_owned()));
    say(&mut stage, &Remark::Note(About::Article, "#pier".to_owned()));
    stage.library.change(&[KEY], &nutgraf::library::Change::Tag("harbour".to_owned()), NOW).unwrap();
    let file = nutgraf::article::format::write(&stage.library.article_for_export(KEY).unwrap().unwrap());
    let mut other = Stage::new();
    let back = briefing::from_bytes(file.as_bytes(), &nutgraf::import::Options::default()).unwrap();
    assert_eq!(other.add(&back), [Added::New(KEY)]);
    assert_eq!(other.library.article(KEY).unwrap(), stage.library.article(KEY).unwrap());
    finds(&other.library, "is:disputed note:again tag:follow-up tag:harbour tag:pier", &[&shut.0]);
    assert_eq!(other.library.article_for_export(KEY).unwrap(), stage.library.article_for_export(KEY).unwrap());
    // Where it is known already, both say what they said.
    let mut third = with_pier().0;
    let cost = id(&kept, "would cost");
    say(&mut third, &Remark::Statement(cost.clone(), Judgement::Confirm));
    assert_eq!(third.add(&back), [Added::Known(KEY)]);
    finds(&third.library, "is:disputed note:again tag:harbour", &[&shut.0]);
    finds(&third.library, "is:confirmed", &[&cost.0]);
    // A second time it says nothing new.
    let body = third.one::<String>("SELECT hex(json) FROM body");
    third.add(&back);
    assert_eq!(third.one::<String>("SELECT hex(json) FROM body"), body);
}

#[test]
fn what_comes_in_again_leaves_what_the_reader_said_and_tells_of_what_was_not_taken() {
    let (mut stage, kept) = with_pier();
    let (shut, keel) = (id(&kept, "not open a pier"), actor(&kept, "Bruno Keel"));
    let exported = {
        let mut other = with_pier().0;
        say(&mut other, &Remark::Statement(shut.clone(), Judgement::Dispute));
        say(&mut other, &Remark::Statement(id(&kept, "would cost"), Judgement::Confirm));
        nutgraf::article::format::write(&other.library.article_for_export(KEY).unwrap().unwrap())
    };
    let exported = exported.replace("2026-11-23T06:00:00Z", "9999-01-01T00:00:00Z");
    let mine = say(&mut stage, &Remark::Statement(shut.clone(), Judgement::Speakers(vec![keel])));
    let back = briefing::from_bytes(exported.as_bytes(), &nutgraf::import::Options::default()).unwrap();
    assert_eq!(stage.add(&back), [Added::Known(KEY)]);
    let now = stage.library.article(KEY).unwrap().unwrap();
    assert_eq!(now.statement(&shut).unwrap().review, mine.statement(&shut).unwrap().review);
    finds(&stage.library, "is:confirmed", &[&id(&kept, "would cost").0]);
    assert_eq!(stage.library.left_out(), [(KEY, 1)]);
}

#[test]
fn an_undo_that_changes_nothing_says_so_and_does_not_stand_in_the_way() {
    let (mut stage, kept) = with_pier();
    say(&mut stage, &Remark::Note(About::Article, "first".to_owned()));
    say(&mut stage, &Remark::Statement(id(&kept, "would cost"), Judgement::Dispute));
    // The statement is gone by the time it is undone, as after an annotation without it.
    let mut without = stage.library.article(KEY).unwrap().unwrap();
    without.statements = Maybe::Known(Vec::new());
    let other = rusqlite::Connection::open(stage.path()).unwrap();
    let mut folded = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut folded, nutgraf::article::format::write(&without).as_bytes()).unwrap();
    other.execute("UPDATE body SET json = ?1", [folded.finish().unwrap()]).unwrap();
    let error = stage.library.undo(NOW).unwrap_err().to_string();
    assert!(error.starts_with("not undone: disputed a statement in article 1"), "{error}");
    assert_eq!(stage.library.undo(NOW).unwrap().unwrap().what, "noted something in article 1");
    assert!(stage.library.article(KEY).unwrap().unwrap().notes.items().is_empty());
}

#[test]
fn what_was_said_of_an_article_as_it_was_is_not_said_of_another() {
    let (mut stage, seen) = with_pier();
    let cost = id(&seen, "would cost");
    let update = article(
        &pier("three million").replace("pier", "jetty"),
        json!({ "url": "https://vell.example/pier" }),
        json!({}),
    );
    assert_eq!(stage.add(&[update]), [Added::Updated(KEY, 2)]);
    let start = seen.text.as_str().split("two million").next().unwrap().chars().count();
    let edges = seen.text.span(start, start + "two million".len()).unwrap();
    let remark = Remark::Statement(cost, Judgement::Content(vec![edges]));
    let refused = stage.library.remark(KEY, Some(&seen), &remark, &signed(), NOW).unwrap().unwrap_err();
    assert_eq!(refused.to_string(), "the article has changed meanwhile; read it again");
    assert!(stage.library.last_deed().unwrap().is_none());
}

#[test]
fn a_long_note_of_a_file_is_kept_whole_and_copied_to_no_statement() {
    let mut stage = Stage::new();
    let mut given = article(&pier("two million"), json!({}), json!({}));
    let long = format!("begins {} ends", "word ".repeat(100_000));
    let noted = json!({ "text": { "value": "x" }, "notes": [{ "body": long }] });
    given.notes = nutgraf::article::format::read(&noted.to_string()).unwrap().notes;
    stage.add(&[given]);
    let most: i64 = stage.one("SELECT max(length(found)) FROM remark JOIN statement ON statement.id = remark.id");
    assert!(most <= 4_000, "{most}");
    assert!(!hits(&stage.library, "note:begins").is_empty());
    assert_eq!(stage.library.article(KEY).unwrap().unwrap().notes.items()[0].body, Maybe::Known(long));
}

/// The shape of a database: every table and index of the house.
fn shape(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT type || ' ' || name FROM sqlite_schema ORDER BY 1";
    let mut query = connection.prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_library_of_the_first_version_is_brought_up_to_date_and_nothing_is_lost() {
    let (mut stage, kept) = with_pier();
    stage.library.change(&[KEY], &nutgraf::library::Change::Tag("harbour".to_owned()), NOW).unwrap();
    let cost = id(&kept, "would cost");
    say(&mut stage, &Remark::Statement(cost.clone(), Judgement::Dispute));
    let noted = say(&mut stage, &Remark::Note(About::Statement(cost.clone()), "ask again #follow-up".to_owned()));
    let path = stage.path();
    let Stage { folder, library } = stage;
    drop(library);
    // As the first version left it: what the second step makes is taken away again.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DELETE FROM words; DELETE FROM heads; UPDATE statement SET review = NULL;
             DROP TABLE remark; DROP INDEX article_remarked; ALTER TABLE article DROP COLUMN is_remarked;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let first = folder.path().join("first.db");
    let plain = rusqlite::Connection::open(&first).unwrap();
    plain.execute_batch(include_str!("../../src/library/schema/1.sql")).unwrap();
    drop(plain);
    assert_eq!(shape(&path), shape(&first), "the file under test has the first version's shape");
    let mut library = Library::open_to_write(&path).unwrap();
    assert_eq!(library.article(KEY).unwrap(), Some(noted));
    assert_eq!(hits(&library, "pier tag:harbour").len(), 1);
    // What the first version had in the body alone is found.
    finds(&library, "is:disputed is:noted note:again tag:follow-up", &[&cost.0]);
    assert_eq!(library.remarked().unwrap(), [KEY], "what was judged before is known to be");
    assert!(folder.path().join("library.db.before-version-2").exists(), "a copy stands beside it");
    let shut = id(&kept, "not open a pier");
    library.remark(KEY, None, &Remark::Statement(shut.clone(), Judgement::Dispute), &signed(), NOW).unwrap().unwrap();
    let mut both = [shut.0.as_str(), cost.0.as_str()];
    both.sort_unstable();
    finds(&library, "is:disputed", &both);
}

#[test]
fn why_something_is_disputed_is_found_and_not_shown_as_a_note() {
    let (mut stage, kept) = with_pier();
    let cost = id(&kept, "would cost");
    let why = Signed { why: Some("heard otherwise".to_owned()), ..signed() };
    let remark = Remark::Statement(cost.clone(), Judgement::Dispute);
    stage.library.remark(KEY, None, &remark, &why, NOW).unwrap().unwrap();
    finds(&stage.library, "note:otherwise", &[&cost.0]);
    assert_eq!(hits(&stage.library, "note:otherwise")[0].note, None);
    say(&mut stage, &Remark::Statement(cost, Judgement::Withdraw));
    finds(&stage.library, "note:otherwise", &[]);
}

#[test]
fn nobody_is_named_where_the_reader_says_so_and_no_day_is_made_up() {
    let (mut stage, kept) = with_pier();
    let shut = id(&kept, "not open a pier");
    say(&mut stage, &Remark::Statement(shut.clone(), Judgement::Speakers(Vec::new())));
    let found = hits(&stage.library, "pier");
    let hit = found.iter().find(|hit| hit.statement == shut.0).unwrap();
    assert_eq!((hit.who(), &hit.source), ("nobody named".to_owned(), &None));
    assert_eq!(hit.published.is_none(), hit.dated().starts_with("added "));
}
