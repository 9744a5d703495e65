//! The page: parsed by a reader that is not ours, checked by a conformance checker, shown by a real browser.

use std::collections::BTreeSet;
use std::fmt::Write;

use dom_query::{Document, NodeRef};
use nutgraf::article::format::{from_value, to_value};
use nutgraf::samples::SAMPLES;
use serde_json::json;

use super::*;

fn samples() -> Vec<Article> {
    SAMPLES.iter().flat_map(|sample| nutgraf::briefing::from_imported(sample.read().unwrap())).collect()
}

/// Names and attributes of every element, in order, without any text.
fn structure(node: &NodeRef, into: &mut String) {
    if let Some(name) = node.node_name().filter(|_| node.is_element()) {
        let attributes: Vec<String> =
            node.attrs().iter().map(|attr| format!(" {}={:?}", attr.name.local, attr.value)).collect();
        write!(into, "<{name}{}>", attributes.concat()).unwrap();
    }
    for child in node.children() {
        structure(&child, into);
    }
    into.push('/');
}

fn shape(html: &str) -> String {
    let mut shape = String::new();
    structure(&Document::from(html).root(), &mut shape);
    // What only whoever looks at the text sees, an empty text, is no structure.
    shape.replace('/', "")
}

#[track_caller]
fn links_lead_somewhere(html: &str) {
    let page = Document::from(html);
    let mut ids = BTreeSet::new();
    for node in &page.select("[id]") {
        let id = node.attr("id").unwrap().to_string();
        assert!(ids.insert(id.clone()), "{id} is there twice");
    }
    for node in &page.select("a[href]") {
        let href = node.attr("href").unwrap().to_string();
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{href} leads nowhere"),
            None => assert!(href.starts_with("http://") || href.starts_with("https://"), "{href}"),
        }
    }
    for node in &page.select("[aria-labelledby]") {
        assert!(ids.contains(&node.attr("aria-labelledby").unwrap().to_string()));
    }
    for name in ["script", "iframe", "object", "embed", "img", "form", "base", "link"] {
        assert!(!page.select(name).exists(), "there is a {name}");
    }
    let on = page.select("*").iter().flat_map(|node| node.attrs()).find(|attr| attr.name.local.starts_with("on"));
    assert!(on.is_none(), "{on:?}");
}

#[test]
fn every_link_of_a_page_leads_somewhere_and_it_holds_no_script() {
    let articles = some(ARTICLES);
    for article in &articles {
        links_lead_somewhere(&written(Format::Html, article));
    }
    links_lead_somewhere(&all_written(Format::Html, &articles));
    links_lead_somewhere(&all_written(Format::Html, &samples()));
}

#[test]
fn every_statement_of_a_page_can_be_led_to() {
    for article in samples() {
        let page = written(Format::Html, &article);
        for number in 1..=article.statements.items().len() {
            assert!(page.contains(&format!("id=\"a1-q{number}\"")), "{number}");
        }
        let page = Document::from(page.as_str());
        for index in 1..=article.summary.items().len() {
            assert!(page.select(&format!("#a1-e{index}")).exists(), "summary line {index} of {:?}", article.headline());
        }
    }
}

/// An article whose foreign words are all the same.
fn with_words(words: &str) -> Article {
    let mut file = to_value(&samples()[0]);
    file["article"] = json!({ "headline": words, "publisher": { "name": words }, "author": [{ "name": words }],
        "datePublished": "2025-08-13", "url": "https://vell.example/" });
    for actor in file["actors"].as_array_mut().unwrap() {
        actor["name"] = words.into();
    }
    file["notes"] = json!([{ "body": words, "tags": [words] }]);
    from_value(file).unwrap()
}

const HOSTILE: [&str; 6] = [
    "<script>document.title='taken'</script>",
    "\"><img src=x onerror=\"document.title='taken'\">",
    "</title></style></main></article><h1>x</h1>",
    "<!-- --!> <![CDATA[ ]]> &lt;script&gt; &#60;b&#62; &amp",
    "'; } body { display: none } </style>",
    "javascript:alert(1) {{x}} ${y} \u{202e}gnp.exe",
];

