//! Front matter: the lines between `---` at the head of a Markdown file, as far as they tell of a publication.
//!
//! Read as the small part of YAML that such files use: `key: value`, quoted values, lists in brackets or by dashes.

use crate::article::{Maybe, Metadata, Party};

use crate::clean;

/// The front matter's lines and the body after it, if the text opens with one.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(['\u{FEFF}', '\n', '\r']).strip_prefix("---")?;
    let rest = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let mut end_byte = 0;
    let mut n_keys = 0;
    for line in rest.split_inclusive('\n').take(200) {
        let words = line.trim_end();
        if words == "---" || words == "..." {
            let body = rest.get(end_byte + line.len()..)?;
            return (n_keys > 0).then(|| (rest.get(..end_byte).unwrap_or_default(), body));
        }
        n_keys += usize::from(entry(words).is_some());
        end_byte += line.len();
    }
    None
}

/// `key: value` at the margin.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty()
        && key.len() <= 40
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

/// Puts what the front matter says into the metadata; keys that mean nothing here are passed over.
pub(super) fn read(front: &str, metadata: &mut Metadata) {
    let mut lines = front.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = entry(line.trim_end()) else { continue };
        let mut values = values(value);
        while let Some(item) = lines.peek().and_then(|next| next.trim_start().strip_prefix("- ")) {
            values.push(scalar(item.trim()));
            lines.next();
        }
        values.retain(|value| !value.is_empty());
        put(metadata, &key.to_ascii_lowercase(), values);
    }
}

fn put(metadata: &mut Metadata, key: &str, values: Vec<String>) {
    let party = |name: String| Party { name, ..Party::default() };
    let Some(first) = values.first().cloned() else { return };
    match key {
        "title" | "headline" => metadata.headline = Maybe::Known(first),
        "subtitle" | "alternativeheadline" => metadata.alternative_headline = Maybe::Known(first),
        "description" | "summary" | "standfirst" => metadata.description = Maybe::Known(first),
        "author" | "authors" | "by" | "byline" => {
            metadata.author = Maybe::Known(values.into_iter().map(party).collect());
        }
        "outlet" | "publisher" | "publication" | "site" | "sitename" => metadata.publisher = Maybe::Known(party(first)),
        "url" | "source" | "link" | "canonical" => {
            // A source may be a name; only an address is an address.
            if first.starts_with("http://") || first.starts_with("https://") {
                metadata.url = Maybe::Known(first);
            } else if metadata.publisher.is_absent() {
                metadata.publisher = Maybe::Known(party(first));
            }
        }
        "date" | "published" | "datepublished" => {
            metadata.date_published = Maybe::computed(super::credits::day(&first));
        }
        "updated" | "modified" | "datemodified" => {
            metadata.date_modified = Maybe::computed(super::credits::day(&first));
        }
        "lang" | "language" | "inlanguage" if is_tag(&first) => metadata.in_language = Maybe::Known(first),
        "section" | "category" => metadata.article_section = Maybe::Known(first),
        "tags" | "keywords" => metadata.keywords = Maybe::Known(values),
        _ => {}
    }
}

/// Whether a word has the shape of a BCP 47 tag: *en*, *pt-BR*.
fn is_tag(word: &str) -> bool {
    let mut parts = word.split('-');
    let is_language =
        parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    is_language && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn values(value: &str) -> Vec<String> {
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => list.split(',').map(|item| scalar(item.trim())).collect(),
        None => vec![scalar(value)],
    }
}

/// One value without its quotation marks; block scalars (`|`, `>`) are not followed.
fn scalar(value: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
    match inner {
        Some(inner) => clean::line(&inner.replace("\\\"", "\"").replace("''", "'")),
        None if matches!(value, "|" | ">" | "|-" | ">-") => String::new(),
        None => clean::line(value.split(" #").next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, split};
    use crate::article::{Maybe, Metadata};

    #[test]
    fn front_matter_tells_of_the_publication() {
        let text = "---\ntitle: \"Harbour: a \\\"new\\\" start\"\nauthors:\n  - Ida Brandt\n  - Tom Reyes # desk\ndate: 2031-05-04\nurl: https://a.example/x\noutlet: 'The Quay'\ntags: [ports, trade]\n---\nBody.";
        let (front, body) = split(text).unwrap();
        let mut metadata = Metadata::default();
        read(front, &mut metadata);
        assert_eq!(body, "Body.");
        assert_eq!(metadata.headline, Maybe::Known("Harbour: a \"new\" start".to_owned()));
        assert_eq!(
            metadata.author.items().iter().map(|a| a.name.as_str()).collect::<Vec<_>>(),
            ["Ida Brandt", "Tom Reyes"]
        );
        assert_eq!(metadata.publisher.known().map(|p| p.name.as_str()), Some("The Quay"));
        assert_eq!(metadata.date_published, Maybe::Known("2031-05-04".to_owned()));
        assert_eq!(metadata.url, Maybe::Known("https://a.example/x".to_owned()));
        assert_eq!(metadata.keywords.items().len(), 2);
    }

    #[test]
    fn a_rule_at_the_head_of_a_text_is_no_front_matter() {
        assert!(split("---\n\nA story: it goes on.\n\n---\nMore.").is_none());
        assert!(split("Text\n---\ntitle: x\n---\n").is_none());
        assert!(split("---\ntitle: never closed\n").is_none());
    }
}
