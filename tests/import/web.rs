//! Pages, mail, clusters and quotation lines: hostile fields, encodings, shells, and what of a source an article keeps.

use nutgraf::article::BlockKind::{Boilerplate, Heading};
use nutgraf::article::{Article, Kind, Support};
use nutgraf::briefing;
use nutgraf::document::Document;
use nutgraf::import::{self, From, ImportError, Imported, Options, Origin};

const WORDS: &str = "“We had no choice,” said Mira Holt, who leads the council. The harbour will close for six weeks after engineers found a crack under the north pier, and the ferry will leave from Sandwick. ";

fn page_of(bytes: &[u8], options: &Options) -> Result<Document, ImportError> {
    import::read(bytes, options).map(|imported| match imported {
        Imported::Document(document) => document,
        other => panic!("no document: {other:?}"),
    })
}

fn page(html: &str) -> Document {
    page_of(html.as_bytes(), &Options { from: From::Html, ..Options::default() }).unwrap()
}

fn article(source: &str) -> Vec<Article> {
    briefing::from_bytes(source.as_bytes(), &Options::default()).unwrap()
}

#[test]
fn no_field_of_a_page_brings_in_what_a_terminal_obeys() {
    let foul = "\u{1B}]0;pwned\u{7}\u{202E}\u{9B}31m&#27;[2J&#x202e;&amp;#27;[31m<b>x</b>&amp;lt;i&amp;gt;\r\n";
    let json = serde_json::to_string(foul).unwrap();
    let attribute = foul.replace('"', "&quot;").replace('<', "&lt;");
    let html = format!(
        "<html lang='{attribute}'><head><title>{foul}</title><meta property='og:title' content='Title {attribute}'>
        <meta property='og:description' content='{attribute}'><meta name='author' content='Ada {attribute}'>
        <meta property='og:site_name' content='Outlet {attribute}'><meta name='keywords' content='{attribute},b'>
        <meta property='article:section' content='{attribute}'><meta property='article:published_time' content='{attribute}'>
        <link rel='canonical' href='javascript:{attribute}'>
        <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":{json},\"author\":{{\"name\":{json},\"url\":{json}}},
        \"publisher\":{{\"name\":{json}}},\"description\":{json},\"keywords\":[{json}],\"articleSection\":{json},\"datePublished\":{json}}}</script></head>
        <body><article><h1>Head {foul}</h1><p class='standfirst'>{foul} standfirst</p><p>{WORDS}{foul}</p><figcaption>{foul}</figcaption></article></body></html>"
    );
    let origin = Origin {
        url: Some("https://vell.example/\u{1B}[2J".to_owned()),
        media_type: Some("text/\u{1B}[31mhtml".to_owned()),
        retrieved_at: Some("2031\u{1B}[31m".to_owned()),
        ..Origin::default()
    };
    let options = Options { from: From::Html, origin, ..Options::default() };
    let document = page_of(html.as_bytes(), &options).unwrap();
    let article = nutgraf::annotate::annotate(&document);
    let shown = nutgraf::article::format::to_value(&article).to_string();
    let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let mut strings = vec![&value];
    while let Some(value) = strings.pop() {
        match value {
            serde_json::Value::String(string) => assert!(nutgraf::clean::is_clean(string), "{string:?}"),
            serde_json::Value::Array(all) => strings.extend(all),
            serde_json::Value::Object(fields) => strings.extend(fields.values()),
            _ => {}
        }
    }
    assert!(document.warnings.iter().any(|warning| warning.code == "controls-removed"));
    assert_eq!(document.metadata.date_published.known(), None, "a date that is none is unknown");
    let url = document.metadata.url.known().map(String::as_str).unwrap_or_default();
    assert!(!url.contains("javascript"), "{url}");
}

