//! Statements with their citations in Markdown: a block quotation only for what is all quoted.

use std::fmt::Write;

use super::Item;
use super::cite::{self, Desk, markdown_escaped as escaped};
use super::remarks::{self, Remarks};
use super::sheet::{Form, Make, Page, no_close, no_opening};

pub(super) const FORM: Form = Form {
    extension: "md",
    loses: "The article's text around its statements, the summary, actors who say nothing, places in the text, evidence \
            and the figures of confidence; what is doubtful is said in words.",
    stands: true,
    make: Make::Sheet { open: no_opening, item, between: "\n---\n\n", close: no_close },
};

fn item(item: &Item, page: &Page) -> String {
    let statements: Vec<_> = item.statements().collect();
    if statements.is_empty() && item.chosen.is_some() {
        return String::new();
    }
    let desk = Desk::new(item.article, page.settings);
    let notes = Remarks::new(item.article);
    let headline = desk.imprint.headline.as_deref().unwrap_or("(no headline)");
    let mut text = format!("# {}\n\n{}", escaped(headline), cite::markdown_source(&desk.imprint));
    if desk.imprint.outlet.is_some() && !desk.imprint.authors.is_empty() {
        let _ = write!(text, ", by {}", escaped(&desk.imprint.authors.join(", ")));
    }
    text.push('\n');
    if !item.tags.is_empty() {
        let tags: Vec<String> = item.tags.iter().map(|tag| escaped(&cite::one_line(tag))).collect();
        let _ = write!(text, "\nTags: {}\n", tags.join(", "));
    }
    for note in remarks::of_article(item.article) {
        let _ = write!(text, "\nNote: {}\n", escaped(&note));
    }
    if statements.is_empty() {
        text.push_str("\nNo statements.\n");
    }
    for statement in statements {
        text.push('\n');
        text.push_str(&desk.markdown(statement));
        if let Some(reason) = remarks::reason(statement) {
            let _ = write!(text, "\nReview: {}\n", escaped(&reason));
        }
        for note in notes.of_statement(&statement.id) {
            let _ = write!(text, "\nNote: {}\n", escaped(&note));
        }
    }
    text
}
