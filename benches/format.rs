//! What loading and writing an annotated article costs: a file of 150 kB, as a long news article gives.
#![allow(clippy::unwrap_used, reason = "a benchmark has nobody to report to")]

use nutgraf::article::format::{from_value, read, write};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// A file with statements, mentions and sentences until it is 150 kB long; `shift` displaces every offset.
fn file(shift: usize) -> String {
    let mut text = String::new();
    let (mut blocks, mut sentences, mut statements, mut mentions) = (vec![], vec![], vec![], vec![]);
    let mut n_chars = 0;
    let span = |start: usize, words: &str| {
        json!({ "start": start + shift, "end": start + shift + words.chars().count(), "exact": words,
            "prefix": "the words that stand before it, ", "suffix": ", and the words after it in text" })
    };
    for n in 0..123 {
        let quote = format!("“We will sail on day {n}, whatever the water board may say about it,”");
        let line = format!("{quote} said Odile Marchetti, the mayor, on the quay at half past {n}.");
        let length = line.chars().count();
        let quote_length = quote.chars().count();
        blocks.push(json!({ "kind": "paragraph", "start": n_chars, "end": n_chars + length }));
        sentences.push(json!({ "start": n_chars, "end": n_chars + length, "block": n }));
        statements.push(json!({ "id": format!("s{n}"), "kind": "direct", "marking": "quoted", "content": [span(n_chars, &quote)],
            "cue": span(n_chars + quote_length + 1, "said"), "source": span(n_chars + quote_length + 6, "Odile Marchetti"),
            "speakers": ["p1"], "speaker_kind": "person", "resolution": "name", "alternatives": [],
            "resolution_evidence": [span(n_chars + quote_length + 6, "Odile Marchetti")],
            "confidence": { "content": 0.98, "speaker": 0.95 } }));
        let mut mention = span(n_chars + quote_length + 6, "Odile Marchetti");
        mention["form"] = "name".into();
        mention["confidence"] = json!(0.97);
        mentions.push(mention);
        text.push_str(&line);
        text.push('\n');
        n_chars += length + 1;
    }
    let file = json!({ "schema_version": "1.0", "article": { "headline": "Ferry to sail again" },
        "text": { "value": text, "blocks": blocks, "sentences": sentences },
        "actors": [{ "id": "p1", "kind": "person", "name": "Odile Marchetti", "mentions": mentions }],
        "statements": statements });
    file.to_string()
}

#[divan::bench]
fn read_150_kb(bencher: divan::Bencher) {
    let file = file(0);
    assert!(read(&file).unwrap().warnings.is_empty());
    bencher.counter(divan::counter::BytesCount::of_str(&file)).bench(|| read(divan::black_box(&file)).unwrap());
}

/// The yardstick: the same text as a tree of values, of which no article is made yet.
#[divan::bench]
fn parse_150_kb_to_values(bencher: divan::Bencher) {
    let file = file(0);
    bencher
        .counter(divan::counter::BytesCount::of_str(&file))
        .bench(|| serde_json::from_str::<Value>(divan::black_box(&file)).unwrap());
}

#[divan::bench]
fn from_value_150_kb(bencher: divan::Bencher) {
    let file: Value = serde_json::from_str(&file(0)).unwrap();
    bencher.with_inputs(|| file.clone()).bench_values(|file| from_value(file).unwrap());
}

#[divan::bench]
fn read_150_kb_displaced(bencher: divan::Bencher) {
    let file = file(3);
    bencher.bench(|| read(divan::black_box(&file)).unwrap());
}

#[divan::bench]
fn write_150_kb(bencher: divan::Bencher) {
    let article = read(&file(0)).unwrap();
    bencher.bench(|| write(divan::black_box(&article)));
}
