//! Annotated JSON: the article as it is kept, indented; several stand in an array.

use super::sheet::{Form, Make, Page};
use super::{Item, escaped};
use crate::article::format;

pub(super) const FORM: Form = Form {
    extension: "json",
    loses: "Nothing: it is the annotated article, with the reader's judgements and notes beside what the program found.",
    stands: false,
    make: Make::Sheet { open, item, between: ",\n", close },
};

fn open(_: Option<&Item>, page: &Page) -> String {
    if page.several { "[\n".to_owned() } else { String::new() }
}

fn item(item: &Item, _: &Page) -> String {
    escaped(format::write_pretty(item.article))
}

fn close(page: &Page) -> String {
    let end = match (page.several, page.number) {
        (false, _) => "\n",
        (true, 0) => "]\n",
        (true, _) => "\n]\n",
    };
    end.to_owned()
}
