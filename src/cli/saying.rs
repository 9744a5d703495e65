//! Statements of the library as text and as cells: what `speaker` and `today` print.

use super::chart::Chart;
use crate::article::{Certainty, Kind, ReviewStatus};
use crate::catalogue::Hit;

/// The header of a table of statements.
pub const HEADER: [&str; 19] = [
    "id",
    "article",
    "statement",
    "day",
    "outlet",
    "headline",
    "url",
    "kind",
    "content",
    "speakers",
    "cue",
    "source",
    "role",
    "content_confidence",
    "speaker_confidence",
    "review",
    "note",
    "tags",
    "published",
];

/// A statement as a row of that table.
pub fn cells(hit: &Hit) -> Vec<String> {
    let part = |confidence: Option<f64>| confidence.map(|confidence| format!("{confidence:.3}")).unwrap_or_default();
    let kind = Kind::NAMES.iter().find(|(known, _)| *known == hit.kind).map_or("", |(_, name)| name);
    vec![
        hit.id.0.to_string(),
        hit.article.0.to_string(),
        hit.statement.clone(),
        hit.day.clone(),
        hit.outlet.clone().unwrap_or_default(),
        hit.headline.clone(),
        hit.url.clone().unwrap_or_default(),
        kind.to_owned(),
        hit.content.clone(),
        hit.speakers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("; "),
        hit.cue.clone().unwrap_or_default(),
        hit.source.clone().unwrap_or_default(),
        hit.role.clone().unwrap_or_default(),
        part(hit.content_confidence),
        part(hit.speaker_confidence),
        hit.review.map(judged).unwrap_or_default().to_owned(),
        hit.note.clone().unwrap_or_default(),
        hit.tags.join("; "),
        hit.published.clone().unwrap_or_default(),
    ]
}

/// The word for what the reader made of it.
pub fn judged(status: ReviewStatus) -> &'static str {
    ReviewStatus::NAMES.iter().find(|(known, _)| *known == status).map_or("", |(_, name)| name)
}

/// What the reader noted about it, with its tags, wrapped; nothing where there is nothing.
pub fn noted(hit: &Hit, indent: &str, width_col: usize) -> String {
    let label = if hit.note.is_some() { "note" } else { "tags" };
    let note = hit.note.as_ref().map(|note| note.replace('\n', " "));
    let tags = hit.tags.iter().map(|tag| format!("#{tag}"));
    let words: Vec<String> = note.into_iter().chain(tags).collect();
    if words.is_empty() {
        String::new()
    } else {
        filled(&format!("{label}: {}", words.join(" ")), indent, indent, width_col)
    }
}

/// The sign for how the words are reported.
pub fn sign(hit: &Hit, chart: Chart) -> &'static str {
    if chart.unicode { hit.kind.sign() } else { hit.kind.ascii_sign() }
}

/// The word for how sure the speaker is.
pub fn certainty(hit: &Hit) -> Option<&'static str> {
    hit.speaker_confidence.map(|confidence| Certainty::of(confidence).as_str())
}

/// The statement's words, wrapped; quotation marks are the article's own, so that a paraphrase has none.
pub fn words(hit: &Hit, indent: &str, width_col: usize) -> String {
    filled(&hit.content, indent, indent, width_col)
}

/// A text wrapped to lines, the first and the others led by something.
pub fn filled(text: &str, first: &str, others: &str, width_col: usize) -> String {
    let indent_col = first.chars().count().max(others.chars().count());
    let mut lines = String::new();
    for (n, line) in textwrap::wrap(text, width_col.saturating_sub(indent_col).max(20)).iter().enumerate() {
        lines.push_str(if n == 0 { first } else { others });
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

/// *1 statement*, *2 statements*.
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::{HEADER, cells, counted, filled};
    use crate::article::Kind;
    use crate::catalogue::{ArticleKey, Hit, SpeakerKey, StatementKey};

    fn hit(speakers: &[&str], source: Option<&str>) -> Hit {
        Hit {
            id: StatementKey(1),
            article: ArticleKey(2),
            statement: "s1".to_owned(),
            day: "2025-08-13".to_owned(),
            published: Some("2025-08-13T12:00:00Z".to_owned()),
            outlet: None,
            headline: "Pier".to_owned(),
            url: None,
            kind: Kind::Direct,
            content: "“Yes.”".to_owned(),
            speakers: speakers.iter().map(|name| (SpeakerKey(1), (*name).to_owned())).collect(),
            source: source.map(str::to_owned),
            role: None,
            cue: None,
            content_confidence: None,
            speaker_confidence: Some(0.5),
            lit: Vec::new(),
            start_char: Some(0),
            review: None,
            note: None,
            tags: Vec::new(),
        }
    }

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        assert_eq!(cells(&hit(&["Ada Brook"], None)).len(), HEADER.len());
    }

    #[test]
    fn who_said_it_is_the_name_else_the_articles_words() {
        assert_eq!(hit(&["Ada Brook", "Bruno Keel"], Some("both")).who(), "Ada Brook, Bruno Keel");
        assert_eq!(hit(&[], Some("an aide")).who(), "an aide");
        assert_eq!(hit(&[], None).who(), "nobody named");
    }

    #[test]
    fn lines_fit_and_are_led() {
        let text = filled("one two three four five six seven eight", "- ", "  ", 22);
        assert_eq!(text, "- one two three four\n  five six seven eight\n");
        assert_eq!((counted(1, "article"), counted(0, "article")), ("1 article".to_owned(), "0 articles".to_owned()));
    }
}
