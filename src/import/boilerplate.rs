//! Knows the lines that stand around an article and are not its words. The phrases stand in
//! `assets/lexicon/boilerplate.tsv`; a line is boilerplate only as a whole, when it is short and nobody speaks in it.

use std::sync::LazyLock;

/// What a line turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The article's own.
    Own,
    /// Not the article's words.
    Boilerplate,
    /// The head of a list of links: short lines after it are links.
    Links,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Whole,
    Start,
    Within,
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    /// Among the first or the last pieces of the text.
    Edge,
    /// Anywhere, and a list of links follows.
    List,
}

struct Row {
    how: How,
    parts: Vec<&'static str>,
    max_words: usize,
    place: Place,
}

/// The longest line that any row speaks of, in bytes; what is longer is not even looked at.
const MAX_BYTES: usize = 600;

/// Words that make a line an account of what somebody said or did rather than an appeal to the reader.
const ACCOUNTS: [&str; 12] =
    ["said", "says", "told", "tells", "added", "asked", "wrote", "he", "she", "announced", "according", "replied"];

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| include_str!("../../assets/lexicon/boilerplate.tsv").lines().filter_map(row).collect());

/// What a line is, from its words and from whether it stands near an end of the text.
pub(super) fn verdict(line: &str, is_at_edge: bool) -> Verdict {
    if line.len() > MAX_BYTES || line.starts_with(['"', '“', '‘', '\'', '«', '„']) {
        return Verdict::Own;
    }
    let plain = plain(line);
    let n_words = plain.split(' ').count();
    // Asked only of what fits a row, which few lines do.
    let has_account = || plain.split(|c: char| !c.is_alphanumeric()).any(|word| ACCOUNTS.contains(&word));
    let fits = |row: &&Row| {
        n_words <= row.max_words
            && (is_at_edge || row.place != Place::Edge)
            && matches(&plain, row)
            && (row.how == How::Whole || !has_account())
    };
    ROWS.iter()
        .find(fits)
        .map_or(Verdict::Own, |row| if row.place == Place::List { Verdict::Links } else { Verdict::Boilerplate })
}

fn row(line: &'static str) -> Option<Row> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = line.split('\t');
    let how = match fields.next()? {
        "whole" => How::Whole,
        "start" => How::Start,
        "within" => How::Within,
        "end" => How::End,
        _ => return None,
    };
    let parts = fields.next()?.split('…').collect();
    let max_words = fields.next()?.parse().ok()?;
    let place = match fields.next()? {
        "any" => Place::Any,
        "edge" => Place::Edge,
        "list" => Place::List,
        _ => return None,
    };
    Some(Row { how, parts, max_words, place })
}

/// Lower case, straight marks, single spaces, without the bullets before it and the stops after it.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if word.is_ascii() {
            plain.push_str(word);
            continue;
        }
        plain.extend(word.chars().flat_map(char::to_lowercase).map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            _ => c,
        }));
    }
    plain.make_ascii_lowercase();
    let bare = plain.trim_start_matches(['-', '*', '•', '·', '>', '»', '|', '~', '[', '_', '▶', '→', ' ']);
    let bare = match bare.strip_prefix('(') {
        Some(inner) if !inner.starts_with("c)") => inner,
        _ => bare,
    };
    bare.trim_end_matches(['.', ':', '!', ')', ']', '»', '>', '→', '…', '*', '_', ' ']).to_owned()
}

fn matches(plain: &str, row: &Row) -> bool {
    let mut parts = row.parts.iter();
    let Some(first) = parts.next() else { return false };
    let mut rest = match row.how {
        How::Whole | How::Start => match plain.strip_prefix(first) {
            Some(rest) => rest,
            None => return false,
        },
        How::Within => match plain.split_once(first) {
            Some((_, rest)) => rest,
            None => return false,
        },
        How::End => return plain.strip_suffix(first).is_some_and(|before| before.is_empty() || before.ends_with(' ')),
    };
    let mut last = *first;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
        last = part;
    }
    // A phrase ends where a word ends: *read more*, not *read moreover*.
    let ends_word = !last.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
    ends_word && (row.how != How::Whole || rest.is_empty() || last.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{ROWS, Verdict, verdict};

    #[test]
    fn every_row_of_the_table_is_read() {
        let table = include_str!("../../assets/lexicon/boilerplate.tsv");
        assert_eq!(ROWS.len(), table.lines().filter(|line| !line.starts_with('#')).count());
    }

    #[test]
    fn appeals_to_the_reader_are_boilerplate() {
        for line in [
            "Follow Vell Courier on WhatsApp",
            "Scan the QR code on your phone for more stories from the islands",
            "Sign up for our newsletter",
            "▶ Read more: the day the sea came in",
            "Advertisement",
            "ADVERTISEMENT",
            "Copyright 2031 Vell Courier. All rights reserved.",
            "Listen to this article",
            "Click here to see the pictures",
            "We use cookies to make this site work.",
            "Follow Ada Lind on Twitter @adalind.",
            "4 min read",
        ] {
            assert_eq!(verdict(line, true), Verdict::Boilerplate, "{line}");
        }
        assert_eq!(verdict("Most read", false), Verdict::Links);
        assert_eq!(verdict("Related:", false), Verdict::Links);
    }

    #[test]
    fn prose_that_uses_their_words_is_not() {
        for line in [
            "More than 400 islanders signed up for the scheme in its first week.",
            "Follow the money, the auditor said on Tuesday.",
            "“Sign up for our newsletter,” the sign on the door said.",
            "Read moreover as a word, and the sentence means something else.",
            "Sign up for the army, he told them.",
            "Copyright law was never meant for this, the judge wrote.",
            "Click here is not what a blind reader wants to hear, according to the charity.",
            "Share prices fell by a fifth.",
            "The advertisement ran for a week.",
            "Subscribe to no theory until the numbers are in, she warned.",
            "Home",
        ] {
            assert_eq!(verdict(line, false), Verdict::Own, "{line}");
        }
    }
}
