//! Annotated JSON Lines: the article as it is kept, one a line.

use super::sheet::{Form, Make, Page, no_close, no_opening};
use super::{Item, escaped};
use crate::article::format;

pub(super) const FORM: Form = Form {
    extension: "jsonl",
    loses: "Nothing: a line is the annotated article, with the reader's judgements and notes beside what the program found.",
    stands: false,
    make: Make::Sheet { open: no_opening, item, between: "", close: no_close },
};

fn item(item: &Item, _: &Page) -> String {
    let mut line = escaped(format::write(item.article));
    line.push('\n');
    line
}
