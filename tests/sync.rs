//! Feeds to the library by the real program, from real servers on loopback that behave well and badly.

#![cfg(feature = "fetch")]
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::format_push_string,
    reason = "a failed unwrap is a failed test"
)]

#[path = "sync/broken.rs"]
mod broken;
#[path = "sync/ending.rs"]
mod ending;
#[path = "sync/feeds.rs"]
mod feeds;
#[path = "sync/links.rs"]
mod links;
#[path = "support/newsroom.rs"]
mod newsroom;
#[path = "sync/pages.rs"]
mod pages;
#[allow(dead_code, reason = "two tests need little of it")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[path = "support/server.rs"]
mod server;
#[path = "sync/store.rs"]
mod store;
#[path = "sync/terminal.rs"]
mod terminal;

use newsroom::{Newsroom, item, page, rss};
use server::{Answer, Server};

/// A server with one feed of teasers, and pages for them.
fn courier(n: usize) -> Server {
    let server = Server::start();
    let items: Vec<String> = (0..n).map(|k| item(&format!("Story {k}"), &format!("/news/{k}"))).collect();
    server.on_tagged("/feed.xml", "\"1\"", Answer::feed(rss("Vell Courier", &items)));
    for k in 0..n {
        server.on(&format!("/news/{k}"), Answer::page(page(&format!("Story {k}"), k)));
    }
    server
}

/// A newsroom that follows the feed of a server.
fn following(server: &Server) -> Newsroom {
    let room = Newsroom::new();
    room.done(&["feed", "add", &server.url("/feed.xml")]);
    server.forget();
    room
}

#[test]
fn new_items_come_in_whole_and_what_has_not_changed_is_not_asked_again() {
    let server = courier(5);
    let room = following(&server);
    assert_eq!(room.done(&["sync"]), "Vell Courier  5 new, 0 known\n");
    assert_eq!(room.sorted(), (0..5).map(|k| format!("Story {k}")).collect::<Vec<_>>());
    assert!(
        room.text_of("Story 3").contains("the council of Lower Vell ward 3")
            || room.text_of("Story 3").contains("ward 3")
    );
    server.forget();
    assert_eq!(room.done(&["sync"]), "Vell Courier  not modified\n");
    assert_eq!(server.asked().len(), 1, "{:?}", server.asked());
    assert_eq!(server.asked()[0].header("if-none-match"), "\"1\"");
}

#[test]
fn what_a_feed_has_in_full_is_not_fetched_again_and_gets_what_the_feed_tells() {
    let server = Server::start();
    let full = newsroom::body(7);
    let item = format!(
        "<item><title>Pier &amp; quay</title><link>/news/1</link><pubDate>Tue, 03 Jun 2025 09:05:30 GMT</pubDate><author>Ada Brook</author><description><![CDATA[{full}]]></description></item>"
    );
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[item])));
    let room = following(&server);
    assert_eq!(room.done(&["sync"]), "Vell Courier  1 new, 0 known\n");
    assert_eq!(server.count("/news/1") + server.count("/robots.txt"), 0);
    let key = room.headlines()[0].0;
    let article = room.library().article(key).unwrap().unwrap();
    let metadata = &article.metadata;
    assert_eq!(metadata.headline.known().map(String::as_str), Some("Pier & quay"));
    assert_eq!(metadata.publisher.known().map(|party| party.name.as_str()), Some("Vell Courier"));
    assert_eq!(metadata.date_published.known().map(String::as_str), Some("2025-06-03T09:05:30Z"));
    assert_eq!(metadata.url.known(), Some(&server.url("/news/1")));
    assert!(!article.statements.items().is_empty(), "statements are found in it");
}

#[test]
fn an_article_that_was_updated_keeps_its_versions() {
    let server = courier(1);
    let room = following(&server);
    room.done(&["sync"]);
    let changed = item("Story 0", "/news/0").replace("may cost", "did cost");
    server.on_tagged("/feed.xml", "\"2\"", Answer::feed(rss("Vell Courier", &[changed])));
    server.on("/news/0", Answer::page(page("Story 0", 0).replace("a long evening", "a very long evening")));
    assert_eq!(room.done(&["sync"]), "Vell Courier  0 new, 1 updated, 0 known\n");
    let list = room.done(&["list"]);
    assert!(list.contains("version 2") && list.matches("Story 0").count() == 1, "{list}");
}

#[test]
fn a_feed_tags_its_articles_and_two_feeds_of_one_article_bring_it_once() {
    let server = courier(3);
    server.on(
        "/other.xml",
        Answer::feed(rss("Quay Daily", &[item("Story 1", &format!("{}?utm_source=feed", server.url("/news/1")))])),
    );
    let room = Newsroom::new();
    room.done(&["feed", "add", &server.url("/feed.xml"), "--tag", "ports"]);
    room.done(&["feed", "add", &server.url("/other.xml"), "--tag", "trade"]);
    room.done(&["sync"]);
    room.done(&["sync"]);
    assert_eq!(room.sorted(), ["Story 0", "Story 1", "Story 2"]);
    assert_eq!(room.done(&["list", "tag:ports"]).matches("Story").count(), 3);
}

#[test]
fn a_tag_that_the_reader_took_away_does_not_come_back_with_an_update() {
    let server = courier(1);
    let room = Newsroom::new();
    room.done(&["feed", "add", &server.url("/feed.xml"), "--tag", "ports"]);
    room.done(&["sync"]);
    let key = room.headlines()[0].0.0.to_string();
    room.done(&["tag", "--remove", "ports", &key]);
    let changed = item("Story 0", "/news/0").replace("may cost", "did cost");
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[changed])));
    server.on("/news/0", Answer::page(page("Story 0", 0).replace("a long evening", "a very long evening")));
    assert_eq!(room.done(&["sync"]), "Vell Courier  0 new, 1 updated, 0 known\n");
    let listed = room.done(&["list"]);
    assert!(listed.contains("Story 0") && !listed.contains("ports"), "{listed}");
}

#[test]
fn an_article_that_was_removed_does_not_come_back() {
    let server = courier(2);
    let room = following(&server);
    room.done(&["sync"]);
    let key = room.headlines()[0].0.0.to_string();
    room.done(&["remove", &key]);
    server.on(
        "/feed.xml",
        Answer::feed(rss(
            "Vell Courier",
            &[
                item("Story 0", "/news/0"),
                item("Story 1", "/news/1").replace("guid isPermaLink=\"false\">", "guid isPermaLink=\"false\">new-"),
            ],
        )),
    );
    room.done(&["sync"]);
    assert_eq!(room.headlines().len(), 1);
}

#[test]
fn outcomes_are_said_as_json_too_and_the_list_of_feeds_has_them() {
    let server = courier(2);
    let room = following(&server);
    let said: serde_json::Value = serde_json::from_str(&room.done(&["sync", "--json"])).unwrap();
    assert_eq!((&said["schema"], &said["interrupted"]), (&"nutgraf.sync/1".into(), &false.into()));
    assert_eq!((&said["feeds"][0]["result"], &said["feeds"][0]["n_new"]), (&"read".into(), &2.into()));
    let listed: serde_json::Value = serde_json::from_str(&room.done(&["feed", "list", "--json"])).unwrap();
    assert_eq!(
        (&listed["feeds"][0]["n_articles"], &listed["feeds"][0]["outcome"]),
        (&2.into(), &"2 new, 0 known".into())
    );
}
