//! Feeds and pages that are broken, hostile or gone: each costs itself and nothing else.

use crate::newsroom::{Newsroom, body, is_safe, item, page, rss, text};
use crate::server::{Answer, Server};
use crate::{courier, following};

/// Follows feeds without asking them.
fn follow(room: &Newsroom, urls: &[String]) {
    let outlines: String = urls.iter().fold(String::new(), |all, url| all + &format!("<outline xmlUrl=\"{url}\"/>"));
    std::fs::write(room.folder.path().join("in.opml"), format!("<opml><body>{outlines}</body></opml>")).unwrap();
    room.done(&["feed", "import", "in.opml"]);
}

#[test]
fn a_broken_feed_is_named_with_its_reason_and_costs_the_others_nothing() {
    let server = courier(2);
    let entities = ('b'..='z').zip('a'..).fold(String::new(), |bomb, (of, by)| {
        bomb + &format!("<!ENTITY {of} \"&{by};&{by};&{by};&{by};&{by};&{by};&{by};&{by};\">")
    });
    server
        .on("/text", Answer::typed("text/plain", "no feed"))
        .on("/page", Answer::page("<!doctype html><html>"))
        .on("/deep", Answer::feed(format!("<rss><channel><item>{}", "<a>".repeat(100_000))))
        .on("/bomb", Answer::gzip("application/rss+xml", &vec![b' '; 200 << 20]))
        .on("/loop", Answer::to(302, "/loop"))
        .on("/file", Answer::to(302, "file:///etc/passwd"))
        .on("/login", Answer::status(401))
        .on("/endless", Answer::Endless(b"HTTP/1.1 200 OK\r\n\r\n<rss>".to_vec(), vec![b'x'; 1 << 16]))
        .on("/entities", Answer::feed(format!("<!DOCTYPE rss [<!ENTITY a \"ha\">{entities}]>{}", rss("Ha &z;", &[]))));
    let broken = ["text", "page", "deep", "bomb", "loop", "file", "login", "endless", "none"];
    let room = Newsroom::new();
    // Hosts of their own, so that none pays for another.
    let mut urls: Vec<String> = broken.iter().zip(2..).map(|(path, n)| server.url_of(n, &format!("/{path}"))).collect();
    urls.extend([server.url_of(200, "/entities"), server.url("/feed.xml")]);
    follow(&room, &urls);
    let output = room.run(&["sync"]);
    let said = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{said}");
    assert!(is_safe(&said) && said.lines().count() == urls.len(), "{said}");
    for (path, why) in [
        ("text", "no feed"),
        ("page", "web page"),
        ("deep", "nested"),
        ("bomb", "larger than"),
        ("loop", "in a circle"),
        ("file", "only http and https"),
        ("login", "wants a login"),
        ("endless", "larger than"),
        ("none", "no such page"),
    ] {
        let line =
            said.lines().find(|line| line.contains(&format!("/{path}"))).unwrap_or_else(|| panic!("{path}: {said}"));
        assert!(line.contains("failed: ") && line.contains(why), "{line}");
    }
    assert!(said.contains("Ha &z;"), "an entity of its own is not expanded: {said}");
    assert!(said.contains("Vell Courier") && room.headlines().len() == 2);
    // What has failed is left alone for a while, unless it is named.
    let again = room.done(&["sync"]);
    assert_eq!(again.matches("left alone").count(), broken.len(), "{again}");
    room.ends(&["sync", &urls[0]], 69, &["failed"]);
    let after = room.run(&["sync"]);
    assert!(text(&after.stdout).contains("after 2 failures"));
}

#[test]
fn all_failing_is_a_failure() {
    let room = Newsroom::new();
    follow(&room, &["http://127.0.0.1:1/feed".to_owned()]);
    room.ends(&["sync"], 69, &["failed: nobody answers there"]);
    let strict = room.strict(&["sync", "1"]).output().unwrap();
    assert_eq!(strict.status.code(), Some(69));
    assert!(text(&strict.stdout).contains("--allow-private"));
}

