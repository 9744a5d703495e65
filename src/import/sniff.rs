//! Tells what kind of file a source is, from its first bytes, its marks and its name.

use super::{From, ImportError, Options};
use crate::clean;

/// The kinds that are read, and those that are only known by sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Markdown,
    Html,
    Json,
    Jsonl,
    Mail,
    Kite,
    Gqg,
    WebAnnotation,
    Brat,
    Unsupported { what: &'static str, remedy: &'static str },
}

const XML: Kind = Kind::Unsupported {
    what: "an XML file",
    remedy: "save the article as plain text, or give --from text to read it as it stands",
};
const RTF: Kind = Kind::Unsupported { what: "a rich text file (RTF)", remedy: "save it as plain text" };

/// First bytes of files that are no text, and what they are.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, such as .docx, .odt or .epub"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file, such as .webp or .wav"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"\x7FELF", "a program (ELF)"),
    (b"MZ\x90\x00", "a Windows program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xD0\xCF\x11\xE0", "an old Office document"),
    (b"OggS", "an Ogg sound or video file"),
];

/// How much of a file is looked at to tell text from other bytes.
const GLANCE_BYTES: usize = 64 << 10;

/// Refuses what is no text: known signatures, NUL bytes, too many controls.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), ImportError> {
    let binary = |what: &str| Err(ImportError::Binary { what: what.to_owned() });
    let glance = bytes.get(..GLANCE_BYTES).unwrap_or(bytes);
    // A story may open with *RIFF* or *GIF8*; what is whole UTF-8 is a text, but for PDF.
    let is_utf_8 = memchr::memchr(0, glance).is_none()
        && std::str::from_utf8(glance).map_or_else(|e| e.error_len().is_none(), |_| true);
    let signature = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    if let Some((signature, what)) = signature
        && (!is_utf_8 || *signature == b"%PDF-")
    {
        return binary(what);
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Ok(());
    }
    if let Some(at) = memchr::memchr(0, glance) {
        return binary(&format!("a binary file (NUL byte at {at})"));
    }
    // Escapes are counted out: a captured terminal session has many, and is a text.
    let is_odd = |byte: u8| matches!(byte, 0x01..=0x07 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    // Counted in bytes, chunk by chunk, so that a processor can take many at a time.
    let (chunks, rest) = glance.as_chunks::<128>();
    let count = |bytes: &[u8]| usize::from(bytes.iter().fold(0, |n: u8, &byte| n + u8::from(is_odd(byte))));
    let n_odd = chunks.iter().map(|chunk| count(chunk)).sum::<usize>() + count(rest);
    if n_odd * 10 > glance.len() {
        return binary(&format!("a binary file ({n_odd} of its first {} bytes are control characters)", glance.len()));
    }
    Ok(())
}

/// The kind of a decoded text: as the options say, else by its marks, else by its name.
pub(super) fn kind(text: &str, options: &Options) -> Kind {
    match options.from {
        From::Text => Kind::Text,
        From::Markdown => Kind::Markdown,
        From::Html => Kind::Html,
        From::Mail => Kind::Mail,
        From::Kite => Kind::Kite,
        From::Gqg => Kind::Gqg,
        From::WebAnnotation => Kind::WebAnnotation,
        From::Brat => Kind::Brat,
        From::Json => Kind::Json,
        From::Jsonl => Kind::Jsonl,
        From::Auto => recognise(text, options.name.as_deref()),
    }
}

fn recognise(text: &str, name: Option<&str>) -> Kind {
    let head = text.trim_start();
    let glance = clean::head(head, GLANCE_BYTES);
    match extension(name).as_deref() {
        Some("jsonl" | "ndjson") => return if opens_gqg(head) { Kind::Gqg } else { Kind::Jsonl },
        Some("json" | "jsonld") => return json_kind(text, head, glance),
        Some("ann") if is_brat(glance) => return Kind::Brat,
        Some("html" | "htm" | "xhtml") => return Kind::Html,
        Some("eml" | "mbox") => return Kind::Mail,
        Some("rtf") => return RTF,
        Some("md" | "markdown" | "mdown" | "mkd") if !is_html(glance) => return Kind::Markdown,
        _ => {}
    }
    if glance.starts_with("{\\rtf") {
        RTF
    } else if opens_json(glance) {
        json_kind(text, head, glance)
    } else if is_html(glance) {
        Kind::Html
    } else if glance.starts_with("<?xml") {
        XML
    } else if is_mail(head) {
        Kind::Mail
    } else if is_markdown(glance) {
        Kind::Markdown
    } else {
        Kind::Text
    }
}

