//! The program killed with -9 at random moments of sync and import: the library stays whole, nothing that was reported
//! is gone, nothing is there twice.
//!
//! A few kills by default; `NUTGRAF_KILLS=100 cargo test --release --test kill` is the full count. Random moments are
//! what is tested here, so this test alone waits for time to pass.

#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "the seed of a failed run is wanted")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::Connection;

#[path = "support/newsroom.rs"]
mod newsroom;
#[path = "support/server.rs"]
mod server;

use newsroom::{Newsroom, body, item, page, rss};
use server::{Answer, Server};

/// Articles that a whole run brings.
const ARTICLES: usize = 120;

/// Numbers that nobody foresees, and that a seed repeats.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = std::env::var("NUTGRAF_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64);
        eprintln!("NUTGRAF_SEED={seed}");
        Self(seed)
    }

    /// Splitmix64 (Steele, Lea and Flood 2014), as a fraction of one.
    fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn headline(n: usize) -> String {
    format!("Story number {n:03}")
}

/// A library to be, and what fills it.
struct Round {
    room: Newsroom,
    arguments: Vec<String>,
}

impl Round {
    fn sync(server: &Server) -> Self {
        let room = Newsroom::new();
        for feed in 1..=3 {
            room.done(&["feed", "add", &server.url_of(feed, &format!("/{feed}.xml"))]);
        }
        Self { room, arguments: vec!["sync".to_owned()] }
    }

    fn import() -> Self {
        let room = Newsroom::new();
        let mut arguments = vec!["add".to_owned()];
        for n in 0..ARTICLES {
            let name = format!("{n}.html");
            fs::write(room.folder.path().join(&name), page(&headline(n), n)).unwrap();
            arguments.push(name);
        }
        Self { room, arguments }
    }

    /// Runs until killed after so long; nothing killed is no answer. What it had reported, and how long it ran.
    fn kill_after(&self, pause: Duration) -> (bool, String, Duration) {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let start = Instant::now();
        let mut child = self.room.command(&arguments).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let reading = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = stdout.read_to_end(&mut said);
            String::from_utf8(said).unwrap()
        });
        while start.elapsed() < pause && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1).min(pause));
        }
        let _ = child.kill();
        let status = child.wait().unwrap();
        let is_killed = status.signal() == Some(9);
        assert!(is_killed || status.code() == Some(0), "{status:?}");
        (is_killed, reading.join().unwrap(), start.elapsed())
    }

    /// The library holds together; the headlines in it.
    #[track_caller]
    fn check(&self, before: &BTreeSet<String>, said: &str) -> BTreeSet<String> {
        if !self.room.path().exists() {
            assert!(before.is_empty() && said.is_empty());
            return BTreeSet::new();
        }
        let connection = Connection::open(self.room.path()).unwrap();
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        if tables == 0 {
            // Killed before the first shape was committed.
            assert!(before.is_empty() && said.is_empty());
            return BTreeSet::new();
        }
        let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
        for table in ["words", "heads"] {
            let check = format!("INSERT INTO {table} ({table}) VALUES ('integrity-check')");
            connection.execute(&check, []).unwrap_or_else(|error| panic!("{table}: {error}"));
        }
        let count = |sql: &str| {
            connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or_else(|e| panic!("{sql}: {e}"))
        };
        for nothing in [
            "SELECT count(*) FROM article WHERE NOT EXISTS (SELECT 1 FROM body WHERE body.article = article.id AND body.version = article.version)",
            "SELECT count(*) FROM article WHERE n_statements != (SELECT count(*) FROM statement WHERE statement.article = article.id)",
            "SELECT count(*) FROM statement WHERE article NOT IN (SELECT id FROM article)",
            "SELECT count(*) FROM item WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM article)",
            "SELECT count(*) FROM item WHERE state = 1 AND article IS NULL",
            "SELECT count(*) FROM article a JOIN article b ON a.headline = b.headline AND a.id < b.id",
            "SELECT count(*) FROM article a JOIN article b ON a.text_sha256 = b.text_sha256 AND a.id < b.id",
            "SELECT count(*) FROM article WHERE feed IS NOT NULL AND id NOT IN (SELECT article FROM item WHERE article IS NOT NULL)",
            "SELECT count(*) FROM article WHERE version > 1",
            "SELECT (SELECT n FROM total WHERE name = 'articles') - (SELECT count(*) FROM article)",
        ] {
            assert_eq!(count(nothing), 0, "{nothing}");
        }
        drop(connection);
        let there: BTreeSet<String> = self.room.headlines().into_iter().map(|(_, headline)| headline).collect();
        assert!(before.is_subset(&there), "gone: {:?}", before.difference(&there));
        // `added 17 Headline` is said of what is committed; a feed's line once all of it is.
        for line in said.lines().filter(|line| line.starts_with("added ") || line.starts_with("known ")) {
            let headline = line.split_once("Story").map(|(_, rest)| format!("Story{rest}")).unwrap();
            assert!(there.contains(&headline), "reported and not there: {line}");
        }
        for line in said.lines().filter(|line| line.starts_with("Feed ")) {
            let feed: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
            for n in (0..ARTICLES).filter(|n| n % 3 + 1 == feed) {
                assert!(there.contains(&headline(n)), "{line}, and {n} is not there");
            }
        }
        for (key, headline) in self.room.headlines() {
            let article = self.room.library().article(key).unwrap().unwrap();
            assert!(article.text.as_str().contains("We will rebuild"), "{headline}");
        }
        there
    }

    /// A whole run after all kills brings the rest, and nothing twice.
    fn finish(&self, before: &BTreeSet<String>) {
        let (is_killed, said, _) = self.kill_after(Duration::from_secs(600));
        assert!(!is_killed);
        let there = self.check(before, &said);
        assert_eq!(there, (0..ARTICLES).map(headline).collect());
    }
}

