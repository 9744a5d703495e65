use url::Url;

use super::{Feed, FeedError, Item, discover, read};

fn base() -> Url {
    Url::parse("https://vell.example/feeds/all.xml").unwrap()
}

#[track_caller]
fn feed(text: &str) -> Feed {
    read(text.as_bytes(), None, &base()).unwrap()
}

fn rss(items: &str) -> String {
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Vell Courier</title>{items}</channel></rss>")
}

#[track_caller]
fn item(items: &str) -> Item {
    let mut feed = feed(&rss(items));
    assert_eq!(feed.items.len(), 1, "{feed:?}");
    feed.items.remove(0)
}

fn url(item: &Item) -> &str {
    item.url.as_ref().map_or("", Url::as_str)
}

#[test]
fn rss_2_is_read_with_its_extensions() {
    let feed = feed(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:x=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>Vell <![CDATA[Courier]]></title><link>https://vell.example/</link>\
         <language>en-GB</language><image><title>Logo</title><link>https://logo.example/</link></image>\
         <item><title>Pier &amp; quay</title><link>/news/1</link><guid isPermaLink=\"false\">n-1</guid>\
         <pubDate>Tue, 03 Jun 2031 09:05:30 GMT</pubDate><x:creator>Ada Brook</x:creator><media:title>Picture</media:title>\
         <description>Short.</description><content:encoded><![CDATA[<p>Long <b>text</b> &amp; more.</p>]]></content:encoded></item></channel></rss>",
    );
    assert_eq!((feed.title.as_deref(), feed.language.as_deref()), (Some("Vell Courier"), Some("en-GB")));
    assert_eq!(feed.site.as_ref().map(Url::as_str), Some("https://vell.example/"));
    let item = &feed.items[0];
    assert_eq!(
        (item.name.as_str(), url(item), item.title.as_deref()),
        ("n-1", "https://vell.example/news/1", Some("Pier & quay"))
    );
    assert_eq!((item.published, item.authors.as_slice()), (Some(1_938_243_930), &["Ada Brook".to_owned()][..]));
    assert_eq!(item.content.as_deref(), Some("<p>Long <b>text</b> &amp; more.</p>"));
    assert!(item.is_teaser && !feed.is_cut);
}

#[test]
fn older_rss_and_rdf_are_read() {
    let old = feed(
        "<rss version=\"0.91\"><channel><title>Old</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>",
    );
    assert_eq!(old.items[0].name, "https://a.example/1");
    let bare =
        feed("<rss><channel><title>No version</title><item><guid>https://a.example/2</guid></item></channel></rss>");
    assert_eq!(url(&bare.items[0]), "https://a.example/2");
    let rdf = feed(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>Quay</title><link>https://quay.example/</link></channel>\
         <item rdf:about=\"https://quay.example/1\"><title>One</title><link>https://quay.example/1</link><dc:date>2031-06-03T09:05:30Z</dc:date></item></rdf:RDF>",
    );
    assert_eq!((rdf.title.as_deref(), rdf.items[0].published), (Some("Quay"), Some(1_938_243_930)));
}

