//! Adding: the same article is recognised, another text of it is a version, nothing is there twice.

use nutgraf::article::{Maybe, Review, ReviewStatus};
use nutgraf::catalogue::{ArticleKey, ListRequest};
use nutgraf::library::{Added, Arrival, Change};
use serde_json::json;

use super::stage::{NOW, Stage, article, pier};

fn at(url: &str, cost: &str) -> nutgraf::article::Article {
    article(&pier(cost), json!({ "url": url, "datePublished": "2026-11-20T08:00:00Z" }), json!({}))
}

#[test]
fn an_article_that_was_added_is_there_as_it_was() {
    let mut stage = Stage::new();
    let given = at("https://vell.example/pier", "two million");
    let added = stage.add(std::slice::from_ref(&given));
    assert_eq!(added, [Added::New(ArticleKey(1))]);
    assert_eq!(stage.library.article(ArticleKey(1)).unwrap(), Some(given));
    assert_eq!(stage.library.article(ArticleKey(2)).unwrap(), None);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement"), 3);
}

#[test]
fn the_same_article_by_another_address_is_known_by_both() {
    let mut stage = Stage::new();
    stage.add(&[at("https://vell.example/pier", "two million")]);
    let again =
        [at("https://www.vell.example/pier/?utm_source=x", "two million"), at("https://keel.example/1", "two million")];
    assert_eq!(stage.add(&again), [Added::Known(ArticleKey(1)), Added::Known(ArticleKey(1))]);
    assert_eq!(stage.library.knows_address("http://keel.example/1#top").unwrap(), Some(ArticleKey(1)));
    assert_eq!(stage.library.knows_address("https://keel.example/2").unwrap(), None);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM article"), 1);
}

#[test]
fn a_page_of_another_site_takes_no_articles_place_whatever_it_calls_itself() {
    let mut stage = Stage::new();
    let theirs = at("https://vell.example/pier", "two million");
    stage.add(std::slice::from_ref(&theirs));
    let fields = json!({ "url": "https://vell.example/pier" });
    let evil = article(&pier("nothing at all"), fields.clone(), json!({ "final_url": "https://evil.example/x" }));
    assert_eq!(stage.add(&[evil]), [Added::New(ArticleKey(2))]);
    assert_eq!(stage.library.article(ArticleKey(1)).unwrap(), Some(theirs));
    assert_eq!(stage.one::<String>("SELECT url FROM article WHERE id = 2"), "https://evil.example/x");
    let mobile = article(&pier("three million"), fields, json!({ "final_url": "https://m.vell.example/pier?x=1" }));
    assert_eq!(stage.add(&[mobile]), [Added::Updated(ArticleKey(1), 2)]);
}

#[test]
fn a_text_without_a_date_stays_where_its_article_stands() {
    let mut stage = Stage::new();
    let fields = |date: &str| json!({ "url": "https://vell.example/pier", "datePublished": date });
    stage.add(&[article(&pier("two million"), fields("2026-11-16T08:00:00Z"), json!({}))]);
    let where_it_stands = "SELECT (slot / 65536) || ' ' || day || ' ' || published FROM article WHERE id = 1";
    let before = stage.one::<String>(where_it_stands);
    let longer =
        format!("{}\n\n“And it will rain,” said Ada Brook. “It will,” said Bruno Keel.", pier("three million"));
    stage.add(&[article(&longer, json!({ "url": "https://vell.example/pier" }), json!({}))]);
    assert_eq!(stage.one::<String>(where_it_stands), before);
    assert!(stage.one::<bool>("SELECT min(id) / 65536 = (SELECT slot / 65536 FROM article) FROM statement"));
    // A corrected date moves it.
    stage.add(&[article(&pier("four million"), fields("2026-11-16T06:00:00Z"), json!({}))]);
    assert_ne!(stage.one::<String>(where_it_stands), before);
}

#[test]
fn twice_in_one_batch_is_once() {
    let mut stage = Stage::new();
    let twice = [at("https://vell.example/pier", "two million"), at("https://vell.example/pier", "two million")];
    assert_eq!(stage.add(&twice), [Added::New(ArticleKey(1)), Added::Known(ArticleKey(1))]);
}

#[test]
fn another_text_under_its_address_is_a_version_and_the_earlier_one_is_kept() {
    let mut stage = Stage::new();
    let old = at("https://vell.example/pier", "two million");
    stage.add(std::slice::from_ref(&old));
    let new = at("https://vell.example/pier", "three million");
    assert_eq!(stage.add(&[new]), [Added::Updated(ArticleKey(1), 2)]);
    let now = stage.library.article(ArticleKey(1)).unwrap().unwrap();
    assert!(now.text.as_str().contains("three million"));
    assert_eq!(stage.library.article_version(ArticleKey(1), 1).unwrap(), Some(old));
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement WHERE content LIKE '%two million%'"), 0);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement"), 3);
    assert_eq!(stage.one::<i64>("SELECT sum(n_statements) FROM speaker"), 3);
}