#[test]
fn a_library_survives_being_killed_at_any_moment() {
    let n_kills: usize = std::env::var("NUTGRAF_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let server = Server::start();
    for feed in 1..=3_u8 {
        let of_feed = |n: &usize| n % 3 + 1 == usize::from(feed);
        // Every fifth item is there in full, the others are teasers.
        let items: Vec<String> = (0..ARTICLES)
            .filter(of_feed)
            .map(|n| {
                if n % 5 == 0 {
                    format!(
                        "<item><title>{}</title><link>/news/{n}</link><description><![CDATA[{}]]></description></item>",
                        headline(n),
                        body(n)
                    )
                } else {
                    item(&headline(n), &format!("/news/{n}"))
                }
            })
            .collect();
        server.on_tagged(&format!("/{feed}.xml"), "\"1\"", Answer::feed(rss(&format!("Feed {feed}"), &items)));
    }
    for n in 0..ARTICLES {
        server.on(&format!("/news/{n}"), Answer::page(page(&headline(n), n)));
    }
    let mut chance = Chance::new();
    let mut n_killed = 0;
    let mut n_kept = Vec::new();
    for kind in [0, 1].into_iter().cycle() {
        let round = if kind == 0 { Round::sync(&server) } else { Round::import() };
        // How long a whole run takes here is found out by one.
        let (_, _, whole) =
            if kind == 0 { Round::sync(&server) } else { Round::import() }.kill_after(Duration::from_secs(600));
        let mut there = BTreeSet::new();
        // The same library is killed again and again, until it is full or has had its share.
        for _ in 0..5 {
            let (is_killed, said, _) = round.kill_after(whole.mul_f64(chance.fraction() * 0.7));
            there = round.check(&there, &said);
            n_killed += usize::from(is_killed);
            n_kept.push(there.len());
            if there.len() == ARTICLES || n_killed >= n_kills {
                break;
            }
        }
        round.finish(&there);
        if n_killed >= n_kills {
            break;
        }
    }
    eprintln!("{n_killed} kills; articles there after each run: {n_kept:?}");
}

#[test]
fn what_was_said_to_be_kept_of_a_statement_is_there_after_a_kill_at_that_moment() {
    let room = Newsroom::new();
    fs::write(room.folder.path().join("1.html"), page(&headline(1), 1)).unwrap();
    room.done(&["add", "1.html"]);
    let article = room.library().article(nutgraf::catalogue::ArticleKey(1)).unwrap().unwrap();
    let ids: Vec<String> = article.statements.items().iter().map(|statement| statement.id.0.clone()).collect();
    assert!(!ids.is_empty());
    for round in 0..6 {
        let words = format!("said in round {round}");
        let target = format!("1:{}", ids[round % ids.len()]);
        let mut child = room.command(&["note", &target, &words]).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let _ = child.kill();
        child.wait().unwrap();
        assert!(said.starts_with("noted something in article 1"), "{said}");
        assert!(room.done(&["review", "list", "--json"]).contains(&words), "{words} is gone");
        assert!(room.done(&["search", &format!("note:\"{words}\"")]).contains(&words), "{words} is not found");
    }
}