#[test]
fn atom_is_read_whatever_its_prefix_and_its_bases() {
    let atom = feed(
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xml:base=\"https://quay.example/news/\"><a:title type=\"text\">Quay &lt;Daily&gt;</a:title>\
         <a:link rel=\"self\" href=\"self.xml\"/><a:link href=\"../\"/>\
         <a:entry xml:base=\"2031/\"><a:id>tag:quay.example,2031:1</a:id><a:title type=\"html\">&lt;b&gt;Bold&lt;/b&gt; move</a:title>\
         <a:link rel=\"enclosure\" href=\"a.mp3\"/><a:link rel=\"alternate\" type=\"text/html\" href=\"1.html\"/>\
         <a:author><a:name>Ida Brandt</a:name><a:email>ida@quay.example</a:email></a:author>\
         <a:published>2031-06-03T09:05:30Z</a:published><a:updated>2031-06-04T09:05:30Z</a:updated>\
         <a:source><a:title>Elsewhere</a:title><a:id>other</a:id></a:source>\
         <a:content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>A &lt; B, <a href=\"x\">said</a> Ida.</p></div></a:content></a:entry></a:feed>",
    );
    assert_eq!(atom.title.as_deref(), Some("Quay <Daily>"));
    assert_eq!(atom.site.as_ref().map(Url::as_str), Some("https://quay.example/"));
    let item = &atom.items[0];
    assert_eq!((item.name.as_str(), item.title.as_deref()), ("tag:quay.example,2031:1", Some("Bold move")));
    assert_eq!(url(item), "https://quay.example/news/2031/1.html");
    assert_eq!(item.authors, ["Ida Brandt"]);
    assert_eq!(item.content.as_deref(), Some("<div><p>A &lt; B, <a href=\"x\">said</a> Ida.</p></div>"));
    assert_eq!(item.updated, Some(1_938_243_930 + 86_400));
}

#[test]
fn json_feed_is_read_and_fields_of_the_wrong_type_are_missing() {
    let feed = feed(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Quay <Daily>", "home_page_url": "https://quay.example/", "language": 7,
        "authors": [{"name": "Ida Brandt"}], "items": [
        {"id": 17, "url": "/1", "title": "One <two>", "content_text": "First.\n\nSecond < third.", "date_published": "2031-06-03T09:05:30Z"},
        {"id": null, "url": ["x"], "content_html": "<p>Only words</p>", "author": {"name": "Tom Reyes"}}, 5, {}]}"#,
    );
    assert_eq!((feed.title.as_deref(), feed.language.as_deref(), feed.items.len()), (Some("Quay <Daily>"), None, 2));
    let one = &feed.items[0];
    assert_eq!(
        (one.name.as_str(), url(one), one.title.as_deref()),
        ("17", "https://vell.example/1", Some("One <two>"))
    );
    assert_eq!(one.content.as_deref(), Some("<p>First.</p><p>Second &lt; third.</p>"));
    assert_eq!((feed.items[1].authors.as_slice(), feed.items[1].url.as_ref()), (&["Tom Reyes".to_owned()][..], None));
}

#[test]
fn an_item_without_an_id_is_known_by_its_address_or_by_what_it_says() {
    assert_eq!(item("<item><link>https://vell.example/1</link><title>A</title></item>").name, "https://vell.example/1");
    let said = item("<item><title>A</title><description>B</description></item>");
    assert_eq!(said.name.len(), 32);
    assert_eq!(item("<item><title>A</title><description>B</description></item>").name, said.name);
    assert_ne!(item("<item><title>A</title><description>C</description></item>").name, said.name);
    assert_eq!(
        item(&format!("<item><guid>{}</guid></item>", "x".repeat(1000)).replace("<guid>", "<title>t</title><guid>"))
            .name
            .len(),
        32
    );
    assert_eq!(feed(&rss("<item/><item></item>")).items, []);
    let twice = "<item><guid>1</guid><title>A</title></item><item><guid>1</guid><title>B</title></item>";
    assert_eq!(feed(&rss(twice)).items.len(), 1);
}

#[test]
fn an_item_has_another_stamp_when_anything_of_it_changes() {
    let stamp = |text: &str| {
        item(&format!("<item><guid>1</guid><title>A</title><description>{text}</description></item>")).stamp
    };
    assert_eq!(stamp("one"), stamp("one"));
    assert_ne!(stamp("one"), stamp("two"));
}

#[test]
fn a_date_that_cannot_be_read_is_unknown_and_costs_nothing_else() {
    for date in ["yesterday", "", "0000-00-00", "Tue, 99 Foo 2031", "&#27;[31m", "&amp;"] {
        let item = item(&format!("<item><guid>1</guid><title>A</title><pubDate>{date}</pubDate></item>"));
        assert_eq!((item.published, item.title.as_deref()), (None, Some("A")), "{date}");
    }
}

