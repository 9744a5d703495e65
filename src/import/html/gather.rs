//! An article's elements to pieces of text: one a paragraph, with what the page says each of them is.

use super::facts::letters;
use super::junk::parts;
use super::tree::{Node, Tree, is_block};
use crate::article::BlockKind;
use crate::clean;
use crate::import::credits;
use crate::import::lines::{Piece, WRAP_WIDTHS, ends_sentence, is_item};

/// A group of nothing but links is no list of the article's if it is longer than this, in bytes.
const MIN_LINKS_BYTES: usize = 60;
/// Pieces of quoted words that are looked for in the paragraphs, which quote them again in large letters.
const MAX_PULLED: usize = 40;

/// What was gathered so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) n_removed: usize,
}

/// What is asked for while gathering.
pub(super) struct Asked<'a> {
    /// Not to stand in the text twice.
    pub(super) headline: &'a str,
    /// A paragraph at the top that says the same is the standfirst.
    pub(super) description: &'a str,
    /// Every table is layout, as in mail.
    pub(super) is_mail: bool,
}

/// What surrounds the words at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    Heading,
    Quote,
    Item,
    Caption,
    Pre,
    Row,
    Standfirst,
    Byline,
    Block,
    Mark,
}

struct Walk<'a> {
    gathered: &'a mut Gathered,
    asked: &'a Asked<'a>,
    headline: String,
    description: String,
    /// The piece at hand.
    words: String,
    n_link_bytes: usize,
    /// Open elements that matter, with their ends.
    open: Vec<(usize, Around)>,
    /// Open lists: their ends, and the next number or none for bullets.
    lists: Vec<(usize, Option<usize>)>,
    mark: Option<String>,
    n_prose: usize,
}

impl Gathered {
    /// Adds a piece that is known from elsewhere.
    pub(super) fn add(&mut self, words: &str, given: Option<BlockKind>) {
        let is_clean = clean::is_clean(words);
        let cleaned = if is_clean { None } else { Some(clean::text(words)) };
        self.n_removed += cleaned.as_ref().map_or(0, |cleaned| cleaned.n_removed);
        let start = if self.text.is_empty() { 0 } else { self.text.len() + 2 };
        let mut is_first = true;
        for word in cleaned.as_ref().map_or(words, |cleaned| &cleaned.text).split_whitespace() {
            if is_first && start > 0 {
                self.text.push_str("\n\n");
            } else if !is_first {
                self.text.push(' ');
            }
            is_first = false;
            self.text.push_str(word);
        }
        if !is_first {
            self.pieces.push(Piece { bytes: start..self.text.len(), n_lines: 1, given });
        }
    }

    /// The words of a piece.
    pub(super) fn words(&self, piece: &Piece) -> &str {
        self.text.get(piece.bytes.clone()).unwrap_or_default()
    }

    /// Takes passages for boilerplate that repeat a paragraph's words in large letters.
    pub(super) fn drop_pulled(&mut self) {
        let is_quote = |piece: &Piece| piece.given == Some(BlockKind::Blockquote);
        if !self.pieces.iter().any(is_quote) {
            return;
        }
        let of_prose: String = self
            .pieces
            .iter()
            .filter(|piece| matches!(piece.given, None | Some(BlockKind::ListItem)))
            .map(|piece| letters(self.words(piece)) + " ")
            .collect();
        let pulled: Vec<bool> = self
            .pieces
            .iter()
            .scan(0, |n, piece| {
                let is_asked = is_quote(piece) && *n < MAX_PULLED;
                *n += usize::from(is_asked);
                let words = if is_asked { letters(self.words(piece)) } else { String::new() };
                Some(words.len() >= 15 && memchr::memmem::find(of_prose.as_bytes(), words.as_bytes()).is_some())
            })
            .collect();
        for (piece, is_pulled) in self.pieces.iter_mut().zip(pulled) {
            if is_pulled {
                piece.given = Some(BlockKind::Boilerplate);
            }
        }
    }
}

/// Gathers what stands in an element.
pub(super) fn gather(tree: &Tree, place: usize, asked: &Asked<'_>, gathered: &mut Gathered) {
    let end = tree.get(place).map_or(0, |node| node.end);
    gather_range(tree, place, end, asked, gathered);
}

/// Gathers what stands from one place up to another.
pub(super) fn gather_range(tree: &Tree, from: usize, to: usize, asked: &Asked<'_>, gathered: &mut Gathered) {
    let mut walk = Walk {
        headline: letters(asked.headline),
        description: letters(asked.description),
        gathered,
        asked,
        words: String::new(),
        n_link_bytes: 0,
        open: Vec::new(),
        lists: Vec::new(),
        mark: None,
        n_prose: 0,
    };
    let mut at = from;
    while at < to {
        walk.close(at);
        let Some(node) = tree.get(at) else { break };
        at = if node.is_gone { node.end.max(at + 1) } else { walk.take(tree, at, node) };
    }
    walk.close(usize::MAX);
    walk.flush();
}

