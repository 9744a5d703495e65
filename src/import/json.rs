//! Annotated articles in JSON and JSON Lines: every string of them is foreign, and is cleaned before it is an article.

use serde_json::Value;

use crate::article::format::{self, FormatError};
use crate::article::{Actor, Article, Maybe, Party, Warning};

use super::decode::Decoded;
use super::{ImportError, Imported, controls_warning};
use crate::clean;

/// One object, or an array of them.
pub(super) fn read_json(decoded: &Decoded<'_>, max_bytes: usize) -> Result<Imported, ImportError> {
    let json = decoded.text.trim_start_matches('\u{FEFF}').trim();
    if json.is_empty() {
        return Err(ImportError::Nothing { n_bytes: decoded.text.len() });
    }
    if json.starts_with('[') {
        let Value::Array(items) = parse(json).map_err(|reason| ImportError::NotAnArticle { reason, line: None })?
        else {
            return Err(ImportError::Nothing { n_bytes: decoded.text.len() });
        };
        if items.is_empty() {
            return Err(ImportError::Nothing { n_bytes: decoded.text.len() });
        }
        let entry = |(n, item)| {
            from_foreign(item, &decoded.warnings, None, max_bytes).map_err(|error| match error {
                ImportError::NotAnArticle { reason: FormatError::NotAnArticle { missing }, line } => {
                    let missing = format!("in entry {} of the list, {missing}", n + 1);
                    ImportError::NotAnArticle { reason: FormatError::NotAnArticle { missing }, line }
                }
                error => error,
            })
        };
        let articles: Result<Vec<_>, _> = items.into_iter().enumerate().map(entry).collect();
        return articles.map(Imported::Articles);
    }
    one(json, decoded, None, max_bytes).map(Imported::Article)
}

/// One article a line; a bad line fails the whole, with its number.
pub(super) fn read_lines(decoded: &Decoded<'_>, max_bytes: usize) -> Result<Imported, ImportError> {
    let lines = decoded.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let articles: Vec<Article> =
        lines.map(|(n, line)| one_line(line.trim(), decoded, n + 1, max_bytes)).collect::<Result<_, _>>()?;
    if articles.is_empty() {
        Err(ImportError::Nothing { n_bytes: decoded.text.len() })
    } else {
        Ok(Imported::Articles(articles))
    }
}

/// An article of JSON Lines: annotated, or `{"id", "text"}` with the words alone, as pipelines have it.
fn one_line(json: &str, decoded: &Decoded<'_>, line: usize, max_bytes: usize) -> Result<Article, ImportError> {
    match one(json, decoded, Some(line), max_bytes) {
        Err(refused @ ImportError::NotAnArticle { .. }) => match of_words(json) {
            Some(value) => from_foreign(value, &decoded.warnings, Some(line), max_bytes),
            None => Err(refused),
        },
        outcome => outcome,
    }
}

/// The article that a line with nothing but words stands for.
fn of_words(json: &str) -> Option<Value> {
    let Value::Object(mut fields) = serde_json::from_str(json).ok()? else { return None };
    let words = fields.remove("text").filter(Value::is_string)?;
    fields.insert("text".to_owned(), serde_json::json!({ "value": words }));
    if let Some(id) = fields.remove("id") {
        fields.insert("input_id".to_owned(), id);
    }
    Some(Value::Object(fields))
}

fn one(json: &str, decoded: &Decoded<'_>, line: Option<usize>, max_bytes: usize) -> Result<Article, ImportError> {
    if !is_harmless(json) {
        let value = parse(json).map_err(|reason| ImportError::NotAnArticle { reason, line })?;
        return from_foreign(value, &decoded.warnings, line, max_bytes);
    }
    let article = format::read(json).map_err(|reason| ImportError::NotAnArticle { reason, line })?;
    finished(article, &decoded.warnings, 0, max_bytes)
}

/// An article from parsed JSON: every string of it is foreign too. `warnings` are those of its decoding.
pub(super) fn from_foreign(
    mut value: Value,
    warnings: &[Warning],
    line: Option<usize>,
    max_bytes: usize,
) -> Result<Article, ImportError> {
    let mut n_removed = 0;
    clean_all(&mut value, ("", ""), &mut n_removed);
    let article = format::from_value(value).map_err(|reason| ImportError::NotAnArticle { reason, line })?;
    finished(article, warnings, n_removed, max_bytes)
}

