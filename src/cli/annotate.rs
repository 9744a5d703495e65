//! `nutgraf annotate`: annotated articles from files, and the filter for pipelines.

mod sheet;

use std::ffi::OsString;
use std::io::{BufReader, Read};
use std::num::NonZero;

use serde_json::{Value, json};

use sheet::Sheet;

use super::input::{Input, inputs};
use super::lines::{Line, Next, in_order, read_line};
use super::{Exit, Failure, output, show, threads};
use crate::args::{Form, Global};
use crate::article::{Article, format};
use crate::clean;
use crate::import::{self, From, ImportError, Imported};
use crate::{annotate, briefing, export};

/// Lines are read in pieces of this size.
const BLOCK_BYTES: usize = 1 << 16;

/// Annotates files, or the lines of JSON Lines, and writes them in their order.
pub fn run(global: &Global, files: &[OsString], form: Form, jobs: Option<u16>) -> Result<Exit, Failure> {
    let inputs = inputs(files)?;
    let n_threads = jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), usize::from);
    let is_array = inputs.len() > 1 || inputs.iter().any(|input| has_lines(input, global.from));
    let task = Task { from: global.from, max_bytes: global.max_size, form, width_col: output::width_col() };
    let items = Items { inputs: inputs.into_iter(), lines: None, task };
    let mut sheet = Sheet::new(form, is_array);
    let mut exit = Exit::Done;
    let mut n_left_out = 0;
    in_order(
        n_threads,
        items,
        move |item| item.n_bytes(task.max_bytes),
        move |item| task.carry_out(item),
        |next| match next {
            Next::Waiting => sheet.let_go(),
            Next::NoThread => Err(threads::none()),
            Next::Lost => {
                output::complain(
                    "an article made the annotator fail; that is a fault of this program, please report it",
                );
                exit = first(exit, Exit::Damaged);
                sheet.write(&Outcome::failed(&Value::Null, "the annotator failed"))
            }
            Next::Done(outcome) => {
                if let Some(failure) = &outcome.failure {
                    // Output written so far belongs before what is said about what follows it.
                    sheet.let_go()?;
                    output::complain(&failure.message);
                    exit = first(exit, failure.exit);
                }
                n_left_out += usize::from(outcome.error.is_some());
                sheet.write(&outcome)
            }
        },
    )?;
    sheet.close()?;
    if n_left_out > 0 && matches!(form, Form::Json | Form::Text) {
        let lines = if n_left_out == 1 { "1 line is" } else { &format!("{n_left_out} lines are") };
        output::complain(&format!("{lines} left out of the output; --format jsonl has an entry for each line"));
    }
    Ok(exit)
}

/// The first failure decides the status.
fn first(earlier: Exit, later: Exit) -> Exit {
    if earlier == Exit::Done { later } else { earlier }
}

/// Whether an input is taken line by line.
fn has_lines(input: &Input, from: From) -> bool {
    match (from, input) {
        (From::Jsonl, _) => true,
        (From::Auto, Input::Path(path)) => {
            path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
        }
        _ => false,
    }
}

/// A piece of work.
enum Item {
    /// A file, whole.
    File(Input),
    /// A line, and what messages call it.
    Line(String, Line),
    /// An input that could not be opened, or not be read to its end.
    Broken(Failure),
}

impl Item {
    /// What it holds in memory, or will once it is worked on.
    fn n_bytes(&self, max_bytes: usize) -> usize {
        match self {
            Self::File(input) => input.n_bytes().min(max_bytes.saturating_mul(import::ANNOTATED_FACTOR)),
            Self::Line(_, Line::Whole(line)) => line.len(),
            Self::Line(_, Line::TooLong) | Self::Broken(_) => 0,
        }
    }
}

/// What comes of it.
#[derive(Default)]
struct Outcome {
    articles: Vec<String>,
    /// What stands in an article's place in forms of one line an article.
    error: Option<String>,
    failure: Option<Failure>,
}

impl Outcome {
    fn failed(id: &Value, message: &str) -> Self {
        let error = export::escaped(json!({ "id": id, "error": message }).to_string());
        Self { error: Some(error), ..Self::default() }
    }
}

/// Gives the pieces of work of all inputs, one after the other.
struct Items {
    inputs: std::vec::IntoIter<Input>,
    lines: Option<Lines>,
    task: Task,
}

/// An input that is read line by line.
struct Lines {
    name: String,
    number: usize,
    reader: BufReader<Box<dyn Read + Send>>,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let Some(Lines { name, number, reader }) = &mut self.lines else {
                let input = self.inputs.next()?;
                if !has_lines(&input, self.task.from) {
                    return Some(Item::File(input));
                }
                match input.open() {
                    Ok(reader) => {
                        let reader = BufReader::with_capacity(BLOCK_BYTES, reader);
                        self.lines = Some(Lines { name: input.name(), number: 0, reader });
                    }
                    Err(failure) => return Some(Item::Broken(failure)),
                }
                continue;
            };
            *number += 1;
            // A text of JSON may be escaped, and an annotated article is larger than its text.
            match read_line(reader, self.task.max_bytes.saturating_mul(import::ANNOTATED_FACTOR)) {
                Ok(Some(Line::Whole(line))) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(line)) => return Some(Item::Line(format!("{name}: line {number}"), line)),
                Ok(None) => self.lines = None,
                Err(error) => {
                    let failure = Failure::new(Exit::Io, format!("{name}: line {number}: cannot be read ({error})"));
                    self.lines = None;
                    return Some(Item::Broken(failure));
                }
            }
        }
    }
}