#[test]
fn names_of_authors_come_without_their_addresses() {
    for (author, want) in [
        ("ada@vell.example (Ada Brook)", "Ada Brook"),
        ("Ada Brook &lt;ada@vell.example&gt;", "Ada Brook"),
        ("Zoë—ada@vell.example", ""),
        ("ada@vell.example—Zoë", ""),
        ("&lt;b&gt;Ada&lt;/b&gt; Brook", "Ada Brook"),
    ] {
        let item = item(&format!("<item><title>A</title><author>{author}</author></item>"));
        assert_eq!(item.authors.first().map_or("", String::as_str), want, "{author}");
    }
}

#[test]
fn no_string_holds_what_a_terminal_obeys() {
    let evil = "&#27;]0;pwn&#7;<![CDATA[\u{1B}[31m]]>\u{202E}x\u{9B}2J";
    let text = rss(&format!(
        "<language>{evil}</language><link>https://vell.example/{evil}</link>\
         <item><title>{evil}</title><guid>{evil}</guid><link>https://vell.example/{evil}</link><author>{evil}</author><description>{evil}</description></item>"
    ))
    .replace("Vell Courier", evil);
    let feed = feed(&text);
    let item = &feed.items[0];
    let shown =
        [&feed.title, &feed.language, &item.title, &Some(item.name.clone()), &item.url.as_ref().map(Url::to_string)];
    for string in shown.into_iter().flatten().chain(&item.authors) {
        assert!(crate::clean::is_clean(string) && !string.contains('\n'), "{string:?}");
    }
}

#[test]
fn what_is_not_well_formed_is_read_as_far_as_it_goes() {
    let amp = feed(&rss(
        "<item><title>Pier & quay & more</title><guid>1</guid></item><item><title>B &nbsp; C &eacute;</title></item>",
    ));
    assert_eq!(amp.items[0].title.as_deref(), Some("Pier & quay & more"));
    assert_eq!(amp.items[1].title.as_deref(), Some("B C é"));
    let cut = feed("<rss version=\"2.0\"><channel><item><title>A</title></item><item><title>B");
    assert_eq!((cut.items.len(), cut.is_cut), (1, true));
    let mixed = feed(&rss(
        "<item><title>A <b>b</title><link>https://vell.example/1</link></item><item><title>C</title></item>",
    ));
    assert_eq!(mixed.items.len(), 2, "{mixed:?}");
}

#[test]
fn an_entity_that_a_feed_declares_is_not_expanded() {
    let bomb = ('b'..='z').zip('a'..).fold("<!DOCTYPE rss [<!ENTITY a \"ha\">".to_owned(), |bomb, (of, by)| {
        bomb + &format!("<!ENTITY {of} \"&{by};&{by};&{by};&{by};&{by};&{by};&{by};&{by};\">")
    });
    let feed = feed(&format!("{bomb}]>{}", rss("<item><title>&z; said</title></item>")));
    assert_eq!(feed.items[0].title.as_deref(), Some("&z; said"));
    let file = "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>".to_owned()
        + &rss("<item><title>&f; said</title></item>");
    assert_eq!(super::read(file.as_bytes(), None, &base()).unwrap().items[0].title.as_deref(), Some("&f; said"));
}

#[test]
fn elements_nested_without_end_are_refused_at_once() {
    for inner in ["<a>", "<item>", "<title>", "<a xmlns:b=\"c\">"] {
        let text = rss(&format!("<item>{}", inner.repeat(100_000)));
        assert_eq!(read(text.as_bytes(), None, &base()), Err(FeedError::TooDeep), "{inner}");
    }
    let ends = rss(&"</a>".repeat(1_000_000));
    assert!(read(ends.as_bytes(), None, &base()).is_ok());
    let attributes = format!("<rss {}><channel/></rss>", "a=\"b\" ".repeat(1_000_000));
    assert!(read(attributes.as_bytes(), None, &base()).is_ok());
    assert_eq!(read("[".repeat(100_000).as_bytes(), None, &base()), Err(FeedError::NoFeed));
    assert_eq!(read(format!("{{\"a\":{}", "[".repeat(1_000_000)).as_bytes(), None, &base()), Err(FeedError::NoFeed));
}

