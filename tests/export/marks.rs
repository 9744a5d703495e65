//! Quotation marks: articles in which every word says whether the article quotes it, cited in every form.

use nutgraf::article::format::read;
use nutgraf::article::gate::is_mark;
use nutgraf::article::scalar::is_forbidden;
use nutgraf::article::{Kind, StatementId};
use nutgraf::export::cite::{self, citation};
use nutgraf::form::Citation;
use serde_json::{Value, json};

use super::*;

/// Opening and closing marks.
const STYLES: [(&str, &str); 6] = [("“", "”"), ("\"", "\""), ("«", "»"), ("„", "“"), ("‘", "’"), ("「", "」")];
const CUES: [&str; 6] = ["said", "denied", "warned", "asked whether", "told reporters that", "refused to say"];

/// A sentence: its words, and where content, source and cue stand in it. Quoted words begin with *qq*, others with
/// *pp*.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    kind: &'static str,
    content: Vec<(usize, usize)>,
    source: Option<(usize, usize)>,
    cue: Option<(usize, usize)>,
}

fn line(style: (&'static str, &'static str)) -> impl Strategy<Value = Line> {
    let words = |letter: char| {
        prop::collection::vec("[a-z]{1,6}", 1..7).prop_map(move |words| {
            words.iter().map(|word| format!("{letter}{letter}{word}")).collect::<Vec<_>>().join(" ")
        })
    };
    let source = prop::sample::select(&["Odile Marchetti", "Marchetti", "She", "her spokesman", "an aide", "who"][..]);
    let kind = prop::sample::select(&["direct", "mixed", "indirect", "no_comment"][..]);
    let shift = (-3_i64..4, -3_i64..4);
    (0..5_usize, words('q'), words('q'), words('p'), source, prop::sample::select(&CUES[..]), kind, shift).prop_map(
        move |(shape, one, two, plain, source, cue, other_kind, (from, to))| {
            let (open, close) = style;
            // Parts with what they are: c content, s source, r reporting words, nothing else.
            let parts: Vec<(char, String)> = match shape {
                0 => vec![
                    ('c', format!("{open}{one},{close}")),
                    (' ', " ".into()),
                    ('s', source.into()),
                    (' ', " ".into()),
                    ('r', cue.into()),
                    (' ', ". ".into()),
                    ('c', format!("{open}{two}.{close}")),
                ],
                1 => vec![
                    ('s', source.into()),
                    (' ', " ".into()),
                    ('r', cue.into()),
                    (' ', " ".into()),
                    ('c', plain),
                    (' ', ".".into()),
                ],
                2 => vec![
                    ('s', source.into()),
                    (' ', " ".into()),
                    ('r', cue.into()),
                    (' ', " ".into()),
                    ('c', format!("{plain} {open}{one}{close} {plain}")),
                    (' ', ".".into()),
                ],
                3 => vec![
                    (' ', format!("{plain}: {open}{two}{close}, if ")),
                    ('s', source.into()),
                    (' ', " ".into()),
                    ('r', cue.into()),
                    (' ', " ".into()),
                    ('c', plain.clone()),
                    (' ', " pp and pp.".into()),
                ],
                _ => vec![
                    ('c', plain),
                    (' ', ", ".into()),
                    ('s', source.into()),
                    (' ', " ".into()),
                    ('r', cue.into()),
                    (' ', ".".into()),
                ],
            };
            let mut line = Line { text: String::new(), kind: "", content: Vec::new(), source: None, cue: None };
            for (what, words) in parts {
                let start = line.text.chars().count();
                line.text.push_str(&words);
                let place = (start, line.text.chars().count());
                match what {
                    'c' => line.content.push(place),
                    's' => line.source = Some(place),
                    'r' => line.cue = Some(place),
                    _ => {}
                }
            }
            line.kind = match shape {
                0 => "direct",
                2 => "mixed",
                _ => "indirect",
            };
            // Edges that are wrong, and a kind that the marks do not bear out.
            if from == 3 {
                line.kind = other_kind;
            }
            let n = i64::try_from(line.text.chars().count()).unwrap();
            for (start, end) in &mut line.content {
                let moved = |at: usize, by: i64| usize::try_from((at as i64 + by).clamp(0, n)).unwrap();
                (*start, *end) = (moved(*start, from.min(2)), moved(*end, to));
                *end = (*end).max(*start + 1).min(n as usize);
                *start = (*start).min(*end - 1);
            }
            line
        },
    )
}