fn extension(name: Option<&str>) -> Option<String> {
    let file = name?.rsplit(['/', '\\']).next()?;
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

/// `{` and a name or `}`; `[` and `{`. A text may open with a bracket: *[Editor's note: …]*.
fn opens_json(head: &str) -> bool {
    let after = |open: char| head.strip_prefix(open).map(|rest| rest.trim_start().as_bytes().first().copied());
    matches!(after('{'), Some(Some(b'"' | b'}'))) || matches!(after('['), Some(Some(b'{')))
}

fn json_kind(text: &str, head: &str, glance: &str) -> Kind {
    if opens_gqg(head) {
        Kind::Gqg
    } else if is_web_annotation(glance) {
        Kind::WebAnnotation
    } else if is_json_lines(text) && !glance.contains("\"clusters\"") {
        Kind::Jsonl
    } else if is_kite(head, glance) {
        Kind::Kite
    } else {
        Kind::Json
    }
}

/// The standard's context stands near the beginning, and the types are its own.
fn is_web_annotation(glance: &str) -> bool {
    let has_type = || {
        ["\"AnnotationCollection\"", "\"AnnotationPage\"", "\"Annotation\""].iter().any(|name| glance.contains(name))
    };
    glance.contains(super::web_annotation::CONTEXT) && has_type() && !glance.contains("\"schema_version\"")
}

/// The first line with anything in it is an annotation of brat's.
fn is_brat(glance: &str) -> bool {
    let Some((id, rest)) = glance.lines().find(|line| !line.trim().is_empty()).and_then(|line| line.split_once('\t'))
    else {
        return false;
    };
    let number = id.trim_start_matches(['T', 'R', 'E', 'A', 'M', 'N', '#']);
    id == "*"
        || (id.len() == number.len() + 1
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
            && !rest.is_empty())
}

/// Only the first line is looked at, and only where its first words have the graph's names.
fn opens_gqg(head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    clean::head(line, 4096).contains("\"quotes\"") && super::gqg::is_gqg(line)
}

/// A whole file is parsed only where it begins as Kite's do.
fn is_kite(head: &str, glance: &str) -> bool {
    let has_names = ["\"clusters\"", "\"stories\""].iter().any(|name| glance.contains(name))
        && glance.contains("\"short_summary\"")
        && !glance.contains("\"schema_version\"");
    has_names && serde_json::from_str(head).is_ok_and(|value| super::kite::is_kite(&value))
}

fn is_json_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_whole = |line: &str| line.starts_with('{') && line.ends_with('}');
    lines.next().is_some_and(is_whole) && lines.next().is_some_and(is_whole)
}

fn is_html(head: &str) -> bool {
    if !head.starts_with('<') {
        return false;
    }
    let lower = clean::head(head, 4096).to_ascii_lowercase();
    lower.starts_with("<!doctype html")
        || ["<html", "<head", "<body", "<p>", "<p ", "<div", "<article", "<h1", "<meta ", "<section", "<span"]
            .iter()
            .any(|tag| lower.contains(tag))
}

/// Three or more of a message's own fields before the first empty line, one of them in the first line.
fn is_mail(head: &str) -> bool {
    const FIELDS: [&str; 12] = [
        "from:",
        "to:",
        "subject:",
        "date:",
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
        "content-type:",
        "cc:",
        "reply-to:",
    ];
    let mut n_fields = 0;
    for (n, line) in head.lines().take(60).enumerate() {
        if line.trim().is_empty() {
            break;
        }
        let lower = clean::head(line, 20).to_ascii_lowercase();
        let is_field = FIELDS.iter().any(|field| lower.starts_with(field)) || (n == 0 && lower.starts_with("from "));
        // Folded lines and unknown fields may stand between; a first line that is none of these ends the search.
        if n == 0 && !is_field && !lower.starts_with("x-") {
            return false;
        }
        n_fields += usize::from(is_field);
    }
    n_fields >= 3
}

/// Marks that a plain text would hardly have: front matter, `#` headings, links; or several lesser ones.
fn is_markdown(head: &str) -> bool {
    if super::front::split(head).is_some() {
        return true;
    }
    let mut n_marks = 0;
    for line in head.lines().take(400) {
        let line = line.trim_start();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&hashes) && line.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
            n_marks += 2;
        }
        if line.contains("](http") || line.contains("](/") || line.starts_with("![") {
            n_marks += 2;
        }
        if line.starts_with("```") || line.contains("**") {
            n_marks += 1;
        }
    }
    n_marks >= 2
}

#[cfg(test)]
mod tests {
    use super::{Kind, RTF, XML, recognise, refuse_binary};

    #[track_caller]
    fn is(text: &str, name: Option<&str>, want: Kind) {
        assert_eq!(recognise(text, name), want, "{text:?} {name:?}");
    }

    #[test]
    fn a_source_is_known_by_its_marks() {
        is("A plain story.\n\nIt goes on.", None, Kind::Text);
        is("{\"text\": {\"value\": \"A\"}}", None, Kind::Json);
        is("{\n  \"text\": 1\n}\n", None, Kind::Json);
        is("{\"text\": 1}\n{\"text\": 2}\n", None, Kind::Jsonl);
        is("[{\"text\": 1}]", None, Kind::Json);
        is("[Editor's note: this was changed.]\nThe story.", None, Kind::Text);
        is("# Headline\n\nText.", None, Kind::Markdown);
        is("---\ntitle: Headline\n---\nText.", None, Kind::Markdown);
        is("We're #1 and **always** were.", None, Kind::Text);
        is("<!DOCTYPE html><html><body>Hi", None, Kind::Html);
        is("<p>Hello</p>", None, Kind::Html);
        is("<?xml version=\"1.0\"?><rss></rss>", None, XML);
        is("From: a@b.example\nTo: c@d.example\nSubject: Hi\n\nBody", None, Kind::Mail);
        is("{\\rtf1\\ansi Hello}", None, RTF);
    }

    #[test]
    fn a_name_decides_where_marks_do_not() {
        is("Just words.", Some("/tmp/story.MD"), Kind::Markdown);
        is("{\"text\": 1}", Some("all.jsonl"), Kind::Jsonl);
        is("Just words.", Some("page.html"), Kind::Html);
        is("Just words.", Some("notes.txt"), Kind::Text);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_kind() {
        let what = |bytes: &[u8]| refuse_binary(bytes).unwrap_err().to_string();
        assert!(what(b"%PDF-1.7 \xE2\xE3").contains("a PDF file"));
        assert!(what(b"text\0more").contains("NUL byte at 4"));
        assert!(what(b"\x01\x02\x03\x04abc").contains("control characters"));
        assert!(refuse_binary("A \u{1B}[1mcoloured\u{1B}[0m text".as_bytes()).is_ok());
        assert!(refuse_binary(b"\xFF\xFEA\0").is_ok());
    }
}
