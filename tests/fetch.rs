//! Fetching from a real server on loopback: redirects, limits, conditions, and what is refused.

#![cfg(feature = "fetch")]
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::format_push_string,
    reason = "a failed unwrap is a failed test"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nutgraf::fetch::{Client, Conditions, FetchError, Policy, Response, USER_AGENT, Want};
use url::Url;

#[path = "support/server.rs"]
mod server;

use server::{Answer, Server};

fn policy() -> Policy {
    Policy { allow_private: true, max_bytes: 1 << 20, ..Policy::default() }
}

fn client(policy: Policy) -> Client {
    Client::new(policy, Arc::new(AtomicBool::new(false)))
}

fn get(url: &str) -> Result<Response, FetchError> {
    client(policy()).get(&Url::parse(url).unwrap(), &Conditions::default())
}

#[track_caller]
fn refused(url: &str, what: &str) -> FetchError {
    let error = get(url).unwrap_err();
    let said = error.to_string();
    assert!(said.contains(what), "{said}");
    assert!(said.chars().all(|c| !c.is_control()), "{said:?}");
    error
}

#[test]
fn a_page_is_fetched_by_a_program_that_says_who_it_is() {
    let server = Server::start();
    server.on("/news", Answer::typed("Text/HTML; charset=\"ISO-8859-1\"", b"caf\xE9".to_vec()).with("ETag", "\"1\""));
    let got = get(&server.url("/news#pier")).unwrap();
    assert_eq!(got.body, b"caf\xE9");
    assert_eq!(
        (got.status, got.media_type.as_deref(), got.charset.as_deref()),
        (200, Some("text/html"), Some("iso-8859-1"))
    );
    assert_eq!((got.etag.as_deref(), got.moved), (Some("\"1\""), None));
    let asked = server.asked();
    assert_eq!((asked[0].path.as_str(), asked[0].header("user-agent")), ("/news", USER_AGENT));
    assert!(asked[0].header("cookie").is_empty() && asked[0].header("referer").is_empty());
}

#[test]
fn redirects_are_followed_and_what_has_moved_for_good_is_said() {
    let server = Server::start();
    server
        .on("/a", Answer::to(301, "b?x=1"))
        .on("/b", Answer::to(308, server.url("/c")))
        .on("/c", Answer::page("here"));
    let got = get(&server.url("/a")).unwrap();
    assert_eq!((got.final_url.as_str(), got.body.as_slice()), (server.url("/c").as_str(), &b"here"[..]));
    assert_eq!(got.moved.unwrap().as_str(), server.url("/c"));
    server.on("/t", Answer::to(302, "/a"));
    assert_eq!(get(&server.url("/t")).unwrap().moved, None);
}

#[test]
fn redirects_in_circles_and_without_end_are_not_followed() {
    let server = Server::start();
    server.on("/a", Answer::to(302, "/b")).on("/b", Answer::to(302, "/a")).on("/self", Answer::to(302, "/self"));
    refused(&server.url("/a"), "in a circle");
    refused(&server.url("/self"), "in a circle");
    server.on_asked("/on", |asked| {
        let n: usize = asked.path.split('=').nth(1).map_or(0, |n| n.parse().unwrap());
        Answer::to(302, format!("/on?n={}", n + 1))
    });
    refused(&server.url("/on?n=0"), "more than 10 times");
    assert_eq!(server.asked().iter().filter(|asked| asked.path.starts_with("/on")).count(), 11);
}

#[test]
fn a_redirect_out_of_the_web_is_refused() {
    let server = Server::start();
    for (n, target) in
        ["file:///etc/passwd", "data:text/html,x", "ftp://vell.example/", "javascript:x", "http://"].iter().enumerate()
    {
        let path = format!("/{n}");
        server.on(&path, Answer::to(302, *target));
        refused(&server.url(&path), "redirects");
    }
    server.on("/u", Answer::to(302, "http://ada:secret@127.0.0.1/"));
    assert!(!refused(&server.url("/u"), "redirects").to_string().contains("secret"));
}

