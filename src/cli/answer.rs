//! Answers of the library as other programs take them: JSON, JSON Lines, CSV.
//!
//! JSON is one object that begins with the name and version of its form: `{"schema": "nutgraf.list/1", …}`. A field
//! may be added to a form; when one changes or goes, the version grows. JSON Lines are its rows, each by itself. CSV is
//! `export`'s, with a header line.

use serde::Serialize;
use serde_json::{Map, Value};

use super::reply::Reply;
use super::{Exit, Failure};
use crate::export::csv::record;
use crate::export::escaped;

/// Fields that tell of the library's owner: what they noted, tagged, starred, read and have seen.
pub const OWNERS: [&str; 7] = ["note", "tags", "is_read", "is_starred", "n_unread", "seen", "n_new"];

/// Prints one object, with the name and version of its form first. What is no object stands in it as `value`.
pub fn json(to: &mut Reply, schema: &str, answer: &impl Serialize) -> Result<Exit, Failure> {
    let mut object = Map::new();
    object.insert("schema".to_owned(), Value::from(schema));
    match serde_json::to_value(answer).map_err(|error| unwritable(&error))? {
        Value::Object(fields) => object.extend(fields),
        value => drop(object.insert("value".to_owned(), value)),
    }
    let object = seen(to, Value::Object(object));
    let text = serde_json::to_string_pretty(&object).map_err(|error| unwritable(&error))?;
    to.print(&escaped(text + "\n"))
}

/// Prints one object a line.
pub fn jsonl<T: Serialize>(to: &mut Reply, rows: impl IntoIterator<Item = T>) -> Result<Exit, Failure> {
    for row in rows {
        let line = if to.leaves_out_owners() {
            serde_json::to_value(&row).and_then(|row| serde_json::to_string(&seen(to, row)))
        } else {
            serde_json::to_string(&row)
        };
        let line = line.map_err(|error| unwritable(&error))?;
        to.print(&escaped(line + "\n"))?;
    }
    Ok(Exit::Done)
}

/// Prints a header line and one line a row.
pub fn csv(to: &mut Reply, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Exit, Failure> {
    let is_seen: Vec<bool> = header.iter().map(|name| !(to.leaves_out_owners() && OWNERS.contains(name))).collect();
    let header: Vec<&str> =
        header.iter().zip(&is_seen).filter(|(_, is_seen)| **is_seen).map(|(name, _)| *name).collect();
    to.print(&record(&header))?;
    for row in rows {
        let row: Vec<String> =
            row.into_iter().zip(&is_seen).filter(|(_, is_seen)| **is_seen).map(|(cell, _)| cell).collect();
        to.print(&record(&row))?;
    }
    Ok(Exit::Done)
}

/// What of a value its reader sees. A field that says nothing true to a visitor is not there for them: *not read* is
/// said of the owner.
fn seen(to: &Reply, mut value: Value) -> Value {
    if to.leaves_out_owners() {
        leave_out_owners(&mut value);
    }
    value
}

fn leave_out_owners(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !OWNERS.contains(&name.as_str()));
            fields.values_mut().for_each(leave_out_owners);
        }
        Value::Array(values) => values.iter_mut().for_each(leave_out_owners),
        _ => {}
    }
}

fn unwritable(error: &serde_json::Error) -> Failure {
    Failure::new(Exit::Io, format!("the answer cannot be written as JSON ({error})"))
}
