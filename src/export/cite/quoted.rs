//! A statement's words as they may stand before a reader: what the article quotes in quotation marks, the rest
//! without any.
//!
//! Marks are the article's own. Where a statement begins or ends within a quotation, the mark that stands further off
//! is set at its edge; where the article marks speech without quotation marks (a block quotation, a transcript, a dash
//! and a name), curly ones are set, since the article says as clearly as with marks that these are somebody's words.

use crate::article::gate::{is_mark, without_marks};
use crate::article::{Anchor, Article, Kind, Marking, Span, Statement, Text};
use crate::clean;

/// Between the parts of an interrupted statement.
pub const GAP: &str = " […] ";

/// A statement's words on one line. Where the article goes on after other words, ` […] ` stands between the parts. A
/// comma at a part's end is the sentence's around it, and left out.
pub(super) fn words(article: &Article, regions: &[Span], statement: &Statement) -> String {
    let mut words = String::new();
    let mut last: Option<Span> = None;
    for anchor in &statement.content {
        let part = part(&article.text, regions, statement, anchor);
        if part.is_empty() {
            continue;
        }
        if !words.is_empty() {
            let between = last.zip(anchor.span()).and_then(|(last, next)| article.text.span(last.end(), next.start()));
            let is_nothing = |gap: Span| !article.text.slice(gap).chars().any(char::is_alphanumeric);
            words.push_str(if between.is_some_and(is_nothing) { " " } else { GAP });
        }
        words.push_str(&without_last_comma(&part));
        last = anchor.span();
    }
    words
}

/// `“We sail,”` as `“We sail”`.
fn without_last_comma(part: &str) -> String {
    let is_edge = |scalar: char| is_mark(scalar) || scalar.is_whitespace();
    let words = part.trim_end_matches(is_edge);
    match words.strip_suffix([',', '，']) {
        Some(kept) => format!("{kept}{}", part.get(words.len()..).unwrap_or_default()),
        None => part.to_owned(),
    }
}

/// The quoted words alone, without marks: what a reader may take for the speaker's own. Nothing of a paraphrase.
pub(super) fn quoted_words(article: &Article, regions: &[Span], statement: &Statement) -> Vec<String> {
    if matches!(statement.kind, Kind::Indirect | Kind::NoComment) {
        return Vec::new();
    }
    let text = &article.text;
    let mut quoted = Vec::new();
    for span in statement.spans() {
        if is_set_off(statement) && has_words_outside(text, regions, span) {
            quoted.push(one_line(text.slice(span)));
        } else {
            quoted.extend(within(regions, span).map(|span| without_last_comma(&bare(&one_line(text.slice(span))))));
        }
    }
    quoted.retain(|words| words.chars().any(char::is_alphanumeric));
    quoted
}

fn part(text: &Text, regions: &[Span], statement: &Statement, anchor: &Anchor) -> String {
    match anchor {
        Anchor::At { span, .. } if matches!(statement.kind, Kind::Direct | Kind::Mixed) => {
            if is_set_off(statement) && has_words_outside(text, regions, *span) {
                set_in_marks(text.slice(*span))
            } else {
                marked(text, regions, *span)
            }
        }
        Anchor::At { span, .. } => plain(text, regions, *span),
        Anchor::Lost { quote, .. } => unmarked(&quote.exact),
    }
}

/// The article marks it as speech in another way than by quotation marks.
fn is_set_off(statement: &Statement) -> bool {
    statement.kind == Kind::Direct
        && matches!(statement.marking.known(), Some(Marking::Block | Marking::Label | Marking::Dash))
}

/// Speech of an article that is set off, in order; what overlaps is one stretch.
pub(super) fn set_off(article: &Article) -> Vec<Span> {
    let speech = article.statements.items().iter().filter(|statement| is_set_off(statement));
    let mut spans: Vec<Span> = speech.flat_map(Statement::spans).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut().filter(|last| last.overlaps(span)) {
            Some(last) => *last = last.join(span),
            None => joined.push(span),
        }
    }
    joined
}

