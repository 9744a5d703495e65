//! A thousand generated articles through each form.

use nutgraf::article::format::{read, to_value};
use nutgraf::article::gate::is_mark;
use nutgraf::clean;
use nutgraf::export::cite::Desk;
use nutgraf::export::{csv, standing};
use serde_json::Value;

use super::*;

/// Rows of a table (RFC 4180).
pub fn table(csv: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut scalars = csv.chars().peekable();
    while let Some(scalar) = scalars.next() {
        match scalar {
            '"' if is_quoted && scalars.peek() == Some(&'"') => {
                cell.push('"');
                scalars.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !is_quoted, "the last line ends");
    rows
}

#[test]
fn annotated_articles_come_back_equal() {
    let articles = some(ARTICLES);
    let array: Vec<Value> = serde_json::from_str(&all_written(Format::Json, &articles)).unwrap();
    let lines = all_written(Format::Jsonl, &articles);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!((array.len(), lines.len()), (ARTICLES, ARTICLES));
    for ((article, value), line) in articles.iter().zip(&array).zip(lines) {
        assert_eq!(&to_value(article), value);
        assert_eq!(read(line).unwrap(), *article);
        assert_eq!(read(&written(Format::Json, article)).unwrap(), *article);
    }
}

#[test]
fn a_table_has_a_row_for_every_statement_as_others_read_it() {
    let articles = some(ARTICLES);
    let text = all_written(Format::Csv, &articles);
    let rows = table(&text);
    let n_statements: usize = articles.iter().map(|article| standing(article).statements.items().len()).sum();
    assert_eq!(rows.len(), n_statements + 1);
    assert!(rows.iter().all(|row| row.len() == csv::HEADER.len()));
    for cell in rows.iter().flatten() {
        let is_number = cell.parse::<f64>().is_ok();
        assert!(
            is_number
                || !cell
                    .trim_start_matches(|scalar: char| scalar.is_whitespace() || is_mark(scalar) && scalar != '\'')
                    .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
            "{cell:?}"
        );
    }
    // What was put in comes out again, but for the sign that keeps it from being a formula.
    let at = |name: &str| csv::HEADER.iter().position(|column| *column == name).unwrap();
    let mut read = rows.iter().skip(1);
    for article in &articles {
        let article = standing(article);
        let desk = Desk::new(&article, &settings());
        for statement in article.statements.items() {
            let row = read.next().unwrap();
            for (name, put) in [
                ("article_id", article.id.clone()),
                ("headline", desk.imprint.headline.clone().unwrap_or_default()),
                ("statement", statement.id.0.clone()),
                ("words", desk.words(statement)),
                ("start", statement.start_char().map(|at| at.to_string()).unwrap_or_default()),
            ] {
                let (put, got) = (clean::text(&put).text, row[at(name)].as_str());
                assert!(got == put || got.strip_prefix('\'') == Some(put.as_str()), "{name}: {put:?} {got:?}");
            }
        }
    }
    if !has("python3", "--version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, &text).unwrap();
    let script = "import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],newline='',encoding='utf-8'),strict=True))))";
    let output = Command::new("python3").args(["-c", script]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(theirs == rows, "Python reads the same");
}

#[test]
fn markdown_reads_as_the_words_that_it_was_made_of() {
    for article in some(ARTICLES) {
        let text = written(Format::Markdown, &article);
        let mut events = pulldown_cmark::Parser::new(&text);
        // Nothing in the words is markup: no HTML, no code, no emphasis of ours but titles'.
        let odd = events.find(|event| {
            use pulldown_cmark::{Event, Tag};
            matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Code(_))
                || matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::List(_) | Tag::Image { .. } | Tag::Strong))
        });
        assert!(odd.is_none(), "{odd:?} in {text}");
    }
}
