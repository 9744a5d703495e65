//! The verbatim gate: what is called direct speech must be marked as speech by the text itself.
//!
//! A statement passes when every part of it is anchored and the text marks it: by quotation marks, as a block
//! quotation, by a transcript's label, or by a dash and a name. What fails is made indirect, with a warning, so that
//! a paraphrase is never shown, copied or exported as anybody's own words. Finding statements is left to the
//! annotator; the gate only refuses.

mod quoted;
mod turn;

use std::collections::{BTreeSet, HashMap};

use super::{
    Actor, ActorId, Anchor, Article, BlockKind, Kind, Marking, Maybe, Span, Statement, StatementId, Warning,
    WarningCode,
};
pub use quoted::{is_mark, quoted_regions};

/// Makes every direct statement indirect whose words the text does not mark as speech, and every mixed one that has
/// no marked part; sets the marking of those that pass.
pub fn apply(article: &mut Article) {
    let mut verdicts = Vec::new();
    {
        let mut gate = Gate::new(article);
        for statement in article.statements.items() {
            verdicts.push(match statement.kind {
                Kind::Direct => gate.marking(statement).map_or(Verdict::Downgrade, Verdict::Marked),
                Kind::Mixed if gate.has_marked_words(statement) => Verdict::Keep,
                Kind::Mixed => Verdict::Downgrade,
                Kind::Indirect | Kind::NoComment => Verdict::Keep,
            });
        }
    }
    let Maybe::Known(statements) = &mut article.statements else { return };
    for (statement, verdict) in statements.iter_mut().zip(verdicts) {
        match verdict {
            Verdict::Keep => {}
            Verdict::Marked(marking) => statement.marking = Maybe::Known(marking),
            Verdict::Downgrade => {
                let message = match statement.kind {
                    Kind::Direct => "is called direct, but the text does not mark all of it as speech",
                    _ => "is called mixed, but the text marks none of it as speech",
                };
                article.warnings.push(Warning::new(
                    WarningCode::DowngradedStatement,
                    format!("statement {} {message}; it counts as indirect", statement.id.0),
                ));
                statement.kind = Kind::Indirect;
                statement.marking = Maybe::Absent;
            }
        }
    }
}

/// Gives the named statements the kind that the text's marks give them.
pub fn settle_kinds(article: &mut Article, ids: &BTreeSet<StatementId>) {
    if ids.is_empty() {
        return;
    }
    let kinds: Vec<Kind> = {
        let mut gate = Gate::new(article);
        article
            .statements
            .items()
            .iter()
            .map(|statement| match () {
                () if !ids.contains(&statement.id) => statement.kind,
                () if gate.marking(statement).is_some() => Kind::Direct,
                () if gate.has_marked_words(statement) => Kind::Mixed,
                () => Kind::Indirect,
            })
            .collect()
    };
    if let Maybe::Known(statements) = &mut article.statements {
        for (statement, kind) in statements.iter_mut().zip(kinds) {
            statement.kind = kind;
        }
    }
}

/// The words of a statement as they may be printed, part by part.
///
/// Direct and mixed words come as they stand in the text, with the article's own quotation marks: a part that the
/// text quotes is widened by the marks right beside it. Paraphrases, and words whose place in the text was lost, come
/// without any quotation mark.
pub fn printable_parts(article: &Article, statement: &Statement) -> Vec<String> {
    let text = &article.text;
    let part = |anchor: &Anchor| match anchor {
        Anchor::At { span, .. } if matches!(statement.kind, Kind::Direct | Kind::Mixed) => {
            text.slice(with_marks(article, *span)).to_owned()
        }
        Anchor::At { span, .. } => without_marks(text.slice(*span)),
        Anchor::Lost { quote, .. } => without_marks(&quote.exact),
    };
    statement.content.iter().map(part).collect()
}

/// Words without their quotation marks; apostrophes inside words stay.
pub fn without_marks(words: &str) -> String {
    let scalars: Vec<char> = words.chars().collect();
    let is_letter = |index: Option<usize>| index.and_then(|i| scalars.get(i)).is_some_and(|c| c.is_alphanumeric());
    let stays = |index: usize, scalar: char| {
        !is_mark(scalar)
            // *We’ll* has a letter on both sides, *the workers’ boats* on one.
            || (matches!(scalar, '\'' | '’') && is_letter(index.checked_sub(1)) && index + 1 < scalars.len())
    };
    scalars.iter().enumerate().filter(|(index, scalar)| stays(*index, **scalar)).map(|(_, scalar)| scalar).collect()
}

