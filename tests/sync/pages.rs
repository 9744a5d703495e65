//! Pages by their address, read at once or kept.

use crate::newsroom::{Newsroom, is_safe, page, text};
use crate::server::{Answer, Server};

#[test]
fn a_page_is_read_shown_and_kept_by_its_address() {
    let server = Server::start();
    server.on("/news/1", Answer::page(page("Pier to open", 1))).on("/go", Answer::to(302, "/news/1"));
    let room = Newsroom::new();
    for arguments in [&[server.url("/news/1")][..], &["show".to_owned(), server.url("/go")]] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let shown = room.done(&arguments);
        assert!(shown.contains("Pier to open") && shown.contains("We will rebuild the"), "{shown}");
    }
    assert!(!room.path().exists(), "reading keeps nothing");
    assert!(room.done(&["add", &server.url("/go"), &server.url("/news/1")]).contains("added"));
    assert_eq!(room.sorted(), ["Pier to open"]);
    assert_eq!(server.count("/robots.txt"), 0, "a single page that a person names is fetched for that person");
}

#[test]
fn what_cannot_be_fetched_is_named_with_the_status_that_fits() {
    let server = Server::start();
    server.on("/sorry", Answer::status(503)).on("/pdf", Answer::typed("application/pdf", "%PDF-1.7 \u{FFFD}"));
    let room = Newsroom::new();
    room.ends(&["show", &server.url("/none")], 66, &["there is no such page"]);
    room.ends(&["show", &server.url("/sorry")], 69, &["503"]);
    room.ends(&["show", &server.url("/pdf")], 65, &["a PDF file"]);
    room.ends(&["show", "http://127.0.0.1:1/"], 69, &["nobody answers there"]);
    room.ends(&["show", "http://ada:secret@127.0.0.1:1/"], 2, &["leave them out"]);
    room.ends(&["annotate", &server.url("/none")], 2, &["nutgraf show"]);
    let strict = room.strict(&["show", &server.url("/sorry")]).output().unwrap();
    assert_eq!(strict.status.code(), Some(69));
    assert!(text(&strict.stderr).contains("--allow-private"));
}

#[test]
fn encodings_and_wrong_types_of_pages_come_out_right() {
    let server = Server::start();
    let words = page("Café “Zum Möwen”", 3);
    let without_meta = words.replace("<meta charset=\"utf-8\">", "");
    let (latin_bare, _, _) = encoding_rs::WINDOWS_1252.encode(&without_meta);
    server
        .on("/server", Answer::typed("text/html; charset=windows-1252", latin_bare.to_vec()))
        .on("/lying", Answer::typed("text/html; charset=iso-8859-1", words.clone()))
        .on("/plain", Answer::typed("text/plain", without_meta.clone()))
        .on("/none", Answer::Whole(200, Vec::new(), words.clone().into_bytes()))
        .on("/packed", Answer::gzip("application/octet-stream", words.as_bytes()));
    let room = Newsroom::new();
    for path in ["/server", "/lying", "/plain", "/none", "/packed"] {
        let shown = room.done(&["show", &server.url(path)]);
        assert!(shown.contains("Café “Zum Möwen”"), "{path}: {shown}");
    }
}

#[test]
fn a_hostile_page_ends_in_clean_words() {
    let server = Server::start();
    let evil = "\u{1B}]0;pwn\u{7}\u{1B}[31m\u{202E}\u{9B}2J&#27;[5m&#x9b;1m&#x202e;";
    let words = page(&format!("Pier {evil} opens"), 4).replace("<p>", &format!("<p>{evil}"));
    server
        .on("/evil", Answer::page(words))
        .on("/deep", Answer::page(format!("<html><body>{}<p>Words of the council.", "<div>".repeat(100_000))))
        .on("/bomb", Answer::gzip("text/html", &vec![b'a'; 200 << 20]))
        .on(
            "/endless",
            Answer::Endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>".to_vec(), b"words ".repeat(1000)),
        );
    let room = Newsroom::new();
    let shown = room.done(&["show", &server.url("/evil")]);
    assert!(is_safe(&shown) && shown.contains("opens"), "{shown:?}");
    room.done(&["add", &server.url("/evil")]);
    let (key, headline) = room.headlines().remove(0);
    let article = room.library().article(key).unwrap().unwrap();
    let kept = nutgraf::article::format::write(&article);
    assert!(is_safe(&headline) && is_safe(article.text.as_str()) && is_safe(&kept), "{kept:?}");
    assert!(!kept.contains("\\u001b") && !kept.contains("\\u009b") && !kept.contains("\\u202e"), "{kept}");
    let deep = room.run(&["show", &server.url("/deep")]);
    assert!(matches!(deep.status.code(), Some(0 | 65)), "{deep:?}");
    room.ends(&["show", &server.url("/bomb")], 65, &["larger than"]);
    room.ends(&["show", &server.url("/endless")], 65, &["larger than"]);
}

#[test]
fn a_proxy_is_used_as_the_environment_says_and_does_not_open_what_is_private() {
    let proxy = Server::start();
    proxy.on("vell.example:80", Answer::Whole(200, Vec::new(), Vec::new())).on("/news", Answer::page(page("Pier", 1)));
    let room = Newsroom::new();
    let address = proxy.url("");
    let through = |url: &str| {
        let mut command = room.strict(&["show", url]);
        command.env("HTTP_PROXY", &address).output().unwrap()
    };
    let output = through("http://vell.example/news");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    assert_eq!(proxy.count("vell.example:80"), 1, "{:?}", proxy.asked());
    proxy.forget();
    for url in
        ["http://127.0.0.1/news", "http://printer/", "http://nas.local/", "http://10.0.0.1/", &proxy.url("/news")]
    {
        let output = through(url);
        assert_eq!(output.status.code(), Some(69), "{url}");
        assert!(text(&output.stderr).contains("--allow-private"), "{}", text(&output.stderr));
    }
    assert!(proxy.asked().is_empty(), "{:?}", proxy.asked());
}
