//! How fast foreign text comes in: `cargo bench --bench import`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use nutgraf::clean;
use nutgraf::import::{self, From, Options};
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

/// A page of about 100 kB, as systems make them: half of it scripts, styles and navigation.
fn page(class: &str) -> String {
    let links = "<li class='menu-item'><a href='/section/story'>A story that is linked to</a></li>".repeat(150);
    let script = "<script>window.data = {\"a\": \"<p>not words</p>\", \"b\": [1, 2, 3]};</script>".repeat(250);
    let words = "<p>“We had no choice,” said <strong>Mira Holt</strong>, who leads the council &amp; the <a href='/h'>harbour</a>. “A pier that may fall is no pier.” The ferry to Vell will leave from Sandwick until the repairs are done, eight miles to the south.</p>";
    format!(
        "<!doctype html><html lang=en><head><title>Harbour closes</title><meta property='og:title' content='Harbour closes'>{script}</head><body><nav><ul>{links}</ul></nav><div class='{class}'><h1>Harbour closes</h1>{}</div><footer><ul>{links}</ul></footer></body></html>",
        words.repeat(150)
    )
}

#[divan::bench(args = ["article-body", "x1"])]
fn read_page(bencher: Bencher, class: &str) {
    let page = page(class);
    let options = Options { from: From::Html, ..Options::default() };
    bencher.counter(BytesCount::of_str(&page)).bench_local(|| import::read(black_box(page.as_bytes()), &options));
}