#[test]
fn a_page_that_fails_leaves_the_teaser_and_is_fetched_later() {
    let server = courier(3);
    server.on("/news/1", Answer::status(500)).on("/news/2", Answer::status(404));
    let room = following(&server);
    let said = room.done(&["sync"]);
    assert!(said.contains("3 new") && said.contains("2 incomplete"), "{said}");
    assert_eq!(room.sorted(), ["Story 0", "Story 1", "Story 2"]);
    assert!(room.text_of("Story 1").contains("may cost"));
    assert_eq!(room.done(&["list"]).matches("incomplete").count(), 2);
    // Its time has not come; then it has, and the feed says that nothing has changed.
    server.on("/news/1", Answer::page(page("Story 1", 1)));
    server.forget();
    room.done(&["sync"]);
    assert_eq!(server.count("/news/1") + server.count("/news/2"), 0);
    let connection = rusqlite::Connection::open(room.path()).unwrap();
    assert_eq!(connection.execute("UPDATE item SET again = 1 WHERE again IS NOT NULL", []).unwrap(), 1);
    drop(connection);
    let said = room.done(&["sync"]);
    assert!(said.contains("1 completed"), "{said}");
    assert_eq!((server.count("/news/1"), server.count("/news/2")), (1, 0), "what is gone is given up");
    assert!(room.text_of("Story 1").contains("We will rebuild"));
    assert_eq!(room.done(&["list"]).matches("incomplete").count(), 1);
}

#[test]
fn what_a_site_asks_programs_to_leave_alone_is_left_alone() {
    let server = courier(2);
    server.on("/robots.txt", Answer::typed("text/plain", "User-agent: *\nDisallow: /news/1\n"));
    let room = following(&server);
    let said = room.done(&["sync"]);
    assert!(said.contains("2 new") && said.contains("1 incomplete"), "{said}");
    assert_eq!((server.count("/robots.txt"), server.count("/news/0"), server.count("/news/1")), (1, 1, 0));
    // A person who names the page gets it.
    room.done(&["show", &server.url("/news/1")]);
}

#[test]
fn a_server_that_asks_for_its_peace_is_asked_no_more_in_this_run() {
    let server = courier(20);
    for k in 0..20 {
        server.on(&format!("/news/{k}"), Answer::status(429).with("Retry-After", "7200"));
    }
    let room = following(&server);
    let said = room.done(&["sync"]);
    assert!(said.contains("20 incomplete"), "{said}");
    let n_asked = server.asked().iter().filter(|asked| asked.path.starts_with("/news")).count();
    assert!(n_asked <= 3, "{n_asked}");
    // A feed that says so is left alone for as long as it says.
    server.on("/feed.xml", Answer::status(429).with("Retry-After", "7200"));
    room.ends(&["sync"], 69, &["asked too often"]);
    assert!(room.done(&["sync"]).contains("left alone"));
}

#[test]
fn a_feed_that_has_moved_for_good_is_asked_there() {
    let server = courier(1);
    let room = following(&server);
    server.on("/feed.xml", Answer::to(301, "/new.xml")).on("/new.xml", Answer::feed(rss("Vell Courier", &[])));
    room.done(&["sync"]);
    server.forget();
    room.done(&["sync"]);
    assert_eq!((server.count("/feed.xml"), server.count("/new.xml")), (0, 1));
}

