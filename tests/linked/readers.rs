//! Programs that are not ours read what was written: jq, xmllint with the TEI's own schema, a JSON-LD processor, brat,
//! and Python's reader of tables. Without them these tests skip, and say so.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::*;

/// Runs a program; nothing where it, or what it needs, is not there. Where tools are required that is a failure.
fn tool(name: &str, probe: &[&str], arguments: &[&str]) -> Option<Output> {
    let command = || {
        let mut command = Command::new(name);
        if let Some(folder) = std::env::var_os("NUTGRAF_READERS") {
            command.env("PYTHONPATH", folder);
        }
        command
    };
    if !command().args(probe).output().is_ok_and(|output| output.status.success()) {
        let is_required = std::env::var_os("NUTGRAF_REQUIRE_TOOLS").is_some_and(|value| value == "1");
        assert!(!is_required, "{name} {probe:?} does not work");
        eprintln!("skipped: {name} {probe:?} does not work here");
        return None;
    }
    Some(command().args(arguments).output().unwrap())
}

/// What a program printed; it must have found nothing wrong.
#[track_caller]
fn good(output: Option<Output>) -> Option<String> {
    let output = output?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}{said}", String::from_utf8_lossy(&output.stdout));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn script(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/linked").join(name).to_str().unwrap().to_owned()
}

/// One ordinary article, and generated ones; they are made once.
fn articles() -> &'static [Article] {
    static MADE: std::sync::LazyLock<Vec<Article>> =
        std::sync::LazyLock::new(|| std::iter::once(draft::vell()).chain(generated(ARTICLES)).collect());
    &MADE
}

/// Some of them, from first to last, for readers that are slow; and one with notes and a judgement.
fn some_articles() -> Vec<Article> {
    let some = articles().iter().step_by(ARTICLES / slow_articles());
    let full = article(serde_json::from_str(include_str!("../fixtures/full.json")).unwrap());
    some.cloned().chain([full]).collect()
}

#[test]
fn jq_reads_a_thousand_articles_in_every_form_of_json() {
    let folder = TempDir::new().unwrap();
    let articles = articles();
    for (format, count) in [
        (Format::Json, "length"),
        (Format::Jsonl, "length"),
        (Format::WebAnnotation, "length"),
        (Format::SchemaOrg, "length"),
        (Format::Citron, "length"),
        (Format::Gqg, "length"),
    ] {
        let path = file(&folder, "all.json", &all_written(format, articles));
        let is_lines = matches!(format, Format::Jsonl | Format::Gqg);
        let arguments = if is_lines { vec!["-s", count, &path] } else { vec![count, &path] };
        let Some(n) = good(tool("jq", &["--version"], &arguments)) else { return };
        let n: usize = n.parse().unwrap();
        let want = articles.len();
        assert!(if format == Format::Gqg { n > want / 20 } else { n == want }, "{format:?}: {n}");
    }
}

#[test]
fn xmllint_finds_a_thousand_articles_valid_by_the_teis_own_schema() {
    let folder = TempDir::new().unwrap();
    let schema = folder.path().join("tei_all.rng");
    let probe = ["-c", "import importlib.util as u; assert u.find_spec('trafilatura')"];
    let arguments = [script("tei_schema.py"), schema.to_str().unwrap().to_owned()];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if good(tool("python3", &probe, &arguments)).is_none() {
        return;
    }
    let articles = articles();
    let corpus = file(&folder, "corpus.xml", &all_written(Format::Tei, articles));
    let alone = file(&folder, "alone.xml", &written(Format::Tei, &articles[0]));
    let none = file(&folder, "none.xml", &all_written(Format::Tei, []));
    let arguments = ["--noout", "--huge", "--relaxng", schema.to_str().unwrap(), &corpus, &alone, &none];
    good(tool("xmllint", &["--version"], &arguments));
}

#[test]
fn xmllint_finds_the_words_that_were_said_in_the_teis_text() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "vell.xml", &written(Format::Tei, &draft::vell()));
    let find = |path: &str, query: &str| {
        let query = query.replace("//", "//*[local-name()='").replace('[', "'][").replace("*'][local", "*[local");
        good(tool("xmllint", &["--version"], &["--xpath", &query, path]))
    };
    let Some(direct) = find(&path, "string(//said[@xml:id='s4'])") else { return };
    assert_eq!(direct, "“There is a letter with her signature under it,”");
    assert_eq!(find(&path, "string(//said[@xml:id='s1.2'])").unwrap(), "“And this time behind a dam.”");
    assert_eq!(find(&path, "string(//said[@xml:id='s1.2']/@prev)").unwrap(), "#s1");
    assert_eq!(find(&path, "string(//said[@xml:id='s3']/@direct)").unwrap(), "false");
}

#[test]
fn a_json_ld_processor_finds_what_the_standards_ask_for() {
    let folder = TempDir::new().unwrap();
    let some = some_articles();
    for (format, kind) in [(Format::WebAnnotation, "web-annotation"), (Format::SchemaOrg, "schema-org")] {
        for (name, text) in [("all.json", all_written(format, &some)), ("one.json", written(format, &some[0]))] {
            let path = file(&folder, name, &text);
            let arguments = [script("check_json_ld.py"), kind.to_owned(), path];
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let Some(n) = good(tool("python3", &["-c", "import pyld"], &arguments)) else { return };
            assert!(n.parse::<usize>().unwrap() >= 10, "{kind}: {n}");
        }
    }
}

#[test]
fn brat_reads_and_verifies_the_files_of_many_articles() {
    let folder = TempDir::new().unwrap();
    let articles = some_articles();
    for (n, article) in articles.iter().enumerate() {
        let [text, annotations, configuration] = brat(article);
        file(&folder, &format!("{n:04}.txt"), &text);
        file(&folder, &format!("{n:04}.ann"), &annotations);
        file(&folder, "annotation.conf", &configuration);
    }
    let probe = ["-c", "import filelock, importlib.util as u; assert u.find_spec('brat')"];
    let arguments = [script("check_brat.py"), folder.path().to_str().unwrap().to_owned()];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(n) = good(tool("python3", &probe, &arguments)) else { return };
    assert!(n.parse::<usize>().unwrap() > articles.len(), "{n} entities");
}