#[test]
fn a_feed_of_fifty_megabytes_is_read_and_cut_at_its_limit_of_items() {
    let one = format!("<item><title>{}</title></item>", "word ".repeat(200));
    let text = rss(&format!(
        "<item><title>first</title><description>{}</description></item>{}",
        "x".repeat(40 << 20),
        one.repeat(12_000)
    ));
    let feed = feed(&text);
    assert!(feed.is_cut && feed.items.len() <= super::MAX_ITEMS);
    assert_eq!(feed.items[0].title.as_deref(), Some("first"));
}

#[test]
fn encodings_are_taken_from_the_bytes_then_the_server_then_the_file() {
    let words = "Café “Pier”";
    let utf_8 = rss(&format!("<item><title>{words}</title></item>"));
    let lying = utf_8.replace("?>", " encoding=\"ISO-8859-1\"?>");
    assert_eq!(feed(&lying).items[0].title.as_deref(), Some(words));
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&utf_8);
    for charset in [Some("windows-1252"), Some("utf-8"), None] {
        assert_eq!(read(&bytes, charset, &base()).unwrap().items[0].title.as_deref(), Some(words), "{charset:?}");
    }
    let (koi8, _, _) = encoding_rs::KOI8_R.encode(
        "<?xml version='1.0' encoding='koi8-r'?><rss><channel><item><title>Причал</title></item></channel></rss>",
    );
    assert_eq!(read(&koi8, None, &base()).unwrap().items[0].title.as_deref(), Some("Причал"));
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf_8.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read(&utf_16, Some("utf-8"), &base()).unwrap().items[0].title.as_deref(), Some(words));
}

#[test]
fn what_is_no_feed_is_told_from_a_page_that_may_name_one() {
    assert_eq!(read(b"<!doctype html><html><head>", None, &base()), Err(FeedError::Page));
    for text in ["", "words", "<svg/>", "{\"a\": 1}", "{", "<?xml version=\"1.0\"?>", "<"] {
        assert_eq!(read(text.as_bytes(), None, &base()), Err(FeedError::NoFeed), "{text}");
    }
}

#[test]
fn a_page_names_its_feeds() {
    let page = br#"<html><head><LINK REL="alternate stylesheet" type="text/css" href="x.css"><base href="https://vell.example/en/">
        <link rel=alternate type=application/rss+xml href=feed.xml title="All"><link type="application/atom+xml" href='/atom?a=1&amp;b=2' rel='alternate' />
        <link rel="alternate" type="application/rss+xml" href="feed.xml"><link rel="alternate" hreflang="de" href="/de/">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1"><link rel="alternate" type="application/rss+xml" href="javascript:x">"#;
    let found = discover(page, &base());
    let found: Vec<&str> = found.iter().map(Url::as_str).collect();
    assert_eq!(found, ["https://vell.example/en/feed.xml", "https://vell.example/atom?a=1&b=2"]);
    assert!(discover(&b"<link ".repeat(100_000), &base()).is_empty());
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_feed_or_none(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), parts in proptest::collection::vec("(<item>|</item>|<title>|</title>|<!\\[CDATA\\[|\\]\\]>|&amp;|&|<link href=\"x\"/>|é|<a:b|>|<!--|-->|<\\?x)", 0..40)) {
        let _ = read(&bytes, None, &base());
        let _ = read(rss(&parts.concat()).as_bytes(), None, &base());
        let _ = discover(parts.concat().as_bytes(), &base());
    }
}
