//! Work grows with the input, not with its square: what a hostile or merely large file can hold is read, shown and
//! searched in time. Sizes are such that anything quadratic would take hours; the patience is no measurement.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::fmt::Write;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::spawn;
use std::time::Duration;

use nutgraf::article::format::read;
use nutgraf::article::gate::quoted_regions;
use nutgraf::article::{Article, Block, BlockKind, Maybe, Text};
use nutgraf::exchange::{Event, Item};
use nutgraf::export;
use nutgraf::import::{self, From, Options};
use nutgraf::key::{Input, Key};
use nutgraf::session::{Session, Settings};
use serde_json::{Value, json};

/// Slow machines that do other work at the same time are given so long.
const PATIENCE: Duration = Duration::from_secs(120);

#[track_caller]
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, wait) = channel();
    spawn(move || drop(done.send(work())));
    match wait.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => panic!("{what}: still at it after {PATIENCE:?}"),
        Err(RecvTimeoutError::Disconnected) => panic!("{what}: panicked"),
    }
}

#[test]
fn quotation_marks_that_nothing_closes_are_looked_at_once() {
    for opener in ["“a ", "\"a ", "„a ", "«a ", "‘a ", "'a ", "``a ", "「a ", "““a” ", "‘- ", "“a \"b «c ‘d 'e „f "]
    {
        let text = Text::new(format!("Plain. {}\nz", opener.repeat(1_000_000 / opener.chars().count())));
        let (last, kind) = (text.n_chars() - 1, BlockKind::Paragraph);
        // A block after it, so that what is left open is not taken for speech that the text breaks off.
        let spans = [text.span(0, last - 1).unwrap(), text.span(last, last + 1).unwrap()];
        in_time(opener, move || quoted_regions(&text, &spans.map(|span| Block::new(kind, span))).len());
    }
}

fn statements(of: impl Fn(usize) -> Value) -> String {
    let statements: Vec<Value> = (0..60_000).map(of).collect();
    json!({ "text": { "value": "She said no." }, "statements": statements }).to_string()
}

#[test]
fn ids_that_repeat_are_each_made_new_at_once() {
    let words = json!([{ "start": 9, "end": 11 }]);
    let one_id = statements(|_| json!({ "id": "s", "kind": "indirect", "content": words }));
    let no_id = statements(|_| json!({ "kind": "indirect", "content": words }));
    for file in [one_id, no_id] {
        let article = in_time("ids", move || read(&file).unwrap());
        let ids: std::collections::HashSet<_> = article.statements.items().iter().map(|s| &s.id.0).collect();
        assert_eq!(ids.len(), 60_000);
    }
}

/// Opens an article and presses keys.
fn pressed(article: Article, keys: &[&str]) -> Session {
    let item = Item { title: "x".to_owned(), outlet: None, day: None, sample: false, fault: None };
    let mut session = Session::new(vec![item], Some((0, Arc::new(article))), Settings::default());
    session.handle(Event::Resize { cols: 120, rows: 40 });
    let mut screen = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
    for key in keys {
        session.handle(Event::Input(Input::Key(key.parse::<Key>().unwrap())));
        session.draw(&mut screen);
    }
    session
}

#[test]
fn the_card_looks_every_actor_up_at_once() {
    const N: usize = 100_000;
    let actors: Vec<Value> = (0..N).map(|n| json!({ "id": format!("a{n}"), "name": format!("Actor {n}") })).collect();
    let others: Vec<Value> = (0..N).rev().map(|n| json!({ "speaker": format!("a{n}"), "confidence": 0.1 })).collect();
    let file = json!({
        "text": { "value": "She said no." },
        "actors": actors,
        "statements": [{ "content": [{ "start": 9, "end": 11 }], "alternatives": others }],
    });
    let session = in_time("card", move || {
        pressed(nutgraf::article::format::from_value(file).unwrap(), &["n", "enter", "j", "j", "k"])
    });
    let card = &session.state().reading.as_ref().unwrap().card;
    assert!(card.lines.iter().filter(|line| line.words.starts_with("Actor ")).count() == N);
}

#[test]
fn a_headline_of_many_megabytes_costs_a_key_no_more_than_its_room() {
    let mut article = read(&json!({ "text": { "value": "She said no.\nHe said yes." } }).to_string()).unwrap();
    article.metadata.headline = Maybe::Known("漢 a".repeat(10_000_000));
    let keys: Vec<&str> = ["j", "k"].into_iter().cycle().take(300).collect();
    in_time("headline", move || pressed(article, &keys));
}

fn one_line(words: &str, statements: &Value) -> Article {
    nutgraf::article::format::from_value(json!({ "text": { "value": words }, "statements": statements })).unwrap()
}

