//! What each part buys: labels trained without one kind of fact, and statements without labels or without trained
//! linking. `cargo run --release -p training -- ablation OUT`; `benches/accuracy/ablation` runs it and the scorers.

use std::io::{self, Write};
use std::path::Path;

use nutgraf::annotate::annotate_given;
use nutgraf::annotate::given::Given;
use nutgraf::annotate::label::{self, chain::Tag, model::Model};
use nutgraf::annotate::page::Stretch;
use nutgraf::export;
use serde_json::Value;

use crate::articles::{self, Marks};
use crate::chain::Words;
use crate::{classes, labels, report};

/// A kind of fact, and how an article loses it.
type Part = (&'static str, fn(&mut Marks));

const PARTS: [Part; 5] = [
    ("all facts", |_| ()),
    ("without the rules' findings", |article| article.found.proposals.clear()),
    ("without names", |article| article.found.namings.clear()),
    ("without the cue list", |article| article.found.cues.clear()),
    ("without paired quotation marks", |article| article.found.quotations.clear()),
];

/// Trains and reports labels without each kind of fact, one run each, and writes the statements of the simpler
/// engines.
pub fn run(data: &Path, out: &Path) -> io::Result<()> {
    std::fs::create_dir_all(out)?;
    let read = |name: &str| articles::read(&data.join(name));
    let mut words = Words::default();
    for (name, lose) in PARTS {
        let mut train = read("train.jsonl")?;
        words = classes::of(&train);
        train.iter_mut().for_each(lose);
        report_without(name, &train, &words, data, lose)?;
    }
    let train = read("train.jsonl")?;
    let plain = Words(words.0.keys().map(|word| (*word, 1)).collect());
    report_without("without word classes", &train, &plain, data, |_| ())?;
    let all: Vec<&Marks> = train.iter().collect();
    let Some(model) = Model::read(labels::train(&all, &words, 2).leak()) else { return Ok(()) };
    for split in ["dev", "away-dev"] {
        let articles = read(&format!("{split}.jsonl"))?;
        write(&out.join(format!("rules.{split}.jsonl")), &articles, rules)?;
        write(&out.join(format!("nearest.{split}.jsonl")), &articles, |article| nearest(article, &model))?;
    }
    Ok(())
}

fn report_without(name: &str, train: &[Marks], words: &Words, data: &Path, lose: fn(&mut Marks)) -> io::Result<()> {
    let all: Vec<&Marks> = train.iter().collect();
    let Some(model) = Model::read(labels::train(&all, words, 1).leak()) else { return Ok(()) };
    for split in ["dev", "away-dev"] {
        let mut articles = articles::read(&data.join(format!("{split}.jsonl")))?;
        articles.iter_mut().for_each(lose);
        report::print(&format!("{name}; {split}"), &articles, &model);
    }
    Ok(())
}

fn write(path: &Path, articles: &[Marks], find: impl Fn(&Marks) -> Vec<[Vec<Stretch>; 3]>) -> io::Result<()> {
    let mut file = io::BufWriter::new(std::fs::File::create(path)?);
    for article in articles {
        let text = &article.document.text;
        let spans = |parts: &[Stretch]| parts.iter().filter_map(|part| article.found.span(text, *part)).collect();
        let given: Vec<Given> = find(article)
            .iter()
            .map(|[source, cue, content]| Given { source: spans(source), cue: spans(cue), content: spans(content) })
            .collect();
        let annotated = annotate_given(&article.document, &given);
        writeln!(file, "{}", export::attributions_line(&Value::from(article.id.clone()), &annotated))?;
    }
    Ok(())
}

/// The rules' own statements.
fn rules(article: &Marks) -> Vec<[Vec<Stretch>; 3]> {
    let outer = article.found.proposals.iter().filter(|one| one.nested_in.is_none());
    outer.map(|one| [one.source.into_iter().collect(), one.cue.into_iter().collect(), one.content.clone()]).collect()
}

/// Every run of content with the nearest runs of source and cue; a sentence's end between them counts as 40 words.
fn nearest(article: &Marks, model: &Model) -> Vec<[Vec<Stretch>; 3]> {
    let found = &article.found;
    let labels = label::with(model, &article.page(), found);
    let runs = |opens: Tag, within: Tag| -> Vec<Stretch> {
        let mut runs: Vec<Stretch> = Vec::new();
        for (index, label) in labels.iter().enumerate() {
            match runs.last_mut().filter(|run| run.end == index && label.tag == within) {
                Some(run) => run.end += 1,
                None if label.tag == opens || label.tag == within => runs.push(Stretch::new(index, index + 1)),
                None => {}
            }
        }
        runs
    };
    let sentence = |index: usize| found.sentence_of(index).unwrap_or(0);
    let distance = |a: Stretch, b: Stretch| {
        let gap = if a.end <= b.first { b.first - a.end } else { a.first.saturating_sub(b.end) };
        gap + 40 * sentence(a.first).abs_diff(sentence(b.first))
    };
    let close = |runs: &[Stretch], to: Stretch| -> Vec<Stretch> {
        let near = runs.iter().copied().min_by_key(|run| distance(*run, to));
        near.filter(|run| distance(*run, to) < 100).into_iter().collect()
    };
    let (cues, sources) = (runs(Tag::OpensCue, Tag::InCue), runs(Tag::OpensSource, Tag::InSource));
    let contents = runs(Tag::OpensContent, Tag::InContent);
    contents.iter().map(|&part| [close(&sources, part), close(&cues, part), vec![part]]).collect()
}