#[test]
fn hostile_words_change_nothing_of_a_page_but_its_text() {
    let harmless = shape(&written(Format::Html, &with_words("Harmless")));
    assert!(harmless.contains("article"));
    for words in HOSTILE {
        assert_eq!(shape(&written(Format::Html, &with_words(words))), harmless, "{words}");
    }
}

#[test]
fn a_page_conforms_to_the_standard() {
    let jar = std::env::var_os("NUTGRAF_VNU_JAR");
    if !found(jar.is_some(), "Nu Html Checker (NUTGRAF_VNU_JAR names its jar)") || !has("java", "-version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let save = |name: String, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    for (number, article) in samples().iter().chain(&some(60)).enumerate() {
        save(format!("{number}.html"), written(Format::Html, article));
    }
    for (number, words) in HOSTILE.into_iter().enumerate() {
        save(format!("hostile-{number}.html"), written(Format::Html, &with_words(words)));
    }
    save("all.html".to_owned(), all_written(Format::Html, &samples()));
    save("none.html".to_owned(), all_written(Format::Html, &[]));
    let checked = Command::new("java").arg("-jar").arg(jar.unwrap()).arg(folder.path()).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

/// What a browser makes of a page: its elements after everything that would run has run.
fn browsed(html: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    std::fs::write(&page, html).unwrap();
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--dump-dom",
    ];
    let mut profile = std::ffi::OsString::from("--user-data-dir=");
    profile.push(folder.path().join("profile"));
    let output = Command::new("chromium").args(flags).arg(profile).arg(&page).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_browser_shows_a_page_and_runs_nothing_of_it() {
    if !has("chromium", "--version") {
        return;
    }
    // It would run it, were it there.
    let canary = "<!doctype html><title>a</title><script>document.title='taken'</script>";
    assert!(browsed(canary).contains("<title>taken</title>"));
    let words = HOSTILE.concat();
    let dom = browsed(&written(Format::Html, &with_words(&words)));
    links_lead_somewhere(&dom);
    let page = Document::from(dom.as_str());
    let title = page.select("title").text().to_string();
    assert!(title.starts_with("<script>document.title='taken'</script>"), "{title}");
    let harmless = browsed(&written(Format::Html, &with_words("Harmless")));
    assert_eq!(shape(&dom), shape(&harmless));
    assert!(page.select("article mark").exists());
}

/// Contrast as WCAG 2 reckons it.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let digits: String = match colour.len() {
            4 => colour.chars().skip(1).flat_map(|digit| [digit, digit]).collect(),
            _ => colour.chars().skip(1).collect(),
        };
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(digits.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_of_a_page_can_be_read_in_light_and_dark() {
    let page = written(Format::Html, &samples()[0]);
    let mut roots = page.split(":root{").skip(1).map(|rest| rest.split('}').next().unwrap());
    for _ in 0..2 {
        let declared = roots.next().unwrap().replace('\n', "");
        let value = |name: &str| {
            let found = declared.split(';').find_map(|one| one.trim().strip_prefix(&format!("--{name}:")));
            found.unwrap_or_else(|| panic!("no --{name}")).to_owned()
        };
        let mut pairs = vec![
            ("ink", "paper"),
            ("soft", "paper"),
            ("link", "paper"),
            ("ink", "card"),
            ("link", "card"),
            ("soft", "card"),
        ];
        let numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
        let tints: Vec<(String, String)> = numbers.iter().map(|n| (format!("t{n}"), format!("e{n}"))).collect();
        for (tint, edge) in &tints {
            pairs.extend([("ink", tint.as_str()), (edge.as_str(), "paper"), (edge.as_str(), "card")]);
        }
        for (one, other) in pairs {
            let ratio = contrast(&value(one), &value(other));
            assert!(ratio >= 4.5, "{one} on {other}: {ratio:.2}");
        }
    }
}
