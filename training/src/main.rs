//! Trains the models of who said what: `cargo run --release -p training`.
mod articles;
mod chain;
mod classes;
mod labels;
mod link;
mod table;

use std::path::PathBuf;

use articles::Marks;
use nutgraf::annotate::label::{self, model::Model};

fn main() {
    let shared =
        PathBuf::from(std::env::var("NUTGRAF_SHARED").unwrap_or_else(|_| "../shared".to_owned())).join("accuracy");
    let arg = |n: usize, d: f32| std::env::args().nth(n).and_then(|a| a.parse().ok()).unwrap_or(d);
    let mut train = articles::read(&shared.join("train.jsonl")).expect("train");
    let dev = articles::read(&shared.join("dev.jsonl")).expect("dev");
    let away = articles::read(&shared.join("away-dev.jsonl")).expect("away");
    eprintln!("read {} {} {}", train.len(), dev.len(), away.len());
    let words = classes::of(&train);
    let all: Vec<&Marks> = train.iter().collect();
    let bytes = labels::train(&all, &words, arg(1, 3.0) as u64);
    if let Some(path) = std::env::var_os("NUTGRAF_WRITE_MODEL") {
        std::fs::write(path, &bytes).expect("written");
    }
    let model = Model::read(bytes.leak()).expect("model");
    if let Some(path) = std::env::var_os("NUTGRAF_WRITE_LINK") {
        link::label_held_out(&mut train, &words);
        std::fs::write(path, link::train(&train).bytes()).expect("written");
    }
    for (name, set) in [("dev", &dev), ("away", &away)] {
        report(name, set, &model);
    }
}

fn runs(tags: &[u8], opens: u8) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        if tags[at] == opens || tags[at] == opens + 1 {
            let first = at;
            at += 1;
            while at < tags.len() && tags[at] == opens + 1 {
                at += 1;
            }
            out.push((first, at));
        } else {
            at += 1;
        }
    }
    out
}

fn report(name: &str, set: &[Marks], model: &Model) {
    let mut token = [[0_usize; 3]; 3];
    let mut span = [[0_usize; 3]; 3];
    for article in set {
        let tags: Vec<u8> =
            label::with(model, &article.page(), &article.found).iter().map(|label| label.tag as u8).collect();
        for role in 0..3_u8 {
            let opens = role * 2 + 1;
            let is = |tag: u8| tag == opens || tag == opens + 1;
            let counts = &mut token[role as usize];
            for (at, (&a, &b)) in tags.iter().zip(&article.tags).enumerate() {
                if article.found.tokens[at].is_word() {
                    counts[0] += usize::from(is(a) && is(b));
                    counts[1] += usize::from(is(a));
                    counts[2] += usize::from(is(b));
                }
            }
            // Words decide, not marks at the edges.
            let trim = |(mut first, mut end): (usize, usize)| {
                while first < end && !article.found.tokens[first].is_word() {
                    first += 1;
                }
                while end > first && !article.found.tokens[end - 1].is_word() {
                    end -= 1;
                }
                (first, end)
            };
            let a: std::collections::HashSet<_> = runs(&tags, opens).into_iter().map(trim).collect();
            let b: std::collections::HashSet<_> = runs(&article.tags, opens).into_iter().map(trim).collect();
            let counts = &mut span[role as usize];
            counts[0] += a.intersection(&b).count();
            counts[1] += a.len();
            counts[2] += b.len();
        }
    }
    for (role, what) in ["content", "cue", "source"].iter().enumerate() {
        let f = |c: [usize; 3]| {
            let (p, r) = (c[0] as f64 / c[1].max(1) as f64, c[0] as f64 / c[2].max(1) as f64);
            format!("P {:.1} R {:.1} F {:.1}", p * 100.0, r * 100.0, 200.0 * p * r / (p + r).max(1e-9))
        };
        println!("{name} {what}: token {} | run exact {}", f(token[role]), f(span[role]));
    }
}
