//! Nothing that a terminal obeys leaves in any form, and no form calls a quotation what the article does not quote.

use std::collections::BTreeMap;

use nutgraf::article::format::{from_value, to_value};
use nutgraf::article::scalar::is_forbidden;
use nutgraf::article::{Kind, gate};
use proptest::test_runner::Config as Cases;
use serde_json::json;

use super::*;

/// Fields whose words are the format's own.
const OWN: [&str; 9] =
    ["kind", "marking", "speaker_kind", "resolution", "form", "status", "support", "unit", "schema_version"];

/// What letters are exchanged for: controls, changes of direction, marks of HTML, XML, JSON, CSV and Markdown.
const HOSTILE: [char; 22] = [
    '\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\0', '\u{7f}', '\u{85}', '\u{2028}', '\u{fffe}', '\r', '\t', '<', '>',
    '&', '"', '\\', '=', '#', '|', '*', ']', '\u{ad}',
];

/// Exchanges letters in every string and name, the same everywhere, so that words still stand where they are said to.
fn exchange(value: &mut Value, key: &str, by: &BTreeMap<char, char>) {
    match value {
        Value::String(words) if !OWN.contains(&key) => {
            *words = words.chars().map(|c| by.get(&c).copied().unwrap_or(c)).collect();
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| exchange(entry, key, by)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| exchange(field, key, by)),
        _ => {}
    }
}

/// An article that nobody has cleaned.
pub fn article() -> impl Strategy<Value = Article> {
    let pairs = prop::collection::btree_map(prop::char::range('a', 'z'), prop::sample::select(&HOSTILE[..]), 1..8);
    (strategy::article(), pairs).prop_map(|(article, pairs)| {
        let mut file = to_value(&article);
        exchange(&mut file, "", &pairs);
        if let Some(text) = file.get_mut("text").and_then(Value::as_object_mut) {
            text.remove("sha256");
        }
        from_value(file).unwrap()
    })
}

/// Every file that comes of an article.
fn everything(article: &Article) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = sheets().map(|(format, name)| (name, written(format, article))).collect();
    let [text, annotations, _] = brat(article);
    all.extend([("brat text", text), ("brat annotations", annotations)]);
    all
}

/// No scalar that steers; line ends, and the tabs and line ends that a form is made of, are let pass.
#[track_caller]
fn is_harmless(name: &str, text: &str) {
    let is_of_form = |scalar: char| match scalar {
        '\n' => true,
        '\t' => name == "brat annotations",
        '\r' => name == "csv",
        _ => false,
    };
    let found = text.chars().find(|&scalar| is_forbidden(scalar) && !is_of_form(scalar));
    assert!(found.is_none(), "{name} has {found:?}");
}