#[test]
fn the_encoding_is_the_bytes_own_the_server_s_or_the_page_s() {
    let of = |bytes: &[u8], charset: Option<&str>| {
        let origin = Origin { charset: charset.map(str::to_owned), ..Origin::default() };
        let options = Options { from: From::Html, origin, ..Options::default() };
        let document = page_of(bytes, &options).unwrap();
        (document.text.as_str().contains("Škoda řekl"), document.warnings.len())
    };
    let page = |meta: &str| {
        format!("<html><head>{meta}<title>x</title></head><body><p>Škoda řekl, že přístav bude zavřený.</p>")
    };
    let in_1250 = |page: &str| encoding_rs::Encoding::for_label(b"windows-1250").unwrap().encode(page).0.into_owned();
    assert_eq!(of(&in_1250(&page("<meta charset=windows-1250>")), None), (true, 0));
    assert_eq!(
        of(&in_1250(&page("<meta http-equiv=content-type content='text/html; charset=Windows-1250'>")), None),
        (true, 0)
    );
    assert_eq!(of(&in_1250(&page("<meta charset=utf-8>")), Some("windows-1250")), (true, 0), "the server comes first");
    assert_eq!(of(page("<meta charset=iso-8859-1>").as_bytes(), Some("latin1")), (true, 0), "what is UTF-8 is UTF-8");
    let with_mark = [b"\xEF\xBB\xBF", page("").as_bytes()].concat();
    assert_eq!(of(&with_mark, Some("windows-1250")), (true, 0));
}

#[test]
fn a_page_that_has_no_article_in_it_says_why() {
    let error = |html: &str| {
        page_of(html.as_bytes(), &Options { from: From::Html, ..Options::default() }).unwrap_err().to_string()
    };
    let shell = "<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div></body></html>";
    assert!(error(shell).contains("JavaScript"), "{}", error(shell));
    let next = "<html><body><div id=\"__next\"></div><script id=\"__NEXT_DATA__\" type=\"application/json\">{}</script></body></html>";
    assert!(error(next).contains("JavaScript"));
    let wall = "<html><body><h1>Before you continue</h1><p>We value your privacy.</p><button>Accept all cookies</button></body></html>";
    assert!(error(wall).contains("consent"), "{}", error(wall));
    assert!(error("<html><body><div></div></body></html>").contains("no article text found"));
}

#[test]
fn what_a_fetcher_knows_is_kept_and_addresses_are_made_whole() {
    let html = format!(
        "<html><head><link rel=canonical href='/news/1?x=1'><base href='/'></head><body><article><h1>Harbour closes for weeks</h1><p>{WORDS}</p></article>"
    );
    let origin = Origin {
        url: Some("https://vell.example/amp/1".to_owned()),
        status: Some(200),
        retrieved_at: Some("2031-03-04T09:00:00Z".to_owned()),
        ..Origin::default()
    }
    .with_content_type("Text/HTML; charset=\"UTF-8\"");
    assert_eq!((origin.media_type.as_deref(), origin.charset.as_deref()), (Some("text/html"), Some("UTF-8")));
    let document = page_of(html.as_bytes(), &Options { from: From::Html, origin, ..Options::default() }).unwrap();
    assert_eq!(document.metadata.url.known().map(String::as_str), Some("https://vell.example/news/1?x=1"));
    let retrieval = document.retrieval.known().unwrap();
    assert_eq!(retrieval.final_url.known().map(String::as_str), Some("https://vell.example/amp/1"));
    assert_eq!(retrieval.http_status.known(), Some(&200));
    assert_eq!(retrieval.media_type.known().map(String::as_str), Some("text/html"));
    assert_eq!(retrieval.retrieved_at.known().map(String::as_str), Some("2031-03-04T09:00:00Z"));
    assert_eq!(retrieval.body_sha256.known().map(String::len), Some(64));
}

#[test]
fn a_page_and_its_pipe_are_one_and_the_same() {
    let html = format!(
        "<!doctype html><title>Harbour closes for weeks</title><article><p>{WORDS}</p><p>{WORDS}</p></article>"
    );
    let by_name = Options { name: Some("page.html".to_owned()), ..Options::default() };
    assert_eq!(page_of(html.as_bytes(), &by_name), page_of(html.as_bytes(), &Options::default()));
    let articles = article(&html);
    assert_eq!(articles[0].statements.items()[0].kind, Kind::Direct);
}

#[test]
fn nesting_of_any_depth_is_read() {
    let deep = format!("<html><body><h1>Harbour closes</h1>{}<p>{WORDS}</p>", "<div>".repeat(100_000));
    assert!(page(&deep).text.as_str().contains("Mira Holt"));
}

