//! Mail: newsletters and forwarded articles, one message or a mailbox of them. The words of a message come through the
//! same doors as a page's or a text's; what is quoted from an earlier mail, and a signature, is not the message's own.

mod plain_part;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use super::decode::Decoded;
use super::html::{self, Told};
use super::moment::rfc_3339;
use super::{ImportError, Imported, Origin};
use crate::article::{Maybe, Metadata, Party, Retrieval};
use crate::clean;
use crate::document::Document;

/// Messages of one mailbox.
const MAX_MESSAGES: usize = 20_000;
/// Parts of one message that are read.
const MAX_PARTS: usize = 20;
/// Messages within a message.
const MAX_NESTED: usize = 200;
/// A message with fewer words of its own stands for the one that it forwards.
const MIN_OWN_WORDS: usize = 30;

/// Reads a message, or a mailbox of them.
pub(super) fn read(bytes: &[u8], origin: &Origin) -> Result<Imported, ImportError> {
    if !bytes.starts_with(b"From ") {
        return one(bytes, origin).map(Imported::Document);
    }
    let mut documents = Vec::new();
    let mut refused = None;
    for message in MessageIterator::new(bytes).take(MAX_MESSAGES) {
        let Ok(message) = message else { break };
        match one(message.contents(), origin) {
            Ok(document) => documents.push(document),
            Err(error) => refused = Some(error),
        }
    }
    if documents.len() == 1
        && let Some(only) = documents.pop()
    {
        return Ok(Imported::Document(only));
    }
    if documents.is_empty() {
        return Err(refused.unwrap_or(ImportError::Nothing { n_bytes: bytes.len() }));
    }
    Ok(Imported::Documents(documents))
}

fn one(bytes: &[u8], origin: &Origin) -> Result<Document, ImportError> {
    if n_nested(bytes) > MAX_NESTED {
        return Err(ImportError::NoArticle {
            why: "messages within messages, more than anybody forwards; save the one that matters as a file",
        });
    }
    let message = MessageParser::default().parse(bytes).ok_or(ImportError::Nothing { n_bytes: bytes.len() })?;
    let own = of_message(&message, bytes.len(), origin);
    let n_words = own.as_ref().map_or(0, |document| document.text.as_str().split_whitespace().count());
    if n_words < MIN_OWN_WORDS {
        // A few words over a forwarded message: *worth reading*.
        for part in message.attachments().take(MAX_PARTS) {
            if let PartType::Message(forwarded) = &part.body
                && let Ok(document) = of_message(forwarded, bytes.len(), origin)
                && document.text.as_str().split_whitespace().count() > n_words
            {
                return Ok(document);
            }
        }
    }
    own
}

/// How many parts may be messages of their own. The parser takes a message apart as deep as it nests, and so deep it has
/// to be let go of again.
fn n_nested(bytes: &[u8]) -> usize {
    let is_nested = |at: usize| {
        let after = bytes.get(at + 1..).unwrap_or_default();
        let after = after.get(..200).unwrap_or(after).trim_ascii_start();
        ["rfc822", "global", "digest"]
            .iter()
            .any(|kind| after.get(..kind.len()).is_some_and(|head| head.eq_ignore_ascii_case(kind.as_bytes())))
    };
    memchr::memchr_iter(b'/', bytes).filter(|at| is_nested(*at)).count()
}

fn of_message(message: &Message<'_>, n_bytes: usize, origin: &Origin) -> Result<Document, ImportError> {
    let subject =
        message.subject().map(|subject| clean::line(bare_subject(subject))).filter(|subject| !subject.is_empty());
    let told = Told { headline: subject.clone(), is_mail: true };
    let by_html = of_html(message, n_bytes, &told);
    let by_text = of_text(message, subject.as_deref());
    let n_words = |document: &Document| document.text.as_str().split_whitespace().count();
    // Both say the same as a rule; the page says better what is a heading or a list. What is clearly shorter lost some.
    let (mut document, extractor) = match (by_html, by_text) {
        (Ok(page), Some(text)) if n_words(&page) * 10 < n_words(&text) * 6 => (text, "nutgraf: mail, plain text part"),
        (Ok(page), _) => (page, "nutgraf: mail, HTML part"),
        (Err(_), Some(text)) => (text, "nutgraf: mail, plain text part"),
        (Err(error), None) => return Err(error),
    };
    about(message, subject, &mut document.metadata);
    let mut retrieval = match document.retrieval {
        Maybe::Known(retrieval) => retrieval,
        _ => Retrieval { complete: Maybe::Unknown, ..Retrieval::default() },
    };
    retrieval.media_type = Maybe::Known("message/rfc822".to_owned());
    retrieval.extractor = Maybe::Known(extractor.to_owned());
    retrieval.body_sha256 = origin.retrieval().body_sha256;
    retrieval.retrieved_at = origin.retrieval().retrieved_at;
    if let Some(id) = message.message_id() {
        retrieval.extra.insert("message_id".to_owned(), clean::line(id).into());
    }
    document.retrieval = Maybe::Known(retrieval);
    Ok(document)
}

