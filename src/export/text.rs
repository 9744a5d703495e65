//! Statements with their citations as plain text, one a paragraph. The briefing, with the text, is another form.

use std::fmt::Write;

use super::Item;
use super::cite::{Desk, Imprint};
use super::remarks::{self, Remarks};
use super::sheet::{Form, Make, Page, no_close, no_opening};

pub(super) const FORM: Form = Form {
    extension: "txt",
    loses: "The article's text around its statements, the summary, actors who say nothing, places in the text, evidence \
            and the figures of confidence; what is doubtful is said in words.",
    stands: true,
    make: Make::Sheet { open: no_opening, item, between: "\n* * *\n\n", close: no_close },
};

fn item(item: &Item, page: &Page) -> String {
    let statements: Vec<_> = item.statements().collect();
    if statements.is_empty() && item.chosen.is_some() {
        return String::new();
    }
    let desk = Desk::new(item.article, page.settings);
    let notes = Remarks::new(item.article);
    let mut text = head(&desk.imprint, item);
    for note in remarks::of_article(item.article) {
        let _ = writeln!(text, "Note: {note}");
    }
    if statements.is_empty() {
        text.push_str("\nNo statements.\n");
    }
    for (number, statement) in statements.iter().enumerate() {
        let _ = write!(text, "\n{}. {}\n", number + 1, desk.plain(statement));
        text.extend(remarks::reason(statement).map(|reason| format!("   Review: {reason}\n")));
        let notes = notes.of_statement(&statement.id);
        text.extend(notes.iter().map(|note| format!("   Note: {note}\n")));
    }
    text
}

fn head(imprint: &Imprint, item: &Item) -> String {
    let mut text = imprint.headline.clone().unwrap_or_else(|| "(no headline)".to_owned());
    text.push('\n');
    let mut facts = vec![imprint.outlet_words()];
    facts.push(imprint.day.map_or_else(|| "undated".to_owned(), super::cite::Day::in_words));
    if imprint.outlet.is_some() && !imprint.authors.is_empty() {
        facts.push(format!("by {}", imprint.authors.join(", ")));
    }
    text.push_str(&facts.join(" · "));
    text.push('\n');
    text.extend(imprint.address().map(|address| address + "\n"));
    if !item.tags.is_empty() {
        let tags: Vec<String> = item.tags.iter().map(|tag| super::cite::one_line(tag)).collect();
        let _ = writeln!(text, "Tags: {}", tags.join(", "));
    }
    text
}
