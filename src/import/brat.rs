//! brat's standoff, an `.ann` file with its `.txt` beside it, to an annotated article: our own export, and folders that
//! others have annotated with contents, cues and sources.
//!
//! Lines that somebody has changed in brat have the last word: who said it comes from the relations, the kind from the
//! attribute; notes of the type `Nutgraf` add what lines cannot hold. What is made here is the annotated article's own
//! JSON, which then is cleaned, anchored and judged as any other file's.

mod line;
mod people;
mod saying;

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::decode::{self, Decoded};
use super::{ImportError, json as annotated, plain};
use crate::article::format::{Named, sha256_hex};
use crate::article::{Article, Text, Warning, WarningCode};
use crate::clean;

use line::Lines;

/// Annotations of one file; what is more is left out, and said.
const MAX_LINES: usize = 400_000;
/// More of an id is left off.
const MAX_ID_CHARS: usize = 200;

/// Reads the annotations with the text that they are about.
pub(super) fn read(annotations: &Decoded<'_>, beside: Option<&[u8]>, max_bytes: usize) -> Result<Article, ImportError> {
    let why = "brat keeps the text in a file of its own: beside the .ann file there must be the .txt file of the same \
               name; name the .ann file";
    let bytes = beside.ok_or(ImportError::NoArticle { why })?;
    if bytes.len() > max_bytes {
        return Err(ImportError::TooLarge { n_bytes: bytes.len(), max_bytes });
    }
    let decoded = decode::decode(bytes);
    let (words, n_removed) = clean::counted_in_place(&decoded.text);
    if words.trim().is_empty() {
        return Err(ImportError::Nothing { n_bytes: bytes.len() });
    }
    let text = Text::new(words);
    let lines = Lines::read(&annotations.text);
    let actors = people::actors(&lines, &text);
    let statements = saying::statements(&lines, &actors, &text);
    let notes = saying::notes(&lines, &actors, &statements, &text);
    let mut file = json!({ "text": { "value": text.as_str() } });
    // What is known of the whole article stands with its first annotation, and is good for the same text only.
    let digest = sha256_hex(text.as_str().as_bytes());
    let whole = lines.data.iter().find(|(_, data)| data.get("text_sha256").and_then(Value::as_str) == Some(&digest));
    match whole {
        Some((_, data)) => {
            for key in ["id", "article"] {
                if let Some(value) = data.get(key) {
                    file[key] = value.clone();
                }
            }
            file["text"]["blocks"] = data.get("blocks").cloned().unwrap_or_default();
        }
        None => file["text"]["blocks"] = blocks(&text),
    }
    if let Some(kept) = whole.and_then(|(_, data)| kept(data, &annotations.text)) {
        for key in ["actors", "statements", "notes"] {
            if let Some(list) = kept.get(key) {
                file[key] = list.clone();
            }
        }
    } else {
        file["actors"] = Value::Array(actors.listed);
        file["statements"] = Value::Array(statements.listed);
        if !notes.is_empty() {
            file["notes"] = Value::Array(notes);
        }
    }
    let mut warnings = decoded.warnings;
    warnings.extend(annotations.warnings.iter().cloned());
    warnings.extend(super::controls_warning(n_removed));
    if lines.n_odd > 0 {
        let n = lines.n_odd;
        let what = if n == 1 { "1 line".to_owned() } else { format!("{n} lines") };
        let message = format!("{what} of the annotations could not be understood and were left out");
        warnings.push(Warning::new(WarningCode::InvalidField, message));
    }
    annotated::from_foreign(file, &warnings, None, max_bytes)
}

/// What the program said and the reader made of it, where nobody has changed a line since.
fn kept<'v>(whole: &'v Value, annotations: &str) -> Option<&'v Value> {
    let kept = whole.get("kept")?;
    // It stands in the last line; the digest is of those before.
    let lines = annotations.trim_end_matches('\n').rsplit_once('\n')?.0;
    let digest = sha256_hex(format!("{lines}\n").as_bytes());
    (kept.get("of").and_then(Value::as_str) == Some(&digest)).then_some(kept)
}

/// Ids in one file: each once.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// For a wish that was made new before, the number to try next: those below are all taken.
    next: HashMap<String, usize>,
}

impl Ids {
    /// The id, or the id with the first number from 2 that makes it new. Ids stand in many places, and so the end of
    /// one that is longer than any name is left off.
    fn take(&mut self, wish: &str) -> String {
        let wish: String = wish.chars().take(MAX_ID_CHARS).collect();
        if self.taken.insert(wish.clone()) {
            return wish;
        }
        let next = self.next.entry(wish.clone()).or_insert(2);
        loop {
            let id = format!("{wish}-{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The blocks that the text looks to have.
fn blocks(text: &Text) -> Value {
    let found = plain::document_in_place(text.as_str()).blocks;
    let block = |block: &crate::article::Block| json!({ "kind": block.kind.name(), "start": block.span.start(), "end": block.span.end() });
    found.iter().map(block).collect()
}