/// Names, roles and headlines that try to look like quotations.
fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(&["“", "”", "\"", "Vell", "« ", "—", "said", "’", "】", "<b>", "=1"][..]),
        1..6,
    )
    .prop_map(|parts| parts.join(" "))
}

fn article() -> impl Strategy<Value = Article> {
    let lines = prop::sample::select(&STYLES[..]).prop_flat_map(|style| prop::collection::vec(line(style), 1..6));
    (lines, hostile(), hostile(), hostile(), any::<bool>(), any::<bool>()).prop_map(
        |(lines, headline, role, outlet, has_sentences, is_sure)| {
            let mut text = String::new();
            let (mut blocks, mut sentences, mut statements) = (Vec::new(), Vec::new(), Vec::new());
            for (index, line) in lines.iter().enumerate() {
                if !text.is_empty() {
                    text.push('\n');
                }
                let at = text.chars().count();
                text.push_str(&line.text);
                let end = text.chars().count();
                let place = |(start, end): (usize, usize)| json!({ "start": at + start, "end": at + end });
                blocks.push(json!({ "kind": "paragraph", "start": at, "end": end }));
                sentences.push(json!({ "start": at, "end": end, "block": index }));
                let mut statement = json!({ "id": format!("s{index}"), "kind": line.kind, "speakers": ["p1"],
                    "content": line.content.iter().map(|part| place(*part)).collect::<Vec<_>>(),
                    "confidence": { "content": if is_sure { 0.95 } else { 0.4 }, "speaker": 0.5 } });
                for (field, part) in [("source", line.source), ("cue", line.cue)] {
                    if let Some(part) = part {
                        statement[field] = place(part);
                    }
                }
                statements.push(statement);
            }
            let mut file = json!({ "article": { "headline": headline, "publisher": { "name": outlet },
                    "url": "https://vell.example/a-b,c&d", "datePublished": "2025-08-13" },
                "text": { "value": text, "blocks": blocks },
                "actors": [{ "id": "p1", "name": "Odile Marchetti",
                    "roles": [{ "title": role, "evidence": [{ "start": 0, "end": 1 }] }] }],
                "statements": statements });
            if has_sentences {
                file["text"]["sentences"] = Value::from(sentences);
            }
            read(&file.to_string()).unwrap()
        },
    )
}

/// Every word of the article's own that is no quoted one stands outside of quotation marks. The headline, which is a
/// title, is taken out first.
#[track_caller]
fn quotes_nothing_else(name: &str, text: &str, article: &Article) {
    let title = article.headline().map(|headline| cite::titled(&cite::one_line(headline))).unwrap_or_default();
    let text = text.replace(&title, " ");
    for line in text.split('\n') {
        let mut open: Option<char> = None;
        let scalars: Vec<char> = line.chars().collect();
        for (at, &scalar) in scalars.iter().enumerate() {
            let is_opened = |mark: char| STYLES.iter().any(|(open, _)| open.starts_with(mark));
            match open {
                None if is_opened(scalar) => open = Some(scalar),
                Some(mark)
                    if STYLES.iter().any(|(open, close)| open.starts_with(mark) && close.starts_with(scalar)) =>
                {
                    open = None;
                }
                _ => {}
            }
            let begins = at == 0 || !scalars[at - 1].is_alphanumeric();
            let is_unquoted = open.is_some() && begins && scalar == 'p' && scalars.get(at + 1) == Some(&'p');
            assert!(!is_unquoted, "{name} quotes what is not quoted: {line:?}\nof {:?}", article.text.as_str());
        }
    }
}

/// Every quoted word of a sentence, and no other, stands in marks; and some word stands outside.
#[track_caller]
fn keeps_the_marks(sentence: &str) {
    let mut open: Option<char> = None;
    let mut has_own = false;
    let mut before = ' ';
    for scalar in sentence.chars() {
        let closes =
            |mark: char| STYLES.iter().any(|(open, close)| open.starts_with(mark) && close.starts_with(scalar));
        match open {
            None if STYLES.iter().any(|(open, _)| open.starts_with(scalar)) => open = Some(scalar),
            Some(mark) if closes(mark) => open = None,
            _ => {}
        }
        if scalar.is_alphanumeric() && !before.is_alphanumeric() {
            assert_eq!(scalar == 'q', open.is_some(), "{sentence:?}");
            has_own |= scalar != 'q';
        }
        before = scalar;
    }
    assert!(has_own && open.is_none(), "{sentence:?}");
}