impl Walk<'_> {
    /// Takes a node, and says where the next one stands.
    fn take(&mut self, tree: &Tree, at: usize, node: &Node) -> usize {
        if let Some(words) = &node.words {
            self.push_words(words, tree, at);
            return at + 1;
        }
        let end = node.end.max(at + 1);
        match node.name {
            "br" => self.words.push('\n'),
            "hr" => self.flush(),
            // A number that leads to a note is no word of the sentence.
            "sup" if tree.text(at, 40).trim().trim_matches(['[', ']']).chars().all(|c| c.is_ascii_digit()) => {
                return end;
            }
            "q" => {
                self.words.push('“');
                self.open.push((end, Around::Mark));
            }
            "td" | "th" if self.is_in(Around::Row) => {
                if !self.words.trim().is_empty() {
                    self.words.push_str(" | ");
                }
            }
            _ if self.is_in(Around::Row) => {}
            name if is_block(name) => return self.block(tree, at, node, end),
            _ => {
                if let Some(around) = self.named(node) {
                    self.flush();
                    self.open.push((end, around));
                }
            }
        }
        at + 1
    }

    fn block(&mut self, tree: &Tree, at: usize, node: &Node, end: usize) -> usize {
        self.flush();
        let is_group = matches!(node.name, "ul" | "ol" | "div" | "section" | "table" | "dl");
        if is_group
            && !self.asked.is_mail
            && node.n_link_bytes >= MIN_LINKS_BYTES
            && node.n_link_bytes * 100 > node.n_words_bytes * 80
            && node.n_prose_bytes == 0
        {
            return end;
        }
        let around = match node.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.named(node).unwrap_or(Around::Heading),
            "blockquote" => Around::Quote,
            "li" => {
                self.mark = Some(match self.lists.last_mut() {
                    Some((_, Some(number))) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                });
                Around::Item
            }
            "ul" => {
                self.lists.push((end, None));
                Around::Block
            }
            "ol" => {
                self.lists.push((end, Some(1)));
                Around::Block
            }
            "figcaption" | "caption" | "figure" => Around::Caption,
            "pre" => Around::Pre,
            "tr" if !self.asked.is_mail && is_row_of_data(tree, at) => Around::Row,
            _ => self.named(node).unwrap_or(Around::Block),
        };
        // The words of a quotation or a list in a figure are no caption.
        self.open.push((end, around));
        at + 1
    }

    /// What an element is by its name in the page's own style.
    fn named(&self, node: &Node) -> Option<Around> {
        let about = node.about.as_ref()?;
        if about.class.is_empty() || node.n_words_bytes == 0 {
            return None;
        }
        let of = |names: &[&str]| {
            about.class.split_whitespace().take(20).any(|class| {
                let parts = parts(class);
                let last = parts.last().map(String::as_str);
                let pair = parts.len().checked_sub(2).and_then(|n| parts.get(n..)).map(<[String]>::concat);
                last.is_some_and(|last| names.contains(&last))
                    || pair.is_some_and(|pair| names.contains(&pair.as_str()))
            })
        };
        if node.n_words_bytes < 600
            && of(&["caption", "captiontext", "credit", "imagecaption", "photocredit", "copyright"])
        {
            Some(Around::Caption)
        } else if self.n_prose == 0
            && node.n_words_bytes < 600
            && of(&[
                "standfirst",
                "dek",
                "deck",
                "subtitle",
                "subheadline",
                "subheading",
                "subhead",
                "summary",
                "vorspann",
                "lede",
                "excerpt",
                "teasertext",
                "articlelead",
            ])
        {
            Some(Around::Standfirst)
        } else if node.n_words_bytes < 160
            && (of(&["author", "authors", "authorname", "dateline", "postmeta", "articlemeta", "entrymeta"])
                || about
                    .class
                    .split_whitespace()
                    .take(20)
                    .any(|class| parts(class).iter().any(|part| part == "byline")))
        {
            Some(Around::Byline)
        } else {
            None
        }
    }

    fn push_words(&mut self, words: &str, tree: &Tree, at: usize) {
        if self.is_in(Around::Pre) {
            self.words.push_str(words);
            return;
        }
        self.words.extend(words.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
        let mut parent = tree.get(at).map_or(0, |node| node.parent);
        // Links hold a span or two at most.
        for _ in 0..3 {
            let Some(node) = tree.get(parent) else { break };
            if node.name == "a" {
                self.n_link_bytes += n_bytes(words);
                break;
            }
            parent = node.parent;
        }
    }

    fn is_in(&self, around: Around) -> bool {
        self.open.iter().any(|(_, open)| *open == around)
    }

    /// Ends what ends before a place.
    fn close(&mut self, at: usize) {
        while let Some((_, around)) = self.open.last().copied().filter(|(end, _)| *end <= at) {
            if around == Around::Mark {
                self.words.push('”');
            } else {
                self.flush();
            }
            self.open.pop();
            if around == Around::Item {
                self.mark = None;
            }
        }
        while self.lists.last().is_some_and(|(end, _)| *end <= at) {
            self.lists.pop();
        }
    }

    fn kind(&self) -> Option<BlockKind> {
        // A quotation or an item in a figure is more than a caption; a caption in a quotation is one.
        self.open.iter().rev().find_map(|(_, around)| match around {
            Around::Heading => Some(Some(BlockKind::Heading)),
            Around::Quote => Some(Some(BlockKind::Blockquote)),
            Around::Item => Some(Some(BlockKind::ListItem)),
            Around::Caption => Some(Some(BlockKind::Caption)),
            Around::Row => Some(Some(BlockKind::Paragraph)),
            Around::Standfirst => Some(Some(BlockKind::Standfirst)),
            Around::Byline => Some(Some(BlockKind::Byline)),
            Around::Pre | Around::Block | Around::Mark => None,
        })?
    }

    /// Ends the piece at hand.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        let n_link_bytes = std::mem::take(&mut self.n_link_bytes);
        if words.trim().is_empty() {
            return;
        }
        let kind = self.kind();
        let is_all_link = n_link_bytes * 100 > n_bytes(&words) * 90;
        let mut line = String::new();
        let mut n_empty = 0;
        for part in words.split('\n') {
            let part = part.trim();
            if part.is_empty() {
                n_empty += 1;
                continue;
            }
            let is_new = n_empty > 0
                || line.is_empty()
                || opens_a_line(&line, part)
                || (self.asked.is_mail && ends_sentence(&line));
            if is_new && !line.is_empty() && kind != Some(BlockKind::Heading) {
                let whole = std::mem::take(&mut line);
                self.add(&whole, kind, is_all_link);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
            n_empty = 0;
        }
        self.add(&line, kind, is_all_link);
    }

    fn add(&mut self, words: &str, kind: Option<BlockKind>, is_all_link: bool) {
        // A row of strokes parts, and says nothing.
        if !words.contains(char::is_alphanumeric) {
            return;
        }
        let n_pieces = self.gathered.pieces.len();
        let mut kind = kind;
        if n_pieces < 8 || kind == Some(BlockKind::Heading) {
            let letters = letters(clean::head(words, 2000));
            if !self.headline.is_empty()
                && letters == self.headline
                && (n_pieces < 4 || kind == Some(BlockKind::Heading))
            {
                return;
            }
            let is_top = self.n_prose == 0 && !self.description.is_empty();
            if is_top && kind.is_none() && letters == self.description && letters.len() < 500 {
                kind = Some(BlockKind::Standfirst);
            }
        }
        if kind == Some(BlockKind::Byline) && !is_byline(words) {
            kind = None;
        }
        let is_short = words.len() < 200 && (kind == Some(BlockKind::ListItem) || !ends_sentence(words));
        if is_all_link && is_short && matches!(kind, None | Some(BlockKind::ListItem)) && n_pieces > 0 {
            kind = Some(BlockKind::Boilerplate);
        }
        if kind.is_none() && words.len() >= 80 {
            self.n_prose += 1;
        }
        match (kind, self.mark.take()) {
            (Some(BlockKind::ListItem), Some(mark)) if !is_item(words) => {
                self.gathered.add(&format!("{mark}{words}"), kind);
            }
            _ => self.gathered.add(words, kind),
        }
    }
}

