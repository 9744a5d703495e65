//! Answers of the library as other programs take them: JSON, JSON Lines, CSV.
//!
//! JSON is one object that begins with the name and version of its form: `{"schema": "nutgraf.list/1", …}`. A field
//! may be added to a form; when one changes or goes, the version grows. JSON Lines are its rows, each by itself. CSV is
//! `export`'s, with a header line.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Exit, Failure, output};
use crate::export::csv::record;
use crate::export::escaped;

/// Prints one object, with the name and version of its form first. What is no object stands in it as `value`.
pub fn json(schema: &str, answer: &impl Serialize) -> Result<Exit, Failure> {
    let mut object = Map::new();
    object.insert("schema".to_owned(), Value::from(schema));
    match serde_json::to_value(answer).map_err(|error| unwritable(&error))? {
        Value::Object(fields) => object.extend(fields),
        value => drop(object.insert("value".to_owned(), value)),
    }
    let text = serde_json::to_string_pretty(&object).map_err(|error| unwritable(&error))?;
    output::print(&escaped(text + "\n"))
}

/// Prints one object a line.
pub fn jsonl<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Exit, Failure> {
    for row in rows {
        let line = serde_json::to_string(&row).map_err(|error| unwritable(&error))?;
        output::print(&escaped(line + "\n"))?;
    }
    Ok(Exit::Done)
}

/// Prints a header line and one line a row.
pub fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Exit, Failure> {
    output::print(&record(header))?;
    for row in rows {
        output::print(&record(&row))?;
    }
    Ok(Exit::Done)
}

fn unwritable(error: &serde_json::Error) -> Failure {
    Failure::new(Exit::Io, format!("the answer cannot be written as JSON ({error})"))
}