fn mail(head: &str, body: &str) -> Document {
    let source = format!(
        "From: Ada Lind <ada@quay.example>\nTo: b@post.example\nDate: Tue, 4 Mar 2031 07:30:00 +0100\n{head}\n\n{body}"
    );
    page_of(source.replace('\n', "\r\n").as_bytes(), &Options::default()).unwrap()
}

#[test]
fn a_mail_is_an_article_by_its_sender() {
    let document = mail(
        "Subject: =?ISO-8859-1?Q?Der_Kanal_f=FCr_alle?=\nMessage-ID: <1@quay.example>\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
        "Die Schleuse wird gebaut, sagte Ilse Brandt, und zwar f=FCr alle, die=\n am Kanal wohnen.\n\nAm 3. M=E4rz schrieb Tom:\n> Wird sie gebaut?\n",
    );
    let about = &document.metadata;
    assert_eq!(about.headline.known().map(String::as_str), Some("Der Kanal für alle"));
    assert_eq!(about.author.items()[0].name, "Ada Lind");
    assert_eq!(about.publisher.known(), None);
    assert_eq!(about.date_published.known().map(String::as_str), Some("2031-03-04T07:30:00+01:00"));
    assert!(document.text.as_str().contains("für alle, die am Kanal wohnen."), "{}", document.text.as_str());
    let quoted = document.blocks.iter().find(|block| document.text.slice(block.span) == "Wird sie gebaut?").unwrap();
    assert_eq!(quoted.kind, Boilerplate);
    assert_eq!(document.blocks[0].kind, Heading);
}

#[test]
fn a_newsletter_s_page_is_read_and_its_frame_is_not() {
    let html = format!(
        "<div style='display:none'>A line for the preview</div><table><tr><td><a href='https://quay.example/v'>View in browser</a></td></tr><tr><td><h1>The dam</h1></td></tr><tr><td><p>{WORDS}</p></td></tr><tr><td>You are receiving this email because you signed up.<br><a href='#'>Unsubscribe</a></td></tr></table>"
    );
    let document = mail(
        "Subject: The dam\nList-Unsubscribe: <https://quay.example/u>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x",
        &format!(
            "--x\nContent-Type: text/plain\n\nRead it on the web: https://quay.example/v\n\n--x\nContent-Type: text/html; charset=utf-8\n\n{html}\n--x--\n"
        ),
    );
    assert_eq!(document.metadata.publisher.known().map(|outlet| outlet.name.as_str()), Some("Ada Lind"));
    let own: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind != Boilerplate)
        .map(|block| document.text.slice(block.span))
        .collect();
    assert_eq!(own, ["The dam", WORDS.trim()]);
    assert!(!document.text.as_str().contains("preview"));
}

#[test]
fn a_mailbox_is_several_articles_and_a_forwarded_message_stands_for_its_cover() {
    let one = |n: usize| {
        format!(
            "From a@quay.example Tue Mar  4 07:30:00 2031\nFrom: Ada <a@quay.example>\nDate: Tue, 4 Mar 2031 07:30:00 +0000\nSubject: Number {n}\n\n{WORDS}\n\n"
        )
    };
    let articles = article(&(one(1) + &one(2)));
    assert_eq!(articles.iter().filter_map(Article::headline).collect::<Vec<_>>(), ["Number 1", "Number 2"]);
    let forwarded = mail(
        "Subject: Fwd: look\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x",
        &format!(
            "--x\nContent-Type: text/plain\n\nWorth reading.\n\n--x\nContent-Type: message/rfc822\n\nFrom: Tom Reyes <t@quay.example>\nSubject: The dam\nDate: Mon, 3 Mar 2031 07:30:00 +0000\n\n{WORDS}\n\n--x--\n"
        ),
    );
    assert_eq!(forwarded.metadata.headline.known().map(String::as_str), Some("The dam"));
    assert_eq!(forwarded.metadata.author.items()[0].name, "Tom Reyes");
}

