//! How the database goes about every statement of lists and searches: by the index that is meant, never row by row.

use rusqlite::Connection;

use super::super::list;
use super::{hits, namesakes, rank, stream};

fn library() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../schema/1.sql")).unwrap();
    connection
}

/// The steps that the database takes for a statement.
fn steps(connection: &Connection, sql: &str) -> Vec<String> {
    let mut query = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    // What is not bound counts as NULL, which changes no plan.
    let mut rows = query.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

/// Holds that each of these stands in a step, and that nothing is read through or sorted.
#[track_caller]
fn goes(sql: &str, by: &[&str]) {
    let connection = library();
    let steps = steps(&connection, sql);
    for step in by {
        assert!(steps.iter().any(|found| found.contains(step)), "{step} is no step of {sql}: {steps:#?}");
    }
    for step in &steps {
        let is_read_through = step.starts_with("SCAN")
            && !step.contains("VIRTUAL TABLE")
            && !step.contains("subquery")
            && !step.contains("USING");
        assert!(!is_read_through, "{sql} reads through a table: {steps:#?}");
        assert!(!step.contains("body"), "{sql} reads bodies: {steps:#?}");
        assert!(!step.contains("AUTOMATIC"), "{sql} makes an index on the way: {steps:#?}");
    }
}

/// Holds the same, and that nothing is sorted on the way.
#[track_caller]
fn goes_in_order(sql: &str, by: &[&str]) {
    goes(sql, by);
    let steps = steps(&library(), sql);
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{sql} sorts: {steps:#?}");
}

#[test]
fn hits_come_out_of_the_full_text_index_in_their_order() {
    // FTS5 says `M` for a MATCH, `<` and `>` for bounds of the row id; an order that it keeps needs no sorting.
    goes_in_order(stream::WORDS, &["SCAN words VIRTUAL TABLE INDEX"]);
    goes_in_order(stream::HEADS, &["SCAN heads VIRTUAL TABLE INDEX"]);
}

#[test]
fn what_is_shown_is_read_by_its_key() {
    goes_in_order(
        hits::STATEMENT,
        &["SEARCH statement USING INTEGER PRIMARY KEY", "SEARCH article USING INTEGER PRIMARY KEY"],
    );
    goes(
        hits::SPEAKERS,
        &["INDEX said_statement", "INDEX appearance_speaker", "SEARCH speaker USING INTEGER PRIMARY KEY"],
    );
    goes_in_order(rank::WORDS, &["SEARCH statement USING INTEGER PRIMARY KEY"]);
}

#[test]
fn states_of_articles_have_an_index_each() {
    for (sql, index) in [
        (stream::UNREAD, "article_unread"),
        (stream::READ, "article_read"),
        (stream::STARRED, "article_starred"),
        (stream::UPDATED, "article_updated"),
        (stream::OWNER, "sqlite_autoindex_article_1"),
    ] {
        goes_in_order(sql, &[index]);
    }
    goes_in_order(stream::HAS_TAG, &["SEARCH tag USING PRIMARY KEY (name=? AND article=?)"]);
    goes_in_order(stream::FIRST_TAGGED, &["SEARCH tag USING PRIMARY KEY (name=?)"]);
    goes_in_order(stream::FIRST_STARRED, &["article_starred"]);
    goes(stream::N_TAGGED, &["SEARCH tag USING PRIMARY KEY (name=?)"]);
    // Few enough to be sorted.
    goes(stream::ALL_TAGGED, &["SEARCH tag USING PRIMARY KEY (name=?)", "SEARCH article USING INTEGER PRIMARY KEY"]);
}

#[test]
fn namesakes_are_found_by_their_words() {
    for n_words in 1..=5 {
        let steps = ["SEARCH form_word USING PRIMARY KEY (word=?)", "SEARCH speaker USING INTEGER PRIMARY KEY"];
        goes(&namesakes::statement(n_words), &steps);
    }
}

#[test]
fn the_list_by_day_is_read_in_its_order() {
    goes_in_order(&format!("SELECT {} {}", list::COLUMNS, list::BY_DAY), &["article_list"]);
}

#[test]
fn reading_through_would_be_seen() {
    let caught = std::panic::catch_unwind(|| goes("SELECT content FROM statement WHERE n_words = 3", &[]));
    assert!(caught.is_err());
    let caught = std::panic::catch_unwind(|| goes_in_order("SELECT id FROM article ORDER BY headline", &[]));
    assert!(caught.is_err());
}
