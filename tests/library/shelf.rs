//! What is done to articles, and undone.

use nutgraf::catalogue::{ArticleKey, ListRequest, Row};
use nutgraf::library::Change;
use serde_json::json;

use super::stage::{NOW, Stage, article, pier};

fn rows(stage: &Stage) -> Vec<Row> {
    stage.library.list(&ListRequest { limit: 50, unfolded: true, ..ListRequest::default() }, NOW).unwrap().unwrap().rows
}

fn stage() -> Stage {
    let mut stage = Stage::new();
    for (n, word) in ["gulls", "cranes", "barges"].iter().enumerate() {
        let text = format!(
            "{}\n\nThere are {n} {word} on the {word} quay, where {word} were seen by {word} watchers.",
            pier(word)
        );
        stage.add(&[article(&text, json!({ "url": format!("https://vell.example/{n}") }), json!({}))]);
    }
    stage
}

/// The rows of the tables that are searched, as text.
fn searched(stage: &Stage) -> Vec<String> {
    let connection = rusqlite::Connection::open(stage.path()).unwrap();
    let mut found = Vec::new();
    for (table, columns) in [
        ("statement", "id || name || content"),
        ("said", "speaker || ' ' || statement"),
        ("about", "speaker || ' ' || statement"),
        ("appearance", "article || actor || speaker || name"),
        ("speaker", "id || name || n_statements || n_about"),
        ("form", "folded || speaker || name || n"),
        ("form_word", "word || speaker"),
        ("article", "id || headline || ifnull(fold, '') || n_folded"),
        ("total", "name || n"),
        ("tag", "name || article"),
    ] {
        let mut query = connection.prepare(&format!("SELECT '{table} ' || {columns} FROM {table} ORDER BY 1")).unwrap();
        found.extend(query.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    found
}

#[test]
fn whatever_is_done_can_be_undone_and_leaves_no_trace() {
    let changes = [Change::Read(true), Change::Starred(true), Change::Tag("harbour".to_owned()), Change::Remove];
    for change in changes {
        let mut stage = stage();
        let before = (rows(&stage), searched(&stage));
        let keys = [ArticleKey(1), ArticleKey(3)];
        let deed = stage.library.change(&keys, &change, NOW).unwrap().unwrap();
        assert!(deed.what.contains("2 articles"), "{}", deed.what);
        assert_ne!((rows(&stage), searched(&stage)), before, "{change:?} changes something");
        assert_eq!(stage.library.undo(NOW).unwrap().map(|deed| deed.what), Some(deed.what));
        assert_eq!((rows(&stage), searched(&stage)), before, "{change:?}");
        assert_eq!(stage.library.undo(NOW).unwrap(), None);
    }
}

#[test]
fn undoing_leaves_alone_what_was_so_before() {
    let mut stage = stage();
    stage.library.opened(ArticleKey(1)).unwrap();
    stage.library.change(&[ArticleKey(1), ArticleKey(2)], &Change::Read(true), NOW).unwrap();
    stage.library.undo(NOW).unwrap();
    let read: Vec<i64> = rows(&stage).iter().filter(|row| row.is_read).map(|row| row.id.0).collect();
    assert_eq!(read, [1]);
}

#[test]
fn what_is_done_in_steps_is_one_deed_and_right_wherever_it_is_broken_off() {
    let mut stage = Stage::new();
    let articles: Vec<_> =
        (0..600).map(|n| article(&format!("Pier {n}\n\nNothing was said."), json!({}), json!({}))).collect();
    stage.add(&articles);
    let keys: Vec<ArticleKey> = (1..=600).map(ArticleKey).collect();
    let changes = [Change::Untag("old".to_owned()), Change::Tag("new".to_owned())];
    stage.library.change(&keys[..10], &Change::Tag("old".to_owned()), NOW).unwrap();
    let before = searched(&stage);

    // Somebody else may write after every step, and sees a deed that says what has been done.
    let (path, mut told) = (stage.path(), Vec::new());
    let deed = stage.library.change_in_steps(&keys, &changes, NOW, &mut |n| {
        let other = nutgraf::library::Library::open_to_write(&path).unwrap();
        other.keep_place(&[7; 32], None, NOW).unwrap();
        told.push((n, other.last_deed().unwrap().unwrap().what));
        true
    });
    let deed = deed.unwrap().unwrap();
    assert_eq!(told.iter().map(|told| told.0).collect::<Vec<_>>(), [256, 512, 600]);
    assert_eq!(told[0].1, "took the tag old from 10 articles; tagged 256 articles new");
    assert_eq!(deed.what, "took the tag old from 10 articles; tagged 600 articles new");
    assert_eq!(stage.library.n_to_undo().unwrap(), 610);
    let (mut steps, mut n_steps) = (Vec::new(), 0);
    let undone = stage.library.undo_in_steps(NOW, &mut |n| {
        steps.push(n);
        n_steps += 1;
        n_steps < 2
    });
    assert_eq!(steps, [256, 512]);
    assert_eq!(undone.unwrap().unwrap().what, "tagged 512 articles new");
    assert_eq!(
        stage.library.last_deed().unwrap().unwrap().what,
        "took the tag old from 10 articles; tagged 88 articles new"
    );
    stage.library.undo(NOW).unwrap();
    assert_eq!(searched(&stage), before);

    let broken = stage.library.change_in_steps(&keys, &[Change::Remove], NOW, &mut |_| false).unwrap().unwrap();
    assert_eq!(broken.what, "removed 256 articles");
    assert_eq!(stage.library.last_deed().unwrap(), Some(broken));
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM article WHERE removed IS NULL"), 344);
    stage.library.undo(NOW).unwrap();
    assert_eq!(searched(&stage), before);

    // What another program has undone meanwhile is not undone again.
    let mut is_undone = false;
    let path = stage.path();
    let deed = stage.library.change_in_steps(&keys, &[Change::Starred(true)], NOW, &mut |_| {
        if !std::mem::replace(&mut is_undone, true) {
            nutgraf::library::Library::open_to_write(&path).unwrap().undo(NOW).unwrap();
        }
        true
    });
    assert_eq!(deed.unwrap().unwrap().what, "starred 344 articles");
    stage.library.undo(NOW).unwrap();
    assert_eq!(searched(&stage), before);
}

#[test]
fn deeds_are_undone_one_after_the_other_the_last_first() {
    let mut stage = stage();
    stage.library.change(&[ArticleKey(1)], &Change::Starred(true), NOW).unwrap();
    stage.library.change(&[ArticleKey(1)], &Change::Untag("x".to_owned()), NOW).unwrap();
    stage.library.change(&[ArticleKey(1)], &Change::Tag("x".to_owned()), NOW).unwrap();
    assert_eq!(stage.library.last_deed().unwrap().map(|deed| deed.what).as_deref(), Some("tagged 1 article x"));
    for what in ["tagged 1 article x", "starred 1 article"] {
        assert_eq!(stage.library.undo(NOW).unwrap().map(|deed| deed.what).as_deref(), Some(what));
    }
}

#[test]
fn a_removed_article_is_gone_from_everything_but_its_addresses() {
    let mut stage = stage();
    stage.library.change(&[ArticleKey(2)], &Change::Remove, NOW).unwrap();
    assert_eq!(rows(&stage).len(), 2);
    assert_eq!(stage.library.article(ArticleKey(2)).unwrap(), None);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement WHERE article = 2"), 0);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM address WHERE article = 2"), 1);
}
