//! What the library costs at three sizes: 1,000, 10,000 and 100,000 articles, a million statements at the largest.
//!
//! `cargo bench --bench library -- FOLDER [ARTICLES]…` makes the libraries in a folder outside the repository, once,
//! and prints a table of every kind of query: median and 95th percentile, in milliseconds. Each library is measured
//! in a process of its own, so that its memory is told apart.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice, reason = "a bench, on text of its own making")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its answer is what it prints")]

#[path = "library/made.rs"]
mod made;
#[path = "library/measure.rs"]
mod measure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--measure", path] => measure::measure_all(Path::new(path)),
        [folder, ref sizes @ ..] if !folder.starts_with('-') => {
            let sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
            compare(Path::new(folder), if sizes.is_empty() { &SIZES } else { &sizes });
        }
        _ => println!("cargo bench --bench library -- FOLDER [ARTICLES]…: libraries are made in FOLDER, and measured"),
    }
}

fn compare(folder: &Path, sizes: &[usize]) {
    std::fs::create_dir_all(folder).unwrap();
    let mut rows: Vec<(String, BTreeMap<usize, String>)> = Vec::new();
    let mut remarks = Vec::new();
    for &size in sizes {
        let path: PathBuf = folder.join(format!("{size}.db"));
        if !path.exists() {
            made::make(&path, size);
        }
        let own = std::env::current_exe().unwrap();
        let output = Command::new(own).arg("--measure").arg(&path).stderr(Stdio::inherit()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for line in text.lines() {
            if let Some(remark) = line.strip_prefix("# ") {
                remarks.push(format!("{size} articles: {remark}"));
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let [what, median, high, ..] = fields[..] else { continue };
            let cell = format!("{median} / {high}");
            match rows.iter_mut().find(|(known, _)| known == what) {
                Some((_, cells)) => drop(cells.insert(size, cell)),
                None => rows.push((what.to_owned(), BTreeMap::from([(size, cell)]))),
            }
        }
    }
    println!("| median / p95, ms | {} |", sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "));
    println!("|---|{}", "---|".repeat(sizes.len()));
    for (what, cells) in rows {
        let cells: Vec<&str> = sizes.iter().map(|size| cells.get(size).map_or("", String::as_str)).collect();
        println!("| {what} | {} |", cells.join(" | "));
    }
    for remark in remarks {
        println!("\n{remark}");
    }
}
