//! The article's blocks as divisions, paragraphs and lists, with what is marked in them.

use std::fmt::Write as _;

use super::inline::{self, Mark, Pieces, Rank};
use super::people::People;
use super::{escaped, line};
use crate::article::format::Named;
use crate::article::{Anchor, Article, BlockKind, Form, Kind, Span, Statement};
use crate::export::quoted::Quoted;

/// A stretch of text and what it is; words that lie in no block are paragraphs too.
type Part = (Option<BlockKind>, Span);

/// The text's body.
pub(super) fn body(article: &Article, statements: &[&Statement], people: &People, pieces: &mut Pieces) -> String {
    let marks = marks(article, statements, people);
    let parts = parts(article);
    let mut coming = marks.iter().peekable();
    let mut near: Vec<&Mark> = Vec::new();
    let mut written = Vec::with_capacity(parts.len());
    for (kind, span) in parts {
        near.retain(|mark| mark.span.end() > span.start());
        while let Some(mark) = coming.next_if(|mark| mark.span.start() < span.end()) {
            near.push(mark);
        }
        let (found, runs) = inline::cut(&near, &article.text, span);
        pieces.expect(&found, &runs);
        written.push((kind, found, runs));
    }
    let mut out = String::from("<div>\n");
    let mut is_in_list = false;
    let mut is_new = true;
    for (kind, found, runs) in written {
        let is_item = kind == Some(BlockKind::ListItem);
        if is_in_list && !is_item {
            out.push_str("</list>\n");
        }
        if is_item && !is_in_list {
            out.push_str("<list>\n");
        }
        is_in_list = is_item;
        let (open, close) = match kind {
            Some(BlockKind::Heading) if is_new => ("<head>", "</head>"),
            Some(BlockKind::Heading) => ("</div>\n<div>\n<head>", "</head>"),
            Some(BlockKind::Paragraph) => ("<p>", "</p>"),
            Some(BlockKind::Standfirst) => ("<p rend=\"standfirst\">", "</p>"),
            Some(BlockKind::Blockquote) => ("<quote rend=\"block\"><p>", "</p></quote>"),
            Some(BlockKind::ListItem) => ("<item>", "</item>"),
            Some(BlockKind::Caption) => ("<p rend=\"caption\">", "</p>"),
            Some(BlockKind::Byline) => ("<p rend=\"byline\">", "</p>"),
            Some(BlockKind::Boilerplate) => ("<p rend=\"boilerplate\">", "</p>"),
            None => ("<p rend=\"outside\">", "</p>"),
        };
        out.push_str(open);
        inline::write(&found, &runs, &article.text, pieces, &mut out);
        out.push_str(close);
        out.push('\n');
        is_new = false;
    }
    if is_in_list {
        out.push_str("</list>\n");
    }
    out.push_str("</div>\n");
    out
}

/// The blocks, and the words between them.
fn parts(article: &Article) -> Vec<Part> {
    let text = &article.text;
    let mut parts = Vec::with_capacity(article.blocks.len());
    let mut at = 0;
    let between = |from: usize, to: usize| {
        text.span(from, to).filter(|gap| !text.slice(*gap).trim().is_empty()).map(|gap| (None, gap))
    };
    for block in &article.blocks {
        parts.extend(between(at, block.span.start()));
        parts.push((Some(block.kind), block.span));
        at = block.span.end();
    }
    parts.extend(between(at, text.n_chars()));
    parts
}

/// Everything that is to be marked, in the order of its beginning.
fn marks(article: &Article, statements: &[&Statement], people: &People) -> Vec<Mark> {
    let quoted = Quoted::new(article);
    let mut marks = Vec::new();
    for (number, statement) in statements.iter().enumerate() {
        let stretches = quoted.of(statement);
        // The gate's word, looked at once more: no word of a paraphrase is direct.
        let direct = statement.kind == Kind::Direct && !stretches.is_empty();
        let who = people.references(statement.standing_speakers());
        let mut attributes = who.as_ref().map_or_else(String::new, |who| format!(" who=\"{who}\""));
        // Writing into a string cannot fail.
        let _ = write!(
            attributes,
            " direct=\"{direct}\" ana=\"#{}{}\" n=\"{}\"",
            people.prefix(),
            statement.kind.name(),
            escaped(&line(&statement.id.0))
        );
        marks.extend(statement.spans().map(|span| Mark {
            span,
            rank: Rank::Said,
            element: "said",
            attributes: attributes.clone(),
            statement: Some(number),
        }));
        if !direct {
            let quotation =
                |span| Mark { span, rank: Rank::Quoted, element: "q", attributes: String::new(), statement: None };
            marks.extend(stretches.iter().map(|stretch| quotation(stretch.whole)));
        }
        let place = |anchor: Option<&Anchor>| anchor.and_then(Anchor::span);
        marks.extend(place(statement.cue.known()).map(|span| Mark {
            span,
            rank: Rank::Cue,
            element: "seg",
            attributes: " type=\"cue\"".to_owned(),
            statement: None,
        }));
        marks.extend(place(statement.source.known()).map(|span| Mark {
            span,
            rank: Rank::Source,
            element: "rs",
            attributes: format!(
                " type=\"source\"{}",
                who.as_ref().map_or_else(String::new, |who| format!(" ref=\"{who}\""))
            ),
            statement: None,
        }));
    }
    for actor in article.actors.items() {
        let Some(reference) = people.reference(&actor.id) else { continue };
        for mention in actor.mentions.items() {
            let Some(span) = mention.anchor.span() else { continue };
            let element = if mention.form == Form::Name { people.name_element(&actor.id) } else { "rs" };
            let attributes = format!(" ref=\"{reference}\"");
            marks.push(Mark { span, rank: Rank::Mention, element, attributes, statement: None });
        }
    }
    marks.sort_by_key(|mark| mark.span.start());
    marks
}
