//! How fast foreign text comes in: `cargo bench --bench import`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use nutgraf::import::{self, Options, clean};
use nutgraf::samples::SAMPLES;

fn main() {
    divan::main();
}

/// The plain samples over and over, about as long as a day's file of articles.
fn copy(n_bytes: usize) -> String {
    let story: String =
        SAMPLES.iter().filter(|sample| sample.from == import::From::Text).map(|sample| sample.text).collect();
    story.repeat(n_bytes / story.len() + 1)
}

#[divan::bench]
fn clean_copy(bencher: Bencher) {
    let text = copy(1 << 20);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| clean::text(black_box(&text)));
}

#[divan::bench]
fn clean_escapes(bencher: Bencher) {
    let text = "\u{1B}[1;31mword\u{1B}[0m \u{1B}]0;title\u{7}".repeat(40_000);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| clean::text(black_box(&text)));
}

#[divan::bench]
fn read_copy(bencher: Bencher) {
    let text = copy(1 << 20);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| import::read(black_box(text.as_bytes()), &Options::default()));
}

#[divan::bench]
fn read_one_article(bencher: Bencher) {
    let text = SAMPLES.first().map_or("", |sample| sample.text);
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| import::read(black_box(text.as_bytes()), &Options::default()));
}

#[divan::bench]
fn document_in_place(bencher: Bencher) {
    let text = copy(1 << 20);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| import::document_in_place(black_box(&text)));
}