#[test]
fn private_addresses_are_refused_before_anything_is_asked() {
    let server = Server::start();
    server.on("/", Answer::page("secret"));
    let strict = client(Policy::default());
    let port = Url::parse(&server.url("/")).unwrap().port().unwrap();
    for host in ["127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0", "10.0.0.1"]
    {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let error = strict.get(&url, &Conditions::default()).unwrap_err();
        assert!(matches!(error, FetchError::Private { .. }), "{host}: {error}");
        assert!(error.to_string().contains("--allow-private"), "{error}");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_packed_page_is_unpacked_and_a_bomb_is_cut_off() {
    let server = Server::start();
    server
        .on("/page", Answer::gzip("text/html", b"words"))
        .on("/bomb", Answer::gzip("text/html", &vec![b' '; 50 << 20]));
    let got = get(&server.url("/page")).unwrap();
    assert_eq!(got.body, b"words");
    assert_eq!(server.asked()[0].header("accept-encoding"), "gzip");
    refused(&server.url("/bomb"), "larger than 1 MiB");
    let mut damaged = vec![0x1F, 0x8B];
    damaged.extend([7; 100]);
    server.on("/damaged", Answer::typed("text/html", damaged).with("Content-Encoding", "gzip"));
    refused(&server.url("/damaged"), "damaged");
}

#[test]
fn endless_answers_are_cut_off() {
    let server = Server::start();
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
    server.on("/body", Answer::Endless(head, vec![b'x'; 4096]));
    refused(&server.url("/body"), "larger than 1 MiB");
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    server.on("/chunks", Answer::Endless(chunked, b"1\r\nx\r\n".repeat(1000)));
    refused(&server.url("/chunks"), "larger than 1 MiB");
    server.on("/headers", Answer::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-More: of the same\r\n".to_vec()));
    refused(&server.url("/headers"), "cannot be read");
    server.on("/line", Answer::Endless(Vec::new(), b"HTTP".to_vec()));
    get(&server.url("/line")).unwrap_err();
}

#[test]
fn a_body_that_drips_is_cut_off_by_time() {
    let server = Server::start();
    let slow = [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec(), vec![b'x'; 100_000]].concat();
    server.on("/drip", Answer::Drip(slow, Duration::from_millis(10)));
    server.on("/never", Answer::page("x").held("never"));
    let hasty = client(Policy { whole: Duration::from_millis(700), ..policy() });
    for path in ["/drip", "/never"] {
        let error = hasty.get(&Url::parse(&server.url(path)).unwrap(), &Conditions::default()).unwrap_err();
        assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
        assert!(error.may_pass());
    }
}

#[test]
fn broken_answers_are_said_to_be_broken() {
    let server = Server::start();
    server
        .on("/nothing", Answer::Raw(Vec::new()))
        .on("/noise", Answer::Raw(b"\x1B[31mSSH-2.0-server\r\n\r\n".to_vec()))
        .on("/short", Answer::Short(b"half".to_vec()))
        .on("/chunk", Answer::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx".to_vec()));
    for path in ["/nothing", "/noise", "/short", "/chunk"] {
        let said = get(&server.url(path)).unwrap_err().to_string();
        assert!(said.starts_with("http://127.0.0.1") && !said.contains('\u{1B}'), "{said:?}");
    }
}

#[test]
fn a_status_is_said_with_what_it_means_and_when_to_come_again() {
    let server = Server::start();
    server.on("/gone", Answer::status(410)).on("/busy", Answer::status(429).with("Retry-After", "90"));
    refused(&server.url("/gone"), "410 (the page is gone)");
    refused(&server.url("/nowhere"), "404");
    let busy = refused(&server.url("/busy"), "429");
    assert_eq!((busy.retry_after(), busy.may_pass()), (Some(90), true));
    server.on("/lost", Answer::status(302));
    refused(&server.url("/lost"), "302");
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let server = Server::start();
    server.on_tagged("/feed", "\"7\"", Answer::feed("<rss/>").with("Last-Modified", "Wed, 01 Jan 2031 00:00:00 GMT"));
    let client = client(policy());
    let url = Url::parse(&server.url("/feed")).unwrap();
    let first = client.get(&url, &Conditions { want: Want::Feed, ..Conditions::default() }).unwrap();
    assert!(!first.is_unchanged());
    let conditions = Conditions { want: Want::Feed, etag: first.etag, modified: first.modified };
    let second = client.get(&url, &conditions).unwrap();
    assert!(second.is_unchanged() && second.body.is_empty());
    let asked = server.asked();
    assert_eq!(asked[1].header("if-modified-since"), "Wed, 01 Jan 2031 00:00:00 GMT");
    assert!(asked[0].header("accept").contains("application/atom+xml"));
}

#[test]
fn a_header_that_a_terminal_would_obey_is_dropped() {
    let server = Server::start();
    server.on("/", Answer::page("x").with("ETag", "\"\u{1B}[31m\"").with("Last-Modified", "x".repeat(2000)));
    let got = get(&server.url("/"));
    if let Ok(got) = got {
        assert_eq!((got.etag, got.modified), (None, None));
    }
}

#[test]
fn whoever_asks_can_change_their_mind() {
    let server = Server::start();
    let cancel = Arc::new(AtomicBool::new(false));
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
    server.on("/on", Answer::Endless(head, b"x".to_vec()));
    let url = Url::parse(&server.url("/on")).unwrap();
    let client = Client::new(Policy { max_bytes: usize::MAX, ..policy() }, Arc::clone(&cancel));
    let asking = std::thread::spawn(move || client.get(&url, &Conditions::default()));
    server.wait_for("/on", 1);
    cancel.store(true, Ordering::Relaxed);
    assert_eq!(asking.join().unwrap().unwrap_err(), FetchError::Interrupted);
}

#[test]
fn nobody_there_is_said_in_words() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refused(&format!("http://127.0.0.1:{port}/"), "nobody answers there");
    assert!(error.may_pass());
    refused("http://nowhere.invalid/", "there is no such host");
}
