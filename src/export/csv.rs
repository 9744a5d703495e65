//! Statements as a table, and the one writer of tables: RFC 4180, a header line, lines that end with CR LF.
//!
//! A cell that a spreadsheet would take for a formula has an apostrophe before it; numbers stay numbers.

use std::collections::HashSet;

use super::Item;
use super::cite::{Desk, one_line, unmarked};
use super::remarks::{self, Remarks};
use super::sheet::{Form, Make, Page, no_close};
use crate::article::gate::is_mark;
use crate::article::{Anchor, Certainty, Kind, Maybe, Statement};
use crate::clean;

pub(super) const FORM: Form = Form {
    extension: "csv",
    loses: "The article's text around its statements, the summary, actors who say nothing and evidence; parts of an \
            interrupted statement stand in one cell, and the place in the text is from the first to the last of them.",
    stands: true,
    make: Make::Sheet { open: |_, _| record(&HEADER), item, between: "", close: no_close },
};

/// The columns.
pub const HEADER: [&str; 30] = [
    "article",
    "article_id",
    "date",
    "outlet",
    "headline",
    "url",
    "statement",
    "kind",
    "speaker",
    "role",
    "words",
    "quoted_words",
    "cue",
    "source",
    "addressee",
    "venue",
    "said_on",
    "content_certainty",
    "content_confidence",
    "speaker_certainty",
    "speaker_confidence",
    "review",
    "doubts",
    "note",
    "tags",
    "speaker_note",
    "article_note",
    "article_tags",
    "start",
    "end",
];

fn item(item: &Item, page: &Page) -> String {
    let desk = Desk::new(item.article, page.settings);
    let notes = Remarks::new(item.article);
    let article_note = remarks::of_article(item.article).join("; ");
    let mut tags: Vec<String> = item.tags.iter().map(|tag| one_line(tag)).collect();
    tags.extend(remarks::article_tags(item.article));
    let mut seen = HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    let of_article = (article_note, tags.join("; "));
    item.statements().map(|statement| record(&row(item, &desk, (&notes, &of_article), statement))).collect()
}

fn row(
    item: &Item,
    desk: &Desk,
    (notes, (article_note, article_tags)): (&Remarks, &(String, String)),
    statement: &Statement,
) -> [String; HEADER.len()] {
    let article = item.article;
    let imprint = &desk.imprint;
    let text = |words: &Option<String>| words.clone().unwrap_or_default();
    let words =
        |anchor: &Maybe<Anchor>| anchor.known().map(|anchor| unmarked(anchor.words(&article.text))).unwrap_or_default();
    let speakers = desk.speakers(statement);
    let joined = |parts: Vec<String>| parts.join("; ");
    let sure = |pick: fn(&crate::article::Confidence) -> Option<f64>| statement.confidence.known().and_then(pick);
    let certainty = |sure: Option<f64>| sure.map(|sure| Certainty::of(sure).as_str().to_owned()).unwrap_or_default();
    let number = |sure: Option<f64>| sure.map(|sure| format!("{sure:.3}")).unwrap_or_default();
    let (content, speaker) = (sure(|sure| sure.content), sure(|sure| sure.speaker));
    let place = |place: Option<usize>| place.map(|place| place.to_string()).unwrap_or_default();
    let kind = Kind::NAMES.iter().find(|(kind, _)| *kind == statement.kind).map_or("", |(_, name)| name);
    [
        item.key.map(|key| key.to_string()).unwrap_or_default(),
        article.id.clone(),
        imprint.day.map(super::cite::Day::iso).unwrap_or_default(),
        text(&imprint.outlet),
        text(&imprint.headline),
        text(&imprint.url),
        statement.id.0.clone(),
        kind.to_owned(),
        joined(speakers.iter().map(|actor| one_line(&actor.name)).collect()),
        joined(speakers.iter().filter_map(|actor| desk.role(actor)).collect()),
        desk.words(statement),
        desk.quoted_words(statement).join(super::cite::GAP),
        words(&statement.cue),
        words(&statement.source),
        words(&statement.addressee),
        words(&statement.venue),
        words(&statement.said_on),
        certainty(content),
        number(content),
        certainty(speaker),
        number(speaker),
        remarks::judgement(statement).unwrap_or_default(),
        joined(desk.said(statement).doubts),
        joined(notes.of_statement(&statement.id)),
        joined(notes.tags(&statement.id)),
        joined(remarks::of_speakers(article, &speakers)),
        article_note.clone(),
        article_tags.clone(),
        place(statement.start_char()),
        place(statement.spans().map(crate::article::Span::end).max()),
    ]
}

/// One line of a table.
pub fn record(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| self::cell(cell.as_ref())).collect();
    cells.join(",") + "\r\n"
}

/// One cell: quoted where it has to be, and never a formula.
fn cell(text: &str) -> String {
    let text = harmless(&clean::text(text).text);
    if text.contains(['"', ',', '\n', '\r', ';', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// The text, with an apostrophe before it where a spreadsheet would take it for a formula.
///
/// Such texts begin with one of a few signs (<https://owasp.org/www-community/attacks/CSV_Injection>), in full width
/// too, or with a tab or a line end before it; blanks and quotation marks before them are no help everywhere.
fn harmless(text: &str) -> String {
    const SIGNS: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{FE66}'];
    let first = text.trim_start_matches(|scalar: char| scalar.is_whitespace() || is_mark(scalar));
    let is_formula = first.starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']);
    if is_formula && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{cell, record};

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be() {
        assert_eq!(
            record(&["a", "b,c", "say “so”", "\"x\"", "two\nlines", ""]),
            "a,\"b,c\",say “so”,\"\"\"x\"\"\",\"two\nlines\",\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in [
            "=1+1",
            "+cmd|' /C x'!A0",
            "-2+3",
            "@SUM(A1)",
            "=HYPERLINK(\"x\")",
            "＝1",
            " =1",
            "+nan",
            "-inf",
            "\"=1",
            "“+1",
            "'=1",
            "\u{a0}＠A1",
            "\u{3000}－1",
            " \"=1+1\"",
            "\n=1",
            "\u{feff}=1",
            "\u{202e}=1",
        ] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula}: {}", cell(formula));
        }
        for blank in ["\t=1", "\r=1", "\n=1", "\t1"] {
            assert!(!cell(blank).trim_matches('"').starts_with(['\t', '\r', '\n', '=']), "{:?}", cell(blank));
        }
        for number in ["-2", "3.5", "+1e3", "17"] {
            assert_eq!(cell(number), number);
        }
    }
}