fn of_html(message: &Message<'_>, n_bytes: usize, told: &Told) -> Result<Document, ImportError> {
    let mut page = String::new();
    for part in message.html_bodies().take(MAX_PARTS) {
        if let PartType::Html(words) = &part.body {
            page.push_str(words);
            page.push_str("<br><br>");
        }
    }
    if page.is_empty() {
        return Err(ImportError::Nothing { n_bytes });
    }
    let decoded = Decoded { text: page.into(), warnings: Vec::new() };
    html::read(&decoded, n_bytes, &Origin::default(), told)
}

fn of_text(message: &Message<'_>, subject: Option<&str>) -> Option<Document> {
    let mut text = String::new();
    for part in message.text_bodies().take(MAX_PARTS) {
        if let PartType::Text(words) = &part.body {
            let attribute = |name: &str| part.content_type().and_then(|kind| kind.attribute(name));
            let is_flowed = attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            let deletes = attribute("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
            if is_flowed {
                text.push_str(&plain_part::unflowed(words, deletes));
            } else {
                text.push_str(words);
            }
            text.push_str("\n\n");
        }
    }
    plain_part::read(&text, subject)
}

/// A subject without *Re:*, *Fwd:* and the list's name in brackets.
fn bare_subject(subject: &str) -> &str {
    let mut bare = subject.trim();
    loop {
        let before = bare;
        for prefix in ["re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "rv:"] {
            if bare.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
                bare = bare.get(prefix.len()..).unwrap_or_default().trim_start();
            }
        }
        if let Some((_, rest)) = bare.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            && !rest.trim().is_empty()
        {
            bare = rest.trim_start();
        }
        if bare == before {
            return bare;
        }
    }
}

/// Who sent it, when, and which outlet's it is.
fn about(message: &Message<'_>, subject: Option<String>, metadata: &mut Metadata) {
    if let Some(subject) = subject {
        metadata.headline = Maybe::Known(subject);
    }
    let sender = message.from().or_else(|| message.sender()).and_then(Address::first);
    let name = sender.and_then(|sender| sender.name().or_else(|| sender.address())).map(clean::line);
    let is_newsletter =
        has(message.list_unsubscribe()) || has(message.list_id()) || message.header("List-Post").is_some();
    let (author, outlet) = match name.filter(|name| !name.is_empty()) {
        Some(name) => parted(&name, is_newsletter),
        None => (None, None),
    };
    let party = |name: String| Party { name, ..Party::default() };
    // A line in the mail that says who wrote knows better than the sender's name.
    if metadata.author.known().is_none() {
        metadata.author = Maybe::computed(author.map(|name| vec![party(name)]));
    }
    if metadata.publisher.known().is_none() {
        metadata.publisher = Maybe::computed(outlet.map(party));
    }
    let date = message.date().filter(|date| date.is_valid()).and_then(|date| rfc_3339(&date.to_rfc3339()));
    metadata.date_published = Maybe::computed(date);
    metadata.date_modified = Maybe::Absent;
}

fn has(value: &HeaderValue<'_>) -> bool {
    !matches!(value, HeaderValue::Empty)
}

/// *Ada Lind at The Quay* is a writer and an outlet; a newsletter's sender alone is the outlet, as far as anybody knows.
fn parted(name: &str, is_newsletter: bool) -> (Option<String>, Option<String>) {
    for mark in [" from ", " at ", " @ ", " | ", " - ", " via ", ", "] {
        if let Some((author, outlet)) = name.split_once(mark)
            && !author.trim().is_empty()
            && !outlet.trim().is_empty()
            && is_newsletter
        {
            return (Some(author.trim().to_owned()), Some(outlet.trim().to_owned()));
        }
    }
    if is_newsletter { (Some(name.to_owned()), Some(name.to_owned())) } else { (Some(name.to_owned()), None) }
}

#[cfg(test)]
mod tests {
    use super::{bare_subject, parted};

    #[test]
    fn a_subject_loses_what_mail_programs_put_before_it() {
        assert_eq!(bare_subject("Re: Fwd: [quay-list] The dam"), "The dam");
        assert_eq!(bare_subject("[urgent]"), "[urgent]");
        assert_eq!(bare_subject("Regatta: the results"), "Regatta: the results");
    }

    #[test]
    fn a_sender_is_a_writer_an_outlet_or_both() {
        let both = |author: &str, outlet: &str| (Some(author.to_owned()), Some(outlet.to_owned()));
        assert_eq!(parted("Ada Lind from The Quay", true), both("Ada Lind", "The Quay"));
        assert_eq!(parted("The Quay", true), both("The Quay", "The Quay"));
        assert_eq!(parted("Ada Lind", false), (Some("Ada Lind".to_owned()), None));
    }
}