fn finished(
    mut article: Article,
    warnings: &[Warning],
    n_removed: usize,
    max_bytes: usize,
) -> Result<Article, ImportError> {
    let n_bytes = article.text.as_str().len();
    if n_bytes > max_bytes {
        return Err(ImportError::TooLarge { n_bytes, max_bytes });
    }
    if article.text.as_str().trim().is_empty() {
        return Err(ImportError::Nothing { n_bytes });
    }
    flatten(&mut article);
    article.warnings.extend(warnings.iter().cloned());
    article.warnings.extend(controls_warning(n_removed));
    Ok(article)
}

fn parse(json: &str) -> Result<Value, FormatError> {
    serde_json::from_str(json).map_err(FormatError::from)
}

/// Whether no string of the file can hold a forbidden scalar, raw or escaped.
fn is_harmless(json: &str) -> bool {
    // Outside strings JSON knows no control but tab and line ends, and inside none may stand raw.
    let is_raw_clean = || clean::is_clean_but(json, |byte| matches!(byte, b'\n' | b'\t' | b'\r'));
    let mut rest = json;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let escape = rest.get(at + 1..).unwrap_or_default();
        let n = match escape.as_bytes().first() {
            Some(b'u') => {
                let scalar = escape.get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                // A surrogate is half of a scalar that would have to be put together first: the slow way does so.
                match scalar.and_then(char::from_u32) {
                    Some(scalar) if clean::is_clean_scalar(scalar) => 5,
                    _ => return false,
                }
            }
            Some(b'"' | b'\\' | b'/' | b'n') => 1,
            _ => return false,
        };
        rest = escape.get(n..).unwrap_or_default();
    }
    is_raw_clean()
}

/// Cleans every string and every name. Where offsets count, in `text.value` and in the words of a span, it is done in
/// place, so that what a span quotes and what stands there stay alike; anywhere else whole sequences go.
fn clean_all(value: &mut Value, (parent, name): (&str, &str), n_removed: &mut usize) {
    match value {
        Value::String(string) => {
            if (parent, name) == ("text", "value") || matches!(name, "exact" | "prefix" | "suffix") {
                clean_in_place(string, n_removed);
            } else if !clean::is_clean(string) {
                let cleaned = clean::text(string);
                *string = cleaned.text;
                *n_removed += cleaned.n_removed;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean_all(item, (parent, name), n_removed)),
        Value::Object(fields) => {
            if fields.keys().any(|name| !clean::is_clean(name)) {
                for (mut name, field) in std::mem::take(fields) {
                    clean_in_place(&mut name, n_removed);
                    fields.insert(name, field);
                }
            }
            fields.iter_mut().for_each(|(own, field)| clean_all(field, (name, own), n_removed));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn clean_in_place(string: &mut String, n_removed: &mut usize) {
    if !clean::is_clean(string) {
        let (cleaned, n) = clean::counted_in_place(string);
        *string = cleaned;
        *n_removed += n;
    }
}

/// Makes one line of each name and title, which stand in one row of a screen.
fn flatten(article: &mut Article) {
    fn line(string: &mut String) {
        if string.contains('\n') {
            *string = string.replace('\n', " ");
        }
    }
    fn maybe(string: &mut Maybe<String>) {
        if let Maybe::Known(string) = string {
            line(string);
        }
    }
    fn party(party: &mut Party) {
        line(&mut party.name);
        maybe(&mut party.url);
    }
    fn actor(actor: &mut Actor) {
        line(&mut actor.name);
        if let Maybe::Known(aliases) = &mut actor.aliases {
            aliases.iter_mut().for_each(line);
        }
        if let Maybe::Known(roles) = &mut actor.roles {
            for role in roles {
                line(&mut role.title);
                maybe(&mut role.affiliation);
            }
        }
    }
    let about = &mut article.metadata;
    for string in [
        &mut about.url,
        &mut about.headline,
        &mut about.alternative_headline,
        &mut about.date_published,
        &mut about.date_modified,
        &mut about.in_language,
        &mut about.article_section,
    ] {
        maybe(string);
    }
    if let Maybe::Known(authors) = &mut about.author {
        authors.iter_mut().for_each(party);
    }
    if let Maybe::Known(publisher) = &mut about.publisher {
        party(publisher);
    }
    if let Maybe::Known(actors) = &mut article.actors {
        actors.iter_mut().for_each(actor);
    }
    for warning in &mut article.warnings {
        line(&mut warning.code);
        line(&mut warning.message);
    }
}
