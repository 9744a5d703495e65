//! What was annotated elsewhere: brat's two files, Web Annotations, the quotation graph, Kite's clusters. Two files stand
//! in one input, parted by a line of equals signs.

use nutgraf::import::{From, Options};

use super::pages;

const PARTS: &[u8] = b"\n====\n";

fn options(from: From, beside: Option<Vec<u8>>) -> Options {
    Options { from, beside, ..Options::default() }
}

/// As what an input is read. The kind is seen from its first byte, as files of these forms begin.
fn read(bytes: &[u8]) -> (&[u8], Options) {
    if let Some(at) = bytes.windows(PARTS.len()).position(|part| part == PARTS) {
        let beside = bytes[at + PARTS.len()..].to_vec();
        return (&bytes[..at], options(From::Brat, Some(beside)));
    }
    let has = |words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    let from = match () {
        () if has(b"\"quotes\"") => From::Gqg,
        () if has(b"\"clusters\"") || has(b"\"stories\"") => From::Kite,
        () => From::WebAnnotation,
    };
    (bytes, options(from, None))
}

pub(super) fn take(bytes: &[u8]) {
    let (bytes, options) = read(bytes);
    pages::take(bytes, &options);
}

pub(super) fn work(bytes: &[u8]) {
    let (bytes, options) = read(bytes);
    pages::work(bytes, &options);
}
