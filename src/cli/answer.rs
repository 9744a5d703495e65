//! Answers of the library as other programs take them: JSON, JSON Lines, CSV.
//!
//! JSON is one object that begins with the name and version of its form: `{"schema": "nutgraf.list/1", …}`. A field
//! may be added to a form; when one changes or goes, the version grows. JSON Lines are its rows, each by itself. CSV is
//! RFC 4180 with a header line; what a spreadsheet would take for a formula has an apostrophe before it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Exit, Failure, output};
use crate::export::escaped;
use crate::import::clean;

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
    output::print(&record(header.iter().copied()))?;
    for row in rows {
        output::print(&record(row.iter().map(String::as_str)))?;
    }
    Ok(Exit::Done)
}

fn unwritable(error: &serde_json::Error) -> Failure {
    Failure::new(Exit::Io, format!("the answer cannot be written as JSON ({error})"))
}

fn record<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(cell).collect();
    cells.join(",") + "\r\n"
}

/// One cell: quoted where it has to be, and never a formula.
fn cell(text: &str) -> String {
    let text = clean::text(text).text;
    let is_number = text.parse::<f64>().is_ok();
    // https://owasp.org/www-community/attacks/CSV_Injection; the signs in full width are taken for formulas too.
    let is_formula = !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains(['"', ',', '\n', '\r', ';', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{cell, record};

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be() {
        assert_eq!(
            record(["a", "b,c", "say “so”", "\"x\"", "two\nlines", ""].into_iter()),
            "a,\"b,c\",say “so”,\"\"\"x\"\"\",\"two\nlines\",\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+cmd|' /C x'!A0", "-2+3", "@SUM(A1)", "=HYPERLINK(\"x\")", "＝1"] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula}: {}", cell(formula));
        }
        assert!(!cell("\t=1").trim_matches('"').starts_with('\t'), "{:?}", cell("\t=1"));
        for number in ["-2", "3.5", "+1e3", "17"] {
            assert_eq!(cell(number), number);
        }
    }
}
