//! The search language: read, printed and read again, and answered by a library.

use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil::date;
use nutgraf::catalogue::{ListRequest, QueryFault, Sort};
use nutgraf::library::Library;
use nutgraf::library::query::{Query, parse, parse_typed};

use super::stage;
use crate::holds::words::{are_clean, is_a_clean_line};

thread_local! {
    static LIBRARY: OnceCell<Library> = const { OnceCell::new() };
}

fn asked(ask: impl FnOnce(&Library)) {
    LIBRARY.with(|library| ask(library.get_or_init(|| Library::open(&stage::library()).expect("a library"))));
}

fn fits(at: &Range<usize>, text: &str) {
    assert!(at.start <= at.end && at.end <= text.chars().count(), "{at:?} is outside of {text:?}");
}

fn is_told(fault: &QueryFault, text: &str) {
    is_a_clean_line("a fault", &fault.message);
    fits(&fault.at, text);
}

pub(super) fn work(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = parse(&text, Some(date(2026, 11, 23)));
    let _ = parse_typed(&text, Some(date(2026, 11, 23)));
}

/// The same question, wherever its parts are written.
fn without_places(query: &Query) -> String {
    let mut words = format!("{:?}", query.root);
    while let Some(start) = words.find("at: ") {
        let end = words[start..].find(", ").map_or(words.len(), |end| start + end + 2);
        words.replace_range(start..end, "");
    }
    words
}

pub(super) fn take(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let today = Some(date(2026, 11, 23));
    match parse(&text, today) {
        Ok(query) => {
            if let Some(root) = &query.root {
                fits(&root.at(), &text);
            }
            let printed = query.to_string();
            let again = parse(&printed, today);
            let again = again.unwrap_or_else(|fault| panic!("{printed:?} of {text:?} is refused: {fault:?}"));
            assert_eq!(without_places(&query), without_places(&again), "{text:?} came back from {printed:?}");
        }
        Err(fault) => is_told(&fault, &text),
    }
    if let Err(fault) = parse_typed(&text, today) {
        is_told(&fault, &text);
    }
    asked(|library| {
        for sort in [Sort::Newest, Sort::Relevance] {
            match library.search(&text, sort, 0, 20, stage::NOW).expect("an answer") {
                Ok(found) => are_clean("what was found", &serde_json::json!(format!("{found:?}")).to_string(), &[]),
                Err(fault) => is_told(&fault, &text),
            }
        }
        let _ = library.search_typed(&text, 20, stage::NOW).expect("an answer");
        let request = ListRequest { query: text.clone().into_owned(), limit: 20, ..ListRequest::default() };
        if let Err(fault) = library.list(&request, stage::NOW).expect("an answer") {
            is_told(&fault, &text);
        }
    });
}