/// White space apart.
fn n_bytes(words: &str) -> usize {
    words.split_whitespace().map(str::len).sum()
}

fn is_byline(words: &str) -> bool {
    let words = super::facts::collapse(words);
    credits::byline(&words).is_some()
        || credits::bare_byline(&words).is_some()
        || credits::day(&words).is_some()
        || credits::is_role(&words)
        || words.split_whitespace().count() <= 14 && !ends_sentence(&words)
}

/// Whether a line break begins a new piece: after a line too long to have been broken for its looks, before an item
/// of a list, and before the label of a speaker.
fn opens_a_line(line: &str, next: &str) -> bool {
    let is_label = next.split_once(": ").is_some_and(|(label, _)| {
        label.len() <= 40 && label.chars().any(char::is_alphabetic) && !label.contains(char::is_lowercase)
    });
    is_item(next)
        || is_label
        || (ends_sentence(line) && line.chars().count() > *WRAP_WIDTHS.end())
        || (ends_sentence(line) && next.chars().count() > *WRAP_WIDTHS.end())
}

/// Whether a table's row is data, a line to read across, rather than a frame for blocks.
fn is_row_of_data(tree: &Tree, at: usize) -> bool {
    let mut n_cells = 0;
    for (_, node) in tree.within(at) {
        match node.name {
            "td" | "th" => {
                n_cells += 1;
                if node.n_words_bytes > 140 {
                    return false;
                }
            }
            "p" | "div" | "table" | "h1" | "h2" | "h3" | "ul" | "ol" | "blockquote" | "figure" => return false,
            _ => {}
        }
    }
    n_cells > 1
}
