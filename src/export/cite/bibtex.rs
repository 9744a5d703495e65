//! A citation as a BibTeX entry (as biblatex reads it): the article, with the statement in its note.

use super::{Desk, Imprint};
use crate::article::Statement;

/// One entry; for a statement with that in its note.
pub fn entry(desk: &Desk, statement: Option<&Statement>) -> String {
    let Imprint { headline, authors, day, url, accessed, language, .. } = &desk.imprint;
    let kind = if url.is_some() { "online" } else { "misc" };
    let mut fields: Vec<(&str, String)> = Vec::new();
    if !authors.is_empty() {
        // Each in braces: nobody knows which of the words is the family name.
        let authors: Vec<String> = authors.iter().map(|author| format!("{{{}}}", escaped(author))).collect();
        fields.push(("author", authors.join(" and ")));
    }
    let title = headline.as_deref().map_or_else(|| "Without a headline".to_owned(), escaped);
    fields.push(("title", format!("{{{title}}}")));
    fields.extend(desk.imprint.outlet.as_deref().map(|outlet| ("organization", escaped(outlet))));
    fields.extend(day.map(|day| ("date", day.iso())));
    fields.extend(url.as_ref().map(|url| ("url", url.clone())));
    fields.extend(accessed.map(|day| ("urldate", day.iso())));
    fields.extend(language.as_ref().and_then(|tag| Some(("langid", langid(tag)?.to_owned()))));
    let said = statement.map(|statement| desk.said(statement).line("this article"));
    fields.extend(said.map(|said| ("note", escaped(&said))));
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
    format!("@{kind}{{{},\n{}\n}}\n", key(desk, statement), fields.join(",\n"))
}

/// A name for the entry that stays the same: outlet, year, the article's and the statement's id.
pub(super) fn key(desk: &Desk, statement: Option<&Statement>) -> String {
    let plain = |words: &str, most: usize| -> String {
        words.chars().filter(char::is_ascii_alphanumeric).take(most).collect::<String>().to_ascii_lowercase()
    };
    let outlet = desk.imprint.outlet.as_deref().map(|outlet| plain(outlet, 20)).filter(|outlet| !outlet.is_empty());
    let year = desk.imprint.day.map(|day| day.year.to_string()).unwrap_or_default();
    let id = plain(desk.article.id.rsplit(':').next().unwrap_or_default(), 8);
    let part = statement.map(|statement| format!("-{}", plain(&statement.id.0, 16))).unwrap_or_default();
    format!("{}{year}-{id}{part}", outlet.unwrap_or_else(|| "article".to_owned()))
}

fn langid(tag: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 8] = [
        ("en", "english"),
        ("de", "german"),
        ("fr", "french"),
        ("es", "spanish"),
        ("it", "italian"),
        ("nl", "dutch"),
        ("pt", "portuguese"),
        ("sv", "swedish"),
    ];
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    NAMES.iter().find(|(known, _)| *known == primary).map(|(_, name)| *name)
}

/// Words for a field in braces.
///
/// BibTeX counts braces even after a backslash: those that stand in pairs are written so, a lone one as a command,
/// which not every reader knows.
fn escaped(words: &str) -> String {
    let has_pairs = are_paired(words);
    let mut safe = String::with_capacity(words.len() + 8);
    for scalar in words.chars() {
        match scalar {
            '\\' => safe.push_str("\\textbackslash{}"),
            '{' if !has_pairs => safe.push_str("\\textbraceleft{}"),
            '}' if !has_pairs => safe.push_str("\\textbraceright{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '<' => safe.push_str("\\textless{}"),
            '>' => safe.push_str("\\textgreater{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                safe.push('\\');
                safe.push(scalar);
            }
            // Kept apart from what would make another sign of it.
            '-' | '\'' | '`' if safe.ends_with([scalar, '?', '!', ',']) => {
                safe.push_str("{}");
                safe.push(scalar);
            }
            other => safe.push(other),
        }
    }
    safe
}

fn are_paired(words: &str) -> bool {
    let mut depth = 0_usize;
    for scalar in words.chars() {
        match scalar {
            '{' => depth += 1,
            '}' => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0
}