#[test]
fn one_long_line_is_shown_in_time() {
    for words in ["word ".repeat(800_000), "x".repeat(4_000_000), "łódź ".repeat(800_000)] {
        let said = json!([{ "kind": "indirect", "content": [{ "start": 0, "end": words.chars().count() }] }]);
        for statements in [json!([]), said] {
            let article = one_line(&words, &statements);
            in_time("one line", move || export::briefing(&article, 72).len());
        }
    }
}

/// So many statements, each by an actor of its own, each in a block of its own, every other block boilerplate.
fn crowd(n: usize) -> Article {
    let (mut text, mut blocks, mut statements) = (String::new(), Vec::new(), Vec::new());
    for number in 0..n {
        let start = text.len();
        writeln!(text, "Actor {number} said {number}").unwrap();
        let kind = if number % 2 == 0 { "paragraph" } else { "boilerplate" };
        blocks.push(json!({ "kind": kind, "start": start, "end": text.len() - 1 }));
        statements.push(json!({ "id": format!("s{number}"), "kind": "indirect", "speakers": [format!("p{number}")],
            "content": [{ "start": start, "end": text.len() - 1 }] }));
    }
    let actors: Vec<Value> = (0..n).map(|number| json!({ "id": format!("p{number}"), "name": "A B" })).collect();
    let file = json!({ "text": { "value": text, "blocks": blocks }, "actors": actors, "statements": statements });
    nutgraf::article::format::from_value(file).unwrap()
}

#[test]
fn many_statements_by_many_actors_are_exported_in_time() {
    let article = Arc::new(crowd(60_000));
    let same = Arc::clone(&article);
    in_time("show", move || export::briefing(&article, 72).len());
    in_time("attributions", move || export::attributions_line(&json!(1), &same).len());
}

/// Pages that make a parser, or what is behind it, look at the same things again and again.
fn hostile_pages() -> Vec<(&'static str, String)> {
    const MB: usize = 1 << 20;
    let words = "The council met in the old hall on Monday, and the mayor said that it would rain. ";
    let page = |body: String| {
        format!("<html><body><h1>The council met again</h1><p>{}</p>{body}</body></html>", words.repeat(8))
    };
    let many = |piece: &str, n_bytes: usize| piece.repeat(n_bytes / piece.len());
    let mut numbered = String::new();
    let mut attributes = String::from("<div ");
    for n in 0..20_000 {
        write!(numbered, "<p><b class=x{n}><i id=y{n}><a href=/{n}><span class=z{n}>{words}").unwrap();
        write!(attributes, "a{n}=1 ").unwrap();
    }
    vec![
        ("nested", page(format!("{}{words}{}", "<div>".repeat(100_000), "</div>".repeat(100_000)))),
        ("nested inline", page(format!("{}{words}", "<span><font><q><a href=x>".repeat(30_000)))),
        ("nested tables", page("<table><tr><td>".repeat(30_000) + words)),
        ("nested lists and quotations", page("<ul><li><blockquote>".repeat(30_000) + words)),
        ("10 MB of <", many("<", 10 * MB - 1)),
        ("less than in words", page(many("a < b <3 ", MB))),
        ("paragraphs", page(format!("<p>{words}").repeat(50_000))),
        ("empty paragraphs", page("<p>".repeat(300_000))),
        ("unclosed formatting", page(numbered)),
        ("attributes", page(attributes + ">" + words)),
        ("huge attributes", page(many("<p title='x", 100) + &"y".repeat(4 * MB) + "'>words")),
        ("line breaks", page(many("<br>", MB))),
        ("breaks and words", page(many("word<br><br>", MB))),
        ("comments", page(many("<!-- x ", MB))),
        ("unclosed scripts", page(many("<script>x</scrip", MB))),
        ("unclosed svg", page(many("<svg><title><textarea>", MB))),
        ("ends", page(many("</div></p></b></a></table>", MB))),
        ("tables", page(many("<table><td>x<table>", MB))),
        ("entities", page(many("&amp;lt;&#x26;&notit;&bogus", MB))),
        ("links", page(many("<li><a href=/x>A link to another story of the day</a>", MB))),
        ("block quotations", page(format!("<blockquote>{words}</blockquote>").repeat(30_000))),
        ("hidden", page(many("<div hidden><p class='related newsletter'>x", MB))),
        ("classes", page(format!("<div class='{}'>x</div>", "relatedStories-list ".repeat(100)).repeat(1500))),
        ("headers", page("<header role=banner class=related><div>".repeat(50_000) + "<h1>x</h1>")),
        ("meta", many("<meta property=article:tag content='a&amp;b'>", MB)),
        (
            "linked data",
            format!("<script type='application/ld+json'>{}</script>", "[{\"@graph\":".repeat(300_000)) + words,
        ),
        (
            "linked lists",
            format!(
                "<script type='application/ld+json'>[{}{{}}]</script>{}",
                "{\"@type\":\"Article\",\"author\":[{},{}]},".repeat(60_000),
                page(String::new())
            ),
        ),
        ("div soup", page(format!("<div><div>{words}</div><span>x</span></div>").repeat(8_000))),
        ("captions", page(format!("<figure><figcaption>{words}</figcaption></figure>").repeat(8_000))),
        ("headings", page("<h2>The council met again</h2>".repeat(100_000))),
        ("sup", page("<sup>1</sup>word ".repeat(100_000))),
    ]
}

