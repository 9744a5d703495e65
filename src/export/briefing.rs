//! The briefing as plain text: what `show` prints, and the reader when its output is no terminal.
//!
//! Headline and source, the summary, the actors, who said what in the article's order, then the article itself with
//! the statements' signs in a gutter, and what was doubtful. The statements come before the article because whoever
//! pipes a briefing wants them first; the article follows because without it no statement can be checked.
//! Boilerplate is left out. Paraphrases stand without quotation marks, quoted words in the article's own.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use textwrap::{Options, wrap};

use crate::article::naming::{self, ActorsById, speakers_with_roles};
use crate::article::review::standing;
use crate::article::{
    Article, Block, BlockKind, Certainty, Kind, ReviewStatus, Span, Statement, Support, gate::printable_parts,
};
use crate::clean;
use crate::export::cite::Day;
use crate::flow;
use crate::import::{self};

/// The narrowest page that is still filled as a page.
const MIN_COLS: usize = 20;

/// The briefing, filled to at most `width_col` columns where words allow it; ends with a newline.
pub fn briefing(article: &Article, width_col: usize) -> String {
    let article = &*standing(article);
    let mut page = Page { lines: Vec::new(), width_col: width_col.max(MIN_COLS) };
    header(article, &mut page);
    summary(article, &mut page);
    actors(article, &mut page);
    statements(article, &mut page);
    text(article, &mut page);
    warnings(article, &mut page);
    let mut out = page.lines.join("\n");
    out.push('\n');
    out
}

struct Page {
    lines: Vec<String>,
    width_col: usize,
}

impl Page {
    /// A paragraph with its first and its other lines led in. Only the article's own lines need offsets, which `flow`
    /// gives; these need hanging indents, which it does not.
    fn fill(&mut self, first: &str, rest: &str, words: &str) {
        let words = one_line(&clean::text(words).text);
        let options = Options::new(self.width_col).initial_indent(first).subsequent_indent(rest);
        self.lines.extend(wrap(&words, options).into_iter().map(|line| line.trim_end().to_owned()));
    }

