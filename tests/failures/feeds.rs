//! Feeds and what they bring, each failed at every point: the program fetches from a server on this machine.

use super::commands::{desk, fault, operation};
use super::layer::{CHANGES, FILLS};
use super::newsroom::{body, item, page, rss};
use super::server::{Answer, Server};
use super::sweep::{Operation, sweep};

/// A server with one feed: an item in full, and one whose page is to be fetched.
fn courier() -> Server {
    let server = Server::start();
    let whole = |k: usize| {
        format!(
            "<item><title>Story {k}</title><link>/news/{k}</link><description><![CDATA[{}]]></description></item>",
            body(k)
        )
    };
    let items = [whole(0), item("Story 2", "/news/2")];
    server.on("/feed.xml", Answer::feed(rss("Vell Courier", &items)));
    server.on("/news/2", Answer::page(page("Story 2", 2)));
    server
}

#[test]
fn feeds_and_what_they_bring_are_whole_or_not_there() {
    let server = courier();
    let url = server.url("/feed.xml");
    let following = desk();
    following.done(&["--allow-private", "feed", "add", &url]);
    let many = desk();
    many.write(
        "feeds.opml",
        "<opml version=\"2.0\"><body><outline xmlUrl=\"https://vell.example/1.xml\" text=\"One\"/><outline xmlUrl=\"https://vell.example/2.xml\" text=\"Two\"/></body></opml>",
    );
    let operations = [
        Operation { is_stepwise: true, ..operation("sync", following.copy(), &["--allow-private", "sync"]) },
        operation("feed add", desk(), &["--allow-private", "feed", "add", &url]),
        Operation { is_stepwise: true, ..operation("feed import", many, &["feed", "import", "feeds.opml"]) },
        Operation {
            writes: vec!["out.opml"],
            ..operation("feed export", following.copy(), &["feed", "export", "out.opml"])
        },
        operation("feed remove", following, &["feed", "remove", "1"]),
    ];
    let faults =
        [(fault(FILLS, "ENOSPC", true), 5), (fault(CHANGES, "EIO", false), 6), (fault(CHANGES, "kill", false), 5)];
    sweep(&operations, &faults);
}