/// Whether words of a stretch stand outside of quotation marks.
pub(super) fn has_words_outside(text: &Text, regions: &[Span], span: Span) -> bool {
    let has_words = |from: usize, to: usize| {
        text.span(from, to).is_some_and(|gap| text.slice(gap).chars().any(char::is_alphanumeric))
    };
    let mut at = span.start();
    for region in within(regions, span) {
        if has_words(at, region.start()) {
            return true;
        }
        at = region.end();
    }
    has_words(at, span.end())
}

/// The words of a stretch of the text on one line: what the article quotes in the article's marks, whole; nothing else
/// in any.
pub(super) fn marked(text: &Text, regions: &[Span], span: Span) -> String {
    marked_with(text, regions, span, None).unwrap_or_default()
}

/// The same with other words in one place; nothing where that place stands partly in marks.
pub(super) fn marked_with(text: &Text, regions: &[Span], span: Span, replaced: Option<(Span, &str)>) -> Option<String> {
    let slice = |part: Span| -> Option<String> {
        let Some((place, words)) = replaced.filter(|(place, _)| place.overlaps(part)) else {
            return Some(text.slice(part).to_owned());
        };
        let (before, after) = (text.span(part.start(), place.start())?, text.span(place.end(), part.end())?);
        Some(format!("{}{words}{}", text.slice(before), text.slice(after)))
    };
    let mut words = String::new();
    let mut at = span.start();
    let shared = within(regions, span).map(Some).chain([None]);
    let first = regions.partition_point(|region| region.end() <= span.start());
    for (shared, region) in shared.zip(regions.iter().skip(first).map(Some).chain([None])) {
        let gap = text.span(at, shared.map_or(span.end(), Span::start))?;
        words.push_str(&without_marks(&slice(gap)?));
        let (Some(shared), Some(region)) = (shared, region) else { break };
        at = shared.end();
        let quoted = slice(shared)?;
        if !quoted.chars().any(char::is_alphanumeric) {
            continue;
        }
        let marks = Marks::of(text.slice(*region));
        if shared.start() > region.start() || !marks.is_opened {
            words.push_str(&marks.open);
        }
        words.push_str(&quoted);
        if shared.end() < region.end() || !marks.is_closed {
            words.truncate(words.trim_end().len());
            words.push_str(&marks.close);
        }
    }
    Some(one_line(&words))
}

/// The words of a stretch on one line without any quotation mark, whatever the article quotes of them.
pub(super) fn plain(text: &Text, regions: &[Span], span: Span) -> String {
    let mut words = String::new();
    let mut at = span.start();
    // The marks of a quotation go as such: a closing one behind a letter looks like an apostrophe.
    for region in within(regions, span) {
        let before = text.span(at, region.start()).map(|gap| text.slice(gap)).unwrap_or_default();
        words.push_str(before);
        words.push_str(text.slice(region).trim_matches(is_mark));
        at = region.end();
    }
    words.push_str(text.span(at, span.end()).map(|gap| text.slice(gap)).unwrap_or_default());
    unmarked(&words)
}

/// What of a stretch lies in quotation marks and holds words.
fn within(regions: &[Span], span: Span) -> impl Iterator<Item = Span> + '_ {
    let first = regions.partition_point(|region| region.end() <= span.start());
    let shared = regions.iter().skip(first).take_while(move |region| region.start() < span.end());
    shared.filter_map(move |region| region.intersect(span))
}

/// How a quotation of the text is marked.
struct Marks {
    open: String,
    close: String,
    is_opened: bool,
    is_closed: bool,
}