    fn title(&mut self, title: &str) {
        self.blank();
        self.lines.push(title.to_owned());
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// Words on one line: every run of white space is one space.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn header(article: &Article, page: &mut Page) {
    page.fill("", "", article.headline().unwrap_or("(no headline)"));
    let metadata = &article.metadata;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(metadata.publisher.known().map(|outlet| outlet.name.clone()).filter(|name| !name.is_empty()));
    facts.extend(
        metadata
            .date_published
            .known()
            .filter(|date| Day::of(date).is_some())
            .map(|date| date.chars().take_while(|c| *c != 'T').collect()),
    );
    let authors: Vec<&str> =
        metadata.author.items().iter().map(|author| author.name.as_str()).filter(|name| !name.is_empty()).collect();
    if !authors.is_empty() {
        facts.push(format!("by {}", authors.join(", ")));
    }
    if !facts.is_empty() {
        page.fill("", "", &facts.join(" · "));
    }
    if let Some(url) = metadata.url.known() {
        page.fill("", "", url);
    }
}

fn summary(article: &Article, page: &mut Page) {
    if article.summary.items().is_empty() {
        return;
    }
    page.title("Summary");
    for (index, line) in article.summary.items().iter().enumerate() {
        let doubt = if line.support.known() == Some(&Support::Unverified) { " (unverified)" } else { "" };
        page.fill(&format!("{:>3}. ", index + 1), "     ", &format!("{}{doubt}", line.text));
    }
}

fn actors(article: &Article, page: &mut Page) {
    if article.actors.items().is_empty() {
        return;
    }
    page.title("Actors");
    let mut counts: HashMap<_, usize> = HashMap::new();
    for statement in shown(article) {
        for id in statement.standing_speakers() {
            *counts.entry(id).or_default() += 1;
        }
    }
    for actor in article.actors.items() {
        let mut facts = vec![actor.name.clone()];
        facts.extend(actor.role());
        let n_statements = counts.get(&actor.id).copied().unwrap_or(0);
        if n_statements > 0 {
            facts.push(counted(n_statements, "statement"));
        }
        if !actor.mentions.items().is_empty() {
            facts.push(counted(actor.mentions.items().len(), "mention"));
        }
        page.fill("  ", "    ", &facts.join(" · "));
    }
}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The statements that are not boilerplate's.
fn shown(article: &Article) -> impl Iterator<Item = &Statement> {
    // Ordered and not overlapping, as blocks are.
    let boilerplate: Vec<Span> =
        article.blocks.iter().filter(|block| block.kind == BlockKind::Boilerplate).map(|block| block.span).collect();
    article.statements.items().iter().filter(move |statement| {
        !statement.start_char().is_some_and(|start| {
            let block = boilerplate.get(boilerplate.partition_point(|block| block.end() <= start));
            block.is_some_and(|block| block.contains(start))
        })
    })
}

fn statements(article: &Article, page: &mut Page) {
    if article.statements.is_absent() {
        return;
    }
    page.title("Statements");
    let actors = ActorsById::new(article);
    let mut n = 0;
    for statement in shown(article) {
        n += 1;
        let sign = statement.kind.sign();
        page.fill(&format!("{n:>3} {sign} "), "      ", &attribution(statement, article, &actors));
        page.fill("      ", "      ", &printable_parts(article, statement).join(" … "));
    }
    if n == 0 {
        page.lines.push("  none found".to_owned());
    }
}

/// Who, in which role, how, and how sure that is.
fn attribution(statement: &Statement, article: &Article, actors: &ActorsById) -> String {
    let mut who = speakers_with_roles(article, statement, &actors.speakers(statement));
    // A paraphrase may be denied as well as said.
    if let Some(cue) = naming::reporting_words(article, statement) {
        who = format!("{who}, {cue}");
    }
    let mut facts = vec![who, statement.kind.word().to_owned()];
    if let Some(sure) = statement.confidence.known().and_then(|confidence| confidence.least()) {
        facts.push(Certainty::of(sure).as_str().to_owned());
    }
    match statement.review.known().map(|review| review.status) {
        Some(ReviewStatus::Confirmed) => facts.push("confirmed".to_owned()),
        Some(ReviewStatus::Disputed) => facts.push("disputed".to_owned()),
        Some(ReviewStatus::Corrected) => facts.push("corrected".to_owned()),
        None => {}
    }
    if let Some(kept) = naming::kept_from_earlier(statement) {
        facts.push(kept.to_owned());
    } else if statement.content.iter().any(|part| part.span().is_none()) {
        facts.push("not found in the text".to_owned());
    }
    facts.join(" · ")
}

fn text(article: &Article, page: &mut Page) {
    page.title("Article");
    let mut signs = Signs::new(article);
    let is_headline = |index: usize, block: &Block| {
        index == 0 && block.kind == BlockKind::Heading && Some(article.text.slice(block.span)) == article.headline()
    };
    let blocks = article
        .blocks
        .iter()
        .enumerate()
        .filter(|(index, block)| block.kind != BlockKind::Boilerplate && !is_headline(*index, block));
    for (n, (_, block)) in blocks.enumerate() {
        if n > 0 {
            page.blank();
        }
        paragraph(article, block, &mut signs, page);
    }
}

/// The signs of the statements beside the rows of the article, asked for from its top to its end: each statement's
/// spans are looked at once, however many rows there are.
struct Signs {
    /// Spans that begin below the rows asked for so far, by where they begin, each with its statement's number.
    coming: std::iter::Peekable<std::vec::IntoIter<(Span, usize)>>,
    /// Spans that began, the first statement's on top, each with its end.
    begun: BinaryHeap<Reverse<(usize, usize)>>,
    kinds: Vec<Kind>,
}

impl Signs {
    fn new(article: &Article) -> Self {
        let kinds = shown(article).map(|statement| statement.kind).collect();
        let mut spans: Vec<(Span, usize)> = shown(article)
            .enumerate()
            .flat_map(|(number, statement)| statement.spans().map(move |span| (span, number)))
            .collect();
        spans.sort_by_key(|(span, _)| span.start());
        Self { coming: spans.into_iter().peekable(), begun: BinaryHeap::new(), kinds }
    }

    /// The sign of the first statement that reaches into a row.
    fn beside(&mut self, start_char: usize, end_char: usize) -> &'static str {
        while let Some((span, number)) = self.coming.next_if(|(span, _)| span.start() < end_char) {
            self.begun.push(Reverse((number, span.end())));
        }
        while self.begun.peek().is_some_and(|Reverse((_, end))| *end <= start_char) {
            self.begun.pop();
        }
        let first = self.begun.peek().and_then(|Reverse((number, _))| self.kinds.get(*number));
        first.map_or(" ", |kind| kind.sign())
    }
}

/// A block's lines, each led by the sign of the first statement in it.
fn paragraph(article: &Article, block: &Block, signs: &mut Signs, page: &mut Page) {
    let is_item = block.kind == BlockKind::ListItem;
    // Most lists bring their own marks.
    let lead = if is_item && !import::is_item(article.text.slice(block.span)) { "- " } else { "" };
    let measure = u16::try_from(page.width_col.saturating_sub(2 + lead.len())).unwrap_or(u16::MAX);
    let mut line_start = block.span.start();
    for line in article.text.slice(block.span).split('\n') {
        // Nothing in it changes its length; what would have been a line end here is a space.
        let line = clean::in_place(line).replace('\n', " ");
        let (mut at_char, mut at_byte) = (line_start, 0);
        for (n, row) in flow::wrapped(&line, measure).into_iter().enumerate() {
            let words = line.get(row.clone()).unwrap_or_default();
            let start = at_char + n_chars(line.get(at_byte..row.start));
            (at_char, at_byte) = (start + words.chars().count(), row.end);
            let sign = signs.beside(start, at_char);
            let lead = if n == 0 { lead } else { "  ".get(..lead.len()).unwrap_or_default() };
            page.lines.push(format!("{sign} {lead}{words}").trim_end().to_owned());
        }
        line_start = at_char + n_chars(line.get(at_byte..)) + 1;
    }
}