#[test]
fn items_with_everything_wrong_still_come_in_clean() {
    let server = Server::start();
    let evil = "\u{1B}]0;pwn\u{7}&#27;[31m\u{202E}&#x9b;2J";
    let full = |n: usize| format!("<description><![CDATA[{}]]></description>", body(n));
    let items = vec![
        format!("<item><title>No date &amp; no id</title>{}</item>", full(1)),
        format!(
            "<item><title>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; {evil} bright</title><guid>{evil}</guid><author>{evil}Ada</author>{}</item>",
            full(2)
        ),
        format!("<item><title>Date in words</title><pubDate>yesterday noon</pubDate>{}</item>", full(3)),
        format!("<item><title>From 1970</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>{}</item>", full(4)),
        format!(
            "<item><title>From the future</title><pubDate>Fri, 01 Jan 2999 00:00:00 GMT</pubDate>{}</item>",
            full(5)
        ),
        format!("<item><title>Soon</title><pubDate>Fri, 01 Jan 2200 00:00:00 GMT</pubDate>{}</item>", full(6)),
        "<item><link>javascript:alert(1)</link><title>No address</title><description>Little.</description></item>"
            .to_owned(),
        "<item></item>".to_owned(),
        "<item><title>No text at all</title><link>/gone</link></item>".to_owned(),
    ];
    server.on("/feed.xml", Answer::typed("text/html; charset=nonsense", rss(&format!("Vell {evil} Courier"), &items)));
    let room = Newsroom::new();
    follow(&room, &[server.url("/feed.xml")]);
    let said = room.done(&["sync"]);
    assert!(is_safe(&said) && said.contains("Vell") && said.contains("7 new"), "{said:?}");
    let listed = room.done(&["list", "--json"]);
    assert!(is_safe(&listed) && listed.contains("Bold & bright"), "{listed}");
    let year = &jiff::Timestamp::now().to_string()[..4];
    let rows: serde_json::Value = serde_json::from_str(&listed).unwrap();
    for row in rows["rows"].as_array().unwrap() {
        assert!(row["day"].as_str().unwrap().starts_with(year), "an unknown date is the day of arrival: {row}");
    }
    for (key, _) in room.headlines() {
        let article = room.library().article(key).unwrap().unwrap();
        assert!(is_safe(&nutgraf::article::format::write(&article)));
    }
    let feeds = room.done(&["feed", "list"]) + &room.done(&["feed", "export"]);
    assert!(is_safe(&feeds), "{feeds:?}");
    // Without an id, an item is known by what it says: nothing comes twice.
    let n = room.headlines().len();
    room.done(&["sync"]);
    assert_eq!(room.headlines().len(), n);
}

#[test]
fn relative_links_lead_from_where_the_feed_was_found() {
    let server = Server::start();
    server
        .on("/a/feed", Answer::to(302, "/b/feed.xml"))
        .on("/b/feed.xml", Answer::feed(rss("Vell Courier", &[item("Story", "../c/1")])))
        .on("/c/1", Answer::page(page("Story", 1)));
    let room = Newsroom::new();
    follow(&room, &[server.url("/a/feed")]);
    room.done(&["sync"]);
    assert!(room.text_of("Story").contains("We will rebuild"));
}

#[test]
fn pages_that_lead_to_the_front_page_are_gone_and_not_all_one_article() {
    let server = courier(3);
    server.on("/", Answer::page(page("Welcome to the Courier", 50)));
    for k in [1, 2] {
        server.on(&format!("/news/{k}"), Answer::to(302, "/"));
    }
    let canonical = format!("<head><link rel=\"canonical\" href=\"{}\">", server.url("/"));
    server.on("/news/0", Answer::page(page("Story 0", 0).replace("<head>", &canonical)));
    let room = following(&server);
    let said = room.done(&["sync"]);
    assert!(said.contains("3 new") && said.contains("2 incomplete"), "{said}");
    assert_eq!(room.sorted(), ["Story 0", "Story 1", "Story 2"]);
    let key = room.headlines().into_iter().find(|(_, headline)| headline == "Story 0").unwrap().0;
    let url = room.library().article(key).unwrap().unwrap().metadata.url;
    assert_eq!(url.known(), Some(&server.url("/news/0")), "a front page is nobody's address");
}
