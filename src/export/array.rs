//! The brackets around several articles in JSON; one stands alone.

use super::Item;
use super::sheet::Page;

pub(super) const BETWEEN: &str = ",\n";

pub(super) fn open(_: Option<&Item>, page: &Page) -> String {
    if page.several { "[\n".to_owned() } else { String::new() }
}

pub(super) fn close(page: &Page) -> String {
    let end = match (page.several, page.number) {
        (false, _) => "\n",
        (true, 0) => "]\n",
        (true, _) => "\n]\n",
    };
    end.to_owned()
}