/// What the article itself marks as speech, without anything but letters and digits.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(Cases { failure_persistence: None, ..Cases::default() })]

    #[test]
    fn no_form_lets_a_control_or_a_change_of_direction_out(article in article()) {
        for (name, text) in everything(&article) {
            is_harmless(name, &text);
        }
    }

    #[test]
    fn json_is_json_whatever_stands_in_the_article(article in article()) {
        for format in [Format::Json, Format::Jsonl, Format::WebAnnotation, Format::SchemaOrg, Format::Gqg, Format::Citron] {
            let text = written(format, &article);
            prop_assert!(text.trim().is_empty() || serde_json::from_str::<Value>(&text).is_ok(), "{format:?}: {text}");
        }
    }

    #[test]
    fn xml_is_well_formed_and_has_all_of_the_text(article in article()) {
        let xml = written(Format::Tei, &article);
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(_) => depth += 1,
                quick_xml::events::Event::End(_) => depth -= 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        prop_assert_eq!(depth, 0);
    }

    #[test]
    fn nothing_is_called_a_quotation_that_the_article_does_not_mark(article in prop_oneof![article(), strategy::article()]) {
        // What the gate lets pass, judged anew and by itself.
        let article = nutgraf::export::standing(&article);
        let mut judged = article.clone().into_owned();
        gate::apply(&mut judged);
        let kinds: BTreeMap<_, _> = judged.statements.items().iter().map(|one| (one.id.clone(), one.kind)).collect();
        let quoted: String = nutgraf::article::gate::quoted_regions(&article.text, &article.blocks)
            .into_iter()
            .map(|region| letters(article.text.slice(region)) + "\n")
            .collect();
        let is_direct = |id: &str| kinds.iter().any(|(known, kind)| known.0 == id && *kind == Kind::Direct);

        let linked: Value = serde_json::from_str(&written(Format::SchemaOrg, &article)).unwrap();
        for part in linked["hasPart"].as_array().into_iter().flatten() {
            let text = part["text"].as_str().unwrap();
            if part["@type"] == "Quotation" {
                let direct = judged.statements.items().iter().any(|one| {
                    one.kind == Kind::Direct && part["@id"].as_str().unwrap().ends_with(&format!("-{}", encoded(&one.id.0)))
                });
                prop_assert!(direct, "{text:?} is no direct statement");
            }
            let inner = match &part["hasPart"] {
                Value::Array(parts) => parts.clone(),
                Value::Object(_) => vec![part["hasPart"].clone()],
                _ => Vec::new(),
            };
            for inner in inner {
                let words = letters(inner["text"].as_str().unwrap());
                let is_blocked = article.blocks.iter().any(|block| {
                    block.kind == nutgraf::article::BlockKind::Blockquote && letters(article.text.slice(block.span)).contains(&words)
                });
                prop_assert!(quoted.contains(&words) || is_blocked, "{words:?} is quoted nowhere");
            }
        }
        let line = written(Format::Gqg, &article);
        if let Ok(line) = serde_json::from_str::<Value>(&line) {
            let spoken: String = judged
                .statements
                .items()
                .iter()
                .filter(|one| one.kind == Kind::Direct)
                .flat_map(nutgraf::article::Statement::spans)
                .map(|span| letters(article.text.slice(span)) + "\n")
                .collect();
            for quote in line["quotes"].as_array().unwrap() {
                let words = letters(&unescaped(quote["quote"].as_str().unwrap()));
                prop_assert!(quoted.contains(&words) || spoken.contains(&words), "{words:?} is quoted nowhere");
            }
        }
        let tei = written(Format::Tei, &article);
        for tag in tei.split("<said ").skip(1) {
            let tag = tag.split('>').next().unwrap();
            if tag.contains("direct=\"true\"") {
                let id = tag.split(" n=\"").nth(1).unwrap().split('"').next().unwrap();
                let known = kinds.keys().any(|known| clean_id(&known.0) == unescaped(id) && is_direct(&known.0));
                prop_assert!(known, "{id:?} is no direct statement");
            }
        }
        let [_, annotations, _] = brat(&article);
        let n_direct = annotations.lines().filter(|line| line.starts_with('A') && line.ends_with(" direct")).count();
        prop_assert!(n_direct <= kinds.values().filter(|kind| **kind == Kind::Direct).count());
    }
}

fn encoded(id: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    id.bytes().map(byte).collect()
}

fn unescaped(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn clean_id(id: &str) -> String {
    nutgraf::clean::in_place(id).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_hostile_article_is_hostile() {
    let file = json!({ "text": { "value": "\u{1b}]0;x\u{7} \u{202e}abc" }, "article": { "headline": "\u{9b}31m" } });
    let article = super::article(file);
    assert!(article.text.as_str().contains('\u{202e}'), "nothing has cleaned it");
    for (name, text) in everything(&article) {
        is_harmless(name, &text);
    }
}

#[test]
fn statements_that_overlap_without_end_make_no_file_that_grows_without_bounds() {
    let written = |n: usize| {
        let text = "He said so. ".repeat(n / 4);
        let statement = |at: usize| json!({ "kind": "indirect", "content": [{ "start": at, "end": at + n }] });
        let statements: Vec<Value> = (0..n).map(statement).collect();
        let article = super::article(json!({ "text": { "value": text }, "statements": statements }));
        written(Format::Tei, &article).len()
    };
    let (short, long) = (written(400), written(1_600));
    assert!(long < short * 6, "{short} bytes became {long} with four times as many statements");
}
