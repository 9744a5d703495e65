//! What items and addresses have to do with one another: shared links, foreign links, links that lead elsewhere.

use crate::newsroom::{body, page, rss};
use crate::server::{Answer, Server};
use crate::{courier, following};

/// An item with its whole text.
fn full(title: &str, link: &str, words: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{title}</guid><description><![CDATA[{words}]]></description></item>"
    )
}

#[test]
fn items_that_share_an_address_are_articles_of_their_own() {
    for start in ["/changes#v", "/#", "/?utm_campaign="] {
        let link = |n: usize| format!("{start}{n}");
        let release = |n: usize| full(&format!("Release {n}"), &link(n), &body(n));
        let server = Server::start();
        server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[release(3), release(2), release(1)])));
        let room = following(&server);
        assert_eq!(room.done(&["sync"]), "Vell Courier  3 new, 0 known\n");
        server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[release(5), release(4), release(3)])));
        assert_eq!(room.done(&["sync"]), "Vell Courier  2 new, 1 known\n");
        assert_eq!(room.sorted(), (1..6).map(|n| format!("Release {n}")).collect::<Vec<_>>());
        let changed = full("Release 2", &link(2), &body(2).replace("long evening", "very long evening"));
        server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[changed])));
        assert_eq!(room.done(&["sync"]), "Vell Courier  0 new, 1 updated, 0 known\n");
        assert!(room.text_of("Release 2").contains("very long evening"));
        assert!(!room.text_of("Release 1").contains("very long evening"));
    }
}

#[test]
fn teasers_that_lead_to_the_front_page_are_articles_of_their_own() {
    let teaser = |n: usize| crate::item(&format!("Story {n}"), "/").replace("false\">", &format!("false\">{n}"));
    let server = Server::start();
    server.on("/", Answer::page(page("Welcome to the Courier", 50)));
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[teaser(1), teaser(2)])));
    let room = following(&server);
    room.done(&["sync"]);
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[teaser(3), teaser(2)])));
    assert_eq!(room.done(&["sync"]), "Vell Courier  1 new, 1 known, 1 incomplete\n");
    assert_eq!(room.sorted(), ["Story 1", "Story 2", "Story 3"]);
}

#[test]
fn a_feed_that_renames_its_items_brings_nothing_twice() {
    let server = courier(2);
    let room = following(&server);
    room.done(&["sync"]);
    server.forget();
    let again =
        |k: usize| crate::item(&format!("Story {k}"), &format!("/news/{k}")).replace("false\">", "false\">new-");
    let whole = full("Whole", "/whole", &body(9));
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[again(0), again(1), whole.clone()])));
    assert_eq!(room.done(&["sync"]), "Vell Courier  1 new, 2 known\n");
    assert_eq!(server.count("/news/0") + server.count("/news/1"), 0);
    let renamed = whole.replace("false\">", "false\">new-");
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[renamed])));
    assert_eq!(room.done(&["sync"]), "Vell Courier  0 new, 1 known\n");
}

#[test]
fn a_foreign_feed_does_not_overwrite_the_article_of_a_site() {
    let server = courier(1);
    let room = following(&server);
    room.done(&["sync"]);
    let page = server.url("/news/0");
    // First as the page has it, so that its item is known to have met the article; then with words of its own. That it
    // says to be of that site makes no difference.
    let own = room.text_of("Story 0");
    let foreign = |words: &str| {
        let feed = rss("Quay Daily", &[full("Story 0", &page, words)]);
        Answer::feed(feed.replace("https://quay-daily.example/", &server.url("/")))
    };
    let path = server.url_of(2, "/foreign.xml");
    server.on("/foreign.xml", foreign(&format!("<p>{}</p>", own.replace('\n', "</p><p>"))));
    room.done(&["feed", "add", &path]);
    room.done(&["sync"]);
    for n in [6, 7] {
        server.on("/foreign.xml", foreign(&body(n)));
        room.done(&["sync"]);
        assert_eq!(room.text_of("Story 0"), own);
        assert!(!room.done(&["list"]).contains("version 2"));
    }
    // The site's own feed may.
    let changed = full("Story 0", "/news/0", &body(8))
        .replace("<guid isPermaLink=\"false\">Story 0", "<guid isPermaLink=\"false\">/news/0");
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &[changed])));
    room.done(&["sync"]);
    assert!(room.text_of("Story 0").contains("ward 8"));
}

#[test]
fn the_rules_of_the_site_hold_where_a_link_leads_there_by_way_of_another() {
    let (server, site) = (courier(3), Server::start());
    site.on("/robots.txt", Answer::typed("text/plain", "User-agent: *\nDisallow: /private\n"));
    for (k, path) in ["/open/0", "/private/1"].iter().enumerate() {
        site.on(path, Answer::page(page(&format!("Story {k}"), k)));
        server.on(&format!("/news/{k}"), Answer::to(302, site.url(path)));
    }
    server.on("/robots.txt", Answer::typed("text/plain", "User-agent: *\nDisallow: /private\n"));
    server.on("/news/2", Answer::to(302, "/private/2")).on("/private/2", Answer::page(page("Story 2", 2)));
    let room = following(&server);
    let said = room.done(&["sync"]);
    assert!(said.contains("3 new") && said.contains("2 incomplete"), "{said}");
    assert_eq!((server.count("/robots.txt"), site.count("/robots.txt")), (1, 1));
    assert!(room.text_of("Story 0").contains("We will rebuild"));
    assert!(!(room.text_of("Story 1") + &room.text_of("Story 2")).contains("We will rebuild"));
}
