//! Trains the models of who said what, and writes them where the program takes them from:
//! `cargo run --release -p training`.
//!
//! Needs the marked articles in `../shared/accuracy` (or `NUTGRAF_SHARED`), and says so and ends where they are
//! absent. The same articles and the same rules give the same files.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal: it says how far it is")]
#![allow(clippy::needless_range_loop, reason = "tags are numbers, and index several tables at once")]

mod ablation;
mod articles;
mod chain;
mod classes;
mod doubt;
mod labels;
mod link;
mod report;
mod table;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use articles::Marks;
use nutgraf::annotate::label::model::Model;

/// The mean of so many runs is the model.
const N_RUNS: u64 = 6;

fn main() -> ExitCode {
    let shared = std::env::var_os("NUTGRAF_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let data = shared.join("accuracy");
    if !data.join("train.jsonl").exists() {
        println!(
            "training: skipped: no articles in {} (set NUTGRAF_SHARED to the folder that holds accuracy/)",
            data.display()
        );
        return ExitCode::SUCCESS;
    }
    let models = std::env::var_os("NUTGRAF_MODELS").map_or_else(|| PathBuf::from("assets/model"), PathBuf::from);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match &arguments[..] {
        [] => run(&data, &models),
        [what, out] if what == "ablation" => ablation::run(&data, Path::new(out)),
        _ => Err(io::Error::other("usage: training [ablation OUT_DIR]")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("training: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(data: &Path, models: &Path) -> io::Result<()> {
    let mut train = articles::read(&data.join("train.jsonl"))?;
    eprintln!("{} articles", train.len());
    let words = classes::of(&train);
    let all: Vec<&Marks> = train.iter().collect();
    let labels = labels::train(&all, &words, N_RUNS);
    std::fs::write(models.join("labels.bin"), &labels)?;
    link::label_held_out(&mut train, &words);
    std::fs::write(models.join("link.bin"), link::train(&train).bytes())?;
    std::fs::write(models.join("confidence.tsv"), doubt::table(&cases(train, data)?))?;
    let mut all = Vec::new();
    for name in ["labels.bin", "link.bin", "confidence.tsv"] {
        all.extend(std::fs::read(models.join(name))?);
    }
    std::fs::write(models.join("sha256"), nutgraf::article::format::sha256_hex(&all) + "\n")?;
    if let Some(model) = Model::read(labels.leak()) {
        for name in ["dev", "away-dev"] {
            report::print(name, &articles::read(&data.join(format!("{name}.jsonl")))?, &model);
        }
    }
    Ok(())
}

/// Statements of articles whose speakers are known, linked by weights from the other half of the articles.
fn cases(train: Vec<Marks>, data: &Path) -> io::Result<doubt::Cases> {
    let speakers = data.join("speakers-train.jsonl");
    let known = doubt::ids(&speakers)?;
    let mut halves = [Vec::new(), Vec::new()];
    for (number, article) in train.into_iter().enumerate() {
        halves[number % 2].push(article);
    }
    let mut cases = doubt::Cases::default();
    let [mut first, mut second] = halves;
    for _ in 0..2 {
        let weights = link::train(&first);
        let asked: Vec<&mut Marks> = second.iter_mut().filter(|article| known.contains(&article.id)).collect();
        doubt::gather(asked, &weights, &speakers, &mut cases)?;
        std::mem::swap(&mut first, &mut second);
    }
    Ok(cases)
}