/// The text of a page as somebody reads it.
fn page_text(html: &str) -> String {
    let page = dom_query::Document::from(html);
    page.select("li blockquote, li > p").iter().map(|node| node.text().to_string() + "\n").collect()
}

/// The words column of a table.
fn table_words(csv: &str) -> String {
    let rows = super::generated::table(csv);
    let at = rows[0].iter().position(|name| name == "words").unwrap();
    rows[1..].iter().map(|row| row[at].clone() + "\n").collect()
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 512, ..Config::default() })]

    #[test]
    fn nothing_is_quoted_that_the_article_does_not_quote(article in article()) {
        for statement in article.statements.items() {
            for form in [Citation::Plain, Citation::Markdown] {
                let text = citation(&article, &statement.id, form, &settings()).unwrap();
                let text = if form == Citation::Markdown { text.replace('\\', "") } else { text };
                quotes_nothing_else("a citation", &text, &article);
            }
            let csl = citation(&article, &statement.id, Citation::Csl, &settings()).unwrap();
            let csl: Value = serde_json::from_str(&csl).unwrap();
            quotes_nothing_else("CSL", csl[0]["note"].as_str().unwrap(), &article);
        }
        quotes_nothing_else("text", &written(Format::Text, &article), &article);
        quotes_nothing_else("Markdown", &written(Format::Markdown, &article).replace('\\', ""), &article);
        quotes_nothing_else("CSV", &table_words(&written(Format::Csv, &article)), &article);
        quotes_nothing_else("HTML", &page_text(&written(Format::Html, &article)), &article);
    }

    #[test]
    fn a_paraphrase_has_no_marks_but_those_of_the_articles_sentence(article in article()) {
        for statement in article.statements.items() {
            if !matches!(statement.kind, Kind::Indirect | Kind::NoComment) {
                continue;
            }
            let desk = cite::Desk::new(&article, &settings());
            let said = desk.said(statement);
            let own = if said.leads { String::new() } else { said.words.clone() + &said.line("") };
            for words in [own, said.credit(), desk.words(statement)] {
                // An apostrophe of ours stands after a name.
                let words = words.replace("’s]", "");
                prop_assert!(!words.contains(is_mark), "{words:?}");
            }
            if said.leads {
                keeps_the_marks(&said.words.replace("’s]", ""));
            }
            prop_assert!(desk.quoted_words(statement).is_empty());
        }
    }

    #[test]
    fn no_citation_of_any_article_lets_a_control_or_a_change_of_direction_out(
        article in strategy::article(),
        hostile in "[\\x00-\\x20\\x7f-\\u{a0}\\u{200e}-\\u{202e}\\u{2066}-\\u{2069}a-c\"<&{}%\\\\]{0,30}",
    ) {
        let mut article = article;
        article.metadata.headline = nutgraf::article::Maybe::Known(hostile.clone());
        article.metadata.url = nutgraf::article::Maybe::Known(format!("https://vell.example/{hostile}"));
        if let nutgraf::article::Maybe::Known(actors) = &mut article.actors {
            for actor in actors.iter_mut() {
                actor.name.push_str(&hostile);
            }
        }
        let ids: Vec<StatementId> = article.statements.items().iter().map(|statement| statement.id.clone()).collect();
        for (form, name) in Citation::NAMES {
            let mut texts: Vec<String> = ids.iter().filter_map(|id| citation(&article, id, form, &settings()).ok()).collect();
            texts.extend(cite::of_article(&article, form, &settings()));
            for text in texts {
                let found = text.chars().find(|&scalar| scalar != '\n' && is_forbidden(scalar));
                prop_assert!(found.is_none(), "{name} has {found:?}: {text:?}");
                prop_assert!(!text.trim().is_empty());
            }
        }
        for format in [Format::Text, Format::Markdown, Format::Csv, Format::Html, Format::Json, Format::Jsonl] {
            let text = written(format, &article);
            let found = text.chars().find(|&scalar| !matches!(scalar, '\n' | '\r') && is_forbidden(scalar));
            prop_assert!(found.is_none(), "{format:?} has {found:?}");
        }
    }
}