/// How articles are annotated and written.
#[derive(Clone, Copy)]
struct Task {
    from: From,
    max_bytes: usize,
    form: Form,
    width_col: usize,
}

impl Task {
    fn carry_out(self, item: Item) -> Outcome {
        match item {
            Item::File(input) => match self.file(&input) {
                Ok(articles) => Outcome { articles, ..Outcome::default() },
                Err(failure) => Outcome { failure: Some(failure), ..Outcome::default() },
            },
            Item::Line(place, line) => match self.line(&line) {
                Ok(article) => Outcome { articles: vec![article], ..Outcome::default() },
                Err((id, message)) => {
                    let failure = Failure::new(Exit::Damaged, format!("{place}: {message}"));
                    Outcome { failure: Some(failure), ..Outcome::failed(&id, &message) }
                }
            },
            Item::Broken(failure) => Outcome { failure: Some(failure), ..Outcome::default() },
        }
    }

    fn file(self, input: &Input) -> Result<Vec<String>, Failure> {
        let bytes = input.read(self.max_bytes)?;
        let options = input.options(self.from, self.max_bytes);
        if self.from == From::Auto && is_line_for_the_filter(&bytes) {
            let name = input.name();
            let what = "lines of {\"id\", \"text\"}; with --from jsonl each of them is annotated";
            return Err(Failure::new(Exit::Damaged, format!("{name}: {what}")));
        }
        let refused = |error| input.refused(&error);
        let articles = if self.form == Form::Attributions {
            match (import::read(&bytes, &options).map_err(refused)?, std::str::from_utf8(&bytes)) {
                // Offsets are to count in the file as it is; in another encoding, in a page and in mail, in what import made of
                // it.
                (Imported::Document(document), Ok(text)) if document.retrieval.is_absent() => {
                    vec![annotate::annotate(&import::document_in_place(text))]
                }
                (imported, _) => briefing::from_imported(imported),
            }
        } else {
            briefing::from_bytes(&bytes, &options).map_err(refused)?
        };
        let is_one = articles.len() == 1;
        let id = |article: &Article| if is_one { json!(input.id()) } else { json!(article.id) };
        Ok(articles.iter().map(|article| self.written(&id(article), article)).collect())
    }

    /// The article of a line; else the line's id, as far as it can be read, and what is wrong.
    fn line(self, line: &Line) -> Result<String, (Value, String)> {
        let max = self.max_bytes;
        let Line::Whole(line) = line else {
            return Err((
                Value::Null,
                format!("too large: the limit is {max} bytes of text; a larger --max-size lets it in"),
            ));
        };
        let mut value: Value = serde_json::from_slice(line).map_err(|error| (Value::Null, not_json(&error)))?;
        let id = value.get("id").cloned().unwrap_or_default();
        let n_bytes = value.get("text").and_then(Value::as_str).map_or(0, str::len);
        if n_bytes > max {
            return Err((id, ImportError::TooLarge { n_bytes, max_bytes: max }.to_string()));
        }
        let article =
            match value.get_mut("text").map(Value::take) {
                Some(Value::String(text)) => {
                    let mut article = annotate::annotate(&import::document_in_place(&text));
                    if !id.is_null() && self.form != Form::Attributions {
                        article.extra.insert("input_id".to_owned(), id.clone());
                    }
                    article
                }
                Some(text @ Value::Object(_)) => {
                    if let Some(slot) = value.get_mut("text") {
                        *slot = text;
                    }
                    let article = import::article(value, max).map_err(|error| (id.clone(), error.to_string()))?;
                    briefing::annotated(article)
                }
                _ => return Err((
                    id,
                    "no article: it has no \"text\"; a line is {\"id\": …, \"text\": \"…\"}, or an annotated article"
                        .to_owned(),
                )),
            };
        Ok(self.written(&id, &article))
    }

    fn written(self, id: &Value, article: &Article) -> String {
        match self.form {
            Form::Json => export::escaped(format::write_pretty(article)),
            Form::Jsonl => export::escaped(format::write(article)),
            Form::Attributions => export::attributions_line(id, article),
            Form::Text => show::page(article, self.width_col),
        }
    }
}

/// Whether the first line is one that is annotated with `--from jsonl`.
fn is_line_for_the_filter(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<Value>(line).is_ok_and(|value| value.get("text").is_some_and(Value::is_string))
}

/// The line's number is said already; serde counts lines within the line.
fn not_json(error: &serde_json::Error) -> String {
    let message = clean::line(&error.to_string());
    let what = message.split_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    format!("not JSON: {what} at byte {}", error.column())
}