impl Marks {
    fn of(region: &str) -> Self {
        let mut scalars = region.chars();
        let first = scalars.next().filter(|first| is_mark(*first));
        let second = scalars.next();
        let Some(first) = first else {
            let is_closed = region.chars().next_back().is_some_and(is_mark);
            return Self { open: "“".to_owned(), close: "”".to_owned(), is_opened: false, is_closed };
        };
        let is_doubled = matches!(first, '`' | '\'') && second == Some(first);
        let (open, close, closers): (String, &str, &[char]) = match first {
            _ if is_doubled => (format!("{first}{first}"), "''", &['\'', '"', '”']),
            '“' | '‟' => (first.to_string(), "”", &['”', '"', '“']),
            '„' => (first.to_string(), "“", &['“', '”', '"']),
            '”' => (first.to_string(), "”", &['”']),
            '‘' | '‚' | '‛' => (first.to_string(), "’", &['’', '‘']),
            '«' => (first.to_string(), "»", &['»']),
            '»' => (first.to_string(), "«", &['«']),
            '‹' => (first.to_string(), "›", &['›']),
            '›' => (first.to_string(), "‹", &['‹']),
            '「' => (first.to_string(), "」", &['」']),
            '『' => (first.to_string(), "』", &['』']),
            '\'' | '`' | '’' => (first.to_string(), "'", &['\'', '’']),
            '＂' => (first.to_string(), "＂", &['＂']),
            _ => (first.to_string(), "\"", &['"', '”']),
        };
        let n_open = if is_doubled { 2 } else { 1 };
        let is_closed = region.chars().nth(n_open).is_some()
            && region.chars().next_back().is_some_and(|last| closers.contains(&last));
        Self { open, close: close.to_owned(), is_opened: true, is_closed }
    }
}

/// Words that the article sets off as speech, in curly marks; marks inside become inner ones.
fn set_in_marks(words: &str) -> String {
    let inner: String = one_line(words)
        .chars()
        .map(|scalar| match scalar {
            '“' => '‘',
            '”' => '’',
            other => other,
        })
        .collect();
    if inner.is_empty() { inner } else { format!("“{inner}”") }
}

/// Quoted words without the marks around them.
fn bare(words: &str) -> String {
    words.trim_matches(|scalar: char| is_mark(scalar) || scalar.is_whitespace()).to_owned()
}

/// The same without quotation marks: names, roles, paraphrases.
pub fn unmarked(words: &str) -> String {
    one_line(&without_marks(words))
}

/// Foreign words on one line, clean.
pub fn one_line(words: &str) -> String {
    let words = clean::text(words).text;
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::marked;
    use crate::article::gate::quoted_regions;
    use crate::article::{Block, BlockKind, Text};

    #[track_caller]
    fn shown(text: &str, from: &str, wanted: &str) {
        let text = Text::new(text);
        let blocks = vec![Block::new(BlockKind::Paragraph, text.whole())];
        let at = text.as_str().find(from).unwrap();
        let span = text.span_of_bytes(at, at + from.len()).unwrap();
        assert_eq!(marked(&text, &quoted_regions(&text, &blocks), span), wanted);
    }

    #[test]
    fn a_stretch_has_the_marks_of_what_is_quoted_in_it_and_no_others() {
        let text = "She said it was “put off for a year” by Keel.";
        shown(text, "it was “put off for a year” by Keel", "it was “put off for a year” by Keel");
        shown(text, "it was “put off", "it was “put off”");
        shown(text, "off for a year” by", "“off for a year” by");
        shown(text, "for a", "“for a”");
        shown(text, "” by Keel", "by Keel");
        shown(text, "it was", "it was");
    }

    #[test]
    fn marks_are_the_articles_own() {
        for (text, from, wanted) in [
            ("Er sagte: „Wir fahren am Montag“.", "fahren am", "„fahren am“"),
            ("Il a dit : « Nous partons lundi ».", "Nous partons", "«Nous partons»"),
            ("She said, \"We sail on Monday.\"", "sail on", "\"sail on\""),
            ("She said, ‘We sail on Monday.’", "sail on", "‘sail on’"),
            ("She said, ``We sail on Monday.''", "sail on", "``sail on''"),
        ] {
            shown(text, from, wanted);
        }
    }

    #[test]
    fn a_quotation_that_is_left_open_is_closed() {
        shown("“We sail on Monday.", "“We sail on Monday.", "“We sail on Monday.”");
    }
}