#[test]
fn a_review_stays_with_its_statement_when_the_article_is_updated() {
    let mut stage = Stage::new();
    let mut old = at("https://vell.example/pier", "two million");
    let Maybe::Known(statements) = &mut old.statements else { panic!() };
    statements[0].review = Maybe::Known(Review::new(ReviewStatus::Disputed));
    let id = statements[0].id.clone();
    stage.add(&[old]);
    stage.add(&[at("https://vell.example/pier", "three million")]);
    let now = stage.library.article(ArticleKey(1)).unwrap().unwrap();
    let reviewed = now.statement(&id).unwrap();
    assert_eq!(reviewed.review.known().map(|review| review.status), Some(ReviewStatus::Disputed));
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement WHERE review = 1"), 1);
}

#[test]
fn a_teaser_does_not_take_the_place_of_the_whole_article_but_the_whole_one_takes_the_teasers() {
    let mut stage = Stage::new();
    let fields = json!({ "url": "https://vell.example/pier" });
    let teaser = article(
        "Pier stays shut\n\n“We will not open”, the harbour master said…",
        fields.clone(),
        json!({ "complete": false }),
    );
    let whole = article(&pier("two million"), fields, json!({ "complete": true }));
    assert_eq!(stage.add(std::slice::from_ref(&teaser)), [Added::New(ArticleKey(1))]);
    assert_eq!(stage.add(std::slice::from_ref(&whole)), [Added::Updated(ArticleKey(1), 2)]);
    assert_eq!(stage.add(&[teaser]), [Added::Known(ArticleKey(1))]);
    assert_eq!(stage.library.article(ArticleKey(1)).unwrap().map(|article| article.text), Some(whole.text));
}

#[test]
fn a_feed_does_not_bring_back_what_was_removed_but_the_reader_does() {
    let mut stage = Stage::new();
    let one = at("https://vell.example/pier", "two million");
    stage.add(std::slice::from_ref(&one));
    stage.library.change(&[ArticleKey(1)], &Change::Remove, NOW).unwrap();
    let by_feed = Arrival { feed: Some(1), ..Arrival::asked(one.clone()) };
    assert_eq!(stage.library.add(&[by_feed], NOW).unwrap(), [Added::Removed(ArticleKey(1))]);
    assert_eq!(stage.library.list(&ListRequest { limit: 9, ..ListRequest::default() }, NOW).unwrap().unwrap().total, 0);
    assert_eq!(stage.add(&[one]), [Added::New(ArticleKey(1))]);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM statement"), 3);
}

#[test]
fn statements_are_numbered_in_the_order_of_publication_whenever_they_come() {
    let mut stage = Stage::new();
    let days = ["2026-11-20", "1955-03-01", "2031-01-01", "2026-11-19", "0001-01-01"];
    let of = |day: &str| article(&pier(day), json!({ "datePublished": format!("{day}T08:00:00Z") }), json!({}));
    // The third is from the future, and stands where it arrived.
    for day in days {
        stage.add(&[of(day)]);
    }
    let sql = "SELECT group_concat(article) FROM (SELECT DISTINCT article FROM statement ORDER BY id)";
    assert_eq!(stage.one::<String>(sql), "5,2,4,1,3");
}

#[test]
fn thousands_of_articles_of_one_minute_have_their_own_numbers() {
    let mut stage = Stage::new();
    let said: Vec<String> = (0..250).map(|n| format!("“We counted {n} gulls,” said Ada Brook.")).collect();
    let long = article(&said.join("\n\n"), json!({ "datePublished": "2026-11-20T08:00:00Z" }), json!({}));
    stage.add(std::slice::from_ref(&long));
    let n_statements = stage.one::<i64>("SELECT n_ids FROM article");
    assert!(n_statements >= 200, "{n_statements}");
    // As if so many more had come in that minute.
    let fill = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 400)
        INSERT INTO article (slot, day, urn, text_sha256, headline, added, n_words, n_statements, n_ids, model)
        SELECT (SELECT slot + n_ids FROM article WHERE id = 1) + 1 + (n - 1) * 201, 0, 'u', x'00', 'h', 0, 1, 0, 200, ''
        FROM n";
    rusqlite::Connection::open(stage.path()).unwrap().execute(fill, []).unwrap();
    let texts = ["Gulls came.", "Cranes fell.", "Barges sank."];
    stage.add(&texts.map(|text| article(text, json!({ "datePublished": "2026-11-20T08:00:30Z" }), json!({}))));
    // Of the same minute, and of the next, into which it has spilt.
    stage.add(&[article("Snow fell.", json!({ "datePublished": "2026-11-20T08:01:00Z" }), json!({}))]);
    assert_eq!(stage.one::<i64>("SELECT count(*) FROM article"), 405);
    assert!(stage.one::<i64>("SELECT max(slot) - min(slot) FROM article") > 65_536);
    let overlaps = "SELECT count(*) FROM article a JOIN article b ON b.slot > a.slot AND b.slot <= a.slot + a.n_ids";
    assert_eq!(stage.one::<i64>(overlaps), 0);
}
