//! How much of what a reader marked in articles of our own annotation finds: `tests/golden/marked/*.txt`.
//!
//! The articles are invented and as awkward as real copy: marks of every style, live blogs, wire copy, features,
//! transcripts. Half of them, named `…-judge`, are for judging only: no rule is developed on them. A file is the
//! article with marks in it, a line `====`, and a row for every statement:
//!
//! `{c1|“We sail,”} {s1|she} {q1|told} {a1|reporters} in {v1|Vell} {d1|on Friday}`: content, source, cue, addressee,
//! venue or channel, day of statement 1. Parts of one content share the number, marks may stand within marks.
//!
//! `1 direct | Odile Marchetti | person | about: Per Lind; Vell Water | in: 3`: the kind (`direct`, `mixed`, `indirect`,
//! `no_comment`), the speaker's full name (`A + B` together, `A / B` where both forms are right) or, of nobody named,
//! the text's words; what the speaker is (`person`, `organisation`, `group`, `anonymous`, `document`); which persons
//! and bodies the content is about; the statement that this one stands in.
//!
//! What is marked follows the manual of the `PolNeAR` corpus where it speaks: quotation marks and a leading *that* belong to the
//! content, a source has its apposition, the outermost statement counts and those inside are marked as nested,
//! titles and scare quotes are no statements. A circumstance stands in the statement's own frame, never in its
//! content; whoever *told* a gathering (*a rally*) has a venue, whoever told people or a body an addressee.
//!
//! `cargo test --test marked -- --nocapture` prints the figures; `NUTGRAF_MARKED_FAULTS=NAME` every fault in the
//! articles whose names begin so; `NUTGRAF_WRITE_MARKED=DIR` writes the set as lines for the shared scorers.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::print_stdout, reason = "a failed unwrap is a failed test")]

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

#[path = "marked/copy.rs"]
mod copy;
#[path = "marked/frames.rs"]
mod frames;
#[path = "marked/measure.rs"]
mod measure;

use copy::MarkedArticle;
use measure::{FIGURES, Figures};

/// F1 per cent below which a figure must not fall, where rules were developed and where they are judged. Raised with
/// the figures, a little below them.
const FLOORS: [(&str, f64, f64); 20] = [
    ("statements", 86.0, 80.0),
    ("content edges", 78.0, 67.0),
    ("source words", 85.0, 76.0),
    ("speaker", 75.0, 72.0),
    ("speaker, given found", 75.0, 81.0),
    ("fullest name, given right", 96.0, 86.0),
    ("unnamed, given found", 80.0, 66.0),
    ("kind, given found", 94.0, 95.0),
    ("nested", 30.0, 0.0),
    ("declined", 98.0, 95.0),
    ("addressee", 87.0, 69.0),
    ("addressee, given found", 95.0, 86.0),
    ("venue", 78.0, 63.0),
    ("venue, given found", 82.0, 73.0),
    ("said on", 84.0, 68.0),
    ("said on, given found", 87.0, 82.0),
    ("about", 53.0, 42.0),
    ("about, given found", 58.0, 52.0),
    ("direct found", 94.0, 87.0),
    ("indirect found", 82.0, 74.0),
];

#[test]
fn no_figure_falls_below_its_floor() {
    let (mut developed, mut judged) = (Figures::default(), Figures::default());
    for article in &MarkedArticle::all() {
        if article.is_for_judging() { &mut judged } else { &mut developed }.measure(article);
    }
    println!("{}", table(&developed, &judged));
    if let Ok(wanted) = std::env::var("NUTGRAF_MARKED_FAULTS") {
        let faults = developed.faults.iter().chain(&judged.faults);
        for fault in faults.filter(|fault| fault.starts_with(&wanted)) {
            println!("{fault}");
        }
    }
    assert!(FLOORS.iter().map(|(figure, ..)| *figure).eq(FIGURES), "every figure has a floor");
    let mut fallen = String::new();
    for (figure, floor, judged_floor) in FLOORS {
        for (half, figures, floor) in [("developed", &developed, floor), ("judged", &judged, judged_floor)] {
            let f1 = figures.of(figure).f1();
            if f1 < floor {
                let _ = writeln!(fallen, "{figure}, {half}: {f1:.1} < {floor:.1}");
            }
        }
    }
    assert!(fallen.is_empty(), "below the floor:\n{fallen}");
}

fn table(developed: &Figures, judged: &Figures) -> String {
    let mut table =
        "| figure | P | R | F1 | of | judged: P | R | F1 | of |\n|---|---|---|---|---|---|---|---|---|\n".to_owned();
    for figure in FIGURES {
        let _ = write!(table, "| {figure}");
        for count in [developed.of(figure), judged.of(figure)] {
            let (precision, recall) = (count.precision(), count.recall());
            let _ = write!(table, " | {precision:.1} | {recall:.1} | {:.1} | {}", count.f1(), count.wanted);
        }
        table.push_str(" |\n");
    }
    table
}

#[test]
fn the_marked_set_is_large_and_half_of_it_is_for_judging() {
    let articles = MarkedArticle::all();
    let judged = articles.iter().filter(|article| article.is_for_judging()).count();
    assert!(articles.len() >= 24 && judged * 2 == articles.len(), "{judged} of {}", articles.len());
    for article in &articles {
        let n_words = article.text.split_whitespace().count();
        assert!((150..=500).contains(&n_words), "{}: {n_words} words", article.name);
    }
}

/// Writes the set in the form of the shared scorers: attributions, and who their speakers are.
#[test]
fn the_marked_set_is_written_where_the_environment_asks_for_it() {
    let Some(folder) = std::env::var_os("NUTGRAF_WRITE_MARKED") else { return };
    let folder = Path::new(&folder);
    for (name, judged) in [("marked", false), ("marked-judge", true)] {
        let (mut lines, mut speakers) = (String::new(), String::new());
        for article in MarkedArticle::all().iter().filter(|article| article.is_for_judging() == judged) {
            let outermost = || article.statements.iter().filter(|one| one.nested_in.is_none());
            let attributions: Vec<Value> = outermost().map(attribution).collect();
            let who: Vec<Value> = outermost().enumerate().map(|(index, one)| speaker(index, one)).collect();
            let id = &article.name;
            let _ = writeln!(lines, "{}", json!({ "id": id, "text": article.text, "attributions": attributions }));
            let _ = writeln!(speakers, "{}", json!({ "id": id, "speakers": who }));
        }
        std::fs::write(folder.join(format!("{name}.jsonl")), lines).unwrap();
        std::fs::write(folder.join(format!("speakers-{name}.jsonl")), speakers).unwrap();
    }
}

fn attribution(said: &copy::Said) -> Value {
    let places = |places: &[std::ops::Range<usize>]| -> Vec<[usize; 2]> {
        let mut places: Vec<[usize; 2]> = places.iter().map(|place| [place.start, place.end]).collect();
        places.sort_unstable();
        places
    };
    json!({
        "content": places(&said.content),
        "cue": places(&said.cue),
        "source": places(&said.source),
        "speaker": said.speakers.first().and_then(|forms| forms.first()),
        "kind": said.kind,
    })
}

fn speaker(index: usize, said: &copy::Said) -> Value {
    let names: Vec<&String> = said.speakers.iter().filter_map(|forms| forms.first()).collect();
    let joint: &[&String] = if names.len() > 1 { &names } else { &[] };
    json!({ "i": index, "speaker": names.first(), "type": said.sort, "how": "name", "joint": joint, "sure": true })
}
