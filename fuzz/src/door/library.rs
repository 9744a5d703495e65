//! A library that somebody else wrote: an article's body, which is not cleaned again, and the place in it where one
//! stopped reading. Fields parted by the byte FF: the article as JSON, a statement's id, how far in.

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use nutgraf::article::Article;
use nutgraf::catalogue::{ArticleKey, Place};
use nutgraf::exchange::Item;
use nutgraf::library::{Body, Library};
use nutgraf::session::{Session, Settings};

use super::stage;
use crate::holds::shown::{Reader, is_shown_clean};
use crate::holds::words::is_a_clean_line;
use crate::holds::{article, kept};

thread_local! {
    static LIBRARY: Library = Library::open(&stage::library()).expect("a library");
}

fn body(json: &[u8]) -> Body {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(json).expect("memory");
    Body::from(encoder.finish().expect("memory"))
}

fn unfolded(json: &[u8]) -> Option<Article> {
    // What is no body at all is told, and no more.
    for body in [Body::from(json.to_vec()), body(json)] {
        match LIBRARY.with(|library| library.unfolded(ArticleKey(1), &body)) {
            Ok(article) => return Some(article),
            Err(error) => is_a_clean_line("a refusal", &error.to_string()),
        }
    }
    None
}

pub(super) fn work(bytes: &[u8]) {
    let _ = unfolded(bytes.split(|byte| *byte == 0xFF).next().unwrap_or_default());
}

pub(super) fn take(bytes: &[u8]) {
    let mut fields = bytes.split(|byte| *byte == 0xFF);
    let mut next = || fields.next().unwrap_or_default();
    let Some(found) = unfolded(next()) else { return };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (statement, offset) = (text(next()), text(next()));
    kept::comes_back_as_it_is(&found);
    article::is_written_clean(&found);
    article::no_paraphrase_is_quoted(&found);
    let found = Arc::new(found);
    is_shown_clean(&found);
    let place = Place {
        statement: (!statement.is_empty()).then_some(statement),
        offset_char: offset.parse().unwrap_or(usize::MAX),
    };
    let item = Item { title: "kept".to_owned(), outlet: None, day: None, sample: false, fault: None };
    let session = Session::new(vec![item], Some((0, Arc::clone(&found))), Settings::default()).resumed(Some(&place));
    Reader::on(session, vec![found], (40, 10)).press("n");
}