fn n_chars(words: Option<&str>) -> usize {
    words.map_or(0, |words| words.chars().count())
}

fn warnings(article: &Article, page: &mut Page) {
    if article.warnings.is_empty() {
        return;
    }
    page.title("Doubts");
    for warning in &article.warnings {
        let place = warning.path.known().map_or_else(String::new, |path| format!(" ({path})"));
        page.fill("  ! ", "    ", &format!("{}{place}", warning.message));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::briefing;
    use crate::article::Article;
    use crate::article::format::read;

    fn sample() -> Article {
        let text = "Ferry to sail again\n“We will sail on Monday,” said Odile Marchetti, mayor of Vell. “Nobody can stop us.”\nBruno Keel said the harbour would stay shut, “come what may”.\nKeel said it would rain.\nFollow us on every channel.";
        let mut start = 0;
        let kinds = ["heading", "paragraph", "paragraph", "paragraph", "boilerplate"];
        let blocks: Vec<_> = std::iter::zip(text.lines(), kinds)
            .map(|(line, kind)| {
                let end = start + line.chars().count();
                let block = json!({ "kind": kind, "start": start, "end": end });
                start = end + 1;
                block
            })
            .collect();
        let file = json!({
            "article": { "publisher": { "name": "The Vell Courier" }, "datePublished": "2025-08-13T06:00:00Z",
                "author": [{ "name": "Ines Falk" }], "url": "https://courier.example/ferry" },
            "text": { "value": text, "blocks": blocks },
            "actors": [
                { "id": "p1", "name": "Odile Marchetti", "kind": "person",
                  "roles": [{ "title": "mayor of Vell", "evidence": [{ "exact": "mayor of Vell" }] }],
                  "mentions": [{ "exact": "Odile Marchetti", "form": "name" }] },
                { "id": "p2", "name": "Bruno Keel" } ],
            "statements": [
                { "id": "s1", "kind": "direct", "speakers": ["p1"], "confidence": { "content": 0.99, "speaker": 0.95 },
                  "content": [{ "exact": "“We will sail on Monday,”" }, { "exact": "“Nobody can stop us.”" }] },
                { "id": "s2", "kind": "mixed", "speakers": ["p2"], "confidence": { "content": 0.8, "speaker": 0.75 },
                  "content": [{ "exact": "the harbour would stay shut, “come what may”" }] },
                { "id": "s3", "kind": "direct", "speakers": ["p2"], "confidence": { "content": 0.9, "speaker": 0.4 },
                  "content": [{ "exact": "it would rain" }] },
                { "id": "s4", "kind": "indirect", "content": [{ "exact": "Follow us" }] } ],
            "summary": [{ "text": "[Odile Marchetti] says the ferry sails.", "evidence": [{ "start": 20, "end": 45 }] },
                { "text": "It will rain." }]
        });
        read(&file.to_string()).unwrap()
    }

    #[test]
    fn a_briefing_says_who_said_what_in_the_articles_own_words() {
        assert_eq!(briefing(&sample(), 72), include_str!("briefing/sample.txt"));
    }

    #[test]
    fn a_paraphrase_stands_without_quotation_marks() {
        let page = briefing(&sample(), 72);
        let (_, statements) = page.split_once("\nStatements\n").unwrap();
        let (statements, _) = statements.split_once("\nArticle\n").unwrap();
        let rain = statements.lines().find(|line| line.contains("rain")).unwrap();
        assert_eq!(rain, "      it would rain");
        assert!(statements.contains("3 ~ Bruno Keel · indirect · check"), "{statements}");
        assert!(page.contains("it counts as indirect"), "and the doubt is told");
    }

    #[test]
    fn boilerplate_is_left_out() {
        assert!(!briefing(&sample(), 72).contains("Follow us"));
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_control_gets_through() {
        for width in [0, 20, 33, 80] {
            for line in briefing(&sample(), width).lines() {
                let n_cols = textwrap::core::display_width(line);
                assert!(n_cols <= width.max(20) || !line.trim().contains(' '), "{n_cols} of {width}: {line:?}");
            }
        }
        let hostile =
            json!({ "article": { "headline": "a\u{1b}]0;pwn\u{7}b\u{202e}" }, "text": { "value": "x\u{1b}[2Jy" } });
        let page = briefing(&read(&hostile.to_string()).unwrap(), 72);
        assert!(crate::clean::is_clean(&page), "{page:?}");
    }

    #[test]
    fn an_article_without_annotations_is_printed_as_it_is() {
        let article = read(&json!({ "text": { "value": "One.\nTwo." } }).to_string()).unwrap();
        assert_eq!(briefing(&article, 72), "(no headline)\n\nArticle\n  One.\n\n  Two.\n");
    }
}
