//! Which words of a statement the article marks as speech, for forms that know quotations. Whether a statement counts
//! as direct is the gate's affair.

use crate::article::gate::{is_mark, quoted_regions};
use crate::article::{Article, BlockKind, Kind, Marking, Maybe, Span, Statement};

/// A stretch of a statement that the article marks as speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// With its quotation marks, as far as they are part of the statement.
    pub whole: Span,
    /// Without them.
    pub words: Span,
}

/// The marked stretches of one article's statements; its quotation marks are looked for once.
pub(super) struct Quoted<'a> {
    article: &'a Article,
    regions: Vec<Span>,
}

impl<'a> Quoted<'a> {
    pub(super) fn new(article: &'a Article) -> Self {
        Self { article, regions: quoted_regions(&article.text, &article.blocks) }
    }

    /// What the article marks of a statement, in order; nothing of a paraphrase.
    pub(super) fn of(&self, statement: &Statement) -> Vec<Stretch> {
        let whole = |span| Stretch { whole: span, words: span };
        let stretches: Vec<Stretch> = match (statement.kind, &statement.marking) {
            (Kind::Indirect | Kind::NoComment, _) => Vec::new(),
            // The gate has seen to it that the line says who speaks.
            (Kind::Direct, Maybe::Known(Marking::Label | Marking::Dash)) => statement.spans().map(whole).collect(),
            (Kind::Direct | Kind::Mixed, _) => statement
                .spans()
                .flat_map(|span| if self.is_set_off(span) { vec![whole(span)] } else { self.between_marks(span) })
                .collect(),
        };
        stretches.into_iter().filter(|stretch| self.slice(stretch.words).chars().any(char::is_alphanumeric)).collect()
    }

    fn slice(&self, span: Span) -> &'a str {
        self.article.text.slice(span)
    }

    /// A span lies in a block quotation, and no mark of its own stands in it.
    fn is_set_off(&self, span: Span) -> bool {
        let blocks = &self.article.blocks;
        let after = blocks.partition_point(|block| block.span.start() <= span.start());
        let block = after.checked_sub(1).and_then(|index| blocks.get(index));
        block.is_some_and(|block| block.kind == BlockKind::Blockquote && block.span.covers(span))
            && self.between_marks(span).is_empty()
    }

    fn between_marks(&self, span: Span) -> Vec<Stretch> {
        let first = self.regions.partition_point(|region| region.end() <= span.start());
        let shared = self.regions.iter().skip(first).take_while(|region| region.start() < span.end());
        shared
            .filter_map(|region| {
                let whole = region.intersect(span)?;
                Some(Stretch { whole, words: self.without_marks(whole, *region) })
            })
            .collect()
    }

    /// A stretch without the marks of its region, as far as it reaches to the region's ends.
    fn without_marks(&self, stretch: Span, region: Span) -> Span {
        let text = &self.article.text;
        let n = region.n_chars();
        // Only its ends are looked at: there may be many stretches of one long region.
        let scalar = |index: usize| {
            let at = region.start() + index;
            text.span(at, at + 1).filter(|_| index < n).and_then(|one| text.slice(one).chars().next())
        };
        let is_mark_at = |index: usize| scalar(index).is_some_and(is_mark);
        let is_doubled =
            |one: usize, other: usize| scalar(one) == scalar(other) && matches!(scalar(one), Some('\'' | '`'));
        let n_open = usize::from(is_mark_at(0)) + usize::from(n > 3 && is_doubled(0, 1));
        let is_closed = n > n_open && is_mark_at(n - 1);
        let n_close = usize::from(is_closed) + usize::from(is_closed && n > n_open + 2 && is_doubled(n - 2, n - 1));
        let start = stretch.start().max(region.start() + n_open);
        let end = stretch.end().min(region.end() - n_close);
        text.span(start, end).unwrap_or(stretch)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Quoted;
    use crate::article::format::read;

    #[track_caller]
    fn check(text: &str, kind: &str, content: &str, want: &[&str]) {
        let file =
            json!({ "text": { "value": text }, "statements": [{ "kind": kind, "content": [{ "exact": content }] }] });
        let article = read(&file.to_string()).unwrap();
        let got = Quoted::new(&article).of(&article.statements.items()[0]);
        assert_eq!(got.iter().map(|stretch| article.text.slice(stretch.words)).collect::<Vec<_>>(), want);
    }

    #[test]
    fn only_what_the_article_quotes_is_a_quotation() {
        check("“We sail,” said Brook.", "direct", "“We sail,”", &["We sail,"]);
        check("“We sail,” said Brook.", "direct", "We sail", &["We sail"]);
        check("Brook said ''we sail'' now.", "mixed", "''we sail'' now", &["we sail"]);
        check("She said they were “late” and “wet”.", "mixed", "they were “late” and “wet”", &["late", "wet"]);
        check("She said they were “late”.", "indirect", "they were “late”", &[]);
        check("KEEL: We sail.", "direct", "We sail.", &["We sail."]);
        check("She said they were late.", "direct", "they were late", &[]);
    }
}