const KITE: &str = r#"{"category":"World","timestamp":1930000000,"clusters":[
    {"cluster_number":1,"title":"Harbour \u001b[31mcloses","short_summary":"The harbour closes [vell.example#1]. “It may fall,” said Mira Holt.",
     "talking_points":["Closure: six weeks."],"quote":"It may fall","quote_author":"Mira Holt",
     "perspectives":[{"text":"Fishermen: they doubt it.","sources":[{"name":"The Quay","url":"https://quay.example/"}]}],
     "articles":[{"title":"Harbour","link":"https://vell.example/1"},{"title":"Bad","link":"javascript:x"}]},
    {"cluster_number":2,"title":"Second","short_summary":"A dam leaks.","quote":"“Nobody knows”","quote_author":"Jonas Perl"},
    {"cluster_number":3,"title":"","short_summary":""}]}"#;

#[test]
fn a_cluster_is_a_briefing_that_nothing_backs_yet() {
    let articles = article(KITE);
    assert_eq!(articles.len(), 2);
    let first = &articles[0];
    assert_eq!(first.headline(), Some("Harbour closes"));
    assert_eq!(first.metadata.date_published.known().map(String::as_str), Some("2031-02-27T23:06:40Z"));
    assert!(first.summary.items().iter().all(|line| line.support.known() == Some(&Support::Unverified)));
    assert!(!first.text.as_str().contains('['), "{}", first.text.as_str());
    assert_eq!(first.extra["kite"]["articles"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        first.actor(&first.statements.items()[0].speakers.items()[0]).map(|actor| actor.name.as_str()),
        Some("Mira Holt")
    );
}

#[test]
fn a_quotation_that_a_cluster_claims_is_direct_only_where_its_text_marks_it() {
    let kinds: Vec<Kind> = article(KITE).iter().map(|article| article.statements.items()[0].kind).collect();
    assert_eq!(kinds, [Kind::Direct, Kind::Indirect]);
    let second = &article(KITE)[1];
    assert!(!second.text.as_str().contains('“'), "nobody has seen it said");
}

#[test]
fn lines_of_the_quotation_graph_are_passages_and_say_so() {
    let lines = r#"{"date":"2031-03-04T10:15:00Z","url":"https://vell.example/1","title":"Harbour to close | Vell","lang":"ENGLISH","quotes":[{"pre":"council leader Mira Holt told reporters on Monday that","quote":"we had no choice but to close it","post":", and left"},{"pre":"council leader Mira Holt told reporters on Monday that","quote":"we had no choice but to close it","post":""}]}
{"date":"20310304101500","url":"file:///etc/passwd","title":"Zwei","lang":"GERMAN","quotes":[{"pre":"","quote":"Nein","post":"sagte er"}]}
"#;
    let articles = article(lines);
    let first = &articles[0];
    let words: Vec<&str> = first.blocks.iter().map(|block| first.text.slice(block.span)).collect();
    assert_eq!(
        words[1],
        "council leader Mira Holt told reporters on Monday that “we had no choice but to close it”, and left"
    );
    assert_eq!(words.len(), 2, "a passage that is repeated comes once");
    assert_eq!(first.retrieval.known().unwrap().complete.known(), Some(&false));
    assert!(!first.statements.items().is_empty());
    let dates: Vec<_> = articles.iter().filter_map(|article| article.metadata.date_published.known()).collect();
    assert_eq!(dates, ["2031-03-04T10:15:00Z", "2031-03-04T10:15:00Z"]);
    let languages: Vec<_> = articles.iter().filter_map(|article| article.metadata.in_language.known()).collect();
    assert_eq!(languages, ["en", "de"]);
    assert_eq!(articles[1].metadata.url.known(), None, "only addresses of the web");
    let bad = format!("{lines}{{\"quotes\": 7}}\n");
    let error = briefing::from_bytes(bad.as_bytes(), &Options::default()).unwrap_err().to_string();
    assert!(error.contains("line 3"), "{error}");
}

#[test]
fn attributions_of_a_page_count_in_its_text_and_not_in_its_tags() {
    let html = format!("<!doctype html><title>Harbour closes</title><article><p>{WORDS}</p></article>");
    let document = page(&html);
    assert!(!document.retrieval.is_absent(), "what the command line tells a page from a text by");
    assert!(!document.text.as_str().contains('<'));
}