/// A span with an opening mark right before and a closing mark right after it, where both stand.
fn with_marks(article: &Article, span: Span) -> Span {
    let text = &article.text;
    let is_mark_at = |char: usize| text.span(char, char + 1).is_some_and(|one| text.slice(one).chars().all(is_mark));
    let before = span.start().checked_sub(1).filter(|&char| is_mark_at(char));
    let after = Some(span.end()).filter(|&char| is_mark_at(char));
    match (before, after) {
        (Some(start), Some(last)) => text.span(start, last + 1).unwrap_or(span),
        _ => span,
    }
}

enum Verdict {
    Keep,
    Marked(Marking),
    Downgrade,
}

/// What judging the statements of one article needs, found once.
struct Gate<'a> {
    article: &'a Article,
    regions: Option<Vec<Span>>,
    actors: Option<HashMap<&'a ActorId, &'a Actor>>,
}

impl<'a> Gate<'a> {
    fn new(article: &'a Article) -> Self {
        Self { article, regions: None, actors: None }
    }

    fn regions(&mut self) -> &[Span] {
        self.regions.get_or_insert_with(|| quoted_regions(&self.article.text, &self.article.blocks))
    }

    /// How the text marks the whole of a statement as speech, if it does.
    fn marking(&mut self, statement: &Statement) -> Option<Marking> {
        let mut spans: Vec<Span> = statement.content.iter().map(Anchor::span).collect::<Option<_>>()?;
        // A part without words says nothing, and must not lead up to one that has some.
        spans.retain(|span| has_words(self.article.text.slice(*span)));
        if spans.is_empty() {
            return None;
        }
        if spans.iter().all(|span| self.is_quoted(*span)) {
            return Some(Marking::Quoted);
        }
        if spans.iter().all(|span| self.is_block(*span)) {
            return Some(Marking::Block);
        }
        let names = self.names(statement);
        if turn::is_labelled(&self.article.text, &spans, &names) {
            return Some(Marking::Label);
        }
        let source = statement.source.known().and_then(Anchor::span);
        if turn::is_dashed(&self.article.text, &spans, source, &names) {
            return Some(Marking::Dash);
        }
        // Parts marked in different ways: quoted, and the rest of it set off as a block.
        spans.iter().all(|span| self.is_quoted(*span) || self.is_block(*span)).then_some(Marking::Block)
    }

    /// Every word of a span lies between quotation marks.
    fn is_quoted(&mut self, span: Span) -> bool {
        let text = &self.article.text;
        let regions = self.regions();
        let mut start = span.start();
        for region in regions.iter().skip(regions.partition_point(|region| region.end() <= span.start())) {
            if region.start() >= span.end() {
                break;
            }
            if text.span(start, region.start()).is_some_and(|gap| has_words(text.slice(gap))) {
                return false;
            }
            start = region.end();
        }
        // A span that begins inside a region has nothing before it to look at: `start` is past the gap then.
        text.span(start, span.end()).is_none_or(|gap| !has_words(text.slice(gap)))
    }

    /// A span lies in a block quotation.
    fn is_block(&self, span: Span) -> bool {
        let blocks = &self.article.blocks;
        let after = blocks.partition_point(|block| block.span.start() <= span.start());
        after
            .checked_sub(1)
            .and_then(|index| blocks.get(index))
            .is_some_and(|block| block.kind == BlockKind::Blockquote && block.span.covers(span))
    }

    /// Some word of some part is marked.
    fn has_marked_words(&mut self, statement: &Statement) -> bool {
        let text = &self.article.text;
        statement.spans().any(|span| {
            self.is_block(span) || {
                let regions = self.regions();
                let first = regions.partition_point(|region| region.end() <= span.start());
                regions
                    .iter()
                    .skip(first)
                    .take_while(|region| region.start() < span.end())
                    .filter_map(|region| region.intersect(span))
                    .any(|shared| has_words(text.slice(shared)))
            }
        })
    }

    /// What the source and the speakers of a statement are called, in words.
    fn names(&mut self, statement: &Statement) -> Vec<&'a str> {
        let article = self.article;
        let actors =
            self.actors.get_or_insert_with(|| article.actors.items().iter().map(|actor| (&actor.id, actor)).collect());
        let mut names: Vec<&str> = Vec::new();
        if let Some(span) = statement.source.known().and_then(Anchor::span) {
            names.push(article.text.slice(span));
        }
        for actor in statement.speakers.items().iter().filter_map(|id| actors.get(id)) {
            names.push(&actor.name);
            names.extend(actor.aliases.items().iter().map(String::as_str));
        }
        names
    }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
