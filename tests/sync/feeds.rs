//! Which feeds are followed.

use std::fs;

use crate::newsroom::{Newsroom, rss, text};
use crate::server::{Answer, Server};

#[test]
fn a_site_is_searched_for_its_feed() {
    let server = Server::start();
    server.on("/", Answer::page("<html><head><link rel=alternate type=application/rss+xml href=news/feed.xml><link rel=alternate type=application/atom+xml href=/sport.atom></head><body>Vell"));
    server.on("/news/feed.xml", Answer::feed(rss("Vell Courier", &[])));
    let room = Newsroom::new();
    let said = room.done(&["feed", "add", &server.url("/")]);
    assert!(
        said.contains("Vell Courier") && said.contains(&server.url("/news/feed.xml")) && said.contains("/sport.atom"),
        "{said}"
    );
    assert!(room.done(&["feed", "add", &server.url("/")]).starts_with("known"));
    server.on("/page", Answer::page("<html><body>Nothing here"));
    room.ends(&["feed", "add", &server.url("/page")], 1, &["names no feed"]);
    server.on("/text", Answer::typed("text/plain", "words"));
    room.ends(&["feed", "add", &server.url("/text")], 65, &["this is no feed"]);
    room.ends(&["feed", "add", "file:///etc/passwd"], 2, &["only http and https"]);
    room.ends(&["feed", "add", &server.url("/none")], 66, &["404"]);
    assert_eq!(room.done(&["feed", "list"]).lines().count(), 3);
}

#[test]
fn feeds_are_removed_by_number_address_or_title() {
    let server = Server::start();
    let room = Newsroom::new();
    room.ends(&["feed", "list"], 66, &["there is no library yet"]);
    for (path, title) in [("/1", "Vell Courier"), ("/2", "Quay Daily"), ("/3", "The Strait")] {
        server.on(path, Answer::feed(rss(title, &[])));
        room.done(&["feed", "add", &server.url(path)]);
    }
    for which in ["1", "quay daily", &server.url("/3")] {
        assert!(room.done(&["feed", "remove", which]).starts_with("follows no longer"));
    }
    room.ends(&["feed", "remove", "1"], 1, &["no such feed"]);
    room.ends(&["feed", "list"], 1, &["no feeds are followed"]);
    room.ends(&["sync"], 1, &["no feeds are followed"]);
}

#[test]
fn lists_of_other_readers_come_in_and_go_out() {
    let room = Newsroom::new();
    let list = "<opml version=\"2.0\"><body><outline text=\"Harbour\"><outline text=\"Vell &amp; \u{1B}[31mQuay\" xmlUrl=\"https://vell.example/feed\"/></outline>\
        <outline text=\"x\" xmlUrl=\"gopher://x\"/><outline text=\"Top\" xmlUrl=\"https://quay.example/atom\"/></body></opml>";
    fs::write(room.folder.path().join("in.opml"), list).unwrap();
    assert_eq!(
        room.done(&["feed", "import", "in.opml"]),
        "2 followed, 0 known, 1 passed over (no address of the web)\n"
    );
    assert_eq!(room.done(&["feed", "import", "in.opml"]).split(',').next(), Some("0 followed"));
    let out = room.done(&["feed", "export"]);
    assert!(out.contains("text=\"harbour\"") && out.contains("Vell &amp; Quay") && !out.contains('\u{1B}'), "{out}");
    room.done(&["feed", "export", "out.opml"]);
    assert_eq!(fs::read_to_string(room.folder.path().join("out.opml")).unwrap(), out);
    let other = Newsroom::new();
    fs::write(other.folder.path().join("in.opml"), &out).unwrap();
    other.done(&["feed", "import", "in.opml"]);
    assert_eq!(other.done(&["feed", "export"]), out);
    fs::write(room.folder.path().join("no.opml"), "<html>").unwrap();
    room.ends(&["feed", "import", "no.opml"], 65, &["no list of feeds"]);
    assert_eq!(text(&room.run(&["feed", "list", "--format", "csv"]).stdout).lines().count(), 3);
}

#[test]
fn a_pipe_that_is_closed_leaves_no_feed_out() {
    let server = Server::start();
    let room = Newsroom::new();
    let urls: Vec<String> = (0..3).map(|n| server.url(&format!("/{n}.xml"))).collect();
    for n in 0..3 {
        server.on(&format!("/{n}.xml"), Answer::feed(rss(&format!("Vell {n}"), &[])));
    }
    let into_nothing = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = room.command(arguments).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    };
    into_nothing(&["feed", "add", &urls[0], &urls[1], &urls[2]]);
    assert_eq!(room.library().feeds().unwrap().len(), 3);
    into_nothing(&["feed", "remove", "1", "2", "3"]);
    assert!(room.library().feeds().unwrap().is_empty());
}