#[test]
fn pages_are_read_in_time_whatever_they_hold() {
    for (what, page) in hostile_pages() {
        in_time(what, move || import::read(page.as_bytes(), &html()).is_ok());
    }
}

fn html() -> Options {
    Options { from: From::Html, ..Options::default() }
}

#[test]
fn mail_is_read_in_time_whatever_it_holds() {
    const HEAD: &str = "From: Ada <a@vell.example>\nSubject: x\nDate: Tue, 4 Mar 2031 07:30:00 +0100\n";
    let many = |piece: &str| piece.repeat((1 << 20) / piece.len());
    let parts =
        "Content-Type: multipart/mixed; boundary=b\n\n".to_owned() + &many("--b\nContent-Type: text/plain\n\nx\n");
    let mut nested = String::new();
    for n in 0..2000 {
        write!(nested, "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n").unwrap();
    }
    let messages = "Content-Type: message/rfc822\n\n".repeat(20_000) + "words";
    for (what, body) in [
        ("parts", parts),
        ("nested parts", nested),
        ("nested messages", messages),
        ("quoted lines", "\n".to_owned() + &many("> > > > word\n")),
        ("signatures", "\n".to_owned() + &many("word\n-- \n")),
        ("folded fields", many("X-A: b\n c\n") + "\nwords"),
        ("encoded words", "To: ".to_owned() + &many("=?utf-8?q?a?= ") + "\n\nwords"),
        ("flowed", "Content-Type: text/plain; format=flowed\n\n".to_owned() + &many("word \n")),
    ] {
        let mail = format!("{HEAD}{body}");
        let options = Options { from: From::Mail, ..Options::default() };
        in_time(what, move || import::read(mail.as_bytes(), &options).is_ok());
    }
    let mailbox = format!("From a@vell.example Tue Mar  4 07:30:00 2031\n{HEAD}\nWords of a message.\n\n").repeat(3000);
    in_time("mailbox", move || import::read(mailbox.as_bytes(), &Options::default()).is_ok());
}

#[test]
fn feeds_and_lists_of_feeds_are_read_in_time() {
    let base = url::Url::parse("https://vell.example/feed").unwrap();
    for (part, n) in [
        ("<item>", 200_000),
        ("<item><title>a</title></item>", 200_000),
        ("</item>", 500_000),
        ("<![CDATA[", 300_000),
        ("&amp", 500_000),
        ("<a:b xmlns:a='c'/>", 200_000),
        ("<item><title><", 200_000),
        ("<!--", 500_000),
    ] {
        let feed = format!("<rss><channel>{}", part.repeat(n));
        let base = base.clone();
        in_time(part, move || drop(import::feed::read(feed.as_bytes(), None, &base)));
    }
    for part in ["<", "&", "<script>", "<!--", "<a <a", "&#x41;", "<p>"] {
        let html = part.repeat(2_000_000 / part.len());
        in_time(part, move || import::feed::paragraphs_of(&html).len());
    }
    let entry = |list: String, n| list + &format!("<outline xmlUrl=\"https://vell.example/{n}\"/>");
    let list = (0..19_000).fold(String::new(), entry);
    let list = in_time("list", move || import::opml::read(format!("<opml><body>{list}").as_bytes()).unwrap());
    assert_eq!(list.entries.len(), 19_000);
    for part in ["<link ", "<link rel=alternate ", "<base href=\"", "<link a=b>"] {
        let (page, base) = (part.repeat(500_000 / part.len()), base.clone());
        in_time(part, move || import::feed::discover(page.as_bytes(), &base).len());
    }
}

#[test]
fn settings_that_are_wrong_in_every_line_are_read_in_time() {
    for line in ["x\n", "nothing = 1\n", "[keys]\n"] {
        let text = line.repeat((1 << 20) / line.len());
        let faults = in_time(line, move || nutgraf::config::Config::parse(&text).1.len());
        assert!(faults > 0);
    }
}
