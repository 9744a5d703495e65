//! An open article by ear: what it is, its sentences, its statements with who said them and how sure that is.

use crate::action::Action;
use crate::article::gate::printable_parts;
use crate::article::{BlockKind, Certainty, Kind, ReviewStatus, Statement};
use crate::state::help::named;
use crate::state::index::{speaker_with_role, speaker_words};
use crate::state::{Reading, State};

use super::words::{counted, sentence, sentences};

/// The headline, else what the list calls it.
pub(super) fn title(state: &State, reading: &Reading) -> String {
    let item = reading.target.and_then(|target| state.item(target));
    let title = reading.article.headline().or(item.map(|item| item.title.as_str()));
    sentence(title.unwrap_or("an article without a headline"))
}

/// What is opened: headline, where it is from, what is in it.
pub(super) fn opening(state: &State, reading: &Reading) -> Vec<String> {
    let article = &reading.article;
    let item = reading.target.and_then(|target| state.item(target));
    let mut title = title(state, reading);
    if item.is_some_and(|item| item.sample) {
        title.push_str(" A made-up sample.");
    }
    let outlet = article.metadata.publisher.known().map(|outlet| outlet.name.as_str());
    let outlet = outlet.or(item.and_then(|item| item.outlet.as_deref()));
    let day = article.metadata.date_published.known().and_then(|date| date.get(..10));
    let day = day.or(item.and_then(|item| item.day.as_deref()));
    let authors: Vec<&str> = article.metadata.author.items().iter().map(|author| author.name.as_str()).collect();
    let by = if authors.is_empty() { String::new() } else { format!("by {}", authors.join(", ")) };
    let from: Vec<&str> = [outlet, day, Some(by.as_str())].into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let mut lines = vec![title];
    if !from.is_empty() {
        lines.push(sentence(&from.join(", ")));
    }
    lines.push(sentence(&contents(state, reading)));
    lines
}

fn contents(state: &State, reading: &Reading) -> String {
    let article = &reading.article;
    let n_lost = reading.index.lost.len();
    let mut parts = vec![counted(reading.index.order.len(), "statement")];
    if n_lost > 0 {
        parts.push(format!("{n_lost} more whose words are not in the text"));
    }
    parts.push(counted(article.actors.items().len(), "actor"));
    match article.summary.items().len() {
        0 => parts.push("no summary".to_owned()),
        n => parts.push(format!("a summary of {}", counted(n, "line"))),
    }
    if !article.warnings.is_empty() {
        let warnings = counted(article.warnings.len(), "warning");
        let key = state.keymap.keys(Action::Warnings).first();
        parts.push(key.map_or(warnings.clone(), |key| format!("{warnings}, which {} reads", named(key))));
    }
    parts.join(", ")
}

/// Whether the first line says no more than the title.
pub(super) fn begins_with_title(state: &State, reading: &Reading) -> bool {
    let Some(line) = reading.flow.lines().first() else { return true };
    let words = reading.article.text.as_str().get(line.start_byte..line.end_byte).unwrap_or_default();
    sentence(words) == title(state, reading)
}

/// A sentence of the text, after the statements that begin in it.
pub(super) fn line(reading: &Reading, number: usize) -> Vec<String> {
    let lines = reading.flow.lines();
    let Some(line) = lines.get(number) else {
        return vec!["This article has no text.".to_owned()];
    };
    let mut said = Vec::new();
    let starts = &reading.lit.starts;
    let first = starts.partition_point(|&start| start < line.start_char);
    let n = starts.get(first..).unwrap_or_default().partition_point(|&start| start < line.end_char);
    for (rank, &statement) in reading.lit.order.iter().enumerate().skip(first).take(n) {
        if let Some(it) = reading.article.statements.items().get(statement) {
            let who = speaker_words(&reading.article, &reading.index, statement);
            let mut parts = vec![format!("statement {}", rank + 1), kind(it.kind).to_owned(), who];
            parts.extend(certainty(it).map(str::to_owned));
            said.push(sentence(&parts.join(", ")));
        }
    }
    let words = reading.article.text.as_str().get(line.start_byte..line.end_byte).unwrap_or_default();
    let begins = number == 0 || lines.get(number - 1).is_none_or(|before| before.block != line.block);
    said.push(format!("{}{words}", if begins { block(line.kind) } else { "" }));
    said
}

fn block(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "",
        BlockKind::Heading => "Heading: ",
        BlockKind::Standfirst => "Introduction: ",
        BlockKind::Blockquote => "Set off as a quotation: ",
        BlockKind::ListItem => "Item: ",
        BlockKind::Caption => "Caption: ",
        BlockKind::Byline => "Byline: ",
        BlockKind::Boilerplate => "Not the article's own words: ",
    }
}

/// A statement: which of how many, its kind, who said it, how sure that is; then the words.
pub(super) fn statement(reading: &Reading, number: usize) -> Vec<String> {
    let Some(it) = reading.article.statements.items().get(number) else { return Vec::new() };
    let which = match reading.lit.rank(number) {
        Some(rank) => format!("statement {} of {}", rank + 1, reading.lit.order.len()),
        None => "a statement that is not in the text".to_owned(),
    };
    let who = speaker(reading, number);
    let head = sentences([which.as_str(), kind(it.kind), &who, certainty(it).unwrap_or(""), review(it)]);
    let mut lines = vec![head];
    for (n, part) in printable_parts(&reading.article, it).iter().enumerate() {
        lines.push(format!("{}{part}", if n == 0 { introduction(it.kind) } else { "And further: " }));
    }
    if it.content.iter().any(|part| part.span().is_none()) {
        lines.push("These words are not found in the text.".to_owned());
    }
    lines
}

/// *Odile Marchetti, mayor of Vell*; for several the names alone.
fn speaker(reading: &Reading, number: usize) -> String {
    let one =
        reading.index.speakers.get(number).and_then(|who| if let [one] = who.as_slice() { Some(*one) } else { None });
    let actor = one.and_then(|one| reading.article.actors.items().get(one));
    match actor.map(|actor| (actor, actor.role())) {
        Some((actor, Some(role))) => format!("{}, {role}", actor.name),
        _ => speaker_with_role(&reading.article, &reading.index, number),
    }
}

/// A kind in a word or two.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::NoComment => "declined to comment",
        other => other.word(),
    }
}

/// What stands before the words of a statement, so that nobody takes a paraphrase for a quotation.
pub(super) fn introduction(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "Quoted: ",
        Kind::Mixed => "Partly quoted: ",
        Kind::Indirect => "In the article's words: ",
        Kind::NoComment => "In the article's words, declining: ",
    }
}

/// How sure the less sure of words and speaker is.
fn certainty(statement: &Statement) -> Option<&'static str> {
    statement.confidence.known()?.least().map(doubt)
}

/// A probability in a word.
pub(super) fn doubt(probability: f64) -> &'static str {
    match Certainty::of(probability) {
        Certainty::Check => "check, in doubt",
        other => other.as_str(),
    }
}

fn review(statement: &Statement) -> &'static str {
    match statement.review.known().map(|review| review.status) {
        Some(ReviewStatus::Confirmed) => "confirmed by a reader",
        Some(ReviewStatus::Disputed) => "disputed by a reader",
        Some(ReviewStatus::Corrected) => "corrected by a reader",
        None => "",
    }
}

/// At which match of what one is.
pub(super) fn hit(reading: &Reading) -> Option<String> {
    let finding = reading.finding.as_ref()?;
    let at = finding.at?;
    Some(format!("Match {} of {} for {}.", at + 1, finding.hits.len(), finding.query))
}
