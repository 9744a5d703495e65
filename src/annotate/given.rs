//! Statements that somebody else has found, as attributions: to measure resolution apart from finding.

use crate::article::{Kind, Span, Text};

use super::attribution::{Attribution, Way};
use super::page::{Found, Stretch};

/// A statement as somebody else marked it, in scalars of the text. Any part may be empty.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Who said it, in the text's words.
    pub source: Vec<Span>,
    /// The words that report it.
    pub cue: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
}

/// The attributions for given statements, by the first token of their content.
pub fn attributions(text: &Text, found: &Found, given: &[Given]) -> Vec<Attribution> {
    let mut out: Vec<Attribution> = given.iter().filter_map(|one| attribution(text, found, one)).collect();
    out.sort_by_key(|attribution| attribution.content.first().copied());
    out
}

fn attribution(text: &Text, found: &Found, given: &Given) -> Option<Attribution> {
    let stretches = |spans: &[Span]| -> Vec<Stretch> {
        spans.iter().map(|span| stretch(text, found, *span)).filter(|stretch| !stretch.is_empty()).collect()
    };
    let content = stretches(&given.content);
    let first = content.first()?.first;
    let one = |spans: &[Span]| stretches(spans).first().copied();
    let (source, cue) = (one(&given.source), one(&given.cue));
    let quoted = content.iter().all(|part| found.is_quoted(part.first) && found.is_quoted(part.end - 1));
    let way = match (source.is_some(), quoted) {
        (true, true) => Way::QuoteThenCue,
        (false, true) => Way::Carried,
        _ => Way::Clause,
    };
    let kind = if quoted { Kind::Direct } else { Kind::Indirect };
    let block = found.token(first).block as usize;
    let (sure, rivals) = ((1.0, 1.0), Vec::new());
    Some(Attribution { content, cue, source, kind, nested_in: None, addressee: None, way, block, sure, rivals })
}

/// The tokens that share a scalar with a span.
fn stretch(text: &Text, found: &Found, span: Span) -> Stretch {
    let bytes = text.bytes_of(span);
    let first = found.tokens.partition_point(|token| token.end_byte as usize <= bytes.start);
    let end = found.tokens.partition_point(|token| (token.start_byte as usize) < bytes.end);
    Stretch::new(first, end)
}

#[cfg(test)]
mod tests {
    use super::Given;
    use crate::annotate::annotate_given;
    use crate::import::document_in_place;

    #[test]
    fn given_statements_are_resolved_and_no_others() {
        let document = document_in_place("Odile Marchetti, the mayor, opened the pier. It would hold, she said.");
        let text = &document.text;
        let given = Given {
            source: text.span(61, 64).into_iter().collect(),
            cue: text.span(65, 69).into_iter().collect(),
            content: text.span(45, 59).into_iter().collect(),
        };
        let article = annotate_given(&document, &[given, Given::default()]);
        let statements = article.statements.items();
        assert_eq!(statements.len(), 1, "one without words is none");
        assert_eq!(statements[0].content[0].words(text), "It would hold,");
        assert_eq!(article.actor(&statements[0].speakers.items()[0]).unwrap().name, "Odile Marchetti");
    }
}
