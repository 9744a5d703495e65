//! What a terminal sends: bytes to input, however they are split, and the reader that gets it.

use std::sync::Arc;

use nutgraf::decode::Decoder;
use nutgraf::exchange::Item;
use nutgraf::key::Input;
use nutgraf::session::{Session, Settings};

use super::stage;
use crate::holds::shown::Reader;

/// Inputs that a reader is given; what one does with more is as with these. By ear it is fewer, since all is said of each.
const N_GIVEN: usize = 120;
const N_HEARD: usize = 24;

/// All that bytes mean, given in parts of so many.
fn decoded(bytes: &[u8], part: usize) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs: Vec<Input> = bytes.chunks(part).flat_map(|part| decoder.feed(part)).collect();
    inputs.extend(decoder.flush());
    inputs
}

pub(super) fn work(bytes: &[u8]) {
    let _ = decoded(bytes, bytes.len().max(1));
}

/// A reader with a list of articles.
fn reader(linear: bool) -> Reader {
    let articles = stage::articles();
    let item = |title: &str| Item { title: title.to_owned(), outlet: None, day: None, sample: true, fault: None };
    let items = articles.iter().map(|article| item(article.headline().unwrap_or_default())).collect();
    let settings = Settings { linear, ..Settings::default() };
    let session = Session::new(items, Some((0, Arc::clone(&articles[0]))), settings);
    Reader::on(session, articles, (60, 14))
}

pub(super) fn take(bytes: &[u8]) {
    let inputs = decoded(bytes, bytes.len().max(1));
    for part in [1, 7] {
        assert_eq!(inputs, decoded(bytes, part), "the same bytes in parts of {part} are other input");
    }
    assert!(inputs.len() <= bytes.len() + 1, "more input than bytes");
    let is_heard = bytes.len().is_multiple_of(8);
    let mut reader = reader(is_heard);
    for (n, input) in inputs.iter().take(if is_heard { N_HEARD } else { N_GIVEN }).enumerate() {
        reader.input(input.clone());
        // Sizes change while somebody types.
        if n % 16 == 15 {
            let side = |shift: usize| u16::from(bytes[(n + shift) % bytes.len()]) % 120 + 1;
            reader.resize((side(0), side(1) / 2 + 1));
        }
    }
}
