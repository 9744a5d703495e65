//! Annotated JSON: the article as it is kept, indented; several stand in an array.

use super::sheet::{Form, Make, Page};
use super::{Item, array, escaped};
use crate::article::format;

pub(super) const FORM: Form = Form {
    extension: "json",
    loses: "Nothing: it is the annotated article, with the reader's judgements and notes beside what the program found.",
    stands: false,
    make: Make::Sheet { open: array::open, item, between: array::BETWEEN, close: array::close },
};

fn item(item: &Item, _: &Page) -> String {
    escaped(format::write_pretty(item.article))
}
